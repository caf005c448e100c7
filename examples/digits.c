/*
 * The Gram matrix of real data: reads LIBSVM text, lets a rule choose gamma, computes K, and sets
 * its time and its error beside those of the loop that everybody writes first. The truth is the
 * formula in long double.
 *
 *     digits digits.libsvm [K.npy]
 *
 * With K.npy, a matrix that the gausskern tool wrote from the same data: it must hold the same
 * bits. Exit code 1 where anything is not as promised.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FEATURES = 64, LINE = 4096 };

static double seconds(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static size_t count_lines(FILE *file) {
  char line[LINE];
  size_t count = 0;
  while (fgets(line, sizeof line, file)) {
    count++;
  }
  rewind(file);
  return count;
}

/* "7 3:5 4:13 ...": the class, then pixel:value of each pixel that is not 0. */
static int read_line(const char *line, double *pixels) {
  memset(pixels, 0, FEATURES * sizeof *pixels);
  int read = 0, pixel;
  double value;
  sscanf(line, "%*d%n", &read);
  for (line += read; sscanf(line, "%d:%lf%n", &pixel, &value, &read) == 2; line += read) {
    if (pixel < 1 || pixel > FEATURES) {
      return 0;
    }
    pixels[pixel - 1] = value;
  }
  return 1;
}

static double *read_points(const char *path, size_t *n) {
  FILE *file = fopen(path, "r");
  if (!file) {
    return NULL;
  }
  *n = count_lines(file);
  double *x = gk_alloc(*n * FEATURES * sizeof *x);
  char line[LINE];
  for (size_t i = 0; x && i < *n && fgets(line, sizeof line, file); i++) {
    if (!read_line(line, x + i * FEATURES)) {
      gk_free(x);
      x = NULL;
    }
  }
  fclose(file);
  return x;
}

static double square_distance(const double *x, const double *y) {
  double sum = 0;
  for (size_t k = 0; k < FEATURES; k++) {
    sum += (x[k] - y[k]) * (x[k] - y[k]);
  }
  return sum;
}

static void plain_loop(size_t n, const double *x, double gamma, double *k) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      k[i * n + j] = exp(-gamma * square_distance(x + i * FEATURES, x + j * FEATURES));
    }
  }
}

/* The largest error of two matrices; the pixels are integers, so square_distance is exact here. */
static void errors(size_t n, const double *x, double gamma, const double *ours, const double *plain,
                   double *our_error, double *plain_error) {
  *our_error = *plain_error = 0;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      const long double distance = square_distance(x + i * FEATURES, x + j * FEATURES);
      const long double truth = expl(-(long double)gamma * distance);
      *our_error = fmax(*our_error, (double)fabsl((long double)ours[i * n + j] - truth));
      *plain_error = fmax(*plain_error, (double)fabsl((long double)plain[i * n + j] - truth));
    }
  }
}

static int is_symmetric_with_unit_diagonal(size_t n, const double *k) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < i; j++) {
      if (k[i * n + j] != k[j * n + i]) {
        return 0;
      }
    }
    if (k[i * n + i] != 1.0) {
      return 0;
    }
  }
  return 1;
}

/* A .npy file of version 1: 8 bytes, the header's length in two, the header, the numbers. */
static int npy_holds(const char *path, size_t n, const double *k) {
  FILE *file = fopen(path, "rb");
  unsigned char start[10];
  int same = file && fread(start, 1, sizeof start, file) == sizeof start &&
             fseek(file, start[8] + 256L * start[9], SEEK_CUR) == 0;
  double *row = malloc(n * sizeof *row);
  for (size_t i = 0; same && i < n; i++) {
    same = row && fread(row, sizeof *row, n, file) == n && !memcmp(row, k + i * n, n * sizeof *row);
  }
  same = same && fgetc(file) == EOF;
  free(row);
  if (file) {
    fclose(file);
  }
  return same;
}

/* The fastest of a few calls: the first one also starts the threads. */
static double time_gram(size_t n, const double *x, const gk_rbf *rbf, double *k) {
  double best = HUGE_VAL;
  for (int call = 0; call < 5; call++) {
    const double start = seconds();
    if (gk_gram_f64(n, FEATURES, x, FEATURES, rbf, k, n, NULL) != GK_SUCCESS) {
      return HUGE_VAL;
    }
    best = fmin(best, seconds() - start);
  }
  return best;
}

static int compare(size_t n, const double *x, double *ours, double *plain, const char *npy) {
  gk_rbf rbf = GK_RBF_INIT;
  double bound = 0, our_error, plain_error;
  if (gk_gamma_scale_f64(n, FEATURES, x, FEATURES, &rbf.gamma) != GK_SUCCESS ||
      gk_gram_error_bound_f64(FEATURES, &rbf, &bound) != GK_SUCCESS) {
    return 0;
  }
  const double our_time = time_gram(n, x, &rbf, ours);
  if (our_time == HUGE_VAL) {
    return 0;
  }
  memset(plain, 0, n * n * sizeof *plain); /* fresh memory would cost it time, too */
  const double start = seconds();
  plain_loop(n, x, rbf.gamma, plain);
  const double plain_time = seconds() - start;
  errors(n, x, rbf.gamma, ours, plain, &our_error, &plain_error);

  const int symmetric = is_symmetric_with_unit_diagonal(n, ours);
  const int same = !npy || npy_holds(npy, n, ours);
  printf("%zu points, %d features, gamma = %.6g by the rule \"scale\"\n", n, FEATURES, rbf.gamma);
  printf("  gk_gram_f64  %8.2f ms   largest error %.2g (promised: at most %.3g)\n", 1e3 * our_time,
         our_error, bound);
  printf("  plain loop   %8.2f ms   largest error %.2g\n", 1e3 * plain_time, plain_error);
  printf("  exactly symmetric with a diagonal of exactly 1: %s\n", symmetric ? "yes" : "NO");
  if (npy) {
    printf("  %s holds the same bits: %s\n", npy, same ? "yes" : "NO");
  }
  return our_error <= bound && symmetric && same;
}

int main(int argc, char **argv) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: digits digits.libsvm [K.npy]\n");
    return 2;
  }
  size_t n = 0;
  double *x = read_points(argv[1], &n);
  if (!x) {
    fprintf(stderr, "digits: cannot read %s\n", argv[1]);
    return 1;
  }
  double *ours = gk_alloc(n * n * sizeof *ours);
  double *plain = gk_alloc(n * n * sizeof *plain);
  const int good = ours && plain && compare(n, x, ours, plain, argc > 2 ? argv[2] : NULL);
  if (!good) {
    fprintf(stderr, "digits: failed. %s\n", gk_error_message());
  }
  gk_free(plain);
  gk_free(ours);
  gk_free(x);
  return good ? 0 : 1;
}
