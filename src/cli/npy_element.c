/* SPDX-License-Identifier: BSD-3-Clause */
#include "npy_element.h"

#include "diagnose.h"

#include <stdint.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ && __BYTE_ORDER__ != __ORDER_BIG_ENDIAN__
#error "the byte order of this machine is not known to npy_element.c"
#endif

bool npy_foreign_order(const npy_header *header) {
  bool native_is_big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
  return header->big_endian != native_is_big && header->bytes > 1;
}

/* The element's bytes in this machine's order. */
static void fetch(const unsigned char *from, size_t bytes, bool swap, void *to) {
  if (!swap) {
    memcpy(to, from, bytes);
    return;
  }
  unsigned char *reversed = to;
  for (size_t i = 0; i < bytes; i++) {
    reversed[i] = from[bytes - 1 - i];
  }
}

#define LOAD(type)                                                                                 \
  do {                                                                                             \
    type value;                                                                                    \
    fetch(from, sizeof value, swap, &value);                                                       \
    return (double)value;                                                                          \
  } while (0)

double npy_load(const unsigned char *from, const npy_header *header) {
  bool swap = npy_foreign_order(header);
  switch (header->kind == 'b' ? 'b' : header->kind * 16 + (int)header->bytes) {
  case 'b':
    return *from != 0;
  case 'f' * 16 + 4:
    LOAD(float);
  case 'f' * 16 + 8:
    LOAD(double);
  case 'i' * 16 + 1:
    LOAD(int8_t);
  case 'i' * 16 + 2:
    LOAD(int16_t);
  case 'i' * 16 + 4:
    LOAD(int32_t);
  case 'i' * 16 + 8:
    LOAD(int64_t);
  case 'u' * 16 + 1:
    LOAD(uint8_t);
  case 'u' * 16 + 2:
    LOAD(uint16_t);
  case 'u' * 16 + 4:
    LOAD(uint32_t);
  default:
    LOAD(uint64_t);
  }
}

/* Of whole numbers, a double holds those of up to 53 digits, with zeros behind them. */
static bool double_holds(uint64_t magnitude) {
  while (magnitude > (uint64_t)1 << 53 && magnitude % 2 == 0) {
    magnitude /= 2;
  }
  return magnitude <= (uint64_t)1 << 53;
}

void npy_warn_of_rounding(const source_file *source, const npy_header *header) {
  if (header->bytes != 8 || header->kind == 'f') {
    return;
  }
  bool swap = npy_foreign_order(header);
  const unsigned char *from = source->bytes + header->offset;
  for (size_t k = 0; k < header->count; k++, from += 8) {
    uint64_t bits;
    fetch(from, sizeof bits, swap, &bits);
    uint64_t magnitude = header->kind == 'i' && bits >> 63 != 0 ? 0 - bits : bits;
    if (!double_holds(magnitude)) {
      warn("%s: whole numbers beyond 2^53 are rounded to doubles", source->name);
      return;
    }
  }
}
