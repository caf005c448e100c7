/* The arguments of a filter, read, checked and completed. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_ARGUMENTS_H
#define GKI_FILTER_ARGUMENTS_H

#include "filter/array.h"

enum { GKI_AXES = 4 };

typedef struct gki_filter_args {
  gki_array in, out, mask;
  bool has_mask;
  bool in_place;       /* out is in */
  bool empty;          /* nothing to do */
  bool normalized;     /* results are divided by the weights of the pixels that count */
  bool f64;            /* work in double, else in float */
  bool searched;       /* by gki_choose_axes, whether ... */
  bool spoilt;         /* ... `in` holds a NaN or an infinity that counts */
  gk_filter_spec spec; /* tolerance and strides filled in; axes that in lacks are left alone */
} gki_filter_args;

/* What a filter can be asked for. */
typedef struct gki_filter_kind {
  const char *function;
  unsigned derivative; /* of which order along one axis after the other; 0: as the spec says */
} gki_filter_kind;

gk_status gki_read_filter(const gki_filter_kind *kind, const gk_array *in,
                          const gk_filter_spec *spec, const gk_array *out, gki_filter_args *args);

/* Whether sigma is one that a filter takes; `name` as in "spec->sigma". */
gk_status gki_check_sigma(const char *function, const char *name, size_t axis, double sigma);

/* Whether the engine asked for can do other sigmas than the spec's. */
gk_status gki_check_sigmas(const char *function, const gk_filter_spec *spec, const double *sigma);

/* Whether the recursive engine can do an axis, and if not, why. */
const char *gki_recursion_misses(const gk_filter_spec *spec, double sigma, unsigned order,
                                 size_t axis);

#endif
