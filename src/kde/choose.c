/* The engine of a call, and the error that it adds. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"
#include "core/status.h"
#include "density/grid_arguments.h"
#include "kde/binned.h"

#include <math.h>

/* In units of the height; see exponentials.c. */
static const double exponentials_error = 6e-12;

/* The nodes of a grid, or the queries. */
static double results(const gk_kde *kde, size_t m, const gk_axis *axes) {
  double nodes = 1;
  for (size_t a = 0; axes && a < kde->d; a++) {
    nodes *= (double)axes[a].count;
  }
  return axes ? nodes : (double)m;
}

static double error_of(const gk_kde *kde, const gk_axis *axes, gk_kde_engine engine,
                       double tolerance) {
  switch (engine) {
  case GK_KDE_EXPONENTIALS:
    return exponentials_error;
  case GK_KDE_CUTOFF:
    return tolerance;
  case GK_KDE_BINNED:
    return gki_kde_binned_error(kde, axes);
  default:
    return 0;
  }
}

static gk_status check_engine(const char *function, const gk_kde *kde, const gk_axis *axes,
                              gk_kde_engine engine) {
  if (engine == GK_KDE_EXPONENTIALS && kde->d != 1) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "the engine of exponentials is for d = 1, not d = %zu", kde->d);
  }
  if (engine == GK_KDE_CUTOFF && kde->d > 3) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "the cut-off is for d <= 3, not d = %zu", kde->d);
  }
  if (engine != GK_KDE_BINNED) {
    return GK_SUCCESS;
  }
  if (!axes) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "the binned engine is for grids, not for points");
  }
  if (!kde->diagonal) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "the binned engine is for a diagonal H");
  }
  return gki_kde_check_binned(function, kde, axes);
}

enum { LOOKED_AT = 1024 };

/* Of normal data, queried where they lie: what share of pairs are within `radius` along a feature. */
static double share_of_normal(const gk_kde *kde, size_t k, double radius, double side) {
  const size_t step = (kde->n - 1) / LOOKED_AT + 1;
  double count = 0, sum = 0, squares = 0;
  for (size_t i = 0; i < kde->n; i += step) {
    const double z = kde->points[i * kde->d + k];
    count += 1;
    sum += z;
    squares += z * z;
  }
  const double mean = sum / count, spread = sqrt(fmax(squares / count - mean * mean, 0));
  const double reach = radius + 4 * spread * side;
  return spread > 0 ? erf(reach / (2 * spread)) : 1;
}

/* Of nodes from `low` to `high`, by how far they lie within `radius` of some of the points. */
static double share_of_axis(const gk_kde *kde, size_t k, double low, double high, double radius,
                            double side) {
  const size_t step = (kde->n - 1) / LOOKED_AT + 1;
  const double reach = radius + (high - low) * side;
  double count = 0, within = 0;
  for (size_t i = 0; i < kde->n; i += step) {
    const double z = kde->points[i * kde->d + k];
    count += 1;
    within += fmax(fmin(z + reach, high) - fmax(z - reach, low), 0);
  }
  return high > low ? within / count / (high - low) : 1;
}

/*
 * What share of the pairs the cut-off computes, by some of the points, as if in boxes; those have sides
 * of their own, which add to the radius.
 */
static double share_within(const gk_kde *kde, const gk_axis *axes, double tolerance) {
  const double leaves = fmax(1, (double)kde->n / 64), side = pow(leaves, -1 / (double)kde->d);
  const double radius = sqrt(-2 * log(tolerance));
  double share = 1;
  for (size_t k = 0; k < kde->d; k++) {
    if (axes && kde->diagonal) {
      const double first = (axes[k].first - kde->centre[k]) * kde->whitener[k];
      const double last = (axes[k].last - kde->centre[k]) * kde->whitener[k];
      share *= share_of_axis(kde, k, fmin(first, last), fmax(first, last), radius, side);
    } else {
      share *= share_of_normal(kde, k, radius, side);
    }
  }
  return share;
}

