/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/axes.h"

#include "core/memory.h"
#include "core/status.h"
#include "filter/map.h"
#include "filter/program.h"
#include "filter/taps.h"

#include <math.h>
#include <stdint.h>

/*
 * The largest radius that costs less than recursions with so many poles: both costs grow linearly,
 * the recursion's is the same in either precision, FIR's is twice as much in double. Measured on an
 * image of 2048 x 2048 with AVX-512 and two threads.
 */
static size_t most_fir_radius(bool f64, size_t poles) {
  return f64 ? 11 + poles : 20 + 2 * poles;
}

/* There are no exponentials of fewer poles, ... */
enum { LEAST_POLES = 4 };
/* ... and from this sigma on no radius that a tolerance asks for is below those of the most. */
static const double surely_recursive_sigma = 64.0;

/* What each of so many axes may contribute, so that (1 + share)^axes = 1 + tolerance. */
static double share_of(double tolerance, size_t axes) {
  return expm1(log1p(tolerance) / (double)axes);
}

/* Whether both axes are chosen for alike. */
static bool same_taps(const gki_filter_args *args, const double *sigma, const unsigned *order,
                      size_t a, size_t b) {
  return sigma[a] == sigma[b] && order[a] == order[b] &&
         args->spec.radius[a] == args->spec.radius[b] &&
         (!args->spoilt || args->in.view.size[a] == args->in.view.size[b]);
}

static gki_taps_wish taps_wish_of(const char *function, const gk_filter_spec *spec, double sigma,
                                  unsigned order, size_t k, double share) {
  const bool truncated = spec->truncate > 0.0;
  return (gki_taps_wish){.function = function,
                         .method = spec->method,
                         .sigma = sigma,
                         .order = order,
                         .cut = truncated || spec->radius[k] > 0,
                         .radius =
                             truncated ? (size_t)(spec->truncate * sigma + 0.5) : spec->radius[k],
                         .error = share};
}

/* What is asked of one axis. */
typedef struct axis_wish {
  const char *function;
  const gki_filter_args *args;
  size_t k;
  double sigma;
  unsigned order;
  double share; /* of the tolerance */
} axis_wish;

/* The recursion where it is asked for, or where it costs less than FIR with this radius. */
static gk_status choose_recursion(const axis_wish *wish, size_t radius, gki_axis *axis,
                                  bool *chosen) {
  const gk_filter_spec *spec = &wish->args->spec;
  gki_axis recursive = *axis;
  *chosen = false;
  if (!gki_find_exponentials(wish->sigma, wish->order, spec->method, wish->share, &recursive)) {
    return spec->engine != GK_ENGINE_RECURSIVE
               ? GK_SUCCESS
               : gki_fail(GK_ERROR_ARGUMENT, wish->function,
                          "spec->engine = GK_ENGINE_RECURSIVE does not reach an error of %g at "
                          "sigma %g",
                          wish->share, wish->sigma);
  }
  const size_t most = most_fir_radius(wish->args->f64, recursive.exponentials.poles);
  if (spec->engine == GK_ENGINE_RECURSIVE || radius > most) {
    *axis = recursive;
    axis->engine = GK_ENGINE_RECURSIVE;
    *chosen = true;
  }
  return GK_SUCCESS;
}

/*
 * Whether the recursion is as good as FIR with this radius: nothing is spoilt, or FIR's windows
 * hold whole lines, too. Before the radius is known, sigma says so: no tolerance makes it less.
 */
static bool spoils_no_more(const axis_wish *wish, double radius) {
  return !wish->args->spoilt || radius >= (double)wish->args->in.view.size[wish->k];
}

/* Chooses for an axis; its boundary and the like are not touched. */
static gk_status choose(const axis_wish *wish, gki_axes *axes) {
  const gk_filter_spec *spec = &wish->args->spec;
  gki_axis *axis = &axes->axis[wish->k];
  const bool possible = spec->engine != GK_ENGINE_FIR &&
                        !gki_recursion_misses(spec, wish->sigma, wish->order, wish->k);
  bool chosen = false;
  if (possible && (spec->engine == GK_ENGINE_RECURSIVE ||
                   (wish->sigma >= surely_recursive_sigma && spoils_no_more(wish, wish->sigma)))) {
    const gk_status status = choose_recursion(wish, SIZE_MAX, axis, &chosen);
    if (status || chosen) {
      return status;
    }
  }
  const gki_taps_wish taps =
      taps_wish_of(wish->function, spec, wish->sigma, wish->order, wish->k, wish->share);
  axis->engine = GK_ENGINE_FIR;
  const gk_status status =
      gki_make_taps(&taps, &axis->taps, &axis->error, &axes->memory[wish->k], &axes->bytes);
  if (!status && possible && spoils_no_more(wish, (double)axis->taps.radius) &&
      axis->taps.radius > most_fir_radius(wish->args->f64, LEAST_POLES)) {
    return choose_recursion(wish, axis->taps.radius, axis, &chosen);
  }
  return status;
}

