/*
 * Densities on grids by binning: each point is shared out linearly between the nodes of its cell, and
 * the Gaussian filter blurs the weights of the nodes.
 *
 * Linear sharing gives a node what the kernel, interpolated linearly between the nodes, has at the
 * point. Along one axis that differs from the kernel by at most step^2 / 8 times its largest
 * curvature, P / h^2; along the axes one after the other these errors add up, as no kernel nor an
 * interpolated one is above 1. The filter's weights have the sum 1 where the kernel's have
 * theta = sum_j exp(-(j step / h)^2 / 2). Its error, in units of P, is that of the exponentials, below
 * 2e-11 an axis (1.2e-11 for the 14 poles that its least tolerance asks for, near their edge), and
 * rounding, which grows with the number of steps that a state lives for, h / step of them: 4e-14 of each.
 * Points further than `reach` from the grid's ends are left out: 1e-12.
 *
 * Along an axis of one node, or of steps of 0, kernels are computed as they are.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/binned.h"

#include "core/constants.h"
#include "core/memory.h"
#include "core/status.h"

#include <gausskern/filter.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { AXES = 3, RUN = 1 << 18 /* points between calls of progress */ };

static const double reach = 7.5; /* in h: exp(-7.5^2 / 2) is 6e-13 */

/* An axis of the binned grid, in steps of the asked grid from its lower end. */
typedef struct bins {
  bool alone;         /* one coordinate: `origin` */
  bool turned;        /* the asked axis descends */
  double origin, per; /* a whitened z is at (z - origin) * per */
  double sigma;       /* h in steps */
  double first, last; /* whole numbers; the asked nodes are at 0 ... asked - 1 */
  size_t asked, count;
} bins;

/* |step| / h, and 0 of an axis of one coordinate. */
static double relative_step(const gk_kde *kde, const gk_axis *axis, size_t k) {
  if (axis->count < 2) {
    return 0;
  }
  return fabs(axis->last - axis->first) / (double)(axis->count - 1) * kde->whitener[k];
}

static const double widest = 2, narrowest = 1e-6;

gk_status gki_kde_check_binned(const char *function, const gk_kde *kde, const gk_axis *axes) {
  for (size_t k = 0; k < kde->d && k < AXES; k++) {
    const double step = relative_step(kde, axes + k, k);
    if (!(step == 0 || (step >= narrowest && step <= widest))) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "axes[%zu] has steps of %g h; the binned engine takes %g to %g", k, step,
                      narrowest, widest);
    }
  }
  return GK_SUCCESS;
}

bool gki_kde_can_bin(const gk_kde *kde, const gk_axis *axes) {
  for (size_t k = 0; k < kde->d && k < AXES; k++) {
    const double step = relative_step(kde, axes + k, k);
    if (!(step == 0 || (step >= narrowest && step <= widest))) {
      return false;
    }
  }
  return true;
}

double gki_kde_binned_error(const gk_kde *kde, const gk_axis *axes) {
  double error = 0;
  for (size_t k = 0; k < kde->d && k < AXES; k++) {
    const double step = relative_step(kde, axes + k, k);
    error += step > 0 ? step * step / 8 + 2e-11 + 4e-14 / step : 0;
  }
  return error;
}

double gki_kde_binned_nodes(const gk_kde *kde, const gk_axis *axes) {
  double nodes = 1;
  for (size_t k = 0; k < kde->d && k < AXES; k++) {
    const double step = relative_step(kde, axes + k, k);
    nodes *= step > 0 ? (double)axes[k].count + 2 * reach / step : 1;
  }
  return nodes;
}

