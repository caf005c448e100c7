/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/box.h"

#include "core/constants.h"
#include "core/quadrature.h"

#include <math.h>
#include <stdbool.h>

/* Where something changes from one value to another, and how fast: at `centre`, over `scale`. */
struct step {
  double centre, scale;
};

/* Steps are all over so many scales from their centre; a panel is so many of the smallest wide. */
static const double step_reach = 8.5, panel_scales = 4;

double gki_box_interval(double low, double high) {
  if (low > 0) {
    return 0.5 * (erfc(low * GKI_ROOT_HALF) - erfc(high * GKI_ROOT_HALF));
  }
  if (high < 0) {
    return 0.5 * (erfc(-high * GKI_ROOT_HALF) - erfc(-low * GKI_ROOT_HALF));
  }
  return 0.5 * (erf(high * GKI_ROOT_HALF) - erf(low * GKI_ROOT_HALF));
}

/* The step of the edge `bound - slope u` over a deviation of `spread`, if it is any. */
static size_t add_step(double bound, double slope, double spread, struct step *steps,
                       size_t count) {
  const double scale = fmax(spread / fabs(slope), 1e-14);
  if (!isfinite(bound) || !(scale < 1)) {
    return count; /* no edge, or one smoother than the normal density itself */
  }
  steps[count] = (struct step){bound / slope, scale};
  return count + 1;
}

/* The end of the panel that begins at x: as wide as all steps that it touches allow. */
static double panel_end(double x, double end, const struct step *steps, size_t count) {
  double width = panel_scales;
  for (size_t s = 0; s < count; s++) {
    const double reach = step_reach * steps[s].scale, begin = steps[s].centre - reach;
    if (x >= begin && x < steps[s].centre + reach) {
      width = fmin(width, panel_scales * steps[s].scale);
    } else if (x < begin) {
      width = fmin(width, begin - x);
    }
  }
  return fmin(x + width, end);
}

typedef double (*integrand)(const void *context, double u);

/* The integral of f times the normal density over an interval. */
static double integrate(integrand f, const void *context, double low, double high,
                        const struct step *steps, size_t count) {
  const double begin = fmax(low, -GKI_BOX_FARTHEST), end = fmin(high, GKI_BOX_FARTHEST);
  double sum = 0;
  for (double x = begin, next; x < end; x = next) {
    next = panel_end(x, end, steps, count);
    if (!(next > x)) {
      next = nextafter(x, end);
    }
    for (int k = 0; k < GKI_RULE_POINTS; k++) {
      double weight;
      const double u = gki_rule_point(k, x, next - x, &weight);
      sum += weight * exp(-u * u / 2) * f(context, u);
    }
  }
  return sum / GKI_ROOT_TWO_PI;
}

/* Two dimensions: along the first, the second's interval given u. */
struct plane {
  double slope, spread; /* the second row of the factor */
  double low, high;
};

static double interval_given(const void *context, double u) {
  const struct plane *plane = context;
  const double at = plane->slope * u;
  return gki_box_interval((plane->low - at) / plane->spread, (plane->high - at) / plane->spread);
}

static double in_plane(const struct plane *plane, double low, double high) {
  struct step steps[2];
  size_t count = add_step(plane->low, plane->slope, plane->spread, steps, 0);
  count = add_step(plane->high, plane->slope, plane->spread, steps, count);
  return integrate(interval_given, plane, low, high, steps, count);
}

/* Three dimensions: along the first, the plane of the others given u. */
struct space {
  const double *second, *third; /* rows of the factor */
  const double *low, *high;     /* of all three */
};

static double plane_given(const void *context, double u) {
  const struct space *space = context;
  const double *second = space->second, *third = space->third;
  const struct plane plane = {third[1], third[2], space->low[2] - third[0] * u,
                              space->high[2] - third[0] * u};
  const double at = second[0] * u;
  return in_plane(&plane, (space->low[1] - at) / second[1], (space->high[1] - at) / second[1]);
}

/* Where an edge of the second dimension passes one of the third, in the plane. */
static size_t add_crossing(const struct space *space, double second, double third,
                           struct step *steps, size_t count) {
  const double *b = space->second, *c = space->third;
  if (c[1] == 0 || !isfinite(second) || !isfinite(third)) {
    return count;
  }
  return add_step(second / b[1] - third / c[1], b[0] / b[1] - c[0] / c[1], c[2] / fabs(c[1]), steps,
                  count);
}

static double in_space(const struct space *space) {
  const double *b = space->second, *c = space->third, *low = space->low, *high = space->high;
  const double rest = hypot(c[1], c[2]);
  struct step steps[8];
  size_t count = add_step(low[1], b[0], b[1], steps, 0);
  count = add_step(high[1], b[0], b[1], steps, count);
  count = add_step(low[2], c[0], rest, steps, count);
  count = add_step(high[2], c[0], rest, steps, count);
  count = add_crossing(space, low[1], low[2], steps, count);
  count = add_crossing(space, low[1], high[2], steps, count);
  count = add_crossing(space, high[1], low[2], steps, count);
  count = add_crossing(space, high[1], high[2], steps, count);
  return integrate(plane_given, space, low[0], high[0], steps, count);
}

double gki_box_quadrature(size_t d, const double *l, size_t ldl, const double *low,
                          const double *high) {
  if (d == 1) {
    return gki_box_interval(low[0], high[0]);
  }
  if (d == 2) {
    const struct plane plane = {l[ldl], l[ldl + 1], low[1], high[1]};
    return in_plane(&plane, low[0], high[0]);
  }
  const struct space space = {l + ldl, l + 2 * ldl, low, high};
  return in_space(&space);
}
