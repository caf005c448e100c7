/*
 * A component of a mixture on a regular grid.
 *
 * The Cholesky factor of the covariance with the coordinates in the order z, y, x makes the
 * exponent of the component a sum of squares of linear forms,
 *
 *     t = -(f_x(x, y, z)^2 + f_y(y, z)^2 + f_z(z)^2)
 *
 * so that along x it is a parabola whose steps are all alike, whatever y and z are. A form is kept
 * as its value at the grid's first point and its changes from point to point, in double-double:
 * coordinates are never formed, and nothing is lost where they are large beside the deviation.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_GRID_PLACE_H
#define GKI_DENSITY_GRID_PLACE_H

#include "core/dd.h"
#include "density/mixture.h"
#include "simd/loops.h"

enum { GKI_AXES = 3 };

/* The grid: axes that a distribution of fewer dimensions has not are one point. */
typedef struct gki_grid {
  size_t d, count[GKI_AXES];
  double first[GKI_AXES];
  gki_dd step[GKI_AXES];
} gki_grid;

typedef struct gki_placed {
  gki_dd origin[GKI_AXES];          /* form a at the first point */
  gki_dd slope[GKI_AXES][GKI_AXES]; /* [a][b]: its change along axis b >= a */
  long double whitener[GKI_AXES][GKI_AXES];
  gki_dd start[GKI_AXES]; /* the first point less the mean */
  double mantissa;        /* of the height: mantissa * 2^exponent, with 1 <= mantissa < 2 */
  int exponent;
  double log_height; /* in the base that t is an exponent of */
  bool is_near;      /* the forms and their squares are numbers that doubles hold */
} gki_placed;

/* What the forms' squares are exponents of. */
typedef enum gki_base { GKI_BASE_2, GKI_BASE_E } gki_base;

void gki_grid_set(const gk_axis *axes, size_t d, gki_grid *grid);

/* Component k, whose weight is not 0. */
void gki_place(const gk_mixture *mixture, size_t k, const gki_grid *grid, gki_base base,
               gki_placed *placed);

/*
 * The exponent along an axis, at n points from at[axis] on, where the coordinates after that axis
 * are those of `at` and those before it are left out. For placed components that are near.
 */
void gki_place_row(const gki_placed *placed, size_t d, size_t axis, const size_t at[GKI_AXES],
                   size_t n, gki_parabola_f64 *parabola);

/* The points of such a row where t may be above `lowest`: from *begin to before *end. */
void gki_row_reach(const gki_parabola_f64 *parabola, size_t n, double lowest, size_t *begin,
                   size_t *end);

/* The exponent at one point, for any component, slowly. */
double gki_exponent_at(const gki_placed *placed, const gki_grid *grid, const size_t at[GKI_AXES]);

/*
 * The log density at n points along x from at[0] on, from `components` placed with base e if it is
 * one, with base 2 if they are more. sums and levels have room for n; the result is in sums.
 */
void gki_log_row(const gki_placed *placed, size_t components, const gki_grid *grid,
                 const size_t at[GKI_AXES], size_t n, double *levels, double *sums);

#endif
