/*
 * The loops of densities at points, of the instruction set that the first argument names: numbers
 * of points and features of every kind, against long double; a point's result does not depend on
 * the others.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "isa_argument.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST_POINTS = 48, MOST_D = GKI_WHITENED_FEATURES, GUARD = -7 };

static const size_t points_tried[] = {1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 48};
static const size_t features_tried[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 63, 64};
enum {
  POINTS_TRIED = sizeof points_tried / sizeof points_tried[0],
  FEATURES_TRIED = sizeof features_tried / sizeof features_tried[0]
};

/* Points, a mean and a lower triangle from a seed; and what the loops work in. */
typedef struct scene {
  size_t points, d, ldx;
  double x[MOST_POINTS * (MOST_D + 3)], mean[MOST_D], w[MOST_D * MOST_D];
  float x32[MOST_POINTS * (MOST_D + 3)];
  double panel[MOST_POINTS * MOST_D + MOST_POINTS], squares[MOST_POINTS];
} scene;

static scene *new_scene(size_t points, size_t d, size_t gap) {
  scene *s = gk_test_array(1, sizeof *s);
  gk_test_rng rng = gk_test_seed(points * 1000 + d * 10 + gap);
  s->points = points;
  s->d = d;
  s->ldx = d + gap;
  gk_test_normals_f64(&rng, points * s->ldx, 0, 1, s->x);
  gk_test_normals_f64(&rng, d, 0, 1, s->mean);
  gk_test_normals_f64(&rng, d * d, 0, 1, s->w);
  for (size_t i = 0; i < d; i++) {
    for (size_t j = i + 1; j < d; j++) {
      s->w[i * d + j] = 0;
    }
  }
  for (size_t i = 0; i < points * s->ldx; i++) {
    s->x32[i] = (float)s->x[i];
  }
  return s;
}

static double panel_entry(const scene *s, size_t point, size_t feature) {
  const size_t lanes = tables->f64->lanes;
  return s->panel[point / lanes * lanes * s->d + feature * lanes + point % lanes];
}

