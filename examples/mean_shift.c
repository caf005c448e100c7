/*
 * Clusters by the mean shift: every flower of iris.csv moves to the mean of all flowers, weighted by
 * a Gaussian around where it is, until nothing moves. Flowers that arrive at the same place are one
 * cluster.
 *
 *     mean_shift iris.csv 0.5
 *
 * The second argument is sigma in centimetres. Prints the places, and how many flowers of each
 * species got there.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1000, PETAL = 2, SPECIES = 3, STEPS = 10000 };

typedef struct flowers {
  size_t n;
  double petal[MOST * PETAL]; /* length and width */
  int species[MOST];
} flowers;

static int read_flowers(const char *path, flowers *f) {
  FILE *file = fopen(path, "r");
  f->n = 0;
  while (file && f->n < MOST &&
         fscanf(file, "%*f,%*f,%lf,%lf,%d", f->petal + f->n * PETAL, f->petal + f->n * PETAL + 1,
                f->species + f->n) == 3)
    f->n++;
  if (file)
    fclose(file);
  return f->n > 0;
}

/* One step of all flowers; *moved is the largest change of a coordinate. */
static gk_status step(const flowers *f, const gk_rbf *rbf, double *place, double *moved) {
  static double next[MOST * PETAL];
  const gk_status status =
      gk_cross_gram_means_f64(f->n, f->n, PETAL, PETAL, place, PETAL, f->petal, PETAL, NULL,
                              f->petal, PETAL, rbf, next, PETAL, NULL);
  *moved = 0;
  for (size_t i = 0; i < f->n * PETAL && status == GK_SUCCESS; i++) {
    *moved = fmax(*moved, fabs(next[i] - place[i]));
    place[i] = next[i];
  }
  return status;
}

static double distance(const double *a, const double *b) {
  return hypot(a[0] - b[0], a[1] - b[1]);
}

/* The first flower that arrived where flower i did. */
static size_t leader(const double *place, size_t i, double near) {
  size_t first = 0;
  while (distance(place + first * PETAL, place + i * PETAL) > near)
    first++;
  return first;
}

static void print_clusters(const flowers *f, const double *place, double sigma) {
  for (size_t first = 0; first < f->n; first++) {
    int members[SPECIES] = {0};
    for (size_t i = 0; i < f->n; i++)
      members[f->species[i] % SPECIES] += leader(place, i, sigma / 10) == first;
    if (members[0] + members[1] + members[2] > 0)
      printf("%.4f %.4f: %d setosa, %d versicolor, %d virginica\n", place[first * PETAL],
             place[first * PETAL + 1], members[0], members[1], members[2]);
  }
}

int main(int argc, char **argv) {
  static flowers f;
  static double place[MOST * PETAL];
  double sigma = argc > 2 ? atof(argv[2]) : 0, moved = 1;
  gk_rbf rbf = GK_RBF_INIT;
  gk_status status = gk_gamma_from_sigma(sigma, &rbf.gamma);
  if (argc < 3 || !read_flowers(argv[1], &f))
    return fprintf(stderr, "usage: mean_shift iris.csv SIGMA\n"), 2;
  memcpy(place, f.petal, sizeof place);
  int steps = 0;
  for (; steps < STEPS && moved > 1e-9 && status == GK_SUCCESS; steps++)
    status = step(&f, &rbf, place, &moved);
  if (status != GK_SUCCESS)
    return fprintf(stderr, "%s\n", gk_error_message()), 1;
  print_clusters(&f, place, sigma);
  printf("%d steps\n", steps);
}