/* The bins of an axis, as far as there are points: no more than `reach` beyond its ends. */
static void set_bins(const gki_kde_call *call, size_t k, bins *b) {
  const gk_kde *kde = call->kde;
  const double start = gki_dd_value(call->start[k]) * kde->whitener[k];
  const double step = gki_dd_value(call->step[k]) * kde->whitener[k];
  *b = (bins){.alone = call->count[k] == 1 || step == 0,
              .turned = step < 0,
              .origin = start,
              .asked = call->count[k],
              .count = 1};
  if (b->alone) {
    return;
  }
  const double nodes = (double)(b->asked - 1), size = fabs(step);
  b->origin = b->turned ? start + nodes * step : start;
  b->per = b->sigma = 1 / size;
  double least = HUGE_VAL, most = -HUGE_VAL;
  for (size_t i = 0; i < kde->n; i++) {
    const double z = kde->points[i * kde->d + k];
    least = fmin(least, z);
    most = fmax(most, z);
  }
  const double margin = ceil(reach * b->sigma);
  b->first = fmin(0, fmax(floor((least - b->origin) * b->per), -margin));
  b->last = fmax(nodes, fmin(floor((most - b->origin) * b->per) + 1, nodes + margin));
  b->count = (size_t)(b->last - b->first) + 1;
}

/* The cell of a point along an axis and how much of the point the upper node gets; false beyond. */
static bool find_cell(const bins *b, double z, size_t *cell, double *upper) {
  const double at = (z - b->origin) * b->per - b->first;
  if (!(at >= 0 && at <= b->last - b->first)) {
    return false;
  }
  *cell = (size_t)at;
  *cell -= *cell + 1 == b->count;
  *upper = at - (double)*cell;
  return true;
}

/* Adds to a node's sum and its rounding error, which lie side by side: n equal shares are as exact
 * as one. */
static void add_share(double *node, double share) {
  const gki_dd sum = gki_two_sum(node[0], share);
  node[0] = sum.hi;
  node[1] += sum.lo;
}

static void share_point(const gk_kde *kde, const bins b[AXES], size_t i, double *grid) {
  const double *z = kde->points + i * kde->d;
  double weight = kde->weights ? kde->weights[i] : 1.0 / (double)kde->n;
  size_t at = 0, corners = 1, row = 1;
  size_t place[1 << AXES] = {0};
  double share[1 << AXES] = {1};
  for (size_t k = 0; k < kde->d; k++) {
    size_t cell;
    double upper;
    if (b[k].alone) {
      const double way = z[k] - b[k].origin;
      weight *= exp(-0.5 * way * way);
      continue;
    }
    if (!find_cell(b + k, z[k], &cell, &upper)) {
      return;
    }
    at += cell * row;
    for (size_t c = 0; c < corners; c++) {
      place[corners + c] = place[c] + row;
      share[corners + c] = share[c] * upper;
      share[c] *= 1 - upper;
    }
    corners *= 2;
    row *= b[k].count;
  }
  for (size_t c = 0; c < corners; c++) {
    add_share(grid + 2 * (at + place[c]), weight * share[c]);
  }
}

/* sum_j exp(-(j / sigma)^2 / 2): by Poisson's formula where that ends at once. */
static double theta(double sigma) {
  if (sigma >= 2) {
    return GKI_ROOT_TWO_PI * sigma; /* what follows is below e^-78 */
  }
  double sum = 1;
  for (double j = 1; j <= 18 * sigma; j++) {
    sum += 2 * exp(-0.5 * (j / sigma) * (j / sigma));
  }
  return sum;
}

static gk_status blur(const gki_kde_call *call, const bins b[AXES], double *grid,
                      const gk_options *options) {
  gk_filter_spec spec = GK_FILTER_INIT(b[0].sigma, b[1].sigma, b[2].sigma, 0);
  for (size_t k = 0; k < AXES; k++) {
    spec.boundary[k] = GK_BOUNDARY_CONSTANT;
  }
  spec.tolerance = 1e-12;
  const gk_array array = GK_ARRAY_3D(GK_TYPE_F64, grid, b[0].count, b[1].count, b[2].count);
  return gki_kde_relay(call->function, gk_filter(&array, &spec, &array, options));
}

