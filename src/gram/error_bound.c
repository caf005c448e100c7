/* The bound that gram.h promises; gram/exponents_impl.h keeps it. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/error_bound.h"

#include "core/status.h"
#include "gram/arguments.h"
#include "gram/path.h"
#include "simd/loops.h"

#include <gausskern/gram.h>
#include <math.h>

static gk_status bound_of(const char *function, const gki_precision *precision, double unit,
                          double tolerance, double flushed, size_t d, const gk_rbf *given,
                          double *bound) {
  gk_rbf rbf;
  gk_status status = gki_read_rbf(function, precision, given, d, &rbf);
  if (status) {
    return status;
  }
  if (!bound) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "bound is NULL");
  }
  const double chains = ceil((double)d / GKI_CHAIN_FEATURES);
  const double levels = ceil((double)d / GKI_LEVEL_FEATURES);
  const double chain = fmin((double)d, GKI_CHAIN_FEATURES) +
                       fmin(chains, GKI_LEVEL_FEATURES / GKI_CHAIN_FEATURES) + levels;
  const double e = 2.718281828459045;
  const double differences = unit * (chain + 9) / e;
  const size_t forced = gki_path_in_use()->direct_features; /* to less, if at all */
  const size_t direct = forced < GKI_DIRECT_FEATURES ? forced : GKI_DIRECT_FEATURES;
  const double exponent = d > direct && tolerance > differences ? tolerance : differences;
  *bound = rbf.variance * (exponent + 6 * unit) + flushed;
  return GK_SUCCESS;
}

gk_status gk_gram_error_bound_f32(size_t d, const gk_rbf *rbf, double *bound) {
  return bound_of("gk_gram_error_bound_f32", &gki_precision_f32, 0x1p-24, GKI_TOLERANCE_F32,
                  0x1p-124, d, rbf, bound);
}

gk_status gk_gram_error_bound_f64(size_t d, const gk_rbf *rbf, double *bound) {
  return bound_of("gk_gram_error_bound_f64", &gki_precision_f64, 0x1p-53, GKI_TOLERANCE_F64,
                  0x1p-1020, d, rbf, bound);
}