static void panels_hold_every_point(void **state) {
  (void)state;
  for (size_t p = 0; p < POINTS_TRIED; p++) {
    for (size_t f = 0; f < FEATURES_TRIED; f++) {
      for (size_t gap = 0; gap < 2; gap++) {
        scene *s = new_scene(points_tried[p], features_tried[f], 3 * gap);
        for (int single = 0; single < 2; single++) {
          const size_t padded = (s->points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
          s->panel[padded * s->d] = GUARD;
          if (single) {
            tables->points->load_f32(s->points, s->d, s->x32, s->ldx, s->panel);
          } else {
            tables->points->load_f64(s->points, s->d, s->x, s->ldx, s->panel);
          }
          assert_same_f64(s->panel[padded * s->d], GUARD);
          for (size_t i = 0; i < padded; i++) {
            const size_t point = i < s->points ? i : s->points - 1;
            for (size_t k = 0; k < s->d; k++) {
              const size_t at = point * s->ldx + k;
              assert_same_f64(panel_entry(s, i, k), single ? (double)s->x32[at] : s->x[at]);
            }
          }
        }
        free(s);
      }
    }
  }
}

/* |W (x - mean)|^2, and the sum of the squares of the magnitudes: what an error is relative to. */
static long double square_of(const scene *s, size_t point, bool diagonal, long double *magnitude) {
  long double sum = 0;
  *magnitude = 0;
  for (size_t i = 0; i < s->d; i++) {
    long double z = 0, size = 0;
    for (size_t k = diagonal ? i : 0; k <= i; k++) {
      const long double w = diagonal ? s->w[i] : s->w[i * s->d + k];
      const long double term = w * ((long double)s->x[point * s->ldx + k] - s->mean[k]);
      z += term;
      size += fabsl(term);
    }
    sum += z * z;
    *magnitude += size * size;
  }
  return sum;
}

static void check_squares(const scene *s, bool diagonal) {
  for (size_t i = 0; i < s->points; i++) {
    long double magnitude;
    const long double exact = square_of(s, i, diagonal, &magnitude);
    /* d + 2 roundings of each z, once in each factor of a square, and d of the sum of squares */
    assert_close(s->squares[i], exact, (3 * (double)s->d + 6) * 0x1p-53 * (double)magnitude);
  }
}

static void squares_are_the_formula(void **state) {
  (void)state;
  for (size_t p = 0; p < POINTS_TRIED; p++) {
    for (size_t f = 0; f < FEATURES_TRIED; f++) {
      scene *s = new_scene(points_tried[p], features_tried[f], 0);
      tables->points->load_f64(s->points, s->d, s->x, s->ldx, s->panel);
      tables->points->whitened_squares(s->points, s->d, s->panel, s->mean, s->w, s->squares);
      check_squares(s, false);
      tables->points->weighted_squares(s->points, s->d, s->panel, s->mean, s->w, s->squares);
      check_squares(s, true);
      free(s);
    }
  }
}

/* What is not a number or not finite stays in its lane, and never turns into a finite square. */
static void points_do_not_touch_each_other(void **state) {
  (void)state;
  const double bad[] = {NAN, INFINITY, -INFINITY};
  for (size_t f = 0; f < FEATURES_TRIED; f++) {
    scene *s = new_scene(33, features_tried[f], 0);
    double before[2][MOST_POINTS];
    tables->points->load_f64(s->points, s->d, s->x, s->ldx, s->panel);
    tables->points->whitened_squares(s->points, s->d, s->panel, s->mean, s->w, before[0]);
    tables->points->weighted_squares(s->points, s->d, s->panel, s->mean, s->w, before[1]);
    for (size_t b = 0; b < 3; b++) {
      for (size_t k = 0; k < s->d; k++) {
        const size_t point = (7 * k + b) % s->points;
        const double kept = s->x[point * s->d + k];
        s->x[point * s->d + k] = bad[b];
        tables->points->load_f64(s->points, s->d, s->x, s->ldx, s->panel);
        for (int way = 0; way < 2; way++) {
          (way ? tables->points->weighted_squares : tables->points->whitened_squares)(
              s->points, s->d, s->panel, s->mean, s->w, s->squares);
          for (size_t i = 0; i < s->points; i++) {
            if (i == point) {
              assert_false(s->squares[i] <= DBL_MAX);
            } else {
              assert_same_f64(s->squares[i], before[way][i]);
            }
          }
        }
        s->x[point * s->d + k] = kept;
      }
    }
    free(s);
  }
}

static void rows_of_squares_add_up(void **state) {
  (void)state;
  enum { ROWS = 5, LD = MOST_POINTS + 16 };
  for (size_t p = 0; p < POINTS_TRIED; p++) {
    const size_t points = points_tried[p];
    double a[ROWS * LD], sums[MOST_POINTS];
    gk_test_rng rng = gk_test_seed(points);
    gk_test_normals_f64(&rng, ROWS * LD, 0, 1, a);
    for (size_t j = 0; j < MOST_POINTS; j++) {
      sums[j] = (double)j;
    }
    tables->points->add_squares(ROWS, points, a, LD, sums);
    for (size_t j = 0; j < points; j++) {
      long double exact = (long double)j;
      for (size_t i = 0; i < ROWS; i++) {
        exact += (long double)a[i * LD + j] * a[i * LD + j];
      }
      assert_close(sums[j], exact, 2 * ROWS * 0x1p-53 * (double)exact);
    }
  }
}

/* height exp(-q / 2), stored and added: two roundings of the exponent, 2 ulp of the exponential.
 * Below 2^-1020 it may be 0. */
static void exponentials_are_the_formula(void **state) {
  (void)state;
  const double heights[] = {1, 3e-300, 2e300};
  for (size_t h = 0; h < 3; h++) {
    gki_exp2_f64 plan;
    double squares[MOST_POINTS], sums[MOST_POINTS];
    gki_exp2_prepare_f64(heights[h], &plan);
    for (size_t i = 0; i < MOST_POINTS; i++) {
      squares[i] = (double)(i * i) / 50;
    }
    squares[40] = INFINITY;
    squares[41] = NAN;
    tables->points->exponentials(MOST_POINTS, squares, &plan, false, sums);
    for (int times = 1; times <= 2; times++) {
      for (size_t i = 0; i < MOST_POINTS; i++) {
        if (i == 41) {
          assert_is_nan(sums[i]);
          continue;
        }
        const long double exact = times * heights[h] * expl(-(long double)squares[i] / 2);
        assert_close(sums[i], exact,
                     i == 40 ? 0 : 0x1p-53 * (6 + squares[i]) * (double)exact + times * 0x1p-1020);
      }
      tables->points->exponentials(MOST_POINTS, squares, &plan, true, sums);
    }
  }
}

/* Levels, the highest of them, and their shares, as a point has them. */
static void shares_are_the_formula(void **state) {
  (void)state;
  enum { COMPONENTS = 3 };
  const double heights[COMPONENTS] = {-1000, 3, -1003};
  double squares[MOST_POINTS], levels[COMPONENTS][MOST_POINTS], highest[MOST_POINTS];
  double sums[MOST_POINTS];
  gki_exp2_f64 plan;
  gki_exp2_prepare_f64(1, &plan);
  for (size_t k = 0; k < COMPONENTS; k++) {
    for (size_t i = 0; i < MOST_POINTS; i++) {
      squares[i] = (double)(k == 1 ? 2000 + 5 * i : i);
    }
    squares[5] = NAN;
    tables->points->levels(MOST_POINTS, squares, heights[k], k == 0, levels[k], highest);
    for (size_t i = 0; i < MOST_POINTS; i++) {
      assert_true(i == 5 || levels[k][i] == heights[k] - squares[i] / 2);
    }
  }
  for (size_t i = 0; i < MOST_POINTS; i++) {
    assert_true(i == 5 || highest[i] == fmax(fmax(levels[0][i], levels[1][i]), levels[2][i]));
  }
  long double exact[COMPONENTS][MOST_POINTS];
  for (size_t k = 0; k < COMPONENTS; k++) {
    for (size_t i = 0; i < MOST_POINTS; i++) {
      exact[k][i] = expl((long double)levels[k][i] - highest[i]);
    }
    tables->points->shares(MOST_POINTS, levels[k], highest, &plan, k > 0, sums);
  }
  for (size_t i = 0; i < MOST_POINTS; i++) {
    if (i == 5) {
      assert_is_nan(sums[i]);
      continue;
    }
    const long double sum = exact[0][i] + exact[1][i] + exact[2][i];
    assert_close(sums[i], sum, 8 * 0x1p-53 * (double)sum);
    for (size_t k = 0; k < COMPONENTS; k++) {
      assert_close(levels[k][i], exact[k][i], 8 * 0x1p-53);
    }
  }
}

int main(int argc, char **argv) {
  const int status = choose_tables(argc, argv);
  if (status) {
    return status;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(panels_hold_every_point),        cmocka_unit_test(squares_are_the_formula),
      cmocka_unit_test(points_do_not_touch_each_other), cmocka_unit_test(rows_of_squares_add_up),
      cmocka_unit_test(exponentials_are_the_formula),   cmocka_unit_test(shares_are_the_formula),
  };
  return gk_test_main("point_loops", tests);
}
