/* Queries in, results out: for points and grids, in either precision. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/create.h"
#include "kde/engines.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* The query less the centre, in double; 0 and NaN or infinity where it is no ordinary one. */
static double load_point(const gki_kde_call *call, size_t q, double *z) {
  const size_t d = call->kde->d;
  double sum = 0;
  bool is_nan = false;
  for (size_t k = 0; k < d; k++) {
    const double x = call->points_f64 ? call->points_f64[q * call->ldq + k]
                                      : (double)call->points_f32[q * call->ldq + k];
    z[k] = x - call->kde->centre[k];
    is_nan = is_nan || isnan(x);
    sum += fabs(z[k]);
  }
  if (sum <= DBL_MAX) {
    return 0;
  }
  memset(z, 0, d * sizeof *z);
  return is_nan ? NAN : INFINITY;
}

/* Coordinate i of a node, less the centre. */
static double node(const gki_kde_call *call, size_t axis, size_t i) {
  return gki_dd_value(gki_dd_add_times(call->start[axis], (double)i, call->step[axis]));
}

static void load_nodes(const gki_kde_call *call, size_t first, size_t count, double *z) {
  const size_t d = call->kde->d;
  size_t at[3] = {first % call->count[0], first / call->count[0] % call->count[1],
                  first / call->count[0] / call->count[1]};
  double coordinate[3] = {0, node(call, 1, at[1]), node(call, 2, at[2])};
  for (size_t i = 0; i < count; i++) {
    coordinate[0] = node(call, 0, at[0]);
    memcpy(z + i * d, coordinate, d * sizeof *z);
    if (++at[0] == call->count[0]) {
      at[0] = 0;
      if (++at[1] == call->count[1]) {
        at[1] = 0;
        coordinate[2] = node(call, 2, ++at[2]);
      }
      coordinate[1] = node(call, 1, at[1]);
    }
  }
}

/* What whitening made too large for a square is infinitely far. */
static void settle(size_t d, size_t count, double *z, double *instead) {
  for (size_t i = 0; i < count; i++) {
    bool fits = true;
    for (size_t k = 0; k < d; k++) {
      fits = fits && fabs(z[i * d + k]) <= GKI_KDE_FARTHEST; /* a NaN does not: inf - inf */
    }
    if (!fits) {
      memset(z + i * d, 0, d * sizeof *z);
      instead[i] = instead[i] == 0 ? INFINITY : instead[i];
    }
  }
}

void gki_kde_load(const gki_kde_call *call, size_t first, size_t count, double *z,
                  double *instead) {
  const size_t d = call->kde->d;
  if (call->axes) {
    load_nodes(call, first, count, z);
    memset(instead, 0, count * sizeof *instead);
  } else {
    for (size_t i = 0; i < count; i++) {
      instead[i] = load_point(call, first + i, z + i * d);
    }
  }
  gki_kde_whiten(call->kde, count, z);
  settle(d, count, z, instead);
}

static void put(const gki_kde_call *call, size_t q, double value, double instead) {
  size_t place = q;
  if (call->axes) {
    place = q / call->count[0] * call->ldo + q % call->count[0];
  }
  if (instead != 0) {
    value = isnan(instead) ? instead : call->is_log ? -INFINITY : 0;
  }
  if (call->out_f64) {
    call->out_f64[place] = value;
  } else {
    call->out_f32[place] = (float)value;
  }
}

/* A density in units of the height, which may be beyond double where the product is not. */
static double density_of(const gk_kde *kde, double value) {
  if (!(value > 0)) {
    return isnan(value) ? value : 0;
  }
  return fabs(kde->log_height) < 700 ? value * kde->height : exp(kde->log_height + log(value));
}

void gki_kde_store_at(const gki_kde_call *call, size_t q, double value, double instead) {
  put(call, q, call->is_log ? call->kde->log_height + value : density_of(call->kde, value),
      instead);
}

void gki_kde_store(const gki_kde_call *call, size_t first, size_t count, const double *values,
                   const double *instead) {
  for (size_t i = 0; i < count; i++) {
    gki_kde_store_at(call, first + i, values[i], instead[i]);
  }
}

void gki_kde_store_logs(const gki_kde_call *call, size_t first, size_t count, const double *logs,
                        const double *instead) {
  for (size_t i = 0; i < count; i++) {
    const double value = call->kde->log_height + logs[i];
    put(call, first + i, call->is_log ? value : exp(value), instead[i]);
  }
}
