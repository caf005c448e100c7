/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/arguments.h"

#include "core/memory.h"
#include "core/status.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

const char *gki_name_matrix(const gki_wording *wording, size_t component, char *text, size_t size) {
  if (wording->names_component) {
    snprintf(text, size, "matrix of component %zu", component);
  } else {
    snprintf(text, size, "%s", wording->matrix);
  }
  return text;
}

static bool is_finite(double value) {
  return fabs(value) <= DBL_MAX;
}

bool gki_find_not_finite(size_t rows, size_t cols, const double *a, size_t lda, size_t *row,
                         size_t *col) {
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < cols; j++) {
      if (!is_finite(a[i * lda + j])) {
        *row = i;
        *col = j;
        return true;
      }
    }
  }
  return false;
}

/* Of a Cholesky factor the lower triangle, else everything. */
static gk_status check_finite(const char *function, const char *name, size_t d,
                              gk_covariance_form form, const double *matrix, size_t ldm) {
  const size_t rows = gki_form_rows(form, d), cols = gki_form_cols(form, d);
  for (size_t i = 0; i < rows; i++) {
    const size_t end = form == GK_COVARIANCE_CHOLESKY ? i + 1 : cols;
    size_t none, j;
    if (gki_find_not_finite(1, end, matrix + i * ldm, ldm, &none, &j)) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "%s is %g at [%zu][%zu]", name,
                      matrix[i * ldm + j], i, j);
    }
  }
  return GK_SUCCESS;
}

static gk_status check_symmetric(const char *function, const char *name, size_t d,
                                 const double *matrix, size_t ldm) {
  for (size_t i = 0; i < d; i++) {
    const double deviation = sqrt(fabs(matrix[i * ldm + i]));
    for (size_t j = 0; j < i; j++) {
      const double below = matrix[i * ldm + j], above = matrix[j * ldm + i];
      const double scale = deviation * sqrt(fabs(matrix[j * ldm + j]));
      if (below != above && !(fabs(below - above) <= 0x1p-40 * scale)) {
        return gki_fail(GK_ERROR_ARGUMENT, function,
                        "%s is not symmetric: [%zu][%zu] is %g, [%zu][%zu] is %g, %g apart", name,
                        i, j, below, j, i, above, fabs(below - above));
      }
    }
  }
  return GK_SUCCESS;
}

static gk_status check_matrix(const char *function, const char *name, size_t d,
                              gk_covariance_form form, const double *matrix, size_t ldm) {
  gk_status status = check_finite(function, name, d, form, matrix, ldm);
  if (!status && (form == GK_COVARIANCE_FULL || form == GK_COVARIANCE_PRECISION)) {
    status = check_symmetric(function, name, d, matrix, ldm);
  }
  return status;
}

gk_status gki_check_covariances(const char *function, const gki_wording *wording, size_t components,
                                size_t d, const gki_covariances *given) {
  if (d == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "d = 0");
  }
  if ((int)given->form < GK_COVARIANCE_FULL || (int)given->form > GK_COVARIANCE_CHOLESKY) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "form = %d is not a gk_covariance_form",
                    (int)given->form);
  }
  const size_t cols = gki_form_cols(given->form, d);
  if (given->ldm < cols) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s = %zu is smaller than %zu", wording->ld,
                    given->ldm, cols);
  }
  size_t rows, bytes;
  if (!gki_multiply_size(components, gki_form_rows(given->form, d), &rows) ||
      !gki_matrix_bytes(rows, cols, given->ldm, sizeof(double), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "%s: %zu of %zu columns are larger than an "
                    "address space",
                    wording->matrix, components, cols);
  }
  if (!given->matrices) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL", wording->matrix);
  }
  for (size_t k = 0; k < components; k++) {
    char name[64];
    const gk_status status =
        check_matrix(function, gki_name_matrix(wording, k, name, sizeof name), d, given->form,
                     gki_given_matrix(given, d, k), given->ldm);
    if (status) {
      return status;
    }
  }
  return GK_SUCCESS;
}
