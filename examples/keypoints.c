/* A target for a key point detector: the heat map of three key points, the larger value where their
 * spots overlap, as a PGM picture on the standard output. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>
#include <stdio.h>

enum { POINTS = 3, WIDTH = 64, HEIGHT = 48 };

static void write_picture(const double *map) {
  printf("P2\n%d %d\n255\n", WIDTH, HEIGHT);
  for (int j = 0; j < HEIGHT; j++) { /* as in pictures, y points down */
    for (int i = 0; i < WIDTH; i++)
      printf("%d ", (int)(map[j * WIDTH + i] * 255 + 0.5));
    printf("\n");
  }
}

int main(void) {
  const double centers[POINTS * 2] = {20.25, 12, 26, 15.75, 62, 40}; /* x, y; one near the edge */
  const double sigmas[POINTS] = {3, 3, 5};
  static double map[WIDTH * HEIGHT];
  gk_spots spots = GK_SPOTS_INIT;
  spots.merge = GK_MERGE_MAXIMUM; /* a sum would exceed 1 between neighbours */
  spots.peak = GK_PEAK_PIXEL;     /* 1 at the pixel nearest to each key point */
  spots.truncate = 3;             /* sigmas */
  gk_status status =
      gk_heatmap_f64(POINTS, WIDTH, HEIGHT, centers, 2, sigmas, NULL, &spots, map, WIDTH, NULL);
  if (status != GK_SUCCESS)
    return fprintf(stderr, "%s\n", gk_error_message()), 1;
  write_picture(map);
  double sum = 0;
  int ones = 0;
  for (int i = 0; i < WIDTH * HEIGHT; i++) {
    sum += map[i];
    ones += map[i] == 1;
  }
  fprintf(stderr, "%d pixels are 1, the sum of all is %.4f\n", ones, sum);
}
