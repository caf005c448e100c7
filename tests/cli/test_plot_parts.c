/* The ticks and colours of `gausskern plot`, against values worked out by hand. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "colormap.h"
#include "ticks.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The labels with blanks between them, and what they have in common behind a bar. */
static void join(const ticks *chosen, char *line, size_t size) {
  line[0] = '\0';
  for (size_t i = 0; i < chosen->count; i++) {
    strncat(line, chosen->labels[i], size - strlen(line) - 1);
    strncat(line, i + 1 < chosen->count ? " " : "|", size - strlen(line) - 1);
  }
  strncat(line, chosen->common, size - strlen(line) - 1);
}

static void assert_ticks(double low, double high, size_t intervals, const char *expected) {
  ticks chosen;
  char line[TICKS_MOST * TICKS_LABEL];
  ticks_choose(low, high, intervals, &chosen);
  join(&chosen, line, sizeof line);
  assert_string_equal(line, expected);
}

static void ticks_are_round(void **state) {
  (void)state;
  assert_ticks(0, 1, 10, "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0|");
  assert_ticks(0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0|");
  assert_ticks(0, 1.01, 4, "0.0 0.5 1.0|");
  assert_ticks(0, 1, 4, "0.00 0.25 0.50 0.75 1.00|");
  assert_ticks(-1, 1, 5, "-1.0 -0.5 0.0 0.5 1.0|");
  assert_ticks(-0.05, 0.3, 5, "0.0 0.1 0.2 0.3|");
  assert_ticks(0, 255, 10, "0 50 100 150 200 250|");
  assert_ticks(123456, 123457, 5, "123456.0 123456.2 123456.4 123456.6 123456.8 123457.0|");
}

static void there_are_two_ticks_at_least(void **state) {
  (void)state;
  assert_ticks(0, 1, 1, "0 1|");
  assert_ticks(0.1, 0.7, 1, "0.25 0.50|");
  assert_ticks(-1, 1, 1, "-1 0 1|");
}

static void long_labels_share_what_they_have_in_common(void **state) {
  (void)state;
  assert_ticks(0, 3e-5, 5, "0 1 2 3|1e-5");
  assert_ticks(0, 1e6, 5, "0.0 0.2 0.4 0.6 0.8 1.0|1e6");
  assert_ticks(-4e-9, 4e-9, 4, "-4 -2 0 2 4|1e-9");
  assert_ticks(1, 1 + 1e-9, 10, "0.0 0.2 0.4 0.6 0.8 1.0|1e-9+1");
  assert_ticks(-1 - 1e-8, -1, 5, "-1.0 -0.8 -0.6 -0.4 -0.2 0.0|1e-8-1");
}

static void doubles_too_coarse_or_large_get_their_ends(void **state) {
  (void)state;
  assert_ticks(1, 1 + 2 * DBL_EPSILON, 5, "1 1.0000000000000004|");
  assert_ticks(-DBL_MAX, DBL_MAX, 5, "-1.798e+308 1.798e+308|");
  assert_ticks(0, 4.9406564584124654e-324, 5, "0 4.941e-324|");
}

/* For many ranges: ticks lie within them, rise evenly, and are as many as asked for. */
static void ticks_lie_in_the_range(void **state) {
  (void)state;
  for (int exponent = -280; exponent <= 280; exponent += 7) {
    for (double low = -3; low < 3; low += 0.37) {
      double unit = pow(10, exponent), high = low + 1.7;
      ticks chosen;
      ticks_choose(low * unit, high * unit, 10, &chosen);
      assert_in_range(chosen.count, 2, 11);
      double step = chosen.values[1] - chosen.values[0];
      assert_true(chosen.values[0] >= low * unit - 1e-6 * step);
      for (size_t i = 1; i < chosen.count; i++) {
        double difference = chosen.values[i] - chosen.values[i - 1];
        assert_true(fabs(difference - step) < 1e-6 * step);
      }
      assert_true(chosen.values[chosen.count - 1] <= high * unit + 1e-6 * step);
    }
  }
}

static void index_steps_are_whole(void **state) {
  (void)state;
  static const struct {
    double least;
    size_t step;
  } cases[] = {{0, 1},     {0.3, 1},   {1, 1},      {1.1, 2},     {2.1, 5},    {2.5, 5},
               {5.1, 10},  {11, 20},   {20, 20},    {21, 25},     {26, 50},    {60, 100},
               {201, 250}, {251, 500}, {999, 1000}, {1001, 2000}, {2400, 2500}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    assert_int_equal(ticks_index_step(cases[i].least), cases[i].step);
  }
  assert_int_equal(ticks_index_step(NAN), 1);
}

static void colours_follow_the_value(void **state) {
  (void)state;
  const colormap *gray = colormap_find("gray");
  assert_non_null(gray);
  assert_null(colormap_find("jet"));
  for (unsigned i = 0; i < 256; i++) { /* the middle of each 256th of the range has its own gray */
    assert_int_equal(colormap_color(gray, -1 + 2 * (i + 0.5) / 256, -1, 1), i << 16 | i << 8 | i);
  }
  assert_int_equal(colormap_color(gray, 0, 0, 1), 0);
  assert_int_equal(colormap_color(gray, 1, 0, 1), 0xffffff);
  assert_int_equal(colormap_color(gray, -7, 0, 1), 0);
  assert_int_equal(colormap_color(gray, 7, 0, 1), 0xffffff);
  assert_int_equal(colormap_color(gray, -INFINITY, 0, 1), 0);
  assert_int_equal(colormap_color(gray, INFINITY, 0, 1), 0xffffff);
  assert_int_equal(colormap_color(gray, NAN, 0, 1), COLORMAP_NAN);
}

static void the_widest_and_narrowest_ranges_have_colours(void **state) {
  (void)state;
  const colormap *gray = colormap_find("gray");
  assert_int_equal(colormap_color(gray, 0, -DBL_MAX, DBL_MAX), 0x808080);
  assert_int_equal(colormap_color(gray, DBL_MAX, -DBL_MAX, DBL_MAX), 0xffffff);
  double smallest = 4.9406564584124654e-324;
  assert_int_equal(colormap_color(gray, 0, 0, smallest), 0);
  assert_int_equal(colormap_color(gray, smallest, 0, smallest), 0xffffff);
  assert_int_equal(colormap_color(gray, 2 * smallest, 0, 4 * smallest), 0x808080);
  assert_int_equal(colormap_color(gray, smallest, 0, 2 * smallest), 0x808080);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ticks_are_round),
      cmocka_unit_test(there_are_two_ticks_at_least),
      cmocka_unit_test(long_labels_share_what_they_have_in_common),
      cmocka_unit_test(doubles_too_coarse_or_large_get_their_ends),
      cmocka_unit_test(ticks_lie_in_the_range),
      cmocka_unit_test(index_steps_are_whole),
      cmocka_unit_test(colours_follow_the_value),
      cmocka_unit_test(the_widest_and_narrowest_ranges_have_colours),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
