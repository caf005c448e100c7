/* All weights of a spec, in double, rounded but not yet made to sum up exactly. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_IMAGE_FIELD_H
#define GKI_IMAGE_FIELD_H

#include "image/plan.h"

gk_status gki_weights_field(const char *function, const gki_weights_plan *plan, double *field);

#endif
