/*
 * What is known of the weights in closed form: sums and variances by Poisson's summation formula,
 * the discrete Gaussian's semigroup, Pascal's triangle; and how the specs hang together.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

#define PI 3.14159265358979323846264338327950288L

enum { WIDE = 201 };

/* The k-th moment about the middle of a 1-D spec's weights. */
static long double moment(const gk_weights_spec *spec, int k) {
  double w[WIDE];
  assert_true(spec->size[0] <= WIDE);
  assert_success(gk_weights_f64(spec, w));
  const long double middle = ((long double)spec->size[0] - 1.0L) / 2.0L;
  long double sum = 0.0L;
  for (size_t i = 0; i < spec->size[0]; i++) {
    sum += powl((long double)i - middle, k) * (long double)w[i];
  }
  return sum;
}

static gk_weights_spec wide(gk_weights_method method, double sigma) {
  gk_weights_spec spec = GK_WEIGHTS_1D(WIDE, sigma);
  spec.method = method;
  spec.normalize = GK_NORMALIZE_DENSITY;
  return spec;
}

static const double sigmas[] = {0.25, 0.3, 0.5, 0.7, 1.0, 2.0, 5.0, 9.0};
enum { SIGMAS = sizeof sigmas / sizeof sigmas[0] };

/* Sums over all integers become sums over the frequencies 2 pi k, which fall off at once. */
static void sampled(void **state) {
  (void)state;
  for (size_t s = 0; s < SIGMAS; s++) {
    const gk_weights_spec spec = wide(GK_WEIGHTS_SAMPLED, sigmas[s]);
    const long double t = (long double)sigmas[s] * (long double)sigmas[s];
    long double sum = 1.0L, second = 1.0L;
    for (int k = 1; k < 12; k++) {
      const long double wave = 2.0L * expl(-2.0L * PI * PI * t * k * k);
      sum += wave;
      second += wave * (1.0L - 4.0L * PI * PI * t * k * k);
    }
    assert_close(moment(&spec, 0), sum, 1e-14);
    assert_close(moment(&spec, 1), 0.0L, 1e-18);
    assert_close(moment(&spec, 2), t * second, 1e-14 * (double)t);
  }
}

/* The variance is sigma^2 + 1/12 and Sheppard's correction, which vanishes with growing sigma. */
static void integrated(void **state) {
  (void)state;
  for (size_t s = 0; s < SIGMAS; s++) {
    const gk_weights_spec spec = wide(GK_WEIGHTS_INTEGRATED, sigmas[s]);
    const long double t = (long double)sigmas[s] * (long double)sigmas[s];
    long double second = t + 1.0L / 12.0L;
    for (int k = 1; k < 12; k++) {
      const long double wave = expl(-2.0L * PI * PI * t * k * k) * (k % 2 ? -1.0L : 1.0L);
      second += wave * (4.0L * t + 1.0L / (PI * PI * k * k));
    }
    assert_close(moment(&spec, 0), 1.0L, 1e-15);
    assert_close(moment(&spec, 2), second, 1e-14 * (double)second);
    if (sigmas[s] >= 1.0) {
      assert_close(moment(&spec, 2), t + 1.0L / 12.0L, 2e-8 * (double)t);
    }
  }
}

static void discrete(void **state) {
  (void)state;
  for (size_t s = 0; s < SIGMAS; s++) {
    gk_weights_spec spec = wide(GK_WEIGHTS_DISCRETE, sigmas[s]);
    const long double t = (long double)sigmas[s] * (long double)sigmas[s];
    assert_close(moment(&spec, 0), 1.0L, 1e-15);
    assert_close(moment(&spec, 2), t, 1e-14 * (double)t);
    assert_close(moment(&spec, 4), 3.0L * t * t + t, 1e-13 * (double)(t * t + t));
    spec.normalize = GK_NORMALIZE_SUM;
    assert_close(moment(&spec, 2), t, 1e-14 * (double)t);
  }
}