/* The asked nodes of a row, in the order in which they are asked for. */
static void store_rows(const gki_kde_call *call, const bins b[AXES], const double *grid,
                       double *row, const double *instead) {
  double factor = 1;
  for (size_t k = 0; k < AXES; k++) {
    factor *= b[k].alone ? 1 : theta(b[k].sigma);
  }
  const size_t rows = call->m / call->count[0];
  for (size_t r = 0; r < rows; r++) {
    const size_t asked[AXES] = {0, r % call->count[1], r / call->count[1]};
    size_t node[AXES];
    for (size_t k = 0; k < AXES; k++) {
      const size_t from_low = b[k].turned ? b[k].asked - 1 - asked[k] : asked[k];
      node[k] = b[k].alone ? 0 : (size_t)-b[k].first + from_low;
    }
    const double *from = grid + (node[2] * b[1].count + node[1]) * b[0].count;
    for (size_t i = 0; i < call->count[0]; i++) {
      const size_t at = b[0].alone ? 0 : b[0].turned ? node[0] - i : node[0] + i;
      row[i] = factor * from[at];
    }
    gki_kde_store(call, r * call->count[0], call->count[0], row, instead);
  }
}

/* The weight of the points at each node, on the calling thread alone. */
static gk_status fill(const gki_kde_call *call, const bins b[AXES], double *grid, size_t nodes,
                      const gk_options *options) {
  const size_t n = call->kde->n;
  memset(grid, 0, 2 * nodes * sizeof *grid);
  for (size_t i = 0; i < n; i++) {
    if (i % RUN == 0) {
      const gk_status status = gki_kde_tell(call->function, options, (double)i / (double)n);
      if (status) {
        return status;
      }
    }
    share_point(call->kde, b, i, grid);
  }
  for (size_t i = 0; i < nodes; i++) {
    grid[i] = grid[2 * i] + grid[2 * i + 1];
  }
  return GK_SUCCESS;
}

static gk_status fill_and_blur(const gki_kde_call *call, const bins b[AXES], double *grid,
                               size_t nodes, const gk_options *options) {
  const double n = (double)call->kde->n, filled = n / (n + (double)nodes); /* of the time, about */
  gki_kde_part part;
  const gk_options first = gki_kde_part_options(&part, options, 0, filled);
  gk_status status = fill(call, b, grid, nodes, &first);
  if (!status) {
    const gk_options rest = gki_kde_part_options(&part, options, filled, 1);
    status = blur(call, b, grid, &rest);
  }
  return status;
}

gk_status gki_kde_binned(const gki_kde_call *call) {
  bins b[AXES];
  size_t nodes = 1, doubles, bytes;
  for (size_t k = 0; k < AXES; k++) {
    if (k < call->kde->d) {
      set_bins(call, k, b + k);
    } else {
      b[k] = (bins){.alone = true, .asked = 1, .count = 1};
    }
    if (!gki_multiply_size(nodes, b[k].count, &nodes)) {
      nodes = SIZE_MAX;
    }
  }
  const size_t row = call->count[0];
  if (!gki_multiply_size(nodes, 2, &doubles) || !gki_add_size(doubles, row, &doubles) ||
      !gki_add_size(doubles, row, &doubles) ||
      !gki_multiply_size(doubles, sizeof(double), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, call->function, "%zu x %zu x %zu bins are too many",
                    b[0].count, b[1].count, b[2].count);
  }
  gk_options options = *call->options;
  gk_status status = gki_kde_spend(call->function, &options, bytes);
  if (status) {
    return status;
  }
  double *grid = gki_alloc(doubles, sizeof *grid);
  if (!grid) {
    return gki_fail_memory(call->function, bytes);
  }
  double *values = grid + 2 * nodes, *instead = values + row;
  memset(instead, 0, row * sizeof *instead);
  status = fill_and_blur(call, b, grid, nodes, &options);
  if (!status) {
    store_rows(call, b, grid, values, instead);
  }
  gki_free(grid);
  return status;
}
