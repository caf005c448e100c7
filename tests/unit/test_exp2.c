/*
 * variance * 2^t of the instruction set that the first argument names, against the mathematical
 * library in a wider type: at most 2 ulp, and the limits that loops.h and gram.h promise.
 *
 * In the environment GAUSSKERN_TEST_EXHAUSTIVE=1 tries every float instead of every 101st; that
 * takes minutes.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "isa_argument.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 4096 };
#define MOST_ULP 2.0

/* The ends of what gki_exp2_prepare takes, and some between. */
static const double variances_f64[] = {1.0,    0.7,         1.37,     3.3,
                                       1e-300, 0x1.8p-1020, 0x1p1021, 0x1.fffffffffffffp0};
static const float variances_f32[] = {1.0f,        0.7f,     1.37f,         3.3f, 1e-30f,
                                      0x1.8p-124f, 0x1p125f, 0x1.fffffep0f, 1e30f};

#define REAL              double
#define PRECISION         "f64"
#define TWIN(name)        name##_f64
#define VARIANCES_f64     (sizeof variances_f64 / sizeof variances_f64[0])
#define table_f64         f64
#define FLUSHED           0x1p-1020L /* smaller results may come out as 0, as gram.h says */
#define REAL_MIN          DBL_MIN
#define REAL_MAX          DBL_MAX
#define GREATEST_EXPONENT 2048
#define POWER_OF_TWO(t)   exp2l(t)
#define NEXT              nextafter
#define COPYSIGN          copysign
#include "exp2_impl.h"
#undef REAL
#undef PRECISION
#undef TWIN
#undef FLUSHED
#undef REAL_MIN
#undef REAL_MAX
#undef GREATEST_EXPONENT
#undef POWER_OF_TWO
#undef NEXT
#undef COPYSIGN

#define REAL              float
#define PRECISION         "f32"
#define TWIN(name)        name##_f32
#define VARIANCES_f32     (sizeof variances_f32 / sizeof variances_f32[0])
#define table_f32         f32
#define FLUSHED           0x1p-124L
#define REAL_MIN          FLT_MIN
#define REAL_MAX          FLT_MAX
#define GREATEST_EXPONENT 256
#define POWER_OF_TWO(t)   (long double)exp2((double)(t))
#define NEXT              nextafterf
#define COPYSIGN          copysignf
#include "exp2_impl.h"

/* Floats with the same sign follow each other as their bits do, counted up. */
static uint32_t bits_of(float t) {
  uint32_t bits;
  memcpy(&bits, &t, sizeof bits);
  return bits;
}

static void check_floats(float first, float last, uint32_t stride) {
  static float t[BATCH];
  const uint64_t end = bits_of(last);
  uint64_t bits = bits_of(first);
  double worst = 0.0;
  while (bits <= end) {
    size_t n = 0;
    for (; n < BATCH && bits <= end; bits += stride) {
      const uint32_t pattern = (uint32_t)bits;
      memcpy(&t[n++], &pattern, sizeof pattern);
    }
    check_batch_f32(n, t, &worst);
  }
  print_message("%s, f32, every %u. number from %g to %g: largest error %.3f ulp\n", isa,
                (unsigned)stride, (double)first, (double)last, worst);
}

static void is_accurate_everywhere_f32(void **state) {
  (void)state;
  const char *exhaustive = getenv("GAUSSKERN_TEST_EXHAUSTIVE");
  const int all = exhaustive && strcmp(exhaustive, "1") == 0;
  check_floats(-0.0f, -0x1p-27f, 4099); /* all of them round to the variance */
  check_floats(-0x1p-27f, -GREATEST_EXPONENT, all ? 1 : 101);
}

/* Evenly over the range, and evenly over the exponents of t. */
static void is_accurate_at_random_f64(void **state) {
  (void)state;
  static double t[BATCH];
  enum { BATCHES = 300 };
  gk_test_rng rng = gk_test_seed(1);
  double worst = 0.0;
  for (int b = 0; b < BATCHES; b++) {
    for (size_t i = 0; i < BATCH; i++) {
      const double u = 1.0 - gk_test_uniform(&rng);
      t[i] = i % 4 == 0 ? -exp2(11 - 80 * u) : -1100 * u;
    }
    check_batch_f64(BATCH, t, &worst);
  }
  print_message("%s, f64, random numbers: largest error %.3f ulp\n", isa, worst);
}

int main(int argc, char **argv) {
  const int status = choose_tables(argc, argv);
  if (status) {
    return status;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(is_accurate_everywhere_f32),
      cmocka_unit_test(is_accurate_at_random_f64),
      cmocka_unit_test(is_accurate_at_boundaries_f32),
      cmocka_unit_test(is_accurate_at_boundaries_f64),
      cmocka_unit_test(keeps_special_values_f32),
      cmocka_unit_test(keeps_special_values_f64),
      cmocka_unit_test(keeps_nan_f32),
      cmocka_unit_test(keeps_nan_f64),
      cmocka_unit_test(does_not_depend_on_place_f32),
      cmocka_unit_test(does_not_depend_on_place_f64),
      cmocka_unit_test(rises_to_the_variance_f32),
      cmocka_unit_test(rises_to_the_variance_f64),
  };
  return gk_test_main("exp2", tests);
}
