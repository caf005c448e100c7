/* Changes to a PNG with right checksums: with wrong ones nothing behind them would be looked at. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>
#include <stdint.h>

/* libFuzzer's: its own change, and the hook for others'. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

enum { SIGNATURE_BYTES = 8, AROUND = 12 }; /* length, name and checksum of a chunk */

static uint32_t checksum(const uint8_t *bytes, size_t count) {
  uint32_t crc = 0xffffffff;
  for (size_t i = 0; i < count; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc;
}

static uint32_t load(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void repair(uint8_t *data, size_t size) {
  size_t at = SIGNATURE_BYTES;
  while (at + AROUND <= size && load(data + at) <= size - at - AROUND) {
    const size_t length = load(data + at);
    const uint32_t crc = checksum(data + at + 4, length + 4);
    for (int i = 0; i < 4; i++) {
      data[at + 8 + length + (size_t)i] = (uint8_t)(crc >> (24 - 8 * i));
    }
    at += length + AROUND;
  }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
  size = LLVMFuzzerMutate(data, size, most);
  if (seed % 8 != 0) {
    repair(data, size);
  }
  return size;
}