/* T(s) convolved with T(t) is T(s + t); s and t are variances. */
static void semigroup(void **state) {
  (void)state;
  static const double variances[][2] = {{0.25, 0.5}, {1.0, 1.0}, {2.0, 6.25}, {0.01, 3.0}};
  enum { N = 121 };
  double a[N], b[N], both[N];
  for (size_t v = 0; v < sizeof variances / sizeof variances[0]; v++) {
    const double s = variances[v][0], t = variances[v][1];
    gk_weights_spec spec = wide(GK_WEIGHTS_DISCRETE, sqrt(s));
    spec.size[0] = N;
    assert_success(gk_weights_f64(&spec, a));
    spec.sigma[0] = sqrt(t);
    assert_success(gk_weights_f64(&spec, b));
    spec.sigma[0] = sqrt(s + t);
    assert_success(gk_weights_f64(&spec, both));
    for (size_t i = N / 2 - 20; i <= N / 2 + 20; i++) {
      long double sum = 0.0L;
      for (size_t k = 0; k < N; k++) {
        sum += i + N / 2 >= k && i + N / 2 - k < N ? (long double)a[k] * b[i + N / 2 - k] : 0.0L;
      }
      /* 4 ulp each; a square root off by half an ulp moves t, and a weight by up to (i^2 / t) of it */
      const double steps = 10.0 + 2.0 * pow((double)i - N / 2, 2.0) / (s + t);
      const double least = fabs((double)i - N / 2) + 1.0;
      assert_close(both[i], sum, (double)sum * 0x1p-52 * (steps + 4.0 * least));
    }
  }
}

static void binomial(void **state) {
  (void)state;
  for (size_t size = 1; size <= 50; size++) {
    gk_weights_spec spec = GK_WEIGHTS_1D(size, 0.0);
    spec.method = GK_WEIGHTS_BINOMIAL;
    double w[50], coefficient = ldexp(1.0, 1 - (int)size);
    assert_success(gk_weights_f64(&spec, w));
    for (size_t i = 0; i < size; i++) {
      assert_close(w[i], coefficient, 0.0);
      coefficient = coefficient * (double)(size - 1 - i) / (double)(i + 1);
    }
    assert_close(moment(&spec, 2), ((long double)size - 1.0L) / 4.0L, 1e-14 * (double)size);
    spec.normalize = GK_NORMALIZE_DENSITY;
    assert_close(size > 1 ? moment(&spec, 0) : 1.0L, 1.0L, 1e-14);
  }
}

/* The points of each pixel at its centre, or so many that their mean is the integral. */
static void oversampled(void **state) {
  (void)state;
  double w[21], other[21];
  gk_weights_spec spec = GK_WEIGHTS_1D(21, 1.3), sampled = spec, integrated = spec;
  spec.method = GK_WEIGHTS_OVERSAMPLED;
  spec.normalize = sampled.normalize = integrated.normalize = GK_NORMALIZE_NONE;
  integrated.method = GK_WEIGHTS_INTEGRATED;
  spec.oversample = 1;
  assert_success(gk_weights_f64(&spec, w));
  assert_success(gk_weights_f64(&sampled, other));
  assert_memory_equal(w, other, sizeof w);
  spec.oversample = 1000;
  assert_success(gk_weights_f64(&spec, w));
  assert_success(gk_weights_f64(&integrated, other));
  for (size_t i = 0; i < 21; i++) { /* the midpoint rule: max |g''| / (24 f^2) */
    assert_close(w[i], other[i], 1.0 / (24e6 * 1.69));
  }
}

/* Of the four ways to divide, each weight tells the same ratio. */
static void normalisations(void **state) {
  (void)state;
  gk_weights_spec spec = GK_WEIGHTS_2D(7, 1.25);
  spec.size[1] = 5;
  spec.sigma[1] = 0.75;
  double w[4][35];
  for (int n = GK_NORMALIZE_SUM; n <= GK_NORMALIZE_NONE; n++) {
    spec.normalize = (gk_normalize)n;
    assert_success(gk_weights_f64(&spec, w[n]));
  }
  double sum = 0.0;
  for (size_t i = 0; i < 35; i++) {
    sum += w[GK_NORMALIZE_NONE][i];
  }
  for (size_t i = 0; i < 35; i++) {
    const double b = w[GK_NORMALIZE_NONE][i];
    assert_close(w[GK_NORMALIZE_SUM][i], b / sum, 1e-15);
    assert_close(w[GK_NORMALIZE_PEAK][i], b, 1e-15);
    assert_close(w[GK_NORMALIZE_DENSITY][i], b / (double)(2.0L * PI * 1.25L * 0.75L), 1e-15);
  }
}

