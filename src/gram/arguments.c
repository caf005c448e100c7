/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/arguments.h"

#include "core/memory.h"
#include "core/options.h"
#include "core/status.h"

#include <float.h>
#include <math.h>
#include <stdint.h>

const gki_precision gki_precision_f32 = {sizeof(float), 0x1p-124, 0x1p125, 0x1p126};
const gki_precision gki_precision_f64 = {sizeof(double), 0x1p-1020, 0x1p1021, 0x1p1000};

double gki_rate(double gamma) {
  const double log2e = 0x1.71547652b82fep0;
  return sqrt(gamma) * sqrt(log2e);
}

gk_status gki_check_matrix(const char *function, const gki_precision *precision,
                           gki_matrix *matrix) {
  const char *name = matrix->name, *ld_name = matrix->ld_name ? matrix->ld_name : name;
  const char *ld = matrix->ld_name ? "" : "ld";
  if (matrix->ld < matrix->cols) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s%s = %zu is smaller than %s = %zu", ld, ld_name,
                    matrix->ld, matrix->cols_name, matrix->cols);
  }
  if (!gki_matrix_bytes(matrix->rows, matrix->cols, matrix->ld, precision->element,
                        &matrix->bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "%s of %zu rows of %zu with %s%s = %zu is larger than an address space", name,
                    matrix->rows, matrix->cols, ld, ld_name, matrix->ld);
  }
  if (matrix->bytes > 0 && !matrix->data) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL, with %zu rows of %zu", name,
                    matrix->rows, matrix->cols);
  }
  if ((uintptr_t)matrix->data % precision->element != 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is not aligned to its elements of %zu bytes",
                    name, precision->element);
  }
  return GK_SUCCESS;
}

gk_status gki_check_disjoint(const char *function, const gki_matrix *output,
                             const gki_matrix *input) {
  const uintptr_t out = (uintptr_t)output->data, in = (uintptr_t)input->data;
  if (output->bytes > 0 && input->bytes > 0 && out < in + input->bytes &&
      in < out + output->bytes) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s overlaps %s", output->name, input->name);
  }
  return GK_SUCCESS;
}

gk_status gki_check_rows(const char *function, size_t first, size_t rows, size_t n) {
  if (first <= n && rows <= n - first) {
    return GK_SUCCESS;
  }
  return gki_fail(GK_ERROR_ARGUMENT, function, "rows %zu + %zu end after n = %zu", first, rows, n);
}

gki_matrix gki_lengthscale_matrix(const gk_rbf *rbf, size_t d) {
  return (gki_matrix){.name = "rbf->lengthscale",
                      .data = rbf->lengthscale,
                      .bytes = rbf->lengthscale ? d * sizeof *rbf->lengthscale : 0};
}

static int is_positive(double value) {
  return value > 0 && value <= DBL_MAX; /* false for NaN */
}

static gk_status check_lengthscale(const char *function, const gki_precision *precision,
                                   const gk_rbf *rbf, size_t d) {
  static const double one = 1;
  const double *lengthscales = rbf->lengthscale ? rbf->lengthscale : &one;
  const size_t count = rbf->lengthscale ? d : 1;
  const double rate = gki_rate(rbf->gamma);
  for (size_t k = 0; k < count; k++) {
    const double lengthscale = lengthscales[k];
    if (!is_positive(lengthscale)) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "rbf->lengthscale[%zu] = %g is not positive and finite", k, lengthscale);
    }
    if (rate / lengthscale > precision->most_rate) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "rbf->gamma = %g with lengthscale %g is too large for %zu-byte numbers",
                      rbf->gamma, lengthscale, precision->element);
    }
  }
  return GK_SUCCESS;
}

gk_status gki_read_rbf(const char *function, const gki_precision *precision, const gk_rbf *given,
                       size_t d, gk_rbf *rbf) {
  *rbf = (gk_rbf)GK_RBF_INIT;
  gk_status status = gki_read_struct(function, "rbf", given, sizeof(gk_rbf), rbf, sizeof(gk_rbf));
  if (status) {
    return status;
  }
  if (!is_positive(rbf->gamma)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "rbf->gamma = %g is not positive and finite",
                    rbf->gamma);
  }
  if (!(rbf->variance >= precision->least_variance && rbf->variance <= precision->most_variance)) {
    return gki_fail(
        GK_ERROR_ARGUMENT, function,
        "rbf->variance = %g is not between %g and %g, the range for numbers of %zu bytes",
        rbf->variance, precision->least_variance, precision->most_variance, precision->element);
  }
  if (!(rbf->noise >= 0 && rbf->noise <= precision->most_variance)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "rbf->noise = %g is not between 0 and %g",
                    rbf->noise, precision->most_variance);
  }
  return check_lengthscale(function, precision, rbf, d);
}
