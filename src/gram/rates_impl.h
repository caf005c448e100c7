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
