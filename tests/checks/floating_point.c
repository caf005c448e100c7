/*
 * Loading the library and computing with it leaves the floating-point environment as it was: no
 * flush to zero (which -ffast-math at link time would bring), no other rounding, no unmasked trap.
 *
 *     floating_point libgausskern.so
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <dlfcn.h>
#include <fenv.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gausskern/gausskern.h>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

typedef gk_status gram_f64(size_t n, size_t d, const double *x, size_t ldx, const gk_rbf *rbf,
                           double *k, size_t ldk, const gk_options *options);

/* The control bits; the flags of exceptions that have happened are no settings. */
static unsigned control(void) {
#if defined(__SSE2__)
  return _mm_getcsr() & ~0x3fu;
#else
  return 0;
#endif
}

static int subnormals_live(void) {
  volatile double smallest = DBL_MIN;
  return smallest / 4 > 0;
}

static int unchanged(unsigned before, int rounding, const char *when) {
  const int same = control() == before && fegetround() == rounding && subnormals_live();
  if (!same) {
    printf("FAILED: the floating-point environment has changed %s: %#x, was %#x\n", when, control(),
           before);
  }
  return same;
}

static int compute(void *library) {
  enum { N = 70, D = 60 };
  static double x[N * D], k[N * N];
  for (size_t i = 0; i < N * D; i++) {
    x[i] = (double)(i * 37 % 101) / 50;
  }
  gram_f64 *gram;
  void *symbol = dlsym(library, "gk_gram_f64");
  if (!symbol) {
    return 0;
  }
  memcpy(&gram, &symbol, sizeof gram);
  return gram(N, D, x, D, NULL, k, N, NULL) == GK_SUCCESS;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    return 2;
  }
  const unsigned before = control();
  const int rounding = fegetround();
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    printf("FAILED: %s\n", dlerror());
    return EXIT_FAILURE;
  }
  int good = unchanged(before, rounding, "by loading the library");
  if (!compute(library)) {
    puts("FAILED: no Gram matrix");
    good = 0;
  }
  good = unchanged(before, rounding, "by a Gram matrix") && good;
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
