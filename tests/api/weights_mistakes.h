/* The mistakes of test_weights_arguments.c, each a change to a good call. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void spec_null(call *c) {
  c->given = NULL;
}

static void w_null(call *c) {
  c->output_null = 1;
}

static void size_struct_0(call *c) {
  c->spec.known.struct_size = 0;
}

static void size_struct_small(call *c) {
  c->spec.known.struct_size = sizeof(gk_weights_spec) - 1;
}

static void tail(call *c) {
  c->spec.known.struct_size = sizeof c->spec;
  c->spec.more[0] = 1.0;
}

static void last_byte(call *c) {
  c->spec.known.struct_size = sizeof c->spec;
  memset((char *)&c->spec + sizeof c->spec - 1, 1, 1);
}

static void dimensions_0(call *c) {
  c->spec.known.dimensions = 0;
}

static void dimensions_4(call *c) {
  c->spec.known.dimensions = 4;
}

static void dimensions_many(call *c) {
  c->spec.known.dimensions = SIZE_MAX;
}

static void sigma_0(call *c) {
  c->spec.known.sigma[0] = 0.0;
}

static void sigma_negative(call *c) {
  c->spec.known.sigma[1] = -2.5;
}

static void sigma_nan(call *c) {
  c->spec.known.sigma[0] = (double)NAN;
}

static void sigma_infinite(call *c) {
  c->spec.known.sigma[1] = (double)INFINITY;
}

static void theta_nan(call *c) {
  c->spec.known.theta = (double)NAN;
}

static void theta_infinite(call *c) {
  c->spec.known.theta = (double)INFINITY;
}

static void theta_1d(call *c) {
  c->spec.known.dimensions = 1;
  c->spec.known.theta = 0.5;
}

static void theta_3d(call *c) {
  c->spec.known.dimensions = 3;
  c->spec.known.size[2] = 1;
  c->spec.known.sigma[2] = 1.0;
  c->spec.known.theta = 0.5;
}

/* A covariance that is good, in place of the sigmas. */
static void use_covariance(call *c, double xx, double xy, double yx, double yy) {
  c->covariance[0] = xx;
  c->covariance[1] = xy;
  c->covariance[2] = yx;
  c->covariance[3] = yy;
  c->spec.known.covariance = c->covariance;
  c->spec.known.sigma[0] = c->spec.known.sigma[1] = 0.0;
}

static void covariance_and_sigma(call *c) {
  use_covariance(c, 2.0, 0.5, 0.5, 1.0);
  c->spec.known.sigma[0] = 1.0;
}

static void covariance_and_theta(call *c) {
  use_covariance(c, 2.0, 0.5, 0.5, 1.0);
  c->spec.known.theta = 0.5;
}

static void covariance_nan(call *c) {
  use_covariance(c, 2.0, (double)NAN, (double)NAN, 1.0);
}

static void covariance_infinite(call *c) {
  use_covariance(c, (double)INFINITY, 0.0, 0.0, 1.0);
}

static void covariance_lopsided(call *c) {
  use_covariance(c, 2.0, 0.5, -0.5, 1.0);
}

static void covariance_singular(call *c) {
  use_covariance(c, 1.0, 2.0, 2.0, 4.0);
}

static void covariance_indefinite(call *c) {
  use_covariance(c, 1.0, 3.0, 3.0, 1.0);
}

static void covariance_negative(call *c) {
  use_covariance(c, -1.0, 0.0, 0.0, 1.0);
}

static void covariance_of_zeros(call *c) {
  use_covariance(c, 0.0, 0.0, 0.0, 0.0);
}

static void covariance_huge(call *c) {
  use_covariance(c, 1e-200, 1e200, 1e200, 1e-200);
}

/* In 3-D; the lower triangle row by row. */
static void use_covariance_3d(call *c, const double lower[6]) {
  for (size_t i = 0, next = 0; i < 3; i++) {
    for (size_t j = 0; j <= i; j++, next++) {
      c->covariance[3 * i + j] = c->covariance[3 * j + i] = lower[next];
    }
    c->spec.known.sigma[i] = 0.0;
  }
  c->spec.known.dimensions = 3;
  c->spec.known.size[2] = 1;
  c->spec.known.covariance = c->covariance;
}

