/*
 * The density of real data beside their histogram: the lengths of the petals of 150 irises, with
 * three rules for the bandwidth.
 *
 *     kde iris.csv
 *
 * One species has short petals, the others long ones, and no petal is between 2 and 3 cm. Scott's
 * rule, made for data with one hump, is too wide and puts a share of the petals there; ISJ, made for
 * several humps, puts less there. Cross-validation takes the rounding of the lengths to millimetres
 * for humps. Prints the bandwidths, that share, the number of humps, and a picture: # is the
 * histogram, + the density by Scott's rule, o by ISJ.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 1000, RULES = 3, FINE = 2001, BINS = 26, COLUMNS = 72 };

static const double first = 0.75, width = 0.25; /* of the bins, in cm */

static void check(gk_status status) {
  if (status == GK_SUCCESS)
    return;
  fprintf(stderr, "%s\n", gk_error_message());
  exit(1);
}

static int count_humps(const gk_kde *kde) {
  static double f[FINE];
  const gk_axis axis = {-2, 10, FINE};
  check(gk_kde_density_grid_f64(kde, &axis, NULL, f, FINE, NULL));
  int humps = 0;
  for (int i = 1; i < FINE - 1; i++)
    humps += f[i] > f[i - 1] && f[i] >= f[i + 1];
  return humps;
}

static void tell(const char *rule, const gk_kde *kde) {
  const double low = 2, high = 3;
  double h, between;
  check(gk_kde_bandwidth(kde, &h));
  check(gk_kde_integral(kde, &low, &high, &between, NULL, NULL));
  printf("%-6s h = %.4f cm, %4.1f %% between 2 and 3 cm, %d humps\n", rule, h, 100 * between,
         count_humps(kde));
}

static int column(double density, double largest) {
  return (int)(density / largest * (COLUMNS - 1) + 0.5);
}

/* A row for each bin; densities at its middle. */
static void draw(size_t n, const double *x, gk_kde *const *kdes) {
  double scott[BINS], isj[BINS], bars[BINS] = {0}, largest = 0;
  const gk_axis middles = {first + width / 2, first + (BINS - 0.5) * width, BINS};
  check(gk_kde_density_grid_f64(kdes[0], &middles, NULL, scott, BINS, NULL));
  check(gk_kde_density_grid_f64(kdes[1], &middles, NULL, isj, BINS, NULL));
  for (size_t i = 0; i < n; i++) {
    const int bin = (int)floor((x[i] - first) / width);
    if (bin >= 0 && bin < BINS)
      bars[bin] += 1 / ((double)n * width);
  }
  for (int b = 0; b < BINS; b++)
    largest = fmax(largest, fmax(bars[b], fmax(scott[b], isj[b])));
  for (int b = 0; b < BINS; b++) {
    const int bar = column(bars[b], largest), at_scott = column(scott[b], largest),
              at_isj = column(isj[b], largest);
    printf("%5.2f ", first + b * width);
    for (int c = 0; c <= bar || c <= at_scott || c <= at_isj; c++)
      putchar(c == at_isj ? 'o' : c == at_scott ? '+' : c < bar ? '#' : ' ');
    putchar('\n');
  }
}

int main(int argc, char **argv) {
  static const gk_bandwidth rules[RULES] = {GK_BANDWIDTH_SCOTT, GK_BANDWIDTH_ISJ, GK_BANDWIDTH_CV};
  static const char *const names[RULES] = {"Scott:", "ISJ:", "CV:"};
  static double x[MOST];
  FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
  size_t n = 0;
  while (file && n < MOST && fscanf(file, "%*f,%*f,%lf,%*f,%*d", x + n) == 1)
    n++;
  if (!file)
    return fprintf(stderr, "usage: kde iris.csv\n"), 2;
  fclose(file);
  gk_kde *kdes[RULES];
  for (int r = 0; r < RULES; r++) {
    gk_kde_spec spec = GK_KDE_INIT;
    spec.rule = rules[r];
    check(gk_kde_create_f64(n, 1, x, 1, NULL, &spec, &kdes[r], NULL));
    tell(names[r], kdes[r]);
  }
  draw(n, x, kdes);
  for (int r = 0; r < RULES; r++)
    gk_kde_free(kdes[r]);
}
