/*
 * Every public function on arrays that are not a byte longer than they must be, for shapes that
 * reach every path: no points, one, tails of tiles and of vectors, few features and many, gaps
 * between rows, far clusters, a NaN.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>

typedef struct shape {
  size_t m, n, d, gap;
} shape;

static const shape shapes[] = {
    {0, 0, 3, 0},    {1, 1, 0, 0},    {1, 1, 1, 0},   {3, 5, 2, 1},
    {17, 33, 7, 3},  {5, 70, 48, 0},  {70, 5, 49, 2}, {31, 65, 64, 5},
    {20, 259, 3, 0}, {3, 300, 60, 1}, {2, 9, 130, 0},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0], MOST_FEATURES = 130 };

static size_t elements(size_t rows, size_t columns, size_t gap) {
  return rows && columns ? (rows - 1) * (columns + gap) + columns : 0;
}

/* Points in two clusters that are far apart, so that the expansion's error must be noticed. */
static double coordinate(gk_test_rng *rng, size_t index) {
  return (index / 200 % 2 ? 1000 : 0) + gk_test_normal(rng);
}

static gk_rbf kernel(size_t d, double *lengthscale) {
  for (size_t k = 0; k < d; k++) {
    lengthscale[k] = 1 + (double)k;
  }
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.5;
  rbf.variance = 2;
  rbf.noise = 0.25;
  rbf.lengthscale = d % 2 ? lengthscale : NULL;
  return rbf;
}

#define REAL       double
#define TWIN(name) name##_f64
#include "paths_impl.h"
#undef REAL
#undef TWIN

#define REAL       float
#define TWIN(name) name##_f32
#include "paths_impl.h"

static void memory_and_messages(void **state) {
  (void)state;
  const size_t sizes[] = {0, 1, 63, 4096, ((size_t)5 << 20) + 3};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    unsigned char *memory = gk_alloc(sizes[i]);
    assert_true(sizes[i] == 0 ? memory == NULL : memory != NULL);
    for (size_t byte = 0; byte < sizes[i]; byte++) {
      memory[byte] = 1;
    }
    gk_free(memory);
  }
  double gamma;
  assert_status(gk_gamma_auto(0, &gamma), GK_ERROR_ARGUMENT);
  assert_message("gk_gamma_auto");
  assert_success(gk_gamma_from_sigma(2, &gamma));
  assert_success(gk_gamma_from_lengthscale(2, &gamma));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_shape_f64),
      cmocka_unit_test(every_shape_f32),
      cmocka_unit_test(memory_and_messages),
  };
  return gk_test_main("valgrind_paths", tests);
}
