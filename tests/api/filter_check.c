/* Results of the filters compared with the reference. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "filter_reference.h"

const char *reference_kind_name(reference_kind kind) {
  static const char *const names[] = {"gk_filter", "gk_filter_gradient_magnitude",
                                      "gk_filter_laplacian", "gk_filter_difference"};
  return names[kind];
}

gk_status reference_call(reference_kind kind, const gk_array *in, const gk_filter_spec *spec,
                         const double *wider, const gk_array *out, const gk_options *options) {
  switch (kind) {
  case REFERENCE_GRADIENT:
    return gk_filter_gradient_magnitude(in, spec, out, options);
  case REFERENCE_LAPLACIAN:
    return gk_filter_laplacian(in, spec, out, options);
  case REFERENCE_DIFFERENCE:
    return gk_filter_difference(in, spec, wider, out, options);
  default:
    return gk_filter(in, spec, out, options);
  }
}

typedef struct pixel {
  const char *what;
  size_t i;
  wide result, value, error;
  bool perhaps_nan, infinities;
} pixel;

static void fail_at(const pixel *p, const char *why) {
  fail_msg("%s: pixel %zu is %.17Lg, expected %.17Lg within %.3Lg: %s", p->what, p->i, p->result,
           p->value, p->error, why);
}

static void check_integer(const pixel *p, gk_type type) {
  if (!isfinite(p->value)) { /* of infinities a sum may be NaN */
    const wide most = (wide)round_to_type(type, INFINITY);
    if (p->result != 0 && !p->perhaps_nan && !(p->infinities && p->result == most)) {
      fail_at(p, "not what it rounds to");
    }
    return;
  }
  const wide low = (wide)round_to_type(type, p->value - p->error);
  const wide high = (wide)round_to_type(type, p->value + p->error);
  if (!(p->result >= low && p->result <= high) && !(p->perhaps_nan && p->result == 0)) {
    fail_at(p, "not what it rounds to");
  }
}

static double check_real(const pixel *p, gk_type type) {
  if (!isfinite(p->value)) {
    if (isfinite(p->result) && !p->perhaps_nan) {
      fail_at(p, "finite");
    }
    return 0.0;
  }
  if (p->perhaps_nan && isnan(p->result)) {
    return 0.0;
  }
  const wide rounding =
      type == GK_TYPE_F32 ? 0x1p-24L * (fabsl(p->value) + p->error) + 0x1p-150L : 0;
  const wide off = fabsl(p->result - p->value) - rounding;
  if (!(off <= p->error)) {
    fail_at(p, "too far off");
  }
  return p->error > 0 ? (double)(off / p->error) : 0.0;
}

double reference_check(const reference *r, const gk_array *out, const char *what) {
  double worst = 0.0;
  for (size_t i = 0; i < r->count; i++) {
    size_t index[4];
    view_index(out, i, index);
    const pixel p = {
        what, i, view_get(out, index), r->value[i], r->error[i], r->perhaps_nan[i], r->infinities};
    if (out->type == GK_TYPE_U8 || out->type == GK_TYPE_U16) {
      check_integer(&p, out->type);
    } else {
      worst = fmax(worst, check_real(&p, out->type));
    }
  }
  return worst;
}
