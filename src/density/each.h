/* Work on all components of a mixture, one task each. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_EACH_H
#define GKI_DENSITY_EACH_H

#include "density/component.h"

/* Does one component; `numbers` are the thread's own workspace. */
typedef gki_outcome (*gki_component_fn)(void *context, size_t component, double *numbers);

/*
 * Runs the function for each component of the mixture, several at once where that pays, each in a
 * task that calls BLAS where the covariances are full. *failed is the first component whose
 * outcome is not GKI_READY, or the number of components.
 */
gk_status gki_each_component(const char *function, const gk_mixture *mixture, size_t numbers,
                             gki_component_fn run, void *context, size_t *failed,
                             gki_outcome *outcome);

#endif
