/*
 * The kernel's parameters in the form that the loops take, for one precision; see gram_f32.c.
 *
 * Differences: t = factor * sum_k (w_k (s_k x_k - s_k y_k))^2.
 *
 * Without lengthscales w and s are ones and factor is -gamma log2(e), unless that could overflow or
 * lose bits, as a sum of squares may where gamma is extreme. Else w_k s_k =
 * sqrt(gamma log2(e)) / lengthscale_k and factor = -1. s_k is a power of two: 1/2, so that no
 * difference of two numbers overflows; smaller where the weight alone would leave the normal
 * numbers, where only large numbers make a difference; and 1 where the weight is so large that small
 * numbers count to their last bit.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_exp2) exp2_plan;

struct kernel {
  exp2_plan exp2;
  T diagonal_value;
  T factor;
  T *weights;  /* w, d values, or NULL */
  T *shrink;   /* s, likewise */
  T alpha;     /* of gemm: 2 gamma log2(e) */
  T *scale;    /* 1 / lengthscale, d values, or NULL */
  T *centre;   /* what is taken off the data before gemm, d values */
  bool direct; /* all from differences */
};

static bool is_plain(double rate) {
  const double gamma = rate * rate;
  return gamma >= PLAIN_LEAST && gamma <= PLAIN_MOST;
}

static void set_weights(struct kernel *kernel, const gk_rbf *rbf, size_t d) {
  const double rate = gki_rate(rbf->gamma);
  for (size_t k = 0; k < d; k++) {
    const double lengthscale = rbf->lengthscale ? rbf->lengthscale[k] : 1;
    const double product = rate / lengthscale;
    const double shrink = product < WEIGHT_SMALL ? WEIGHT_SHRINK : product < WEIGHT_LARGE ? 0.5 : 1;
    const double weight = rate / shrink / lengthscale;
    kernel->shrink[k] = (T)shrink;
    /* Below LEAST_NORMAL no finite number counts, but an infinite one must not meet a 0. */
    kernel->weights[k] = weight < LEAST_NORMAL ? LEAST_NORMAL : (T)weight;
  }
  kernel->factor = -1;
}

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

/*
 * Everything but the centre. weights, shrink and scale point to d values each; they become NULL
 * where they would be all ones, or are not needed.
 */
static void set_kernel(struct kernel *kernel, const gk_rbf *rbf, size_t d, bool direct) {
  const double rate = gki_rate(rbf->gamma);
  NAME(gki_exp2_prepare)((T)rbf->variance, &kernel->exp2);
  kernel->diagonal_value = (T)(rbf->variance + rbf->noise);
  kernel->alpha = (T)(2 * rate * rate);
  kernel->direct = direct;
  if (rbf->lengthscale || !is_plain(rate)) {
    set_weights(kernel, rbf, d);
  } else {
    kernel->weights = kernel->shrink = NULL;
    kernel->factor = (T) - (rate * rate);
  }
  if (direct || !rbf->lengthscale) {
    kernel->scale = NULL;
  }
  for (size_t k = 0; kernel->scale && k < d; k++) {
    kernel->scale[k] = (T)(1 / rbf->lengthscale[k]);
  }
}
