/*
 * Every wrong argument of every function: the status, a message with the function, the argument and
 * the value, and nothing written.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "gk_test.h"

enum {
  GRAM = 1,
  TRIANGLE = 2,
  ROWS = 4,
  CROSS = 8,
  BOUND = 16,
  SYMMETRIC = 7,
  MATRIX = 15,
  ALL = 31
};
enum { N = 20, M = 20, D = 5, LD = 24, LENGTHSCALES = 16 };

/* A struct of a later version of the library: the one we know, and more behind it. */
typedef struct later_rbf {
  gk_rbf known;
  double more[4];
} later_rbf;
typedef struct later_options {
  gk_options known;
  double more[4];
} later_options;

/* All arguments of all functions; arrays as void, so that one table serves both precisions. */
typedef struct call {
  int function;
  size_t m, n, d, ldx, ldy, ldk, first, rows, element;
  const void *x, *y;
  void *k;
  double *bound;
  int triangle;
  later_rbf rbf;
  later_options options;
  double lengthscale[LENGTHSCALES];
  canvas output;
} call;

/* One wrong argument: what it does to a good call, and words that the message must hold. */
typedef struct mistake {
  const char *name;
  int functions;
  void (*make)(call *c);
  gk_status status;
  const char *words[3];
} mistake;

#include "gram_mistakes.h"

