/*
 * What every test shares: a main that knows the variants, assertions in double, distances in ulp,
 * data from a seed, and the kernel computed by a plain loop in long double.
 *
 * cmocka's own assert_float_equal casts to float; use the assertions below.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_H
#define GK_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gausskern/gausskern.h>

enum { GK_TEST_SKIP = 77 }; /* the exit code that ctest counts as skipped */

/*
 * The body of a test's main: `return gk_test_main("gram", tests);` with an array of
 * cmocka_unit_test. It first compares gk_isa_name() and gk_blas_name() with the environment's
 * GAUSSKERN_EXPECT_ISA and GAUSSKERN_EXPECT_BLAS: something else in use is a failure, or a skip
 * where this processor has not the instructions or this system not the package.
 */
#define gk_test_main(name, tests) gk_test_run(name, tests, sizeof(tests) / sizeof((tests)[0]))
int gk_test_run(const char *name, const struct CMUnitTest *tests, size_t count);

/* 0 where the variant that the environment names is in use, else the exit code to end with. */
int gk_test_check_variant(void);

/* Whether this processor can run the library's "base", "avx2" or "avx512". */
int gk_test_cpu_has_isa(const char *isa);

/* |actual - expected| <= tolerance; a NaN fails. The message shows all digits. */
#define assert_close(actual, expected, tolerance)                                                  \
  gk_test_close((long double)(actual), (long double)(expected), (double)(tolerance), #actual,      \
                __FILE__, __LINE__)
#define assert_is_nan(actual) gk_test_nan((double)(actual), #actual, __FILE__, __LINE__)
/* The same bits: tells -0 from 0, and holds for equal NaN. */
#define assert_same_f64(actual, expected)                                                          \
  gk_test_same_f64(actual, expected, #actual, __FILE__, __LINE__)
#define assert_same_f32(actual, expected)                                                          \
  gk_test_same_f32(actual, expected, #actual, __FILE__, __LINE__)
/* A call's status, with the library's message where it is another. */
#define assert_status(call, expected) gk_test_status(call, expected, #call, __FILE__, __LINE__)
#define assert_success(call)          assert_status(call, GK_SUCCESS)
/* gk_error_message() holds the text. */
#define assert_message(text) gk_test_message(text, __FILE__, __LINE__)

void gk_test_close(long double actual, long double expected, double tolerance, const char *what,
                   const char *file, int line);
void gk_test_nan(double actual, const char *what, const char *file, int line);
void gk_test_same_f64(double actual, double expected, const char *what, const char *file, int line);
void gk_test_same_f32(float actual, float expected, const char *what, const char *file, int line);
void gk_test_status(gk_status actual, gk_status expected, const char *what, const char *file,
                    int line);
void gk_test_message(const char *text, const char *file, int line);

/* How many steps from one number to the next lie between a and b: 0 for equal, infinity with a NaN.
 */
double gk_test_ulp_distance_f64(double a, double b);
double gk_test_ulp_distance_f32(float a, float b);
/* |computed - exact| in units of the last place of exact, rounded to the type. */
double gk_test_ulp_error_f64(double computed, long double exact);
double gk_test_ulp_error_f32(float computed, long double exact);

/* Random numbers that are the same on every machine: SplitMix64, and Box-Muller upon it. */
typedef struct gk_test_rng {
  uint64_t state;
  double spare;
  int has_spare;
} gk_test_rng;

gk_test_rng gk_test_seed(uint64_t seed);
uint64_t gk_test_bits(gk_test_rng *rng);
double gk_test_uniform(gk_test_rng *rng); /* in [0, 1) */
double gk_test_normal(gk_test_rng *rng);
/* count numbers of the normal distribution. */
void gk_test_normals_f64(gk_test_rng *rng, size_t count, double mean, double deviation, double *x);
void gk_test_normals_f32(gk_test_rng *rng, size_t count, double mean, double deviation, float *x);

/* An array of count elements of a size, filled with bytes 0xa5; fails the test without memory. */
void *gk_test_array(size_t count, size_t size);

/*
 * K(x, y) of two points by the formula in long double, without noise; rbf = NULL as in the library.
 * Matrices: k (m x n, no gaps) between the rows of x and y.
 */
long double gk_test_kernel_f64(size_t d, const double *x, const double *y, const gk_rbf *rbf);
long double gk_test_kernel_f32(size_t d, const float *x, const float *y, const gk_rbf *rbf);
void gk_test_reference_f64(size_t m, size_t n, size_t d, const double *x, size_t ldx,
                           const double *y, size_t ldy, const gk_rbf *rbf, long double *k);
void gk_test_reference_f32(size_t m, size_t n, size_t d, const float *x, size_t ldx, const float *y,
                           size_t ldy, const gk_rbf *rbf, long double *k);

#endif
