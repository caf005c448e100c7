/* Densities at points and on grids, for one precision of queries and results; see density_f64.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static gk_status read_call(const char *function, const gk_kde *kde, const gk_options *given,
                           gk_options *options) {
  if (!kde) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "kde is NULL");
  }
  return gki_read_options(function, given, options);
}

static gk_status at_points(gki_kde_call *call, size_t m, const T *q, size_t ldq,
                           const gk_kde_method *method, const char *name, T *values,
                           const gk_options *given) {
  gk_options options;
  gk_status status = read_call(call->function, call->kde, given, &options);
  if (status) {
    return status;
  }
  gki_matrix queries = {
      .name = "q", .cols_name = "d", .data = q, .rows = m, .cols = call->kde->d, .ld = ldq};
  gki_matrix out = {.name = name, .cols_name = "1", .data = values, .rows = m, .cols = 1, .ld = 1};
  status = gki_check_matrix(call->function, &PRECISION_LIMITS, &queries);
  if (!status) {
    status = gki_check_matrix(call->function, &PRECISION_LIMITS, &out);
  }
  if (!status) {
    status = gki_check_disjoint(call->function, &out, &queries);
  }
  if (!status && !call->is_log) {
    status = gki_kde_choose(call->function, call->kde, m, NULL, method, &call->choice);
  }
  if (status || m == 0) {
    return status;
  }
  call->m = m;
  call->NAME(points) = q;
  call->ldq = ldq;
  call->NAME(out) = values;
  call->options = &options;
  return gki_kde_answer(call);
}

static gk_status on_grid(gki_kde_call *call, const gk_axis *axes, const gk_kde_method *method,
                         T *out, size_t ldo, const gk_options *given) {
  gk_options options;
  size_t bytes;
  gk_status status = read_call(call->function, call->kde, given, &options);
  if (!status) {
    status = gki_check_grid(call->function, call->kde->kernel, axes, out, ldo, sizeof(T), &bytes);
  }
  if (!status && !call->is_log) {
    status = gki_kde_choose(call->function, call->kde, 0, axes, method, &call->choice);
  }
  if (status || bytes == 0) {
    return status;
  }
  gki_kde_set_grid(call, axes);
  call->NAME(out) = out;
  call->ldo = ldo;
  call->options = &options;
  return gki_kde_answer(call);
}

gk_status NAME(gk_kde_density)(const gk_kde *kde, size_t m, const T *q, size_t ldq,
                               const gk_kde_method *method, T *density, const gk_options *options) {
  gki_kde_call call = {.function = FUNCTION("gk_kde_density"), .kde = kde};
  return at_points(&call, m, q, ldq, method, "density", density, options);
}

gk_status NAME(gk_kde_log_density)(const gk_kde *kde, size_t m, const T *q, size_t ldq,
                                   T *log_density, const gk_options *options) {
  gki_kde_call call = {.function = FUNCTION("gk_kde_log_density"), .kde = kde, .is_log = true};
  return at_points(&call, m, q, ldq, NULL, "log_density", log_density, options);
}

gk_status NAME(gk_kde_density_grid)(const gk_kde *kde, const gk_axis *axes,
                                    const gk_kde_method *method, T *out, size_t ldo,
                                    const gk_options *options) {
  gki_kde_call call = {.function = FUNCTION("gk_kde_density_grid"), .kde = kde};
  return on_grid(&call, axes, method, out, ldo, options);
}

gk_status NAME(gk_kde_log_density_grid)(const gk_kde *kde, const gk_axis *axes, T *out, size_t ldo,
                                        const gk_options *options) {
  gki_kde_call call = {.function = FUNCTION("gk_kde_log_density_grid"), .kde = kde, .is_log = true};
  return on_grid(&call, axes, NULL, out, ldo, options);
}
