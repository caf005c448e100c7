/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/axes.h"

#include "core/memory.h"
#include "core/status.h"
#include "filter/taps.h"

#include <math.h>
#include <string.h>

/* Above these radii the recursion costs less than multiplications; see docs/performance.md. */
static const size_t most_fir_radius_f32 = 20, most_fir_radius_f64 = 16;
/* From this sigma on no radius that a tolerance asks for is below those. */
static const double surely_recursive_sigma = 64.0;

/* What each of so many axes may contribute, so that (1 + share)^axes = 1 + tolerance. */
static double share_of(double tolerance, size_t axes) {
  return expm1(log1p(tolerance) / (double)axes);
}

static bool same_taps(const gki_filter_args *args, const double *sigma, const unsigned *order,
                      size_t a, size_t b) {
  return sigma[a] == sigma[b] && order[a] == order[b] &&
         args->spec.radius[a] == args->spec.radius[b];
}

static gki_taps_wish wish_of(const char *function, const gk_filter_spec *spec, double sigma,
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

static gk_status choose_recursion(const char *function, const gk_filter_spec *spec, double sigma,
                                  unsigned order, double share, gki_axis *axis, bool *found) {
  gki_axis recursive = *axis;
  *found = gki_find_exponentials(sigma, order, spec->method, share, &recursive);
  if (*found) {
    *axis = recursive;
    axis->engine = GK_ENGINE_RECURSIVE;
  } else if (spec->engine == GK_ENGINE_RECURSIVE) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->engine = GK_ENGINE_RECURSIVE does not reach an error of %g at sigma %g",
                    share, sigma);
  }
  return GK_SUCCESS;
}

/* Chooses for axis k; its boundary and the like are set. */
static gk_status choose(const char *function, const gki_filter_args *args, double sigma,
                        unsigned order, size_t k, double share, gki_axes *axes) {
  const gk_filter_spec *spec = &args->spec;
  gki_axis *axis = &axes->axis[k];
  const bool possible =
      spec->engine != GK_ENGINE_FIR && !gki_recursion_misses(spec, sigma, order, k);
  bool found = false;
  if (possible && (spec->engine == GK_ENGINE_RECURSIVE || sigma >= surely_recursive_sigma)) {
    const gk_status status = choose_recursion(function, spec, sigma, order, share, axis, &found);
    if (status || found) {
      return status;
    }
  }
  const gki_taps_wish wish = wish_of(function, spec, sigma, order, k, share);
  axis->engine = GK_ENGINE_FIR;
  gk_status status = gki_make_taps(&wish, &axis->taps, &axis->error, &axes->memory[k]);
  const size_t most = args->f64 ? most_fir_radius_f64 : most_fir_radius_f32;
  if (!status && possible && axis->taps.radius > most) {
    status = choose_recursion(function, spec, sigma, order, share, axis, &found);
  }
  return status;
}

gk_status gki_choose_axes(const char *function, const gki_filter_args *args, const double *sigma,
                          const unsigned *order, gki_axes *axes) {
  const gk_filter_spec *spec = &args->spec;
  size_t count = 0;
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
      const gk_status status = choose(function, args, sigma[k], order[k], k, share, axes);
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
