/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/grid_arguments.h"

#include "core/memory.h"
#include "core/status.h"
#include "density/mixture.h"

#include <math.h>
#include <stdint.h>

gk_status gki_check_axes(const char *function, const gk_axis *axes, size_t d) {
  if (d > 3) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "d = %zu, a grid has at most 3 dimensions", d);
  }
  for (size_t a = 0; a < d; a++) {
    if (!isfinite(axes[a].first) || !isfinite(axes[a].last) ||
        !isfinite(axes[a].last - axes[a].first)) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "axes[%zu] from %g to %g is not finite", a,
                      axes[a].first, axes[a].last);
    }
  }
  return GK_SUCCESS;
}

gk_status gki_check_grid(const char *function, const gk_mixture *mixture, const gk_axis *axes,
                         const void *out, size_t ldo, size_t element, size_t *bytes) {
  if (!mixture || !axes) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL", mixture ? "axes" : "mixture");
  }
  const gk_status status = gki_check_axes(function, axes, mixture->d);
  if (status) {
    return status;
  }
  const size_t count[3] = {axes[0].count, mixture->d > 1 ? axes[1].count : 1,
                           mixture->d > 2 ? axes[2].count : 1};
  size_t rows;
  if (ldo < count[0]) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "ldo = %zu is smaller than axes[0].count = %zu",
                    ldo, count[0]);
  }
  *bytes = 0;
  if (count[0] == 0 || count[1] == 0 || count[2] == 0) {
    return GK_SUCCESS;
  }
  if (!gki_multiply_size(count[1], count[2], &rows) ||
      !gki_matrix_bytes(rows, count[0], ldo, element, bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "out of %zu x %zu x %zu with ldo = %zu is larger than an address space",
                    count[0], count[1], count[2], ldo);
  }
  if (!out) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "out is NULL, with %zu rows of %zu", rows,
                    count[0]);
  }
  if ((uintptr_t)out % element != 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "out is not aligned to its elements of %zu bytes",
                    element);
  }
  return GK_SUCCESS;
}
