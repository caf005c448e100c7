/*
 * Features are scaled by powers of two to variances in [1, 4) before anything is factored: that is
 * exact, and makes 1e-150 and 1e150 side by side no different from 1 and 1. With the scales p_i the
 * matrices written with a tilde in comments are L~ = P L and W~ = W P^-1.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/component.h"

#include "core/lapack.h"
#include "density/forms.h"
#include "density/panels.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* 2^-round-down(log2 of the deviation): the variance times its square is in [1, 4). */
static double scale_of(double variance) {
  const int exponent = ilogb(variance);
  return ldexp(1, -((exponent - (exponent & 1)) / 2));
}

/* The lower triangle of P A P, rows and columns in reverse order where `reversed`; false where an
 * entry is larger than a positive definite matrix can have. */
static bool scaled_lower(size_t d, const double *a, size_t lda, const double *scale, bool reversed,
                         double *out) {
  bool fits = true;
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      const double value = a[i * lda + j] * scale[i] * scale[j];
      const size_t place = reversed ? (d - 1 - j) * d + (d - 1 - i) : i * d + j;
      out[place] = value;
      fits = fits && fabs(value) <= 4;
    }
  }
  return fits;
}

static void clear_above(size_t d, double *l) {
  for (size_t i = 0; i < d; i++) {
    memset(l + i * d + i + 1, 0, (d - i - 1) * sizeof *l);
  }
}

/* The factor of a symmetric matrix, in `l`; the scales. */
static bool factor(size_t d, const double *a, size_t lda, bool reversed, double *scale, double *l) {
  for (size_t i = 0; i < d; i++) {
    const double diagonal = a[i * lda + i];
    if (!(diagonal > 0)) {
      return false;
    }
    scale[i] = scale_of(diagonal);
  }
  if (!scaled_lower(d, a, lda, scale, reversed, l) || !gki_cholesky(d, l, d)) {
    return false;
  }
  const double least = gki_least_pivot(d);
  for (size_t i = 0; i < d; i++) {
    const size_t feature = reversed ? d - 1 - i : i;
    const double diagonal = a[feature * lda + feature] * scale[feature] * scale[feature];
    const double root = l[i * d + i];
    if (!(root * root > least * diagonal)) {
      return false;
    }
  }
  clear_above(d, l);
  return true;
}

/* W~ from the factor M of the reversed precision: P = W^T W, so that W is M^T in reverse order. */
static void reverse_transpose(size_t d, const double *m, double *w) {
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j < d; j++) {
      w[i * d + j] = j <= i ? m[(d - 1 - j) * d + (d - 1 - i)] : 0;
    }
  }
}

static bool is_finite_lower(size_t d, const double *l) {
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      if (!(fabs(l[i * d + j]) <= DBL_MAX)) {
        return false;
      }
    }
  }
  return true;
}

/* The logarithm of the product of L's diagonal, from mantissas and exponents apart. */
static double log_diagonal(size_t d, const double *l, const double *scale) {
  double mantissa = 1, exponents = 0;
  for (size_t i = 0; i < d; i++) {
    int exponent;
    mantissa = frexp(mantissa * l[i * d + i], &exponent);
    exponents += exponent - ilogb(scale[i]);
  }
  return log(mantissa) + exponents * 0.693147180559945309417;
}

static void set_height(gk_mixture *mixture, size_t k, double log_root_determinant) {
  const double half_log_2pi = 0.918938533204672741780;
  mixture->log_heights[k] =
      mixture->log_weights[k] - ((double)mixture->d * half_log_2pi + log_root_determinant);
}

/* S = P^-1 L~ L~^T P^-1, mirrored; false where double does not hold a variance. */
static bool set_covariance(size_t d, const double *l, const double *scale, double *s) {
  gki_square_lower(d, l, d, s, d);
  bool fits = true;
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      s[i * d + j] = s[j * d + i] = s[i * d + j] / scale[i] / scale[j];
    }
    fits = fits && s[i * d + i] > 0 && s[i * d + i] <= DBL_MAX;
  }
  return fits;
}

static void copy_covariance(size_t d, const double *given, size_t ldm, double *s) {
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      s[i * d + j] = s[j * d + i] = given[i * ldm + j];
    }
  }
}

