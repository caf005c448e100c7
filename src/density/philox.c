/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/philox.h"

gki_philox_bits gki_philox(gki_philox_bits counter, uint32_t key0, uint32_t key1) {
  enum { ROUNDS = 10 };
  const uint64_t multiplier0 = 0xd2511f53, multiplier1 = 0xcd9e8d57;
  const uint32_t weyl0 = 0x9e3779b9, weyl1 = 0xbb67ae85; /* golden ratio, sqrt(3) - 1 */
  gki_philox_bits x = counter;
  for (int round = 0; round < ROUNDS; round++) {
    const uint64_t product0 = multiplier0 * x.word[0], product1 = multiplier1 * x.word[2];
    x = (gki_philox_bits){{(uint32_t)(product1 >> 32) ^ x.word[1] ^ key0, (uint32_t)product1,
                           (uint32_t)(product0 >> 32) ^ x.word[3] ^ key1, (uint32_t)product0}};
    key0 += weyl0;
    key1 += weyl1;
  }
  return x;
}
