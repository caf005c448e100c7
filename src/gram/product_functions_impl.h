/* The functions of gram.h that product_call_impl.h carries out, for one precision. */
/* SPDX-License-Identifier: BSD-3-Clause */

#define POINTS(of, count)                                                                          \
  { .name = #of, .cols_name = "d", .data = of, .rows = count, .cols = d, .ld = ld##of }
#define VECTORS(of, count, columns)                                                                \
  { .name = #of, .cols_name = "p", .data = of, .rows = count, .cols = columns, .ld = ld##of }
#define PRODUCT(count)                                                                             \
  {                                                                                                \
    .name = "out", .cols_name = "p", .ld_name = "o", .data = out, .rows = count, .cols = p,        \
    .ld = ldo                                                                                      \
  }
#define COLUMN(of, count)                                                                          \
  { .name = #of, .cols_name = "1", .data = of, .rows = count, .cols = 1, .ld = 1 }

gk_status NAME(gk_gram_multiply)(size_t n, size_t d, size_t p, const T *x, size_t ldx, const T *v,
                                 size_t ldv, gk_diagonal diagonal, const gk_rbf *rbf, T *out,
                                 size_t ldo, const gk_options *options) {
  gki_matrix left = POINTS(x, n);
  gki_matrix vectors = VECTORS(v, n, p);
  gki_matrix result = PRODUCT(n);
  return take_request(&(struct request){.function = FUNCTION("gk_gram_multiply"),
                                        .kind = MULTIPLY,
                                        .x = &left,
                                        .v = &vectors,
                                        .out = &result,
                                        .diagonal = diagonal,
                                        .rbf = rbf,
                                        .options = options});
}

gk_status NAME(gk_cross_gram_multiply)(size_t m, size_t n, size_t d, size_t p, const T *x,
                                       size_t ldx, const T *y, size_t ldy, const T *v, size_t ldv,
                                       const gk_rbf *rbf, T *out, size_t ldo,
                                       const gk_options *options) {
  gki_matrix left = POINTS(x, m), right = POINTS(y, n);
  gki_matrix vectors = VECTORS(v, n, p);
  gki_matrix result = PRODUCT(m);
  return take_request(&(struct request){.function = FUNCTION("gk_cross_gram_multiply"),
                                        .kind = MULTIPLY,
                                        .x = &left,
                                        .y = &right,
                                        .v = &vectors,
                                        .out = &result,
                                        .rbf = rbf,
                                        .options = options});
}

gk_status NAME(gk_gram_row_sums)(size_t n, size_t d, const T *x, size_t ldx, gk_diagonal diagonal,
                                 const gk_rbf *rbf, T *sums, const gk_options *options) {
  gki_matrix left = POINTS(x, n);
  gki_matrix result = COLUMN(sums, n);
  return take_request(&(struct request){.function = FUNCTION("gk_gram_row_sums"),
                                        .kind = MULTIPLY,
                                        .x = &left,
                                        .out = &result,
                                        .diagonal = diagonal,
                                        .rbf = rbf,
                                        .options = options});
}

gk_status NAME(gk_cross_gram_row_sums)(size_t m, size_t n, size_t d, const T *x, size_t ldx,
                                       const T *y, size_t ldy, const gk_rbf *rbf, T *sums,
                                       const gk_options *options) {
  gki_matrix left = POINTS(x, m), right = POINTS(y, n);
  gki_matrix result = COLUMN(sums, m);
  return take_request(&(struct request){.function = FUNCTION("gk_cross_gram_row_sums"),
                                        .kind = MULTIPLY,
                                        .x = &left,
                                        .y = &right,
                                        .out = &result,
                                        .rbf = rbf,
                                        .options = options});
}

gk_status NAME(gk_gram_log_sums)(size_t n, size_t d, const T *x, size_t ldx, const T *weights,
                                 gk_diagonal diagonal, const gk_rbf *rbf, T *sums,
                                 const gk_options *options) {
  gki_matrix left = POINTS(x, n);
  gki_matrix weighted = COLUMN(weights, n);
  gki_matrix result = COLUMN(sums, n);
  return take_request(&(struct request){.function = FUNCTION("gk_gram_log_sums"),
                                        .kind = LOG_SUMS,
                                        .x = &left,
                                        .weights = weights ? &weighted : NULL,
                                        .out = &result,
                                        .diagonal = diagonal,
                                        .rbf = rbf,
                                        .options = options});
}

gk_status NAME(gk_cross_gram_log_sums)(size_t m, size_t n, size_t d, const T *x, size_t ldx,
                                       const T *y, size_t ldy, const T *weights, const gk_rbf *rbf,
                                       T *sums, const gk_options *options) {
  gki_matrix left = POINTS(x, m), right = POINTS(y, n);
  gki_matrix weighted = COLUMN(weights, n);
  gki_matrix result = COLUMN(sums, m);
  return take_request(&(struct request){.function = FUNCTION("gk_cross_gram_log_sums"),
                                        .kind = LOG_SUMS,
                                        .x = &left,
                                        .y = &right,
                                        .weights = weights ? &weighted : NULL,
                                        .out = &result,
                                        .rbf = rbf,
                                        .options = options});
}

gk_status NAME(gk_gram_means)(size_t n, size_t d, size_t p, const T *x, size_t ldx,
                              const T *weights, const T *v, size_t ldv, gk_diagonal diagonal,
                              const gk_rbf *rbf, T *means, size_t ldmeans,
                              const gk_options *options) {
  gki_matrix left = POINTS(x, n);
  gki_matrix vectors = VECTORS(v, n, p);
  gki_matrix weighted = COLUMN(weights, n);
  gki_matrix result = VECTORS(means, n, p);
  return take_request(&(struct request){.function = FUNCTION("gk_gram_means"),
                                        .kind = MEANS,
                                        .x = &left,
                                        .v = &vectors,
                                        .weights = weights ? &weighted : NULL,
                                        .out = &result,
                                        .diagonal = diagonal,
                                        .rbf = rbf,
                                        .options = options});
}

gk_status NAME(gk_cross_gram_means)(size_t m, size_t n, size_t d, size_t p, const T *x, size_t ldx,
                                    const T *y, size_t ldy, const T *weights, const T *v,
                                    size_t ldv, const gk_rbf *rbf, T *means, size_t ldmeans,
                                    const gk_options *options) {
  gki_matrix left = POINTS(x, m), right = POINTS(y, n);
  gki_matrix vectors = VECTORS(v, n, p);
  gki_matrix weighted = COLUMN(weights, n);
  gki_matrix result = VECTORS(means, m, p);
  return take_request(&(struct request){.function = FUNCTION("gk_cross_gram_means"),
                                        .kind = MEANS,
                                        .x = &left,
                                        .y = &right,
                                        .v = &vectors,
                                        .weights = weights ? &weighted : NULL,
                                        .out = &result,
                                        .rbf = rbf,
                                        .options = options});
}
