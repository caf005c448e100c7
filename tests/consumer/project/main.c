/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>

#include <stdio.h>
#include <string.h>

/* exp(-1/2) to the last digit of a double. */
static const double expected = 0.60653065971263342;

int main(void) {
  const double x[] = {0, 0, 3, 4};
  const double lengthscale[] = {3, 4};
  double k[4];
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.25;
  rbf.lengthscale = lengthscale;
  if (gk_gram_f64(2, 2, x, 2, &rbf, k, 2, NULL) != GK_SUCCESS) {
    fprintf(stderr, "%s\n", gk_error_message());
    return 1;
  }
  printf("%.17g %.17g %.17g %.17g\n", k[0], k[1], k[2], k[3]);
  if (strcmp(gk_version(), GK_VERSION_STRING) != 0) {
    fprintf(stderr, "headers of %s, library %s\n", GK_VERSION_STRING, gk_version());
    return 1;
  }
  double error = k[1] - expected;
  error = error < 0 ? -error : error;
  return k[0] == 1 && k[3] == 1 && k[1] == k[2] && error < 1e-15 ? 0 : 1;
}
