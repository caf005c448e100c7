/* Samples of mixtures: reproducible, distributed as they should be, independent. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "normals.h"

static int compare_f64(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int compare_f32(const void *a, const void *b) {
  const float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

#include "f64.h"

#include "mixture_sample_impl.h"

#include "f32.h"

#include "mixture_sample_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_seed_f64),
      cmocka_unit_test(same_seed_f32),
      cmocka_unit_test(gaps_f64),
      cmocka_unit_test(gaps_f32),
      cmocka_unit_test(moments_f64),
      cmocka_unit_test(moments_f32),
      cmocka_unit_test(shape_f64),
      cmocka_unit_test(shape_f32),
      cmocka_unit_test(components_f64),
      cmocka_unit_test(components_f32),
      cmocka_unit_test(scale_of_weights_f64),
      cmocka_unit_test(scale_of_weights_f32),
      cmocka_unit_test(independence_f64),
      cmocka_unit_test(independence_f32),
  };
  return gk_test_main("mixture_sample", tests);
}