/* Below a fifth of the largest weight all is 0, and what remains is normalised. */
static void cutoff(void **state) {
  (void)state;
  gk_weights_spec spec = GK_WEIGHTS_1D(9, 1.0);
  spec.cutoff = 0.2;
  double w[9];
  assert_success(gk_weights_f64(&spec, w));
  const double b = exp(-0.5), sum = 1.0 + 2.0 * b; /* exp(-2) is below 0.2 */
  for (size_t i = 0; i < 9; i++) {
    const double expected = i == 4 ? 1.0 / sum : i == 3 || i == 5 ? b / sum : 0.0;
    assert_close(w[i], expected, i > 2 && i < 6 ? 0x1p-53 : 0.0);
  }
  spec.cutoff = 1.0;
  assert_success(gk_weights_f64(&spec, w));
  for (size_t i = 0; i < 9; i++) {
    assert_close(w[i], i == 4, 0.0);
  }
}

/* x runs along a row: asymmetric sizes, sigmas and centres. */
static void axes(void **state) {
  (void)state;
  const double center[] = {3.0, 1.0, 0.5}, sigma[] = {2.0, 0.75, 1.5};
  gk_weights_spec spec = GK_WEIGHTS_3D(1, 1.0);
  memcpy(spec.sigma, sigma, sizeof sigma);
  spec.size[0] = 5;
  spec.size[1] = 4;
  spec.size[2] = 2;
  spec.center = center;
  spec.normalize = GK_NORMALIZE_NONE;
  double w[40];
  assert_success(gk_weights_f64(&spec, w));
  for (size_t i = 0; i < 40; i++) {
    const double z[] = {((double)(i % 5) - 3.0) / 2.0, ((double)(i / 5 % 4) - 1.0) / 0.75,
                        ((double)(i / 20) - 0.5) / 1.5};
    assert_close(w[i], exp(-0.5 * (z[0] * z[0] + z[1] * z[1] + z[2] * z[2])), 1e-15);
  }
}

/* theta turns from +x towards +y; a quarter turn exchanges the sigmas; and S = R diag(sigma^2) R^T.
 */
static void turns(void **state) {
  (void)state;
  const double theta = 0.5, c = cos(theta), s = sin(theta);
  const double covariance[] = {9.0 * c * c + s * s, 8.0 * c * s, 8.0 * c * s, 9.0 * s * s + c * c};
  gk_weights_spec spec = GK_WEIGHTS_2D(7, 3.0);
  spec.sigma[1] = 1.0;
  spec.theta = theta;
  double w[49], other[49];
  assert_success(gk_weights_f64(&spec, w));
  assert_true(w[5 * 7 + 5] > 2.0 * w[1 * 7 + 5]);
  spec.theta = 0.0;
  spec.sigma[0] = spec.sigma[1] = 0.0;
  spec.covariance = covariance;
  assert_success(gk_weights_f64(&spec, other));
  for (size_t i = 0; i < 49; i++) {
    assert_close(other[i], w[i], 1e-14);
  }
  gk_weights_spec turned = GK_WEIGHTS_2D(7, 3.0), swapped = GK_WEIGHTS_2D(7, 1.0);
  turned.sigma[1] = 1.0;
  swapped.sigma[1] = 3.0;
  turned.theta = (double)(PI / 2.0L);
  assert_success(gk_weights_f64(&turned, w));
  assert_success(gk_weights_f64(&swapped, other));
  for (size_t i = 0; i < 49; i++) {
    assert_close(w[i], other[i], 1e-15);
  }
}

/* A size of 0 along any axis asks for nothing, also of no memory. */
static void empty(void **state) {
  (void)state;
  for (size_t axis = 0; axis < 3; axis++) {
    gk_weights_spec spec = GK_WEIGHTS_3D(5, 1.0);
    spec.size[axis] = 0;
    assert_success(gk_weights_f64(&spec, NULL));
    assert_success(gk_weights_f32(&spec, NULL));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sampled),   cmocka_unit_test(integrated),     cmocka_unit_test(discrete),
      cmocka_unit_test(semigroup), cmocka_unit_test(binomial),       cmocka_unit_test(oversampled),
      cmocka_unit_test(axes),      cmocka_unit_test(normalisations), cmocka_unit_test(cutoff),
      cmocka_unit_test(turns),     cmocka_unit_test(empty),
  };
  return gk_test_main("weights_moments", tests);
}
