/* The sum of two normal distributions as a heat map of 100 x 100 pixels: a PGM picture on the
 * standard output, and what its pixels add up to on the standard error. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>
#include <stdio.h>

enum { SIZE = 100 };

static void write_picture(const double *map, double largest) {
  printf("P2\n%d %d\n255\n", SIZE, SIZE);
  for (int row = SIZE - 1; row >= 0; row--) { /* y points up, a picture's rows go down */
    for (int column = 0; column < SIZE; column++)
      printf("%d ", (int)(map[row * SIZE + column] / largest * 255 + 0.5));
    printf("\n");
  }
}

int main(void) {
  const double weights[] = {1, 1};          /* taken as they are */
  const double means[] = {0.5, -0.2, 0, 1}; /* 2 x 2, one row a component */
  const double covariances[] = {2, 0.3, 0.3, 0.5, 1, -0.5, -0.5, 1.5}; /* one below the other */
  const gk_axis axes[] = {{-3, 3, SIZE}, {-3, 3, SIZE}};               /* x and y */
  static double map[SIZE * SIZE];
  double sum = 0, largest = 0;
  gk_mixture *mixture = NULL;
  gk_status status =
      gk_mixture_create(2, 2, weights, means, 2, GK_COVARIANCE_FULL, covariances, 2, &mixture);
  if (status == GK_SUCCESS)
    status = gk_mixture_density_grid_f64(mixture, axes, map, SIZE, NULL);
  gk_mixture_free(mixture);
  if (status != GK_SUCCESS)
    return fprintf(stderr, "%s\n", gk_error_message()), 1;
  for (int i = 0; i < SIZE * SIZE; i++) {
    sum += map[i] * 6 / (SIZE - 1) * 6 / (SIZE - 1);
    largest = map[i] > largest ? map[i] : largest;
  }
  write_picture(map, largest);
  fprintf(stderr, "largest density %.6f, mass on the picture %.4f of 2\n", largest, sum);
}
