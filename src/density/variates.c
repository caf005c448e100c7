/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/variates.h"

#include "density/philox.h"

#include <math.h>

/* The last word of the counter tells apart what the numbers are for. */
enum purpose { NORMALS = 0, CHOICE = 1 };

static gki_philox_bits bits_of(uint64_t seed, uint64_t sample, uint32_t block,
                               enum purpose purpose) {
  const gki_philox_bits counter = {
      {(uint32_t)sample, (uint32_t)(sample >> 32), block, (uint32_t)purpose}};
  return gki_philox(counter, (uint32_t)seed, (uint32_t)(seed >> 32));
}

/* 53 bits as an integer. */
static double whole_number(uint32_t low, uint32_t high) {
  return (double)(((uint64_t)high << 32 | low) >> 11);
}

double gki_choice_variate(uint64_t seed, uint64_t sample) {
  const gki_philox_bits bits = bits_of(seed, sample, 0, CHOICE);
  return whole_number(bits.word[0], bits.word[1]) * 0x1p-53;
}

/* Box and Muller's transform of two uniform numbers, one in (0, 1], one in [0, 1). */
void gki_normal_variates(uint64_t seed, uint64_t sample, size_t count, double *out, size_t stride) {
  const double two_pi = 6.283185307179586476925;
  for (size_t k = 0; k < count; k += 2) {
    const gki_philox_bits bits = bits_of(seed, sample, (uint32_t)(k / 2), NORMALS);
    const double radius = sqrt(-2 * log((whole_number(bits.word[0], bits.word[1]) + 1) * 0x1p-53));
    const double angle = two_pi * (whole_number(bits.word[2], bits.word[3]) * 0x1p-53);
    out[k * stride] = radius * cos(angle);
    if (k + 1 < count) {
      out[(k + 1) * stride] = radius * sin(angle);
    }
  }
}
