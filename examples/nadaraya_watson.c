/*
 * The width of a petal from its length, by Nadaraya-Watson regression: the mean of the widths of
 * all flowers, weighted by a Gaussian of the difference in length. Of a grid of sigmas it takes the
 * one that best predicts each flower from all the others: for each sigma one call of gk_gram_means
 * without the diagonal.
 *
 *     nadaraya_watson iris.csv
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>
#include <math.h>
#include <stdio.h>

enum { MOST = 1000, GRID = 17, CURVE = 7 };

static gk_rbf kernel(double sigma) {
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 1 / (2 * sigma * sigma);
  return rbf;
}

/* The root of the mean squared error of the predictions, leave-one-out. */
static gk_status left_out_error(size_t n, const double *length, const double *width, double sigma,
                                double *error) {
  static double predicted[MOST];
  const gk_rbf rbf = kernel(sigma);
  const gk_status status = gk_gram_means_f64(n, 1, 1, length, 1, NULL, width, 1,
                                             GK_DIAGONAL_LEFT_OUT, &rbf, predicted, 1, NULL);
  double sum = 0;
  for (size_t i = 0; i < n && status == GK_SUCCESS; i++)
    sum += (width[i] - predicted[i]) * (width[i] - predicted[i]);
  *error = sqrt(sum / (double)n);
  return status;
}

int main(int argc, char **argv) {
  static double length[MOST], width[MOST];
  static const double at[CURVE] = {1, 2, 3, 4, 5, 6, 7};
  FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
  size_t n = 0;
  while (file && n < MOST && fscanf(file, "%*f,%*f,%lf,%lf,%*d", length + n, width + n) == 2)
    n++;
  if (!file || n == 0)
    return fprintf(stderr, "usage: nadaraya_watson iris.csv\n"), 2;
  fclose(file);
  double best = 0, least = INFINITY, error, curve[CURVE];
  gk_status status = GK_SUCCESS;
  for (int i = 0; i < GRID && status == GK_SUCCESS; i++) {
    const double sigma = 0.05 * pow(40, i / (GRID - 1.0)); /* 0.05 to 2 cm */
    status = left_out_error(n, length, width, sigma, &error);
    printf("sigma %.4f cm: leave-one-out error %.5f cm\n", sigma, error);
    best = error < least ? sigma : best;
    least = fmin(error, least);
  }
  const gk_rbf rbf = kernel(best);
  if (status == GK_SUCCESS)
    status = gk_cross_gram_means_f64(CURVE, n, 1, 1, at, 1, length, 1, NULL, width, 1, &rbf, curve,
                                     1, NULL);
  if (status != GK_SUCCESS)
    return fprintf(stderr, "%s\n", gk_error_message()), 1;
  printf("best: sigma %.4f cm\n", best);
  for (int i = 0; i < CURVE; i++)
    printf("a petal of %g cm is %.4f cm wide\n", at[i], curve[i]);
}
