/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/subset.h"

#include "core/lapack.h"
#include "core/status.h"

#include <math.h>
#include <string.h>

/* `order` serves as a list of marks first: order[i] is i as long as feature i is not named. */
gk_status gki_order_features(const char *function, size_t d, size_t count, const size_t *features,
                             size_t *order) {
  for (size_t i = 0; i < d; i++) {
    order[i] = i;
  }
  for (size_t c = 0; c < count; c++) {
    if (features[c] >= d) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "features[%zu] = %zu is not below d = %zu", c,
                      features[c], d);
    }
    if (order[features[c]] == d) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "features[%zu] = %zu is named twice", c,
                      features[c]);
    }
    order[features[c]] = d;
  }
  /* The others move to the end, from the last on: there is room, for they are d - count. */
  size_t end = d;
  for (size_t i = d; i-- > 0;) {
    if (order[i] != d) {
      order[--end] = order[i];
    }
  }
  memcpy(order, features, count * sizeof *order);
  return GK_SUCCESS;
}

size_t gki_factor_work(size_t d, size_t count) {
  return count * d + gki_lower_factor_work(count);
}

/* A power of two that brings the largest entry of a row into [1, 2). */
static double scale_of_row(size_t d, const double *row) {
  double largest = 0;
  for (size_t j = 0; j < d; j++) {
    largest = fmax(largest, fabs(row[j]));
  }
  return ldexp(1, -ilogb(largest));
}

static void copy_scaled(size_t d, const double *row, double *out) {
  const double scale = scale_of_row(d, row);
  for (size_t j = 0; j < d; j++) {
    out[j] = row[j] * scale;
  }
}

void gki_factor_features(const gk_mixture *mixture, size_t component, size_t count,
                         const size_t *features, double *factor, double *work) {
  const size_t d = mixture->d;
  const double *l = gki_factor(mixture, component);
  if (mixture->shape != GKI_FULL) {
    for (size_t i = 0; i < count; i++) {
      factor[i] = l[features[i]];
    }
    return;
  }
  for (size_t i = 0; i < count; i++) {
    copy_scaled(d, l + features[i] * d, work + i * d);
  }
  gki_lower_factor(count, d, work, d, work + count * d);
  for (size_t i = 0; i < count; i++) {
    const double scale = scale_of_row(d, l + features[i] * d);
    for (size_t j = 0; j < count; j++) {
      const double value = j <= i ? work[i * d + j] / scale : 0;
      /* A column whose diagonal is negative is turned round: that is another Q. */
      factor[i * count + j] = work[j * d + j] < 0 ? -value : value;
    }
  }
}
