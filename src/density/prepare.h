/* From covariances as they are given to components that are ready for use. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_PREPARE_H
#define GKI_DENSITY_PREPARE_H

#include "density/forms.h"

/*
 * Sets the covariances, factors, whiteners and log heights of a mixture whose weights and means
 * are set. On failure nothing may be read of it. The first component that is not positive
 * definite, or that double cannot hold, is named by the message.
 */
gk_status gki_prepare(const char *function, gk_mixture *mixture, const gki_covariances *given);

#endif
