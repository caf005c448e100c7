/* Included twice by product_case.h. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* y NULL: K is symmetric, and m = n. weights NULL: all 1. */
typedef struct TWIN(product_case) {
  size_t m, n, d, p, ldx, ldy, ldv;
  gk_diagonal diagonal;
  gk_rbf rbf;
  REAL *x, *y, *v, *weights;
} TWIN(product_case);

/* Points of a family (m rows and n rows; m = 0: a symmetric K), V of normal numbers; leading
 * dimensions larger by `gap`; gamma = scale / (2 d). No weights, the diagonal kept. */
TWIN(product_case)
TWIN(product_new)
(const family *f, size_t m, size_t n, size_t d, size_t p, size_t gap, double scale);
void TWIN(product_free)(TWIN(product_case) * c);

/* n weights between 0 and 3, every fifth of them 0. */
void TWIN(product_set_weights)(TWIN(product_case) * c);

/* The number of columns of the result: 1 or p. */
size_t TWIN(product_columns)(const TWIN(product_case) * c, product what);

/* The call; ldo is not read where the result is a vector. */
gk_status TWIN(product_call)(const TWIN(product_case) * c, product what, REAL *out, size_t ldo,
                             const gk_options *options);
/* A fresh result without gaps; the test fails where the call does. */
REAL *TWIN(product_result)(const TWIN(product_case) * c, product what, const gk_options *options);

/* Row i of a result is within the bound; NaN and infinity where the formula has them. */
void TWIN(product_check_row)(const TWIN(product_case) * c, product what, size_t i, const REAL *row,
                             const char *name);
/* Computes into an output with gaps, and checks as many rows as `budget` features read allow: all,
 * or the first, the last and random ones. */
void TWIN(product_check)(const TWIN(product_case) * c, product what, const char *name,
                         size_t budget);