/* In nanoseconds of one processor, as measured on a machine with AVX-512: others keep the ratios. */
static double cost_of(const gk_kde *kde, const gk_axis *axes, double m, gk_kde_engine engine,
                      double tolerance) {
  const double n = (double)kde->n, d = (double)kde->d;
  switch (engine) {
  case GK_KDE_EXPONENTIALS:
    return 1000 + 15 * n + 40 * m;
  case GK_KDE_CUTOFF:
    return 260 * (n + m) + (0.28 + 0.04 * d) * n * m * share_within(kde, axes, tolerance);
  case GK_KDE_BINNED:
    return 20000 + 17 * n * d + 10 * d * gki_kde_binned_nodes(kde, axes);
  default:
    return (axes && kde->diagonal && d > 1 ? 0.055 : 0.22 + 0.03 * d) * n * m;
  }
}

/* The cheapest engine that keeps the tolerance, of those whose bit is not in `tried`; AUTO: none. */
static gk_kde_engine cheapest(const gk_kde *kde, const gk_axis *axes, double m, double tolerance,
                              unsigned tried) {
  const bool can[] = {[GK_KDE_EXACT] = true,
                      [GK_KDE_EXPONENTIALS] = tolerance > 0 && kde->d == 1,
                      [GK_KDE_CUTOFF] = tolerance > 0 && kde->d <= 3,
                      [GK_KDE_BINNED] = tolerance > 0 && axes && kde->diagonal && kde->d <= 3 &&
                                        gki_kde_can_bin(kde, axes)};
  gk_kde_engine best = GK_KDE_AUTO;
  double least = HUGE_VAL;
  for (gk_kde_engine e = GK_KDE_EXACT; e <= GK_KDE_BINNED; e++) {
    if (can[e] && !(tried & 1U << e) && error_of(kde, axes, e, tolerance) <= tolerance) {
      const double cost = cost_of(kde, axes, m, e, tolerance);
      best = cost < least ? e : best;
      least = cost < least ? cost : least;
    }
    if (e == GK_KDE_EXACT && least < 2e4) { /* what no other engine's beginning is worth */
      return best;
    }
  }
  return best;
}

bool gki_kde_choose_other(const gk_kde *kde, size_t m, const gk_axis *axes, unsigned tried,
                          gki_kde_choice *choice) {
  const gk_kde_engine engine = cheapest(kde, axes, results(kde, m, axes), choice->tolerance, tried);
  if (engine == GK_KDE_AUTO) {
    return false;
  }
  choice->engine = engine;
  choice->error = error_of(kde, axes, engine, choice->tolerance);
  return true;
}

gk_status gki_kde_choose(const char *function, const gk_kde *kde, size_t m, const gk_axis *axes,
                         const gk_kde_method *given, gki_kde_choice *choice) {
  gk_kde_method method = GK_KDE_METHOD_INIT;
  gk_status status = gki_read_struct(function, "method", given, sizeof(gk_kde_method), &method,
                                     sizeof(gk_kde_method));
  if (status) {
    return status;
  }
  if ((int)method.engine < GK_KDE_AUTO || (int)method.engine > GK_KDE_BINNED) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "method->engine = %d is not one of gk_kde_engine",
                    (int)method.engine);
  }
  if (!(method.tolerance >= 0 && method.tolerance <= 1)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "method->tolerance = %g is not from 0 to 1",
                    method.tolerance);
  }
  status = check_engine(function, kde, axes, method.engine);
  if (status) {
    return status;
  }
  const double wanted = results(kde, m, axes);
  gk_kde_engine engine = method.engine;
  if (engine == GK_KDE_AUTO) {
    engine = wanted == 0 ? GK_KDE_EXACT : cheapest(kde, axes, wanted, method.tolerance, 0);
  }
  *choice = (gki_kde_choice){engine, method.engine == GK_KDE_AUTO, method.tolerance,
                             error_of(kde, axes, engine, method.tolerance)};
  return GK_SUCCESS;
}

gk_status gk_kde_error(const gk_kde *kde, size_t m, const gk_axis *axes,
                       const gk_kde_method *method, gk_kde_engine *engine, double *error) {
  static const char function[] = "gk_kde_error";
  gki_kde_choice choice;
  if (!kde) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "kde is NULL");
  }
  gk_status status = axes ? gki_check_axes(function, axes, kde->d) : GK_SUCCESS;
  if (!status) {
    status = gki_kde_choose(function, kde, m, axes, method, &choice);
  }
  if (status) {
    return status;
  }
  if (engine) {
    *engine = choice.engine;
  }
  if (error) {
    *error = choice.error > 0 ? choice.error * kde->height : 0; /* heights may be infinite */
  }
  return GK_SUCCESS;
}
