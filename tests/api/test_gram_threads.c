/*
 * Threads: results that do not depend on them, callers at the same time, and a process that is left
 * as it was.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "families.h"
#include "process.h"

static const size_t features[] = {3, 48, 49, 130};
static const size_t points[] = {1, 65, 257, 530, 1030};
enum {
  FEATURES = sizeof features / sizeof features[0],
  POINTS = sizeof points / sizeof points[0],
  CALLERS = 6
};

#include "f64.h"

#include "gram_threads_impl.h"

#include "f32.h"

#include "gram_threads_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_bits_f64),      cmocka_unit_test(same_bits_f32),
      cmocka_unit_test(budgets_f64),        cmocka_unit_test(budgets_f32),
      cmocka_unit_test(process_f64),        cmocka_unit_test(process_f32),
      cmocka_unit_test(failures_f64),       cmocka_unit_test(failures_f32),
      cmocka_unit_test(callers_f64),        cmocka_unit_test(callers_f32),
      cmocka_unit_test(openmp_callers_f64), cmocka_unit_test(openmp_callers_f32),
      cmocka_unit_test(rounding_modes_f64), cmocka_unit_test(rounding_modes_f32),
      cmocka_unit_test(flush_to_zero_f64),  cmocka_unit_test(flush_to_zero_f32),
  };
  return gk_test_main("gram_threads", tests);
}
