/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/forms.h"

size_t gki_form_rows(gk_covariance_form form, size_t d) {
  return gki_form_shape(form) == GKI_FULL ? d : 1;
}

size_t gki_form_cols(gk_covariance_form form, size_t d) {
  return form == GK_COVARIANCE_SPHERICAL ? 1 : d;
}

gki_shape gki_form_shape(gk_covariance_form form) {
  return form == GK_COVARIANCE_SPHERICAL  ? GKI_SPHERICAL
         : form == GK_COVARIANCE_DIAGONAL ? GKI_DIAGONAL
                                          : GKI_FULL;
}

double gki_least_pivot(size_t d) {
  return 16 * (double)d * 0x1p-53;
}
