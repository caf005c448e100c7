/* Data and weights as they are given, for one precision; see create_f64.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Copies rows of the data in double; GK_ERROR_DATA where a number is not finite. */
static gk_status load_points(const char *function, const gk_kde *kde, const T *x, size_t ldx) {
  const size_t d = kde->d;
  for (size_t i = 0; i < kde->n; i++) {
    for (size_t k = 0; k < d; k++) {
      const double value = (double)x[i * ldx + k];
      if (!(fabs(value) <= DBL_MAX)) {
        return gki_fail(GK_ERROR_DATA, function, "x is %g at [%zu][%zu]", value, i, k);
      }
      kde->points[i * d + k] = value;
    }
  }
  return GK_SUCCESS;
}

/* Copies the weights, divided by the largest. */
static gk_status load_weights(const char *function, const gk_kde *kde, const T *weights) {
  double largest = 0;
  if (!weights) {
    return GK_SUCCESS;
  }
  for (size_t i = 0; i < kde->n; i++) {
    const double weight = (double)weights[i];
    if (!(weight >= 0 && weight <= DBL_MAX)) {
      return gki_fail(GK_ERROR_DATA, function, "weights[%zu] = %g is negative or not finite", i,
                      weight);
    }
    largest = fmax(largest, weight);
  }
  if (largest == 0) {
    return gki_fail(GK_ERROR_DATA, function, "all weights are 0");
  }
  for (size_t i = 0; i < kde->n; i++) {
    kde->weights[i] = (double)weights[i] / largest;
  }
  return GK_SUCCESS;
}

gk_status NAME(gk_kde_create)(size_t n, size_t d, const T *x, size_t ldx, const T *weights,
                              const gk_kde_spec *spec, gk_kde **kde, const gk_options *options) {
  const char *function = FUNCTION("gk_kde_create");
  gk_kde_spec known;
  gk_options read;
  gk_kde *made = NULL;
  if (!kde) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "kde is NULL");
  }
  *kde = NULL;
  if (n == 0 || d == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s = 0", n == 0 ? "n" : "d");
  }
  gki_matrix points = {.name = "x", .cols_name = "d", .data = x, .rows = n, .cols = d, .ld = ldx};
  gki_matrix column = {
      .name = "weights", .cols_name = "1", .data = weights, .rows = n, .cols = 1, .ld = 1};
  gk_status status = gki_read_options(function, options, &read);
  status = status ? status : gki_check_matrix(function, &PRECISION_LIMITS, &points);
  if (weights) {
    status = status ? status : gki_check_matrix(function, &PRECISION_LIMITS, &column);
  }
  status = status ? status : gki_kde_read_spec(function, d, spec, &known);
  status = status ? status : gki_kde_new(function, n, d, weights != NULL, &made);
  status = status ? status : gki_kde_tell(function, &read, 0);
  status = status ? status : load_points(function, made, x, ldx);
  status = status ? status : load_weights(function, made, weights);
  status = status ? status : gki_kde_prepare(function, &known, &read, made);
  status = status ? status : gki_kde_tell(function, &read, 1);
  if (status) {
    gk_kde_free(made);
    return status;
  }
  *kde = made;
  return GK_SUCCESS;
}