static const mistake mistakes[] = {
    {"x NULL", MATRIX, x_null, GK_ERROR_ARGUMENT, {"x", "NULL"}},
    {"y NULL", CROSS, y_null, GK_ERROR_ARGUMENT, {"y", "NULL"}},
    {"k NULL", MATRIX, k_null, GK_ERROR_ARGUMENT, {"k", "NULL"}},
    {"bound NULL", BOUND, bound_null, GK_ERROR_ARGUMENT, {"bound", "NULL"}},
    {"ldx short", MATRIX, ldx_short, GK_ERROR_ARGUMENT, {"ldx = 4", "d = 5"}},
    {"ldx 0", MATRIX, ldx_zero, GK_ERROR_ARGUMENT, {"ldx = 0", "d = 5"}},
    {"ldy short", CROSS, ldy_short, GK_ERROR_ARGUMENT, {"ldy = 4", "d = 5"}},
    {"ldk short", MATRIX, ldk_short, GK_ERROR_ARGUMENT, {"ldk = 19", "n = 20"}},
    {"ldk 0", MATRIX, ldk_zero, GK_ERROR_ARGUMENT, {"ldk = 0", "n = 20"}},
    {"gamma 0", ALL, gamma_zero, GK_ERROR_ARGUMENT, {"gamma", "0"}},
    {"gamma -0", ALL, gamma_minus_zero, GK_ERROR_ARGUMENT, {"gamma", "0"}},
    {"gamma < 0", ALL, gamma_negative, GK_ERROR_ARGUMENT, {"gamma", "-2.5"}},
    {"gamma NaN", ALL, gamma_nan, GK_ERROR_ARGUMENT, {"gamma", "nan"}},
    {"gamma inf", ALL, gamma_infinite, GK_ERROR_ARGUMENT, {"gamma", "inf"}},
    {"variance 0", ALL, variance_zero, GK_ERROR_ARGUMENT, {"variance", "0"}},
    {"variance < 0", ALL, variance_negative, GK_ERROR_ARGUMENT, {"variance", "-0.5"}},
    {"variance NaN", ALL, variance_nan, GK_ERROR_ARGUMENT, {"variance", "nan"}},
    {"variance inf", ALL, variance_infinite, GK_ERROR_ARGUMENT, {"variance", "inf"}},
    {"variance subnormal", ALL, variance_subnormal, GK_ERROR_ARGUMENT, {"variance"}},
    {"variance large", ALL, variance_large, GK_ERROR_ARGUMENT, {"variance"}},
    {"noise large", ALL, noise_large, GK_ERROR_ARGUMENT, {"noise"}},
    {"noise < 0", ALL, noise_negative, GK_ERROR_ARGUMENT, {"noise", "-0.25"}},
    {"noise NaN", ALL, noise_nan, GK_ERROR_ARGUMENT, {"noise", "nan"}},
    {"noise inf", ALL, noise_infinite, GK_ERROR_ARGUMENT, {"noise", "inf"}},
    {"lengthscale 0", ALL, lengthscale_zero, GK_ERROR_ARGUMENT, {"lengthscale", "4", "0"}},
    {"lengthscale < 0", ALL, lengthscale_negative, GK_ERROR_ARGUMENT, {"lengthscale", "3", "-7.5"}},
    {"lengthscale NaN", ALL, lengthscale_nan, GK_ERROR_ARGUMENT, {"lengthscale", "2", "nan"}},
    {"lengthscale inf", ALL, lengthscale_infinite, GK_ERROR_ARGUMENT, {"lengthscale", "0", "inf"}},
    {"lengthscale small",
     ALL,
     lengthscale_small,
     GK_ERROR_ARGUMENT,
     {"gamma", "lengthscale", "1e-3"}},
    {"rbf size 0", ALL, rbf_size_zero, GK_ERROR_ARGUMENT, {"struct_size", "0"}},
    {"rbf size small", ALL, rbf_size_small, GK_ERROR_ARGUMENT, {"struct_size", "39"}},
    {"rbf tail", ALL, rbf_tail, GK_ERROR_ARGUMENT, {"rbf"}},
    {"rbf last byte", ALL, rbf_last_byte, GK_ERROR_ARGUMENT, {"rbf"}},
    {"options size 0", MATRIX, options_size_zero, GK_ERROR_ARGUMENT, {"struct_size", "0"}},
    {"options size small", MATRIX, options_size_small, GK_ERROR_ARGUMENT, {"struct_size", "39"}},
    {"options tail", MATRIX, options_tail, GK_ERROR_ARGUMENT, {"options"}},
    {"options last byte", MATRIX, options_last_byte, GK_ERROR_ARGUMENT, {"options"}},
    {"triangle 3", TRIANGLE, triangle_three, GK_ERROR_ARGUMENT, {"triangle", "3"}},
    {"triangle -1", TRIANGLE, triangle_negative, GK_ERROR_ARGUMENT, {"triangle", "-1"}},
    {"rows beyond n", ROWS, rows_beyond, GK_ERROR_ARGUMENT, {"rows", "1", "20"}},
    {"first beyond n", ROWS, first_beyond, GK_ERROR_ARGUMENT, {"rows", "21", "20"}},
    {"first + rows wraps", ROWS, first_wraps, GK_ERROR_ARGUMENT, {"rows", "20"}},
    {"k is x", MATRIX, k_is_x, GK_ERROR_ARGUMENT, {"k", "overlap", "x"}},
    {"k ends in x", MATRIX, k_ends_in_x, GK_ERROR_ARGUMENT, {"k", "overlap", "x"}},
    {"k starts in x", MATRIX, k_starts_in_x, GK_ERROR_ARGUMENT, {"k", "overlap", "x"}},
    {"x inside k", MATRIX, x_inside_k, GK_ERROR_ARGUMENT, {"k", "overlap", "x"}},
    {"y inside k", CROSS, y_inside_k, GK_ERROR_ARGUMENT, {"k", "overlap", "y"}},
    {"k ends in y", CROSS, k_ends_in_y, GK_ERROR_ARGUMENT, {"k", "overlap", "y"}},
    {"lengthscale in k", MATRIX, lengthscale_in_k, GK_ERROR_ARGUMENT, {"overlap", "lengthscale"}},
    {"n ldk wraps", MATRIX, ldk_wraps, GK_ERROR_OVERFLOW, {"ldk"}},
    {"n ldk bytes", MATRIX, ldk_bytes, GK_ERROR_OVERFLOW, {"ldk"}},
    {"n ldk half", MATRIX, ldk_half, GK_ERROR_OVERFLOW, {"ldk"}},
    {"n ldx wraps", MATRIX, ldx_wraps, GK_ERROR_OVERFLOW, {"ldx"}},
    {"n ldx bytes", MATRIX, ldx_bytes, GK_ERROR_OVERFLOW, {"ldx"}},
    {"n ldy wraps", CROSS, ldy_wraps, GK_ERROR_OVERFLOW, {"ldy"}},
    {"n huge", GRAM | TRIANGLE, n_huge, GK_ERROR_OVERFLOW, {"n"}},
    {"budget", MATRIX, budget_of_a_byte, GK_ERROR_MEMORY, {"workspace_bytes", "1"}},
};
enum { MISTAKES = sizeof mistakes / sizeof mistakes[0] };

#include "f64.h"

#include "gram_arguments_impl.h"

#include "f32.h"

#include "gram_arguments_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(good_calls_f64),     cmocka_unit_test(good_calls_f32),
      cmocka_unit_test(every_mistake_f64),  cmocka_unit_test(every_mistake_f32),
      cmocka_unit_test(adjacent_f64),       cmocka_unit_test(adjacent_f32),
      cmocka_unit_test(later_structs_f64),  cmocka_unit_test(later_structs_f32),
      cmocka_unit_test(unused_f64),         cmocka_unit_test(unused_f32),
      cmocka_unit_test(any_threads_f64),    cmocka_unit_test(any_threads_f32),
      cmocka_unit_test(variance_range_f32), cmocka_unit_test(variance_range_f64),
  };
  return gk_test_main("gram_arguments", tests);
}
