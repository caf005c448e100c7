/* Bad input to what computes densities, samples and heat maps: the status, the message that names
 * the function and the argument, and an output that is as it was. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "canvas.h"
#include "gk_test.h"

/* Options of another library's version, with something in a member that this one does not know. */
typedef union any_options {
  gk_options known;
  unsigned char bytes[sizeof(gk_options) + 16];
} any_options;

enum { wrong_count = 2 };
static any_options wrong[wrong_count];
static const char *function_name; /* who is tested, and where it would write */
static const canvas *function_output;

static void begin(const char *name, const canvas *output) {
  memset(wrong, 0, sizeof wrong);
  wrong[0].known = (gk_options)GK_OPTIONS_INIT;
  wrong[0].known.struct_size = 3;
  wrong[1].known = (gk_options)GK_OPTIONS_INIT;
  wrong[1].known.struct_size = sizeof(gk_options) + 16;
  wrong[1].bytes[sizeof(gk_options) + 8] = 1;
  function_name = name;
  function_output = output;
}

static void check_refused(gk_status status, gk_status expected, const char *word, const char *file,
                          int line) {
  gk_test_status(status, expected, function_name, file, line);
  const size_t length = strlen(function_name);
  if (strncmp(gk_error_message(), function_name, length) != 0 ||
      gk_error_message()[length] != ':') {
    print_error("the message \"%s\" does not begin with %s\n", gk_error_message(), function_name);
    _fail(file, line);
  }
  gk_test_message(word, file, line);
  canvas_assert_intact(function_output, file, line);
}

#define refused(call, expected, word) check_refused(call, expected, word, __FILE__, __LINE__)

#include "f64.h"

#include "density_arguments_impl.h"

#include "f32.h"

#include "density_arguments_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(points_f64),
      cmocka_unit_test(points_f32),
      cmocka_unit_test(responsibilities_f64),
      cmocka_unit_test(responsibilities_f32),
      cmocka_unit_test(sample_f64),
      cmocka_unit_test(sample_f32),
      cmocka_unit_test(grids_f64),
      cmocka_unit_test(grids_f32),
      cmocka_unit_test(heatmap_f64),
      cmocka_unit_test(heatmap_f32),
      cmocka_unit_test(empty_heatmaps_f64),
      cmocka_unit_test(empty_heatmaps_f32),
  };
  return gk_test_main("density_arguments", tests);
}
