/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int gk_test_cpu_has_isa(const char *isa) {
  if (strcmp(isa, "base") == 0) {
    return 1;
  }
#if defined(__x86_64__)
  const int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (strcmp(isa, "avx2") == 0) {
    return avx2;
  }
  if (strcmp(isa, "avx512") == 0) {
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
  }
#endif
  return 0;
}

static int check_isa(const char *expected) {
  const char *used = gk_isa_name();
  if (strcmp(used, expected) == 0) {
    return 0;
  }
  if (!gk_test_cpu_has_isa(expected)) {
    printf("SKIPPED: this processor cannot run %s\n", expected);
    return GK_TEST_SKIP;
  }
  printf("FAILED: the library uses %s, the test is for %s\n", used, expected);
  return EXIT_FAILURE;
}

static int check_blas(const char *expected, const char *directory) {
  const char *used = gk_blas_name();
  char word[64];
  snprintf(word, sizeof word, ", %s,", expected);
  if (strstr(used, word)) {
    return 0;
  }
  char path[4096];
  snprintf(path, sizeof path, "%s/libopenblas.so.0", directory ? directory : "");
  if (access(path, F_OK) != 0) {
    printf("SKIPPED: there is no %s\n", path);
    return GK_TEST_SKIP;
  }
  printf("FAILED: the library uses %s, the test is for %s\n", used, expected);
  return EXIT_FAILURE;
}

int gk_test_check_variant(void) {
  const char *isa = getenv("GAUSSKERN_EXPECT_ISA");
  const char *blas = getenv("GAUSSKERN_EXPECT_BLAS");
  const int isa_code = isa ? check_isa(isa) : 0;
  if (isa_code) {
    return isa_code;
  }
  return blas ? check_blas(blas, getenv("GAUSSKERN_EXPECT_BLAS_DIR")) : 0;
}

int gk_test_run(const char *name, const struct CMUnitTest *tests, size_t count) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("%s: gausskern %s, %s, %s, %zu threads\n", name, gk_version(), gk_isa_name(),
         gk_blas_name(), gk_default_threads());
  const int code = gk_test_check_variant();
  if (code) {
    return code;
  }
  return _cmocka_run_group_tests(name, tests, count, NULL, NULL) ? EXIT_FAILURE : EXIT_SUCCESS;
}

void gk_test_close(long double actual, long double expected, double tolerance, const char *what,
                   const char *file, int line) {
  const long double error = fabsl(actual - expected);
  if (!(error <= (long double)tolerance)) {
    print_error("%s = %.17Lg, expected %.17Lg: off by %.3Lg, tolerance %.3g\n", what, actual,
                expected, error, tolerance);
    _fail(file, line);
  }
}

void gk_test_nan(double actual, const char *what, const char *file, int line) {
  if (!isnan(actual)) {
    print_error("%s = %.17g, expected a NaN\n", what, actual);
    _fail(file, line);
  }
}

void gk_test_same_f64(double actual, double expected, const char *what, const char *file,
                      int line) {
  if (memcmp(&actual, &expected, sizeof actual) != 0) {
    print_error("%s = %.17g (%a), expected the bits of %.17g (%a)\n", what, actual, actual,
                expected, expected);
    _fail(file, line);
  }
}

void gk_test_same_f32(float actual, float expected, const char *what, const char *file, int line) {
  if (memcmp(&actual, &expected, sizeof actual) != 0) {
    print_error("%s = %.9g (%a), expected the bits of %.9g (%a)\n", what, (double)actual,
                (double)actual, (double)expected, (double)expected);
    _fail(file, line);
  }
}

void gk_test_status(gk_status actual, gk_status expected, const char *what, const char *file,
                    int line) {
  if (actual != expected) {
    print_error("%s\n  is %s, expected %s; message: \"%s\"\n", what, gk_status_name(actual),
                gk_status_name(expected), gk_error_message());
    _fail(file, line);
  }
}

void gk_test_message(const char *text, const char *file, int line) {
  if (!strstr(gk_error_message(), text)) {
    print_error("the message is \"%s\", expected it to hold \"%s\"\n", gk_error_message(), text);
    _fail(file, line);
  }
}

/* The bits of a float, as integers in the order of the numbers; both zeros are 0. */
static int64_t place_f64(double a) {
  int64_t bits;
  memcpy(&bits, &a, sizeof bits);
  return bits < 0 ? INT64_MIN - bits : bits;
}

static int64_t place_f32(float a) {
  int32_t bits;
  memcpy(&bits, &a, sizeof bits);
  return bits < 0 ? (int64_t)INT32_MIN - bits : bits;
}

static double steps_between(int64_t a, int64_t b) {
  return (double)(a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a);
}

double gk_test_ulp_distance_f64(double a, double b) {
  return isnan(a) || isnan(b) ? INFINITY : steps_between(place_f64(a), place_f64(b));
}

double gk_test_ulp_distance_f32(float a, float b) {
  return isnan(a) || isnan(b) ? INFINITY : steps_between(place_f32(a), place_f32(b));
}

/* The unit in the last place of numbers with `digits` binary digits and least exponent `least`. */
static long double unit_of(long double exact, int digits, int least) {
  int exponent = least;
  if (exact != 0.0L) {
    frexpl(exact, &exponent);
  }
  return ldexpl(1.0L, (exponent > least ? exponent : least) - digits);
}

double gk_test_ulp_error_f64(double computed, long double exact) {
  return (double)(fabsl((long double)computed - exact) / unit_of(exact, 53, -1021));
}

double gk_test_ulp_error_f32(float computed, long double exact) {
  return (double)(fabsl((long double)computed - exact) / unit_of(exact, 24, -125));
}

void *gk_test_array(size_t count, size_t size) {
  const size_t bytes = count * size;
  void *array = malloc(bytes ? bytes : 1);
  if (!array) {
    fail_msg("no memory for an array of %zu bytes", bytes);
  }
  return memset(array, 0xa5, bytes);
}
