/* The checks of what a mixture is made from. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_ARGUMENTS_H
#define GKI_DENSITY_ARGUMENTS_H

#include "density/forms.h"

/* What the arguments are called in messages. */
typedef struct gki_wording {
  const char *matrix, *ld;
  bool names_component; /* "matrix of component 3" */
} gki_wording;

/* The name of the argument, or "matrix of component k", into text; returns text. */
const char *gki_name_matrix(const gki_wording *wording, size_t component, char *text, size_t size);

/* The form, the leading dimension, finite numbers, symmetry. */
gk_status gki_check_covariances(const char *function, const gki_wording *wording, size_t components,
                                size_t d, const gki_covariances *given);

/* Whether rows x cols numbers with a leading dimension are all finite; the first that is not. */
bool gki_find_not_finite(size_t rows, size_t cols, const double *a, size_t lda, size_t *row,
                         size_t *col);

#endif
