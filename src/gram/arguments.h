/* The checks that the functions of gram.h share, whatever the precision. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_GRAM_ARGUMENTS_H
#define GKI_GRAM_ARGUMENTS_H

#include <gausskern/rbf.h>

/* What a precision can represent; see gki_exp2_prepare and gram/kernel_impl.h for the reasons. */
typedef struct gki_precision {
  size_t element;
  double least_variance, most_variance;
  double most_rate; /* of sqrt(gamma log2(e)) / lengthscale */
} gki_precision;

extern const gki_precision gki_precision_f32, gki_precision_f64;

/* A row-major matrix as an argument, with the names that a message uses. */
typedef struct gki_matrix {
  const char *name, *cols_name;
  const char *ld_name; /* NULL: ld and the name */
  const void *data;
  size_t rows, cols, ld;
  size_t bytes; /* set by gki_check_matrix */
} gki_matrix;

/* Points as rows of d features, with the leading dimension ld`name`. */
static inline gki_matrix gki_points(const char *name, const void *x, size_t n, size_t d,
                                    size_t ldx) {
  return (gki_matrix){.name = name, .cols_name = "d", .data = x, .rows = n, .cols = d, .ld = ldx};
}

static inline gki_matrix gki_column(const char *name, const void *data, size_t n) {
  return (gki_matrix){.name = name, .cols_name = "1", .data = data, .rows = n, .cols = 1, .ld = 1};
}

gk_status gki_check_matrix(const char *function, const gki_precision *precision,
                           gki_matrix *matrix);

/* Refuses an output that shares bytes with an input. Both have been checked. */
gk_status gki_check_disjoint(const char *function, const gki_matrix *output,
                             const gki_matrix *input);

/* Refuses rows `first` ... first + rows - 1 that are not all among n. */
gk_status gki_check_rows(const char *function, size_t first, size_t rows, size_t n);

/* The lengthscales of a kernel that has been read, for gki_check_disjoint. */
gki_matrix gki_lengthscale_matrix(const gk_rbf *rbf, size_t d);

/* The kernel's parameters with the defaults filled in, checked for d features in a precision. */
gk_status gki_read_rbf(const char *function, const gki_precision *precision, const gk_rbf *given,
                       size_t d, gk_rbf *rbf);

/* sqrt(gamma log2(e)), what differences are multiplied with, so that K = variance 2^-(sum of
 * squares). */
double gki_rate(double gamma);

#endif
