/* An empty result was a success before the options were looked at, whatever their layout. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

static void options_are_checked_though_nothing_is_computed(void **state) {
  (void)state;
  gk_options options = GK_OPTIONS_INIT;
  options.struct_size = 8;
  assert_int_equal(gk_gram_f64(0, 2, NULL, 2, NULL, NULL, 0, &options), GK_ERROR_ARGUMENT);
  assert_int_equal(gk_gram_rows_f32(3, 0, NULL, 0, 1, 0, NULL, NULL, 3, &options),
                   GK_ERROR_ARGUMENT);
  assert_int_equal(gk_cross_gram_f64(0, 0, 2, NULL, 2, NULL, 2, NULL, NULL, 0, &options),
                   GK_ERROR_ARGUMENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(options_are_checked_though_nothing_is_computed),
  };
  return gk_test_main("options_of_nothing", tests);
}
