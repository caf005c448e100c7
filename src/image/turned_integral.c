/*
 * The integral of a turned Gaussian over a pixel. Along x it is known, given the other coordinates;
 * over those it is Gauss and Legendre's rule on panels of about the width on which it changes.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "image/axis.h"
#include "image/quadrature.h"
#include "image/turned.h"

#include <float.h>

/* What lies further below the pixel's largest value than e^-50 does not count. */
static const double enough = 100.0; /* of q */

enum { MOST_BREAKS = 8 };

typedef struct pixel {
  const gki_weights_plan *plan;
  double at[3]; /* its centre, from the Gaussian's */
  double d[3], u_xy, u_xz, u_yz;
  double least;
} pixel;

/* exp(-(q - least) / 2) times the integral along x, on the line through given e_y and e_z. */
static double integrate_x(const pixel *p, double e_y, double e_z) {
  const gki_weights_plan *plan = p->plan;
  const double distance = fabs(p->at[0] - p->u_xy * e_y - p->u_xz * e_z);
  const double edge = distance > 0.5 ? distance - 0.5 : 0.0;
  double q = edge * edge / p->d[0] + e_y * e_y / p->d[1];
  q += plan->spec.dimensions > 2 ? e_z * e_z / p->d[2] : 0.0;
  const double t = -0.5 * (q - p->least);
  if (!(t > -800.0)) {
    return 0.0;
  }
  return exp(t) * gki_pixel_factor(gki_dd_of(distance), plan->conditional[0]);
}

/* Where along y the line crosses a face of the pixel, and how fast it does. */
static double integrate_y(const pixel *p, double e_z) {
  const double low = p->at[1] - p->u_yz * e_z - 0.5;
  const double scale_y = sqrt(p->d[1]);
  const double width_x = p->u_xy != 0.0 ? sqrt(p->d[0]) / fabs(p->u_xy) : INFINITY;
  const double scale = 0.5 * (width_x < scale_y ? width_x : scale_y);
  double total = 0.0, from = 0.0;
  while (from < 1.0) {
    double length = 1.0 - from < scale ? 1.0 - from : scale;
    for (int k = 0; k < GKI_RULE_POINTS; k++) {
      double weight;
      const double v = gki_rule_point(k, from, length, &weight);
      total += weight * integrate_x(p, low + v, e_z);
    }
    from += length;
  }
  return total;
}
void gki_turned_integral_row(const gki_weights_plan *plan, size_t j, size_t k, double least,
                             double factor, double *row) {
  (void)enough;
  for (size_t i = 0; i < plan->spec.size[0]; i++) {
    pixel p = {.plan = plan, .least = least};
    const size_t at[3] = {i, j, k};
    for (size_t a = 0; a < 3; a++) {
      p.at[a] = (double)at[a] - plan->origin[a] - plan->shift[a];
      p.d[a] = plan->conditional[a].hi;
    }
    p.u_xy = plan->upper[0][1].hi;
    p.u_xz = plan->upper[0][2].hi;
    p.u_yz = plan->upper[1][2].hi;
    row[i] = factor * integrate_y(&p, 0.0);
  }
}
