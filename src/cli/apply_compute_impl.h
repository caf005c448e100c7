/* apply_compute in one precision: T and NAME say which. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "apply_compute.h"

static gk_status NAME(symmetric)(const apply_arrays *a, const gk_options *options) {
  const T *x = a->x->data, *v = a->v, *w = a->weights;
  size_t n = a->x->rows, d = a->x->cols, p = a->p;
  const gk_rbf *rbf = a->rbf;
  switch (a->what) {
  case APPLY_SUMS:
    return NAME(gk_gram_row_sums)(n, d, x, d, a->diagonal, rbf, a->out, options);
  case APPLY_LOG_SUMS:
    return NAME(gk_gram_log_sums)(n, d, x, d, w, a->diagonal, rbf, a->out, options);
  case APPLY_MEANS:
    return NAME(gk_gram_means)(n, d, p, x, d, w, v, p, a->diagonal, rbf, a->out, p, options);
  default:
    return NAME(gk_gram_multiply)(n, d, p, x, d, v, p, a->diagonal, rbf, a->out, p, options);
  }
}

static gk_status NAME(cross)(const apply_arrays *a, const gk_options *options) {
  const T *x = a->x->data, *y = a->y->data, *v = a->v, *w = a->weights;
  size_t m = a->x->rows, n = a->y->rows, d = a->x->cols, p = a->p;
  const gk_rbf *rbf = a->rbf;
  switch (a->what) {
  case APPLY_SUMS:
    return NAME(gk_cross_gram_row_sums)(m, n, d, x, d, y, d, rbf, a->out, options);
  case APPLY_LOG_SUMS:
    return NAME(gk_cross_gram_log_sums)(m, n, d, x, d, y, d, w, rbf, a->out, options);
  case APPLY_MEANS:
    return NAME(gk_cross_gram_means)(m, n, d, p, x, d, y, d, w, v, p, rbf, a->out, p, options);
  default:
    return NAME(gk_cross_gram_multiply)(m, n, d, p, x, d, y, d, v, p, rbf, a->out, p, options);
  }
}

gk_status NAME(apply_compute)(const apply_arrays *arrays, const gk_options *options) {
  return arrays->y != NULL ? NAME(cross)(arrays, options) : NAME(symmetric)(arrays, options);
}
