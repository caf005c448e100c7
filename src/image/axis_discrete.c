/* Weights that are defined at integers: Lindeberg's discrete Gaussian and Pascal's triangle. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/status.h"
#include "image/axis.h"

/*
 * T_n = exp(-t) I_n(t) for n = 0 ... count - 1 by Miller's recurrence b_{n-1} = b_{n+1} + (2 n / t)
 * b_n, downward from so far out that what it starts with has no part in the last digit, divided by
 * the sum over all integers, which is 1. In twice the precision: the roundings of n steps add up.
 */
static void discrete_gaussian(gki_dd t, size_t count, gki_wide *table) {
  const size_t start = count + (size_t)(12.0 * sqrt(t.hi)) + 30;
  const gki_dd inverse = gki_dd_divide(gki_dd_of(2.0), t);
  gki_dd before = gki_dd_of(0.0), value = gki_dd_of(1.0), sum = gki_dd_of(0.0);
  int64_t exponent = 0;
  for (size_t n = start; n > 0; n--) {
    if (n < count) {
      table[n] = gki_wide_normalized(value, exponent);
    }
    sum = gki_dd_add(sum, value);
    const gki_dd factor = gki_dd_scale(inverse, (double)n);
    const gki_dd next = gki_dd_add(before, gki_dd_multiply(factor, value));
    before = value;
    value = next;
    if (value.hi > 0x1p200) { /* one step multiplies by 2^800 at most */
      int shift;
      (void)frexp(value.hi, &shift);
      value = gki_dd_ldexp(value, -shift);
      before = gki_dd_ldexp(before, -shift);
      sum = gki_dd_ldexp(sum, -shift);
      exponent += shift;
    }
  }
  table[0] = gki_wide_normalized(value, exponent);
  const gki_wide whole = gki_wide_normalized(gki_dd_add(value, gki_dd_scale(sum, 2.0)), exponent);
  for (size_t n = 0; n < count; n++) {
    table[n] = gki_wide_divide(table[n], whole);
  }
}

/* T(n - 1) - 2 T(n) + T(n + 1) for n = 0 ... count - 2 in place of T(n), which is even. */
static void difference_twice(size_t count, gki_wide *table) {
  gki_wide left = table[1];
  for (size_t n = 0; n + 1 < count; n++) {
    const gki_wide here = table[n];
    const gki_wide sides = gki_wide_add(left, table[n + 1]);
    table[n] = gki_wide_add(sides, gki_wide_multiply(here, gki_wide_of(-2.0)));
    left = here;
  }
}

/* (T(n + 1) - T(n - 1)) / 2 likewise; the result is odd. */
static void difference_once(size_t count, gki_wide *table) {
  gki_wide left = table[1];
  for (size_t n = 0; n + 1 < count; n++) {
    const gki_wide here = table[n];
    const gki_wide twice = gki_wide_add(table[n + 1], gki_wide_negated(left));
    table[n] = gki_wide_multiply(twice, gki_wide_of(0.5));
    left = here;
  }
}

gk_status gki_discrete_taps(const char *function, const gki_axis *axis, gki_wide *taps) {
  const size_t center = (size_t)axis->origin, last = axis->size - 1;
  const size_t reach = center > last - center ? center : last - center;
  size_t count = reach + 2 + axis->order / 2 + axis->order % 2;
  gki_wide *table = gki_alloc(count, sizeof *table);
  if (!table) {
    return gki_fail_memory(function, count * sizeof *table);
  }
  discrete_gaussian(axis->variance, count, table);
  for (unsigned k = 0; k < axis->order / 2; k++) {
    difference_twice(count--, table);
  }
  if (axis->order % 2) {
    difference_once(count, table);
  }
  for (size_t i = 0; i < axis->size; i++) {
    const gki_wide value = table[i < center ? center - i : i - center];
    taps[i] = axis->order % 2 && i < center ? gki_wide_negated(value) : value;
  }
  gki_free(table);
  return GK_SUCCESS;
}

void gki_binomial_taps(size_t size, gki_wide *taps) {
  gki_wide tap = {{0.5, 0.0}, 1 - (int64_t)(size - 1)}; /* 2^-(size - 1) */
  for (size_t i = 0; i <= (size - 1) / 2; i++) {
    taps[i] = taps[size - 1 - i] = tap;
    tap = gki_wide_divide(gki_wide_multiply(tap, gki_wide_of((double)(size - 1 - i))),
                          gki_wide_of((double)(i + 1)));
  }
}