/* The determinant is 2 (4 - 1) - (2 + 1) + (-1 - 2) = 0, each minor 3. */
static void covariance_of_plane(call *c) {
  use_covariance_3d(c, (double[]){2.0, 1.0, 2.0, 1.0, -1.0, 2.0});
}

/* All products of (1, -2, 3). */
static void covariance_of_line(call *c) {
  use_covariance_3d(c, (double[]){1.0, -2.0, 4.0, 3.0, -6.0, 9.0});
}

/* x and z are the same; the minor of x and y is 1 - 4. */
static void covariance_saddle(call *c) {
  use_covariance_3d(c, (double[]){1.0, 2.0, 1.0, 1.0, 2.0, 1.0});
}

/* 3 everywhere has the eigenvalues 9, 0, 0; without 2 of the diagonal 7, -2, -2. */
static void covariance_negative_twice(call *c) {
  use_covariance_3d(c, (double[]){1.0, 3.0, 1.0, 3.0, 3.0, 1.0});
}

static void use_center(call *c, double x, double y) {
  c->center[0] = x;
  c->center[1] = y;
  c->spec.known.center = c->center;
}

static void center_out_of_range(call *c) {
  use_center(c, 0.0, 1.1e9);
}

static void sigma_small(call *c) {
  c->spec.known.sigma[0] = 1e-101;
}

static void sigma_large(call *c) {
  c->spec.known.sigma[0] = 1e101;
}

static void theta_large(call *c) {
  c->spec.known.theta = 1.1e6;
}

static void center_nan(call *c) {
  use_center(c, 1.0, (double)NAN);
}

static void center_infinite(call *c) {
  use_center(c, (double)-INFINITY, 0.0);
}

/* Of a turned Gaussian that far away no digit is left. */
static void center_far(call *c) {
  use_center(c, 1e9, 0.0);
  c->spec.known.sigma[1] = 2.0;
  c->spec.known.theta = 0.5;
}

static void center_far_peak(call *c) {
  center_far(c);
  c->spec.known.normalize = GK_NORMALIZE_PEAK;
}

static void order_9(call *c) {
  c->spec.known.order[1] = 9;
}

static void order_huge(call *c) {
  c->spec.known.order[0] = UINT_MAX;
}

static void method_6(call *c) {
  c->spec.known.method = (gk_weights_method)6;
}

static void method_negative(call *c) {
  c->spec.known.method = (gk_weights_method)-1;
}

static void normalize_4(call *c) {
  c->spec.known.normalize = (gk_normalize)4;
}

static void normalize_negative(call *c) {
  c->spec.known.normalize = (gk_normalize)-1;
}

static void oversample_0(call *c) {
  c->spec.known.method = GK_WEIGHTS_OVERSAMPLED;
  c->spec.known.oversample = 0;
}

/* 101^3 is above 1e6. */
static void oversample_101_turned(call *c) {
  static const double covariance[] = {2.0, 0.5, 0.0, 0.5, 2.0, 0.0, 0.0, 0.0, 1.0};
  c->spec.known.method = GK_WEIGHTS_OVERSAMPLED;
  c->spec.known.oversample = 101;
  c->spec.known.dimensions = 3;
  c->spec.known.size[2] = 1;
  c->spec.known.sigma[0] = c->spec.known.sigma[1] = c->spec.known.sigma[2] = 0.0;
  c->spec.known.covariance = covariance;
}

static void oversample_1001(call *c) {
  c->spec.known.method = GK_WEIGHTS_OVERSAMPLED;
  c->spec.known.oversample = 1001;
}

static void cutoff_negative(call *c) {
  c->spec.known.cutoff = -0.25;
}

static void cutoff_above_1(call *c) {
  c->spec.known.cutoff = 1.5;
}

static void cutoff_nan(call *c) {
  c->spec.known.cutoff = (double)NAN;
}

static void amplitude_nan(call *c) {
  c->spec.known.amplitude = (double)NAN;
}

static void amplitude_infinite(call *c) {
  c->spec.known.amplitude = (double)-INFINITY;
}

