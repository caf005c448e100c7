/* Each allocation of each function of gram.h, rbf.h and common.h fails in turn. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "sweep.h"

#include <stdlib.h>

/* Little more than 256 points and 48 features, from where on products are used, and more vectors than
 * go through gemm at once: every kind of workspace. */
enum { POINTS = 260, FEATURES = 50, COLUMNS = POINTS + 1 };

/* Of features, threads and lengthscales (the bits) every two in each of their four ways. */
static const int kinds[] = {0, 3, 5, 6};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

#define REAL       double
#define TWIN(name) name##_f64
#define PRECISION  "f64"
#include "allocation_failures_impl.h"
#undef REAL
#undef TWIN
#undef PRECISION

#define REAL       float
#define TWIN(name) name##_f32
#define PRECISION  "f32"
#include "allocation_failures_impl.h"

static void alloc_returns_null(void **state) {
  (void)state;
  const size_t sizes[] = {1, (size_t)8 << 20}; /* ordinary and huge pages */
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    fail_allocation(0);
    assert_null(gk_alloc(sizes[i]));
    fail_allocation(-1);
    void *memory = gk_alloc(sizes[i]);
    assert_non_null(memory);
    gk_free(memory);
    assert_int_equal(allocations_held(), 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(grams_f64),          cmocka_unit_test(grams_f32),
      cmocka_unit_test(products_f64),       cmocka_unit_test(products_f32),
      cmocka_unit_test(rules_f64),          cmocka_unit_test(rules_f32),
      cmocka_unit_test(alloc_returns_null),
  };
  return gk_test_main("allocation_failures", tests);
}
