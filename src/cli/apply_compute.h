/* From arrays of one precision to what `gausskern apply` makes of K. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_APPLY_COMPUTE_H
#define GAUSSKERN_CLI_APPLY_COMPUTE_H

#include "apply_options.h"
#include "table.h"

#include <gausskern/gausskern.h>
#include <stddef.h>

/* All of the precision of the function that takes them. */
typedef struct apply_arrays {
  apply_what what;
  gk_diagonal diagonal;
  const table *x, *y; /* y: NULL for the symmetric K of x */
  const void *v;      /* p columns without gaps */
  size_t p;
  const void *weights; /* NULL: all 1 */
  const gk_rbf *rbf;
  void *out;
} apply_arrays;

gk_status apply_compute_f32(const apply_arrays *arrays, const gk_options *options);
gk_status apply_compute_f64(const apply_arrays *arrays, const gk_options *options);

#endif