static void use_method(call *c, gk_weights_method method) {
  c->spec.known.method = method;
  if (method == GK_WEIGHTS_BINOMIAL) {
    c->spec.known.sigma[0] = c->spec.known.sigma[1] = 0.0;
  }
}

static void discrete_turned(call *c) {
  use_method(c, GK_WEIGHTS_DISCRETE);
  c->spec.known.sigma[1] = 2.0;
  c->spec.known.theta = 0.5;
}

static void discrete_between_pixels(call *c) {
  use_method(c, GK_WEIGHTS_DISCRETE);
  use_center(c, 2.0, 1.5);
}

static void discrete_even(call *c) {
  use_method(c, GK_WEIGHTS_DISCRETE);
  c->spec.known.size[0] = 4;
}

static void discrete_outside(call *c) {
  use_method(c, GK_WEIGHTS_DISCRETE);
  use_center(c, -1.0, 1.0);
}

static void discrete_large(call *c) {
  use_method(c, GK_WEIGHTS_DISCRETE);
  c->spec.known.sigma[0] = 1.1e6;
}

static void integrated_turned_derivative(call *c) {
  use_method(c, GK_WEIGHTS_INTEGRATED);
  use_covariance(c, 2.0, 0.5, 0.5, 1.0);
  c->spec.known.order[1] = 1;
}

static void integrated_turned_narrow(call *c) {
  use_method(c, GK_WEIGHTS_INTEGRATED);
  use_covariance(c, 1.0, 1.0 - 0x1p-45, 1.0 - 0x1p-45, 1.0);
}

static void amplitude_small(call *c) {
  c->spec.known.amplitude = 0x1p-1017;
}

static void opencv_density(call *c) {
  use_method(c, GK_WEIGHTS_OPENCV);
  c->spec.known.normalize = GK_NORMALIZE_DENSITY;
}

static void opencv_peak(call *c) {
  use_method(c, GK_WEIGHTS_OPENCV);
  c->spec.known.normalize = GK_NORMALIZE_PEAK;
}

static void opencv_order(call *c) {
  use_method(c, GK_WEIGHTS_OPENCV);
  c->spec.known.order[0] = 1;
}

static void opencv_turned(call *c) {
  use_method(c, GK_WEIGHTS_OPENCV);
  c->spec.known.theta = 0.5;
}

static void opencv_shifted(call *c) {
  use_method(c, GK_WEIGHTS_OPENCV);
  use_center(c, 2.0, 1.5);
}

static void opencv_negative(call *c) {
  use_method(c, GK_WEIGHTS_OPENCV);
  c->spec.known.sigma[0] = -1.0;
}

static void binomial_sigma(call *c) {
  use_method(c, GK_WEIGHTS_BINOMIAL);
  c->spec.known.sigma[1] = 1.0;
}

static void binomial_order(call *c) {
  use_method(c, GK_WEIGHTS_BINOMIAL);
  c->spec.known.order[1] = 1;
}

static void binomial_covariance(call *c) {
  use_method(c, GK_WEIGHTS_BINOMIAL);
  use_covariance(c, 2.0, 0.5, 0.5, 1.0);
}

static void binomial_shifted(call *c) {
  use_method(c, GK_WEIGHTS_BINOMIAL);
  use_center(c, 1.0, 2.0);
}

static void size_wraps(call *c) {
  c->spec.known.size[0] = SIZE_MAX / 2;
  c->spec.known.size[1] = 4;
}

static void size_of_bytes(call *c) {
  c->spec.known.dimensions = 1;
  c->spec.known.size[0] = SIZE_MAX / 2;
}

static void size_of_halves(call *c) {
  c->spec.known.size[0] = c->spec.known.size[1] = (size_t)1 << (sizeof(size_t) * 4);
}

/* There is an address for each, but no memory. */
static void size_of_memory(call *c) {
  c->spec.known.dimensions = 1;
  c->spec.known.size[0] = (size_t)1 << 45;
}

static void size_of_three(call *c) {
  c->spec.known.dimensions = 3;
  c->spec.known.sigma[2] = 1.0;
  c->spec.known.size[0] = c->spec.known.size[1] = c->spec.known.size[2] = SIZE_MAX / 2;
}
