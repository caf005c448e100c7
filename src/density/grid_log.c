/* Log densities along a row of a grid, in double for either precision. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/grid_place.h"
#include "simd/dispatch.h"

#include <float.h>

static const double ln_2 = 0x1.62e42fefa39efp-1;

/* The exponents of a component that is not near, height included. */
static double far_exponent(const gki_placed *placed, const gki_grid *grid,
                           const size_t at[GKI_AXES], size_t i) {
  const size_t point[GKI_AXES] = {at[0] + i, at[1], at[2]};
  return placed->log_height + gki_exponent_at(placed, grid, point);
}

static void quadratic_row(const gki_placed *placed, const gki_grid *grid, const size_t at[GKI_AXES],
                          size_t n, double *out) {
  if (!placed->is_near) {
    for (size_t i = 0; i < n; i++) {
      out[i] = far_exponent(placed, grid, at, i);
    }
    return;
  }
  gki_parabola_f64 parabola;
  gki_place_row(placed, grid->d, 0, at, n, &parabola);
  parabola.top += placed->log_height;
  gki_isa_in_use()->f64->quadratic(n, &parabola, out);
}

static void raise_levels(const gki_placed *placed, const gki_grid *grid, const size_t at[GKI_AXES],
                         size_t n, double *levels) {
  if (placed->is_near) {
    gki_parabola_f64 parabola;
    gki_place_row(placed, grid->d, 0, at, n, &parabola);
    parabola.top += placed->log_height;
    gki_isa_in_use()->f64->raise_levels(n, &parabola, levels);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    const double t = far_exponent(placed, grid, at, i);
    levels[i] = t > levels[i] ? t : levels[i];
  }
}

static void add_over(const gki_placed *placed, const gki_grid *grid, const size_t at[GKI_AXES],
                     size_t n, const double *levels, const gki_exp2_f64 *one, double *sums) {
  if (placed->is_near) {
    gki_parabola_f64 parabola;
    gki_place_row(placed, grid->d, 0, at, n, &parabola);
    parabola.top += placed->log_height;
    gki_isa_in_use()->f64->gaussian_over(n, &parabola, levels, one, sums);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    sums[i] += exp2(far_exponent(placed, grid, at, i) - levels[i]);
  }
}

void gki_log_row(const gki_placed *placed, size_t components, const gki_grid *grid,
                 const size_t at[GKI_AXES], size_t n, double *levels, double *sums) {
  if (components == 1) {
    quadratic_row(placed, grid, at, n, sums);
    return;
  }
  gki_exp2_f64 one;
  gki_exp2_prepare_f64(1, &one);
  for (size_t i = 0; i < n; i++) {
    levels[i] = -DBL_MAX; /* where even the logarithm is too large, the sum stays 0 */
    sums[i] = 0;
  }
  for (size_t k = 0; k < components; k++) {
    raise_levels(placed + k, grid, at, n, levels);
  }
  for (size_t k = 0; k < components; k++) {
    add_over(placed + k, grid, at, n, levels, &one, sums);
  }
  for (size_t i = 0; i < n; i++) {
    sums[i] = ln_2 * levels[i] + (sums[i] == 1 ? 0 : log(sums[i]));
  }
}
