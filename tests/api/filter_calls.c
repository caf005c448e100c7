/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter_calls.h"

const char *filter_call_name(filter_call call) {
  static const char *const names[FILTER_CALLS] = {"gk_filter", "gk_filter_gradient_magnitude",
                                                  "gk_filter_laplacian", "gk_filter_difference",
                                                  "gk_filter_explain"};
  return names[call];
}

gk_status filter_call_do(filter_call call, const gk_array *in, const gk_filter_spec *spec,
                         const double *wider, const gk_array *out, const gk_options *options) {
  gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
  switch (call) {
  case FILTER_GRADIENT:
    return gk_filter_gradient_magnitude(in, spec, out, options);
  case FILTER_LAPLACIAN:
    return gk_filter_laplacian(in, spec, out, options);
  case FILTER_DIFFERENCE:
    return gk_filter_difference(in, spec, wider, out, options);
  case FILTER_EXPLAIN:
    return gk_filter_explain(in, spec, out, 0, &choice);
  default:
    return gk_filter(in, spec, out, options);
  }
}
