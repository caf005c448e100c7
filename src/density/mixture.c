/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/mixture.h"

#include "core/memory.h"
#include "core/status.h"
#include "density/panels.h"

#include <stdint.h>
#include <string.h>

/* The parts of the block: false where their sizes overflow. */
struct sizes {
  size_t scalars, means, matrices, panels; /* in doubles */
  size_t total;                            /* in bytes, the struct's included */
};

static bool plan(size_t components, size_t d, gki_shape shape, struct sizes *parts) {
  const bool in_panels = shape == GKI_FULL && d > GKI_ROW_DIMENSIONS;
  size_t matrix = d, panel = 0;
  *parts = (struct sizes){0};
  if ((shape == GKI_FULL && !gki_multiply_size(d, d, &matrix)) ||
      (in_panels && !gki_panel_elements(d, &panel)) ||
      !gki_multiply_size(components, 3, &parts->scalars) ||
      !gki_multiply_size(components, d, &parts->means) ||
      !gki_multiply_size(components, matrix, &parts->matrices) ||
      !gki_multiply_size(components, panel, &parts->panels)) {
    return false;
  }
  const size_t counts[] = {parts->scalars,  parts->means,    parts->matrices,
                           parts->matrices, parts->matrices, parts->panels};
  size_t doubles = 0, bytes;
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    const bool counts_here = !(in_panels && i == 4); /* panels instead of whiteners */
    if (counts_here && !gki_add_size(doubles, counts[i], &doubles)) {
      return false;
    }
  }
  const size_t extra = sizeof(struct gk_mixture) + 8 * GKI_CACHE_LINE;
  return gki_multiply_size(doubles, sizeof(double), &bytes) &&
         gki_add_size(bytes, extra, &parts->total) && parts->total <= PTRDIFF_MAX;
}

/* The next `count` doubles of the block, from a cache line on. */
static double *take(char **rest, size_t count) {
  char *part = *rest;
  *rest += (count * sizeof(double) + GKI_CACHE_LINE - 1) / GKI_CACHE_LINE * GKI_CACHE_LINE;
  return (double *)part;
}

gk_status gki_mixture_new(const char *function, size_t components, size_t d, gki_shape shape,
                          gk_mixture **made) {
  struct sizes parts;
  *made = NULL;
  if (!plan(components, d, shape, &parts)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "%zu components in d = %zu dimensions are larger than an address space",
                    components, d);
  }
  char *block = gk_alloc(parts.total);
  if (!block) {
    return gki_fail(GK_ERROR_MEMORY, function, "no memory for %zu bytes", parts.total);
  }
  gk_mixture *mixture = (gk_mixture *)block;
  *mixture = (gk_mixture){.components = components, .d = d, .shape = shape};
  char *rest = block + (sizeof *mixture + GKI_CACHE_LINE - 1) / GKI_CACHE_LINE * GKI_CACHE_LINE;
  double *scalars = take(&rest, parts.scalars);
  mixture->weights = scalars;
  mixture->log_weights = scalars + components;
  mixture->log_heights = scalars + 2 * components;
  mixture->means = take(&rest, parts.means);
  mixture->covariances = take(&rest, parts.matrices);
  mixture->factors = take(&rest, parts.matrices);
  if (parts.panels) {
    mixture->panels = take(&rest, parts.panels);
    mixture->panel_elements = parts.panels / components;
  } else {
    mixture->whiteners = take(&rest, parts.matrices);
  }
  *made = mixture;
  return GK_SUCCESS;
}

void gk_mixture_free(gk_mixture *mixture) {
  gki_free(mixture);
}

size_t gk_mixture_components(const gk_mixture *mixture) {
  return mixture ? mixture->components : 0;
}

size_t gk_mixture_dimensions(const gk_mixture *mixture) {
  return mixture ? mixture->d : 0;
}

/* The covariance of a component, whatever the shape, as a matrix. */
static void write_covariance(const gk_mixture *mixture, size_t component, double *out, size_t ldc) {
  const double *from = gki_covariance(mixture, component);
  const size_t d = mixture->d;
  for (size_t i = 0; i < d; i++) {
    if (mixture->shape == GKI_FULL) {
      memcpy(out + i * ldc, from + i * d, d * sizeof *out);
      continue;
    }
    for (size_t j = 0; j < d; j++) {
      out[i * ldc + j] = i == j ? from[i] : 0;
    }
  }
}

gk_status gk_mixture_component(const gk_mixture *mixture, size_t component, double *weight,
                               double *mean, double *covariance, size_t ldc) {
  const char *function = "gk_mixture_component";
  if (!mixture) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "mixture is NULL");
  }
  if (component >= mixture->components) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "component = %zu is not below %zu", component,
                    mixture->components);
  }
  if (covariance && ldc < mixture->d) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "ldc = %zu is smaller than d = %zu", ldc,
                    mixture->d);
  }
  if (weight) {
    *weight = mixture->weights[component];
  }
  if (mean) {
    memcpy(mean, gki_mean(mixture, component), mixture->d * sizeof *mean);
  }
  if (covariance) {
    write_covariance(mixture, component, covariance, ldc);
  }
  return GK_SUCCESS;
}
