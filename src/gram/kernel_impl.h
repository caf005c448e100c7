/*
 * The kernel's parameters, and what tiles of products need beside them: a centre, and whether all
 * comes from differences; for one precision, see gram_f32.c.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/rates_impl.h"

/*
 * The mean of at most 256 rows, evenly spread: any centre is correct, one near the data is
 * accurate. What is not finite counts as 0.
 */
enum { CENTRE_ROWS = 256 };

static size_t centre_rows(size_t n) {
  return n < CENTRE_ROWS ? n : CENTRE_ROWS;
}

/* Adds a row to the sums of the features; returns the sum of its squares. */
static double add_row(double *sum, size_t d, const T *row) {
  enum { CHAINS = 8 };
  double squares[CHAINS] = {0};
  for (size_t k = 0; k < d; k += CHAINS) {
    const size_t chains = d - k < CHAINS ? d - k : CHAINS;
    for (size_t c = 0; c < chains; c++) {
      const T raw = row[k + c];
      const double value = raw - raw == 0 ? (double)raw : 0;
      sum[k + c] += value;
      squares[c] += value * value;
    }
  }
  double all = 0;
  for (size_t c = 0; c < CHAINS; c++) {
    all += squares[c];
  }
  return all;
}

/* Likewise of the rows that the centre is made of. */
static double add_rows(double *sum, size_t d, size_t n, const T *x, size_t ldx) {
  const size_t used = centre_rows(n);
  double squares = 0;
  for (size_t r = 0; r < used; r++) {
    squares += add_row(sum, d, x + (n / used * r + n % used * r / used) * ldx);
  }
  return squares;
}

/*
 * `sum` is d doubles of scratch. True where the data lie around the origin already, so that taking
 * the centre off would make their square norms hardly smaller.
 */
static bool set_centre(struct kernel *kernel, double *sum, size_t d, size_t m, const T *x,
                       size_t ldx, size_t n, const T *y, size_t ldy) {
  for (size_t k = 0; k < d; k++) {
    sum[k] = 0;
  }
  const double squares = add_rows(sum, d, m, x, ldx) + add_rows(sum, d, n, y, ldy);
  const double count = (double)(centre_rows(m) + centre_rows(n));
  double offset = 0;
  for (size_t k = 0; k < d; k++) {
    const T mean = (T)(sum[k] / count);
    kernel->centre[k] = mean - mean == 0 ? mean : 0;
    offset += (double)kernel->centre[k] * (double)kernel->centre[k];
  }
  return offset <= squares / count / 16;
}

/*
 * Whether all of K comes from differences: for few features, for few points, where gemm has too
 * little to do, and where gamma or a lengthscale is so extreme that scaled data would leave the
 * normal numbers.
 */
static bool is_direct(const gki_path *path, const gk_rbf *rbf, size_t d, size_t points) {
  if (d <= path->direct_features || points <= path->direct_points ||
      !is_plain(gki_rate(rbf->gamma))) {
    return true;
  }
  for (size_t k = 0; rbf->lengthscale && k < d; k++) {
    const double scale = 1 / rbf->lengthscale[k];
    if (scale < PLAIN_LEAST || scale > PLAIN_MOST) {
      return true;
    }
  }
  return false;
}
