/*
 * What the normalisations promise: sums that are the amplitude exactly, peaks that are, weights no
 * further from the formula than documented, and symmetry to the last bit.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights_asked.h"
#include "weights_reference.h"

/* ---- Where a weight has equals. */

/* Index i with axis k reversed. */
static size_t mirrored(const asked *a, size_t i, size_t k) {
  size_t stride = 1;
  for (size_t axis = 0; axis < k; axis++) {
    stride *= a->spec.size[axis];
  }
  const size_t place = i / stride % a->spec.size[k];
  return i + (a->spec.size[k] - 1) * stride - 2 * place * stride;
}

/* The bound of the method, 2 ulp for a sum, and the unit by which a weight is moved. */
static double ulps_of_method(const gaussian *g, const size_t *index) {
  return 3.0 + (g->turned ? turned_bound(g, index) * 0x1p53 : 4.0 * (double)g->n);
}

/* How many weights symmetry keeps equal to weight i, itself included. */
static size_t members(const asked *a, size_t i) {
  if (a->spec.center) {
    return 1;
  }
  if (a->spec.theta != 0.0 || a->spec.covariance) {
    return 2 * i + 1 == asked_count(a) ? 1 : 2;
  }
  size_t count = 1;
  for (size_t k = 0; k < a->spec.dimensions; k++) {
    count *= mirrored(a, i, k) == i ? 1 : 2;
  }
  return count;
}

/*
 * What the sum moves by where weight i and its equals move by a unit in the last place is their
 * step; what they carry is at most two of the next larger step that there is. These are they, a
 * member's share; for a weight that became 0 of the smallest step, and 0 for the largest.
 */
static double carried_by(const asked *a, const double *w, size_t count, size_t i) {
  const double units = (double)members(a, i);
  const double own = w[i] > 0.0 ? units * ldexp(1.0, ilogb(w[i]) - 52) : 0.0;
  double next = INFINITY;
  for (size_t k = 0; k < count; k++) {
    const double step = w[k] > 0.0 ? (double)members(a, k) * ldexp(1.0, ilogb(w[k]) - 52) : 0.0;
    next = step > own && step < next ? step : next;
  }
  return next < INFINITY ? 2.0 * next / units : 0.0;
}

/* The reference, divided by its sum. */
static quad *normalised(const asked *a) {
  const size_t count = asked_count(a);
  quad *exact = reference_weights(&a->spec), sum = 0;
  for (size_t i = 0; i < count; i++) {
    sum += exact[i];
  }
  for (size_t i = 0; i < count; i++) {
    exact[i] *= (quad)a->spec.amplitude / sum;
  }
  return exact;
}

static void random_sum(asked *a, gk_test_rng *rng, size_t i) {
  static const size_t most[] = {60, 12, 6};
  const size_t n = 1 + i % 3;
  ask(a, rng, n, most[n - 1], i % 5 ? 0.3 : 0.02, i % 7 ? 4.0 : 200.0);
  if (i % 2) {
    ask_center(a, rng, 0.0);
  }
  ask_method(a, rng);
  if (n > 1 && i % 4 == 0) {
    a->spec.method = GK_WEIGHTS_SAMPLED;
    ask_turned(a, rng);
  }
}

#include "f64.h"

#include "weights_sums_impl.h"

#include "f32.h"

#include "weights_sums_impl.h"

/* By at most a unit in the last place beyond the bound of the method, or by what the larger weights
 * could not hold. */
static void moved_no_further(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(22);
  for (size_t i = 0; i < 600; i++) {
    asked a;
    random_sum(&a, &rng, i);
    const size_t count = asked_count(&a), nx = a.spec.size[0], ny = a.spec.size[1];
    double *w = gk_test_array(count, sizeof *w);
    assert_success(gk_weights_f64(&a.spec, w));
    quad *exact = normalised(&a);
    const gaussian g = gaussian_of(&a.spec);
    for (size_t k = 0; k < count; k++) {
      const size_t index[] = {k % nx, k / nx % ny, k / nx / ny};
      const double off = quad_ulps(w[k], exact[k]), carried = carried_by(&a, w, count, k);
      const double unit = (double)(quad_abs((quad)w[k] - exact[k]) / (quad)off);
      if (off > 0.0 && !(off <= ulps_of_method(&g, index) + carried / unit)) {
        asked_fail(&a, "weight %zu is %.17g, the formula gives %.17g: off by %.3g ulp, carries %g",
                   k, w[k], (double)exact[k], off, carried);
      }
    }
    free(exact);
    free(w);
  }
}

/* At sigma 1 none of the tail is lost in f64, at sigma 1/2 only what is below 1e-70. */
static void tails_stay(void **state) {
  (void)state;
  for (size_t size = 3; size <= 61; size++) {
    static double w[61];
    const gk_weights_spec one = GK_WEIGHTS_1D(size, 1.0), half = GK_WEIGHTS_1D(size, 0.5);
    assert_success(gk_weights_f64(&one, w));
    for (size_t i = 0; i < size; i++) {
      assert_true(w[i] > 0.0);
    }
    assert_success(gk_weights_f64(&half, w));
    quad *exact = reference_weights(&half);
    for (size_t i = 0; i < size; i++) {
      assert_true(w[i] > 0.0 || exact[i] < 1e-70);
    }
    free(exact);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sums_are_exact_f64),   cmocka_unit_test(sums_are_exact_f32),
      cmocka_unit_test(large_sums_f64),       cmocka_unit_test(large_sums_f32),
      cmocka_unit_test(peaks_are_exact_f64),  cmocka_unit_test(peaks_are_exact_f32),
      cmocka_unit_test(symmetric_f64),        cmocka_unit_test(symmetric_f32),
      cmocka_unit_test(square_symmetric_f64), cmocka_unit_test(square_symmetric_f32),
      cmocka_unit_test(moved_no_further),     cmocka_unit_test(tails_stay),
  };
  return gk_test_main("weights_sums", tests);
}
