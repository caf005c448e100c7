/* The mistakes of test_gram_arguments.c, each a change to a good call. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void x_null(call *c) {
  c->x = NULL;
}

static void y_null(call *c) {
  c->y = NULL;
}

static void k_null(call *c) {
  c->k = NULL;
}

static void bound_null(call *c) {
  c->bound = NULL;
}

static void ldx_short(call *c) {
  c->ldx = 4;
}

static void ldx_zero(call *c) {
  c->ldx = 0;
}

static void ldy_short(call *c) {
  c->ldy = 4;
}

static void ldk_short(call *c) {
  c->ldk = 19;
}

static void ldk_zero(call *c) {
  c->ldk = 0;
}

static void gamma_zero(call *c) {
  c->rbf.known.gamma = 0.0;
}

static void gamma_minus_zero(call *c) {
  c->rbf.known.gamma = -0.0;
}

static void gamma_negative(call *c) {
  c->rbf.known.gamma = -2.5;
}

static void gamma_nan(call *c) {
  c->rbf.known.gamma = NAN;
}

static void gamma_infinite(call *c) {
  c->rbf.known.gamma = INFINITY;
}

static void variance_zero(call *c) {
  c->rbf.known.variance = 0.0;
}

static void variance_negative(call *c) {
  c->rbf.known.variance = -0.5;
}

static void variance_nan(call *c) {
  c->rbf.known.variance = NAN;
}

static void variance_infinite(call *c) {
  c->rbf.known.variance = INFINITY;
}

static void variance_subnormal(call *c) {
  c->rbf.known.variance = (c->element == sizeof(float) ? FLT_MIN : DBL_MIN) / 4.0;
}

static void variance_large(call *c) {
  c->rbf.known.variance = (c->element == sizeof(float) ? FLT_MAX : DBL_MAX) / 2.0;
}

static void noise_large(call *c) {
  c->rbf.known.noise = (c->element == sizeof(float) ? FLT_MAX : DBL_MAX) / 2.0;
}

static void noise_negative(call *c) {
  c->rbf.known.noise = -0.25;
}

static void noise_nan(call *c) {
  c->rbf.known.noise = NAN;
}

static void noise_infinite(call *c) {
  c->rbf.known.noise = INFINITY;
}

static void set_lengthscale(call *c, size_t feature, double value) {
  c->rbf.known.lengthscale = c->lengthscale;
  c->lengthscale[feature] = value;
}

static void lengthscale_zero(call *c) {
  set_lengthscale(c, 4, 0.0);
}

static void lengthscale_negative(call *c) {
  set_lengthscale(c, 3, -7.5);
}

static void lengthscale_nan(call *c) {
  set_lengthscale(c, 2, NAN);
}

static void lengthscale_infinite(call *c) {
  set_lengthscale(c, 0, INFINITY);
}

/* gamma / lengthscale^2 beyond the documented range: all points would be infinitely far apart. */
static void lengthscale_small(call *c) {
  set_lengthscale(c, 3, c->element == sizeof(float) ? 1e-38 : 1e-302);
}

static void rbf_size_zero(call *c) {
  c->rbf.known.struct_size = 0;
}

static void rbf_size_small(call *c) {
  c->rbf.known.struct_size = sizeof(gk_rbf) - 1;
}

static void rbf_tail(call *c) {
  c->rbf.known.struct_size = sizeof(later_rbf);
  c->rbf.more[0] = 1.0;
}

static void rbf_last_byte(call *c) {
  c->rbf.known.struct_size = sizeof(later_rbf);
  memset((char *)&c->rbf + sizeof(later_rbf) - 1, 1, 1);
}

static void options_size_zero(call *c) {
  c->options.known.struct_size = 0;
}

static void options_size_small(call *c) {
  c->options.known.struct_size = sizeof(gk_options) - 1;
}

static void options_tail(call *c) {
  c->options.known.struct_size = sizeof(later_options);
  c->options.more[0] = 1.0;
}

static void options_last_byte(call *c) {
  c->options.known.struct_size = sizeof(later_options);
  memset((char *)&c->options + sizeof(later_options) - 1, 1, 1);
}

static void triangle_three(call *c) {
  c->triangle = 3;
}

static void triangle_negative(call *c) {
  c->triangle = -1;
}

static void rows_beyond(call *c) {
  c->first = 1;
  c->rows = N;
}

static void first_beyond(call *c) {
  c->first = N + 1;
  c->rows = 0;
}

static void first_wraps(call *c) {
  c->first = SIZE_MAX;
  c->rows = 2;
}

static unsigned char *last_of_k(const call *c) {
  return c->output.data + ((N - 1) * LD + N - 1) * c->element;
}

static void k_is_x(call *c) {
  c->x = c->k;
}

/* The first element of X is the last of K. */
static void k_ends_in_x(call *c) {
  c->x = last_of_k(c);
}

/* The last element of X is the first of K. */
static void k_starts_in_x(call *c) {
  c->x = c->output.data - ((N - 1) * c->ldx + D - 1) * c->element;
}

static void x_inside_k(call *c) {
  c->x = c->output.data + (2 * LD + 1) * c->element;
}

static void y_inside_k(call *c) {
  c->y = c->output.data + (2 * LD + 1) * c->element;
}

static void k_ends_in_y(call *c) {
  c->y = last_of_k(c);
}

/* Aligned as a double, whatever K's elements are. */
static void lengthscale_in_k(call *c) {
  double *inside = (double *)(void *)(c->output.data + 3 * LD * c->element);
  for (size_t i = 0; i < D; i++) {
    inside[i] = 1.0;
  }
  c->rbf.known.lengthscale = inside;
}

static void ldk_wraps(call *c) {
  c->ldk = SIZE_MAX / 4;
}

/* The number of elements fits, the number of bytes does not. */
static void ldk_bytes(call *c) {
  c->ldk = SIZE_MAX / 2 / N;
}

/* The number of bytes fits into size_t, but not into half of the address space. */
static void ldk_half(call *c) {
  c->ldk = SIZE_MAX / (N - 1) / c->element - N;
}

static void ldx_wraps(call *c) {
  c->ldx = SIZE_MAX / 3;
}

static void ldx_bytes(call *c) {
  c->ldx = SIZE_MAX / 2 / N;
}

static void ldy_wraps(call *c) {
  c->ldy = SIZE_MAX / 3;
}

static void n_huge(call *c) {
  c->n = (size_t)1 << (sizeof(size_t) * 4);
  c->ldk = c->n;
  c->d = 0;
  c->x = NULL;
}

static void budget_of_a_byte(call *c) {
  c->options.known.workspace_bytes = 1;
}