/* L~ and the scales of a factor that is given: rows with a largest entry in [1, 2). */
static bool read_factor(size_t d, const double *given, size_t ldm, double *scale, double *l) {
  for (size_t i = 0; i < d; i++) {
    double largest = 0;
    for (size_t j = 0; j <= i; j++) {
      largest = fmax(largest, fabs(given[i * ldm + j]));
    }
    if (!(given[i * ldm + i] > 0)) {
      return false;
    }
    scale[i] = ldexp(1, -ilogb(largest));
    if (!(scale[i] <= DBL_MAX)) {
      return false;
    }
    for (size_t j = 0; j <= i; j++) {
      l[i * d + j] = given[i * ldm + j] * scale[i];
    }
  }
  clear_above(d, l);
  return true;
}

/* L~ and W~ from a matrix of d x d; the scales. */
static bool find_factors(size_t d, gk_covariance_form form, const double *matrix, size_t ldm,
                         double *scale, double *l, double *w) {
  if (form == GK_COVARIANCE_PRECISION) {
    if (!factor(d, matrix, ldm, true, scale, l)) {
      return false;
    }
    reverse_transpose(d, l, w);
    memcpy(l, w, d * d * sizeof *l);
    gki_invert_lower(d, l, d);
    for (size_t i = 0; i < d; i++) {
      scale[i] = 1 / scale[i];
    }
    return is_finite_lower(d, l);
  }
  const bool found = form == GK_COVARIANCE_CHOLESKY ? read_factor(d, matrix, ldm, scale, l)
                                                    : factor(d, matrix, ldm, false, scale, l);
  if (!found) {
    return false;
  }
  memcpy(w, l, d * d * sizeof *w);
  gki_invert_lower(d, w, d);
  return is_finite_lower(d, w);
}

/* The scales, and W where the mixture keeps it in panels. */
size_t gki_component_work(const gk_mixture *mixture) {
  return mixture->d + (mixture->panels ? mixture->d * mixture->d : 0);
}

static gki_outcome make_full(gk_mixture *mixture, size_t k, gk_covariance_form form,
                             const double *matrix, size_t ldm, double *work) {
  const size_t d = mixture->d;
  double *scale = work, *l = gki_factor(mixture, k);
  double *w = mixture->panels ? work + d : gki_whitener(mixture, k);
  if (!find_factors(d, form, matrix, ldm, scale, l, w)) {
    return GKI_NOT_DEFINITE;
  }
  set_height(mixture, k, log_diagonal(d, l, scale));
  if (form == GK_COVARIANCE_FULL) {
    copy_covariance(d, matrix, ldm, gki_covariance(mixture, k));
  } else if (!set_covariance(d, l, scale, gki_covariance(mixture, k))) {
    return GKI_OUT_OF_RANGE;
  }
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      l[i * d + j] /= scale[i];
      w[i * d + j] *= scale[j];
    }
  }
  if (!is_finite_lower(d, w)) {
    return GKI_OUT_OF_RANGE;
  }
  if (mixture->panels) {
    gki_pack_whitener(d, w, mixture->panels + k * mixture->panel_elements);
  }
  return GKI_READY;
}

static gki_outcome make_diagonal(gk_mixture *mixture, size_t k, const double *variances,
                                 size_t stride) {
  const size_t d = mixture->d;
  double *s = gki_covariance(mixture, k), *l = gki_factor(mixture, k);
  double *w = gki_whitener(mixture, k);
  double mantissa = 1, exponents = 0;
  for (size_t i = 0; i < d; i++) {
    int exponent;
    s[i] = variances[i * stride];
    if (!(s[i] > 0)) {
      return GKI_NOT_DEFINITE;
    }
    l[i] = sqrt(s[i]);
    w[i] = 1 / l[i];
    mantissa = frexp(mantissa * s[i], &exponent);
    exponents += exponent;
  }
  set_height(mixture, k, (log(mantissa) + exponents * 0.693147180559945309417) / 2);
  return GKI_READY;
}

gki_outcome gki_make_component(gk_mixture *mixture, size_t k, gk_covariance_form form,
                               const double *matrix, size_t ldm, double *work) {
  switch (mixture->shape) {
  case GKI_SPHERICAL:
    return make_diagonal(mixture, k, matrix, 0);
  case GKI_DIAGONAL:
    return make_diagonal(mixture, k, matrix, 1);
  default:
    return make_full(mixture, k, form, matrix, ldm, work);
  }
}