static gk_status choose_all(const char *function, const gki_filter_args *args, const double *sigma,
                            const unsigned *order, gki_axes *axes) {
  const gk_filter_spec *spec = &args->spec;
  size_t count = 0;
  axes->bytes = 0;
  for (size_t k = 0; k < GKI_AXES; k++) {
    axes->filtered[k] = sigma[k] > 0.0;
    axes->memory[k] = NULL;
    count += axes->filtered[k];
  }
  const double share = share_of(spec->tolerance, count > 0 ? count : 1);
  for (size_t k = 0; k < GKI_AXES; k++) {
    if (!axes->filtered[k]) {
      continue;
    }
    gki_axis *axis = &axes->axis[k];
    size_t like = 0;
    while (like < k && !(axes->filtered[like] && same_taps(args, sigma, order, like, k))) {
      like++;
    }
    if (like < k) {
      *axis = axes->axis[like];
    } else {
      const axis_wish wish = {function, args, k, sigma[k], order[k], share};
      const gk_status status = choose(&wish, axes);
      if (status) {
        return status;
      }
    }
    axes->none[k] = spec->boundary[k] == GK_BOUNDARY_NONE;
    axis->boundary = axes->none[k] ? GK_BOUNDARY_CONSTANT : spec->boundary[k];
    axis->keep = spec->stride[k];
  }
  return GK_SUCCESS;
}

/* Whether the data may hold something that an engine that was not asked for would spread. */
static bool is_worth_a_search(const gki_filter_args *args, const gki_axes *axes) {
  const gk_type type = args->in.view.type;
  bool recursive = false;
  for (size_t k = 0; k < GKI_AXES; k++) {
    recursive |= axes->filtered[k] && axes->axis[k].engine == GK_ENGINE_RECURSIVE;
  }
  return recursive && !args->searched && !args->empty && args->spec.engine == GK_ENGINE_AUTO &&
         (type == GK_TYPE_F32 || type == GK_TYPE_F64);
}

static bool is_spoilt(const gki_filter_args *args, const gki_axes *axes, size_t threads) {
  gki_map map = {.a = gki_kept(&args->in.view, axes, args->spec.stride),
                 .skip = args->spec.missing == GK_MISSING_SKIP};
  if (args->has_mask) {
    map.b = gki_kept(&args->mask.view, axes, args->spec.stride);
  }
  return gki_is_spoilt(&map, threads);
}

gk_status gki_choose_axes(const char *function, gki_filter_args *args, const double *sigma,
                          const unsigned *order, size_t threads, gki_axes *axes) {
  gk_status status = choose_all(function, args, sigma, order, axes);
  if (!status && is_worth_a_search(args, axes)) {
    args->spoilt = is_spoilt(args, axes, threads);
    args->searched = true;
    if (args->spoilt) {
      gki_free_axes(axes);
      status = choose_all(function, args, sigma, order, axes);
    }
  }
  return status;
}

void gki_free_axes(gki_axes *axes) {
  for (size_t k = 0; k < GKI_AXES; k++) {
    gki_free(axes->memory[k]);
  }
}

double gki_axis_sum(const gki_axis *axis) {
  if (axis->engine == GK_ENGINE_FIR) {
    return axis->taps.odd ? 0.0 : axis->taps.sum;
  }
  const gki_exponentials *e = &axis->exponentials;
  double sum = 0.0;
  for (size_t m = 0; m < e->terms && !e->odd; m++) {
    /* Re(c z / (1 - z)), the sum over j >= 1 of Re(c z^j). */
    const double u = 1.0 - e->z_re[m], v = -e->z_im[m];
    const double re = e->c_re[m] * e->z_re[m] - e->c_im[m] * e->z_im[m];
    const double im = e->c_re[m] * e->z_im[m] + e->c_im[m] * e->z_re[m];
    sum += (re * u + im * v) / (u * u + v * v);
  }
  return e->odd ? 0.0 : e->centre + 2.0 * sum;
}
