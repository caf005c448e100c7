/*
 * Products with tiles of the instruction set that the first argument names, of shapes that cut a
 * block: sums of rows and columns, tiles of K and of exponents against long double.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "isa_argument.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 256, LD = MOST + GKI_TILE_PAD, MOST_FEATURES = 70, GUARD = -7 };

static const size_t shapes[][2] = {{1, 1},   {1, 256}, {2, 33},   {7, 9},     {8, 8},
                                   {9, 250}, {16, 16}, {17, 31},  {33, 64},   {65, 15},
                                   {40, 7},  {128, 1}, {200, 17}, {256, 255}, {256, 256}};
static const size_t features[] = {1, 2, 3, 5, 17, MOST_FEATURES};
enum { SHAPES = sizeof shapes / sizeof shapes[0], FEATURES = sizeof features / sizeof features[0] };

#define REAL          double
#define TWIN(name)    name##_f64
#define table_f64     f64
#define products_f64  product_f64
#define UNIT_ROUNDOFF 0x1p-53
#include "product_loops_impl.h"
#undef REAL
#undef TWIN
#undef UNIT_ROUNDOFF

#define REAL          float
#define TWIN(name)    name##_f32
#define table_f32     f32
#define products_f32  product_f32
#define UNIT_ROUNDOFF 0x1p-24
#include "product_loops_impl.h"

/* Two-sum: what the sum loses is kept, and an infinity does not become NaN. */
static void sums_in_twice_the_precision(void **state) {
  (void)state;
  enum { COUNT = 37 };
  double terms[COUNT], high[COUNT], low[COUNT];
  long double exact[COUNT];
  gk_test_rng rng = gk_test_seed(8);
  for (size_t i = 0; i < COUNT; i++) {
    high[i] = low[i] = 0;
    exact[i] = 0;
  }
  for (int round = 0; round < 50; round++) {
    for (size_t i = 0; i < COUNT; i++) {
      terms[i] = ldexp(rint(0x1p10 * gk_test_normal(&rng)), round % 2 ? 24 : -20);
      exact[i] += (long double)terms[i];
    }
    tables->product_f64->accumulate(COUNT, terms, high, low);
  }
  for (size_t i = 0; i < COUNT; i++) {
    assert_true((long double)high[i] + (long double)low[i] == exact[i]); /* 64 bits hold it */
    terms[i] = i % 2 ? INFINITY : 1;
  }
  tables->product_f64->accumulate(COUNT, terms, high, low);
  tables->product_f64->accumulate(COUNT, terms, high, low);
  assert_true(high[1] + low[1] == INFINITY && isfinite(high[0] + low[0]));
}

static void sums_of_floats(void **state) {
  (void)state;
  enum { COUNT = 37 };
  float terms[COUNT];
  double high[COUNT], exact[COUNT];
  gk_test_rng rng = gk_test_seed(9);
  for (size_t i = 0; i < COUNT; i++) {
    terms[i] = (float)gk_test_normal(&rng);
    high[i] = gk_test_normal(&rng);
    exact[i] = high[i] + (double)terms[i];
  }
  tables->product_f32->accumulate(COUNT, terms, high, NULL);
  for (size_t i = 0; i < COUNT; i++) {
    assert_same_f64(high[i], exact[i]);
  }
}

int main(int argc, char **argv) {
  const int status = choose_tables(argc, argv);
  if (status) {
    return status;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sums_of_one_vector_f64),
      cmocka_unit_test(sums_of_one_vector_f32),
      cmocka_unit_test(sums_of_several_vectors_f64),
      cmocka_unit_test(sums_of_several_vectors_f32),
      cmocka_unit_test(diagonals_f64),
      cmocka_unit_test(diagonals_f32),
      cmocka_unit_test(what_is_not_finite_f64),
      cmocka_unit_test(what_is_not_finite_f32),
      cmocka_unit_test(tiles_that_are_stored_f64),
      cmocka_unit_test(tiles_that_are_stored_f32),
      cmocka_unit_test(levels_and_shares_f64),
      cmocka_unit_test(levels_and_shares_f32),
      cmocka_unit_test(sums_in_twice_the_precision),
      cmocka_unit_test(sums_of_floats),
  };
  return gk_test_main("product_loops", tests);
}
