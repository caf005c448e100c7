/* The forms in which covariances are given. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_FORMS_H
#define GKI_DENSITY_FORMS_H

#include "density/mixture.h"

/* The matrices of all components, one below the other; they have been checked. */
typedef struct gki_covariances {
  gk_covariance_form form;
  const double *matrices;
  size_t ldm;
} gki_covariances;

/* The rows of one component's matrix, its columns, and the shape that comes of it. */
size_t gki_form_rows(gk_covariance_form form, size_t d);
size_t gki_form_cols(gk_covariance_form form, size_t d);
gki_shape gki_form_shape(gk_covariance_form form);

static inline const double *gki_given_matrix(const gki_covariances *given, size_t d,
                                             size_t component) {
  return given->matrices + component * gki_form_rows(given->form, d) * given->ldm;
}

/* Whether pivots, in units of their diagonal entries, count as positive. */
double gki_least_pivot(size_t d);

#endif
