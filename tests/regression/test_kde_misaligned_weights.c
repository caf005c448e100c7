/*
 * Weights at an address that is no multiple of their size were read by gk_kde_create, where every
 * other function refuses such an array.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

static void misaligned(void **state) {
  (void)state;
  const double x[3] = {1, 2, 4};
  const float x32[3] = {1, 2, 4};
  double w[4] = {1, 1, 1, 1};
  const char *off = (const char *)w + 1;
  gk_kde *kde = NULL;
  assert_status(gk_kde_create_f64(3, 1, x, 1, (const void *)off, NULL, &kde, NULL),
                GK_ERROR_ARGUMENT);
  assert_message("weights is not aligned");
  assert_null(kde);
  assert_status(gk_kde_create_f32(3, 1, x32, 1, (const void *)off, NULL, &kde, NULL),
                GK_ERROR_ARGUMENT);
  assert_message("weights is not aligned");
  assert_null(kde);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(misaligned)};
  return gk_test_main("kde_misaligned_weights", tests);
}
