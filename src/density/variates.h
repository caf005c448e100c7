/* The random numbers of a sample, each a function of the seed, the sample's index and its own. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_VARIATES_H
#define GKI_DENSITY_VARIATES_H

#include <stddef.h>
#include <stdint.h>

/* A number in [0, 1) that chooses the component of a sample. */
double gki_choice_variate(uint64_t seed, uint64_t sample);

/* `count` independent normal variates of mean 0 and variance 1, `stride` apart. */
void gki_normal_variates(uint64_t seed, uint64_t sample, size_t count, double *out, size_t stride);

#endif
