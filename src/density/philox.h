/*
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy
 * as 1, 2, 3" (SC 2011): 128 random bits that are a function of a counter and a key.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_PHILOX_H
#define GKI_DENSITY_PHILOX_H

#include <stdint.h>

typedef struct gki_philox_bits {
  uint32_t word[4];
} gki_philox_bits;

gki_philox_bits gki_philox(gki_philox_bits counter, uint32_t key0, uint32_t key1);

#endif
