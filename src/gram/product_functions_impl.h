/* The functions of gram.h that product_call_impl.h carries out, for one precision. */
/* SPDX-License-Identifier: BSD-3-Clause */

static gki_matrix vectors_of(const char *name, const T *v, size_t n, size_t p, size_t ldv) {
  return (gki_matrix){.name = name, .cols_name = "p", .data = v, .rows = n, .cols = p, .ld = ldv};
}

static gki_matrix product_of(const T *out, size_t n, size_t p, size_t ldo) {
  gki_matrix result = vectors_of("out", out, n, p, ldo);
  result.ld_name = "ldo";
  return result;
}

/* No matrix where all weights are 1. */
static gki_matrix weights_of(const T *weights, size_t n) {
  return weights ? gki_column("weights", weights, n) : (gki_matrix){0};
}

gk_status NAME(gk_gram_multiply)(size_t n, size_t d, size_t p, const T *x, size_t ldx, const T *v,
                                 size_t ldv, gk_diagonal diagonal, const gk_rbf *rbf, T *out,
                                 size_t ldo, const gk_options *options) {
  return run_request(&(struct request){.function = FUNCTION("gk_gram_multiply"),
                                       .kind = MULTIPLY,
                                       .x = gki_points("x", x, n, d, ldx),
                                       .v = vectors_of("v", v, n, p, ldv),
                                       .result = product_of(out, n, p, ldo),
                                       .out = out,
                                       .diagonal = diagonal,
                                       .rbf = rbf,
                                       .options = options});
}

gk_status NAME(gk_cross_gram_multiply)(size_t m, size_t n, size_t d, size_t p, const T *x,
                                       size_t ldx, const T *y, size_t ldy, const T *v, size_t ldv,
                                       const gk_rbf *rbf, T *out, size_t ldo,
                                       const gk_options *options) {
  return run_request(&(struct request){.function = FUNCTION("gk_cross_gram_multiply"),
                                       .kind = MULTIPLY,
                                       .x = gki_points("x", x, m, d, ldx),
                                       .y = gki_points("y", y, n, d, ldy),
                                       .v = vectors_of("v", v, n, p, ldv),
                                       .result = product_of(out, m, p, ldo),
                                       .out = out,
                                       .rbf = rbf,
                                       .options = options});
}

gk_status NAME(gk_gram_row_sums)(size_t n, size_t d, const T *x, size_t ldx, gk_diagonal diagonal,
                                 const gk_rbf *rbf, T *sums, const gk_options *options) {
  return run_request(&(struct request){.function = FUNCTION("gk_gram_row_sums"),
                                       .kind = MULTIPLY,
                                       .x = gki_points("x", x, n, d, ldx),
                                       .result = gki_column("sums", sums, n),
                                       .out = sums,
                                       .diagonal = diagonal,
                                       .rbf = rbf,
                                       .options = options});
}

gk_status NAME(gk_cross_gram_row_sums)(size_t m, size_t n, size_t d, const T *x, size_t ldx,
                                       const T *y, size_t ldy, const gk_rbf *rbf, T *sums,
                                       const gk_options *options) {
  return run_request(&(struct request){.function = FUNCTION("gk_cross_gram_row_sums"),
                                       .kind = MULTIPLY,
                                       .x = gki_points("x", x, m, d, ldx),
                                       .y = gki_points("y", y, n, d, ldy),
                                       .result = gki_column("sums", sums, m),
                                       .out = sums,
                                       .rbf = rbf,
                                       .options = options});
}

gk_status NAME(gk_gram_log_sums)(size_t n, size_t d, const T *x, size_t ldx, const T *weights,
                                 gk_diagonal diagonal, const gk_rbf *rbf, T *sums,
                                 const gk_options *options) {
  return run_request(&(struct request){.function = FUNCTION("gk_gram_log_sums"),
                                       .kind = LOG_SUMS,
                                       .x = gki_points("x", x, n, d, ldx),
                                       .weights = weights_of(weights, n),
                                       .result = gki_column("sums", sums, n),
                                       .out = sums,
                                       .diagonal = diagonal,
                                       .rbf = rbf,
                                       .options = options});
}

gk_status NAME(gk_cross_gram_log_sums)(size_t m, size_t n, size_t d, const T *x, size_t ldx,
                                       const T *y, size_t ldy, const T *weights, const gk_rbf *rbf,
                                       T *sums, const gk_options *options) {
  return run_request(&(struct request){.function = FUNCTION("gk_cross_gram_log_sums"),
                                       .kind = LOG_SUMS,
                                       .x = gki_points("x", x, m, d, ldx),
                                       .y = gki_points("y", y, n, d, ldy),
                                       .weights = weights_of(weights, n),
                                       .result = gki_column("sums", sums, m),
                                       .out = sums,
                                       .rbf = rbf,
                                       .options = options});
}

gk_status NAME(gk_gram_means)(size_t n, size_t d, size_t p, const T *x, size_t ldx,
                              const T *weights, const T *v, size_t ldv, gk_diagonal diagonal,
                              const gk_rbf *rbf, T *means, size_t ldmeans,
                              const gk_options *options) {
  return run_request(&(struct request){.function = FUNCTION("gk_gram_means"),
                                       .kind = MEANS,
                                       .x = gki_points("x", x, n, d, ldx),
                                       .v = vectors_of("v", v, n, p, ldv),
                                       .weights = weights_of(weights, n),
                                       .result = vectors_of("means", means, n, p, ldmeans),
                                       .out = means,
                                       .diagonal = diagonal,
                                       .rbf = rbf,
                                       .options = options});
}

gk_status NAME(gk_cross_gram_means)(size_t m, size_t n, size_t d, size_t p, const T *x, size_t ldx,
                                    const T *y, size_t ldy, const T *weights, const T *v,
                                    size_t ldv, const gk_rbf *rbf, T *means, size_t ldmeans,
                                    const gk_options *options) {
  return run_request(&(struct request){.function = FUNCTION("gk_cross_gram_means"),
                                       .kind = MEANS,
                                       .x = gki_points("x", x, m, d, ldx),
                                       .y = gki_points("y", y, n, d, ldy),
                                       .v = vectors_of("v", v, n, p, ldv),
                                       .weights = weights_of(weights, n),
                                       .result = vectors_of("means", means, m, p, ldmeans),
                                       .out = means,
                                       .rbf = rbf,
                                       .options = options});
}
