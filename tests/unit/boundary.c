/* Which pixel stands for one beyond the ends of a line, against walking there pixel by pixel. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include "filter/boundary.h"

#include <stdbool.h>

/*
 * One step from pixel `at` of a line that is gone along in `direction`, as the table in filter.h has
 * it: REFLECT turns round after the pixel at an end stood there twice, MIRROR at once.
 */
static void step(gk_boundary boundary, size_t n, size_t *at, int *direction) {
  const bool at_end = *direction > 0 ? *at == n - 1 : *at == 0;
  if (!at_end) {
    *at = *direction > 0 ? *at + 1 : *at - 1;
    return;
  }
  switch (boundary) {
  case GK_BOUNDARY_REFLECT:
    *direction = -*direction;
    break;
  case GK_BOUNDARY_MIRROR:
    *direction = -*direction;
    if (n > 1) {
      *at = *direction > 0 ? *at + 1 : *at - 1;
    }
    break;
  case GK_BOUNDARY_WRAP:
    *at = *direction > 0 ? 0 : n - 1;
    break;
  default:
    break;
  }
}

static void walked(void **state) {
  (void)state;
  const gk_boundary modes[] = {GK_BOUNDARY_REFLECT, GK_BOUNDARY_MIRROR, GK_BOUNDARY_NEAREST,
                               GK_BOUNDARY_WRAP};
  for (size_t m = 0; m < sizeof modes / sizeof modes[0]; m++) {
    for (size_t n = 1; n <= 9; n++) {
      size_t right = 0, left = 0;
      int going_right = 1, going_left = -1;
      for (ptrdiff_t i = 0; i <= 50; i++) {
        assert_int_equal(gki_fold(modes[m], i, n), right);
        assert_int_equal(gki_fold(modes[m], -i, n), left);
        step(modes[m], n, &right, &going_right);
        step(modes[m], n, &left, &going_left);
      }
    }
  }
}

static void constant(void **state) {
  (void)state;
  for (size_t n = 1; n <= 5; n++) {
    for (ptrdiff_t i = -20; i <= 20; i++) {
      const size_t pixel = i >= 0 && (size_t)i < n ? (size_t)i : n;
      assert_int_equal(gki_fold(GK_BOUNDARY_CONSTANT, i, n), pixel);
      assert_int_equal(gki_fold(GK_BOUNDARY_NONE, i, n), pixel);
    }
  }
}

/* So far outside that sums of lengths and indices do not fit. */
static void far_outside(void **state) {
  (void)state;
  const size_t longest = PTRDIFF_MAX;
  assert_int_equal(gki_fold(GK_BOUNDARY_REFLECT, -1, longest), 0);
  assert_int_equal(gki_fold(GK_BOUNDARY_REFLECT, PTRDIFF_MIN, longest), longest - 1);
  assert_int_equal(gki_fold(GK_BOUNDARY_REFLECT, PTRDIFF_MAX, longest), longest - 1);
  assert_int_equal(gki_fold(GK_BOUNDARY_MIRROR, PTRDIFF_MAX, longest), longest - 2);
  assert_int_equal(gki_fold(GK_BOUNDARY_MIRROR, PTRDIFF_MIN + 1, longest), longest - 2);
  assert_int_equal(gki_fold(GK_BOUNDARY_WRAP, PTRDIFF_MIN, longest), longest - 1);
  assert_int_equal(gki_fold(GK_BOUNDARY_WRAP, PTRDIFF_MAX, longest), 0);
  assert_int_equal(gki_fold(GK_BOUNDARY_NEAREST, PTRDIFF_MIN, 3), 0);
  assert_int_equal(gki_fold(GK_BOUNDARY_NEAREST, PTRDIFF_MAX, 3), 2);
  /* 2^63 = 2 modulo 3 and 6; 2^63 - 1 is 1 and 1; modulo 4: 0 and 3 */
  assert_int_equal(gki_fold(GK_BOUNDARY_WRAP, PTRDIFF_MAX, 3), 1);
  assert_int_equal(gki_fold(GK_BOUNDARY_WRAP, PTRDIFF_MIN, 3), 1);
  assert_int_equal(gki_fold(GK_BOUNDARY_REFLECT, PTRDIFF_MAX, 3), 1);
  assert_int_equal(gki_fold(GK_BOUNDARY_MIRROR, PTRDIFF_MIN, 3), 0);
  assert_int_equal(gki_fold(GK_BOUNDARY_MIRROR, PTRDIFF_MAX, 3), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(walked),
      cmocka_unit_test(constant),
      cmocka_unit_test(far_outside),
  };
  return gk_test_main("boundary", tests);
}
