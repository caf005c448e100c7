/* The "scale" rule for one precision: T is the element, NAME(x) adds _f32 or _f64. No guard. */
/* SPDX-License-Identifier: BSD-3-Clause */

gk_status NAME(gki_find_extent)(const char *function, size_t n, size_t d, const T *x, size_t ldx,
                                double *least, double *greatest) {
  double low = x[0], high = x[0];
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k < d; k++) {
      const double value = x[i * ldx + k];
      if (!isfinite(value)) {
        return gki_fail(GK_ERROR_DATA, function, "x[%zu][%zu] is %s", i, k,
                        isnan(value) ? "not a number" : "infinite");
      }
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
  }
  *least = low;
  *greatest = high;
  return GK_SUCCESS;
}

/* The mean of all numbers of X times scale. */
static double NAME(scaled_mean)(size_t n, size_t d, const T *x, size_t ldx, double scale) {
  compensated_sum total = {0.0, 0.0};
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k < d; k++) {
      add(&total, x[i * ldx + k] * scale);
    }
  }
  return result(&total) / ((double)n * (double)d);
}

/*
 * Their variance. What the rounding of the mean has left in the deviations is taken out of the sum
 * of squares again (Chan, Golub, LeVeque, The American Statistician 37, 1983).
 */
static double NAME(scaled_variance)(size_t n, size_t d, const T *x, size_t ldx, double scale) {
  const double mean = NAME(scaled_mean)(n, d, x, ldx, scale);
  const double count = (double)n * (double)d;
  compensated_sum squares = {0.0, 0.0}, deviations = {0.0, 0.0};
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k < d; k++) {
      const double deviation = x[i * ldx + k] * scale - mean;
      add(&squares, deviation * deviation);
      add(&deviations, deviation);
    }
  }
  const double left = result(&deviations);
  return (result(&squares) - left * left / count) / count;
}

gk_status NAME(gk_gamma_scale)(size_t n, size_t d, const T *x, size_t ldx, double *gamma) {
  gk_status status = gki_check_points(__func__, &NAME(gki_precision), n, 1, d, x, ldx, gamma);
  if (status != GK_SUCCESS) {
    return status;
  }
  double least = 0.0, greatest = 0.0;
  status = NAME(gki_find_extent)(__func__, n, d, x, ldx, &least, &greatest);
  if (status != GK_SUCCESS) {
    return status;
  }
  if (least == greatest) { /* the rounded mean need not be that number */
    *gamma = 1.0;
    return GK_SUCCESS;
  }
  const double scale = power_near_inverse(fmax(-least, greatest));
  const double variance = NAME(scaled_variance)(n, d, x, ldx, scale);
  return gamma_of_variance(__func__, d, variance, scale, gamma);
}
