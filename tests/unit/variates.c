/* The bits of Philox as published, and what becomes of them. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>

#include "density/philox.h"
#include "density/variates.h"

static void check_bits(gki_philox_bits counter, uint32_t key0, uint32_t key1,
                       gki_philox_bits expected) {
  const gki_philox_bits bits = gki_philox(counter, key0, key1);
  for (size_t i = 0; i < 4; i++) {
    assert_int_equal(bits.word[i], expected.word[i]);
  }
}

/* The known answers for philox4x32 with 10 rounds that come with Random123. */
static void bits_are_those_of_philox(void **state) {
  (void)state;
  check_bits((gki_philox_bits){{0, 0, 0, 0}}, 0, 0,
             (gki_philox_bits){{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}});
  check_bits((gki_philox_bits){{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}}, 0xffffffff,
             0xffffffff, (gki_philox_bits){{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}});
  check_bits((gki_philox_bits){{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0xa4093822,
             0x299f31d0, (gki_philox_bits){{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}});
}

/*
 * Box and Muller by hand from the first known answer: u = 0xe169c58d6627e8d5 and v =
 * 0x9b00dbd8bc57ac4c, of which the upper 53 bits count.
 */
static void normals_are_those_of_box_and_muller(void **state) {
  (void)state;
  double pair[2];
  gki_normal_variates(0, 0, 2, pair, 1);
  const long double two_pi = 6.283185307179586476925286766559005768L;
  const long double u = ((0xe169c58d6627e8d5 >> 11) + 1) * 0x1p-53L;
  const long double v = (0x9b00dbd8bc57ac4c >> 11) * 0x1p-53L;
  const long double radius = sqrtl(-2 * logl(u));
  assert_close(pair[0], radius * cosl(two_pi * v), 0x1p-50);
  assert_close(pair[1], radius * sinl(two_pi * v), 0x1p-50);
}

/* A variate depends on the seed, the sample and its place, and on nothing else. */
static void variates_have_their_places(void **state) {
  (void)state;
  enum { COUNT = 7, STRIDE = 3 };
  const uint64_t seed = 0x123456789abcdef0, sample = 0x100000002;
  double all[COUNT], spread[COUNT * STRIDE], other[COUNT];
  gki_normal_variates(seed, sample, COUNT, all, 1);
  gki_normal_variates(seed, sample, COUNT, spread, STRIDE);
  for (size_t count = 1; count <= COUNT; count++) {
    gki_normal_variates(seed, sample, count, other, 1);
    assert_same_f64(other[count - 1], all[count - 1]);
    assert_same_f64(spread[(count - 1) * STRIDE], all[count - 1]);
  }
  const uint64_t others[][2] = {
      {seed ^ 1, sample}, {seed ^ ((uint64_t)1 << 63), sample}, {seed, sample + 1}, {seed, 2}};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    gki_normal_variates(others[i][0], others[i][1], COUNT, other, 1);
    for (size_t k = 0; k < COUNT; k++) {
      assert_true(other[k] != all[k]);
    }
    assert_true(gki_choice_variate(others[i][0], others[i][1]) != gki_choice_variate(seed, sample));
  }
}

/* How far the distribution of sorted numbers is from the normal one, times their count's root. */
static double kolmogorov(size_t n, const double *x) {
  double most = 0;
  for (size_t i = 0; i < n; i++) {
    const double p = erfc(-x[i] / sqrt(2.0)) / 2;
    most = fmax(most, fmax(fabs(p - (double)i / (double)n), fabs(p - (double)(i + 1) / (double)n)));
  }
  return most * sqrt((double)n);
}

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Kolmogorov's statistic exceeds 2.2 once in 8000 times; the seeds are fixed. */
static void variates_are_normal(void **state) {
  (void)state;
  enum { SAMPLES = 20000, FEATURES = 3 };
  double *x = gk_test_array(FEATURES * SAMPLES, sizeof *x);
  for (uint64_t seed = 0; seed < 3; seed++) {
    double product = 0;
    for (uint64_t i = 0; i < SAMPLES; i++) {
      gki_normal_variates(seed, i, FEATURES, x + i, SAMPLES);
      product += x[i] * x[SAMPLES + i];
    }
    assert_close(product / SAMPLES, 0, 5 / sqrt(SAMPLES)); /* five standard errors */
    for (size_t k = 0; k < FEATURES; k++) {
      qsort(x + k * SAMPLES, SAMPLES, sizeof *x, compare);
      assert_true(kolmogorov(SAMPLES, x + k * SAMPLES) < 2.2);
    }
  }
  free(x);
}

static void choices_are_uniform(void **state) {
  (void)state;
  enum { SAMPLES = 20000, CELLS = 10 };
  size_t cells[CELLS] = {0};
  for (uint64_t i = 0; i < SAMPLES; i++) {
    const double choice = gki_choice_variate(5, i);
    assert_true(choice >= 0 && choice < 1);
    cells[(size_t)(choice * CELLS)]++;
  }
  for (size_t c = 0; c < CELLS; c++) {
    assert_close(cells[c], SAMPLES / CELLS, 5 * sqrt(SAMPLES * 0.1 * 0.9));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bits_are_those_of_philox),
      cmocka_unit_test(normals_are_those_of_box_and_muller),
      cmocka_unit_test(variates_have_their_places),
      cmocka_unit_test(variates_are_normal),
      cmocka_unit_test(choices_are_uniform),
  };
  return gk_test_main("variates", tests);
}
