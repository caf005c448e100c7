/* The functions of filter.h that filter, behind one call. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_FILTER_CALLS_H
#define GK_TEST_FILTER_CALLS_H

#include <gausskern/gausskern.h>

typedef enum filter_call {
  FILTER,
  FILTER_GRADIENT,
  FILTER_LAPLACIAN,
  FILTER_DIFFERENCE,
  FILTER_EXPLAIN, /* of axis 0; reads no options */
  FILTER_CALLS
} filter_call;

const char *filter_call_name(filter_call call);
/* `wider` is for the difference. */
gk_status filter_call_do(filter_call call, const gk_array *in, const gk_filter_spec *spec,
                         const double *wider, const gk_array *out, const gk_options *options);

#endif
