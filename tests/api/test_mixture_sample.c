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

/* In f32 the samples are those of f64, rounded. */
static void precisions(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(75);
  for (size_t d = 1; d <= 4; d++) {
    normals m = normals_random(&rng, 3, d, 1, 3);
    gk_mixture *mixture = normals_mixture(&m);
    double *x = draw_f64(mixture, 1003, 77, 0);
    float *y = draw_f32(mixture, 1003, 77, 0);
    for (size_t i = 0; i < 1003 * d; i++) {
      assert_same_f32(y[i], (float)x[i]);
    }
    free(x);
    free(y);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

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
      cmocka_unit_test(precisions),
      cmocka_unit_test(independence_f64),
      cmocka_unit_test(independence_f32),
  };
  return gk_test_main("mixture_sample", tests);
}
