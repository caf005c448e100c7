/* weights.h for one precision: T is the element, NAME(x) adds _f32 or _f64. No guard. */
/* SPDX-License-Identifier: BSD-3-Clause */

static bool NAME(is_exact_sum)(const gk_weights_spec *spec) {
  return spec->normalize == GK_NORMALIZE_SUM && spec->order[0] + spec->order[1] == 0 &&
         spec->order[2] == 0 && spec->amplitude != 0.0;
}

static void NAME(make_sum)(const gki_weights_plan *plan, NAME(balance) * balance, T *w) {
  const T amplitude = (T)plan->spec.amplitude;
  balance->orbits = NAME(orbits_of)(plan, w);
  for (size_t i = 0; amplitude < 0 && i < plan->pixels; i++) {
    w[i] = -w[i];
  }
  NAME(settle)(balance, amplitude < 0 ? -amplitude : amplitude);
  for (size_t i = 0; amplitude < 0 && i < plan->pixels; i++) {
    w[i] = -w[i];
  }
}

/* The double numbers that w is rounded from: w itself where it is double. */
static double *NAME(field_for)(size_t pixels, T *w) {
#ifdef FIELD_IS_OWN
  (void)w;
  return gki_alloc(pixels, sizeof(double));
#else
  (void)pixels;
  return w;
#endif
}

static void NAME(round_field)(size_t pixels, double *field, T *w) {
#ifdef FIELD_IS_OWN
  for (size_t i = 0; i < pixels; i++) {
    w[i] = (T)field[i];
  }
  gki_free(field);
#else
  (void)pixels, (void)field, (void)w;
#endif
}

gk_status NAME(gk_weights)(const gk_weights_spec *spec, T *w) {
  gki_weights_plan plan;
  gk_status status = gki_read_weights_spec(__func__, &LIMITS, spec, w, &plan);
  if (status != GK_SUCCESS || plan.pixels == 0) {
    return status;
  }
  NAME(balance) *balance = NULL;
  double *field = NAME(field_for)(plan.pixels, w);
  if (NAME(is_exact_sum)(&plan.spec)) {
    balance = gki_alloc(1, sizeof *balance);
  }
  if (!field || (NAME(is_exact_sum)(&plan.spec) && !balance)) {
    status = gki_fail_memory(__func__, plan.pixels * sizeof(double));
  }
  if (status == GK_SUCCESS) {
    status = gki_weights_field(__func__, &plan, field);
  }
  if (status == GK_SUCCESS) {
    NAME(round_field)(plan.pixels, field, w);
    if (balance) {
      NAME(make_sum)(&plan, balance, w);
    }
  } else if ((void *)field != (void *)w) {
    gki_free(field);
  }
  gki_free(balance);
  return status;
}
