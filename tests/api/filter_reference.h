/*
 * The filters of filter.h by plain sums in long double, with the error that the header allows at
 * each pixel: what the library's results are compared with.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_FILTER_REFERENCE_H
#define GK_TEST_FILTER_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "filter_weights.h"

/* The sizes of a view with four axes, x fastest, and its elements as numbers. */
void view_size(const gk_array *array, size_t size[4]);
wide view_get(const gk_array *array, const size_t index[4]);
void view_set(const gk_array *array, const size_t index[4], double value);
size_t view_count(const gk_array *array);
/* The index of the element that comes i-th, x fastest. */
void view_index(const gk_array *array, size_t i, size_t index[4]);

/* Results without gaps, x fastest. */
typedef struct reference {
  size_t count;
  wide *value;       /* not finite: the result is not finite either */
  wide *error;       /* the documented bound, without the rounding to the type of out */
  bool infinities;   /* in the data: a sum that is not finite may be any such */
  bool *perhaps_nan; /* a denominator so near to where the result becomes NaN that both are right */
} reference;

typedef enum reference_kind {
  REFERENCE_FILTER,
  REFERENCE_GRADIENT,
  REFERENCE_LAPLACIAN,
  REFERENCE_DIFFERENCE
} reference_kind;

/* The names of the functions, and the functions. */
const char *reference_kind_name(reference_kind kind);
gk_status reference_call(reference_kind kind, const gk_array *in, const gk_filter_spec *spec,
                         const double *wider, const gk_array *out, const gk_options *options);

/* What the function should give. It asks gk_filter_explain for the engines and radii, which enter
 * the bound. `wider` is read for the difference only. */
reference reference_of(reference_kind kind, const gk_array *in, const gk_filter_spec *spec,
                       const double *wider, const gk_array *out);
void reference_free(reference *r);

/*
 * Compares out with the reference: within the bound and the rounding to its type; integers are what
 * rounding to nearest, ties to even, makes of a number within the bound. Fails with the text of
 * `what`, else returns the worst error, without the rounding, as a part of the bound (0 for integers).
 */
double reference_check(const reference *r, const gk_array *out, const char *what);

/* The tolerance that the spec asks for, by itself or by the types. */
double tolerance_asked(const gk_array *in, const gk_filter_spec *spec, const gk_array *out);
bool computes_in_float(const gk_array *in, const gk_array *out);
/* The r u of an axis that the recursion filters. */
wide recursive_rounding(double sigma, bool is_float);
/* The number nearest to x that a u8 or u16 holds: ties to even, saturated, NaN to 0. */
double round_to_type(gk_type type, wide x);

#endif
