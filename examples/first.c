/* The first example of the README: three points in the plane and their Gram matrix. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>
#include <stdio.h>
int main(void) {
  const double x[] = {0, 0, 1, 0, 3, 4}; /* the points (0, 0), (1, 0) and (3, 4) */
  double k[9];
  gk_rbf rbf = GK_RBF_INIT; /* K(x, y) = exp(-gamma |x - y|^2) */
  rbf.gamma = 0.5;
  if (gk_gram_f64(3, 2, x, 2, &rbf, k, 3, NULL) != GK_SUCCESS)
    return fprintf(stderr, "%s\n", gk_error_message()), 1;
  for (int i = 0; i < 3; i++)
    printf("%-12g %-12g %-12g\n", k[3 * i], k[3 * i + 1], k[3 * i + 2]);
}
