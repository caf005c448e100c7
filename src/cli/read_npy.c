/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"
#include "npy_header.h"
#include "readers.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ && __BYTE_ORDER__ != __ORDER_BIG_ENDIAN__
#error "the byte order of this machine is not known to read_npy.c"
#endif

static bool foreign_order(const npy_header *header) {
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

static double load(const unsigned char *from, char kind, size_t bytes, bool swap) {
  switch (kind == 'b' ? 'b' : kind * 16 + (int)bytes) {
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

static const unsigned char *element(const source_file *source, const npy_header *header, size_t row,
                                    size_t col) {
  size_t at = header->fortran_order ? col * header->rows + row : row * header->cols + col;
  return source->bytes + header->offset + at * header->bytes;
}

/* A block of Fortran order that stays in cache while it is turned. */
enum { BLOCK = 64 };

typedef struct npy_block {
  size_t row, row_end, col, col_end;
} npy_block;

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

static void convert_block(const source_file *source, const npy_header *header, npy_block block,
                          void *data) {
  bool swap = foreign_order(header);
  bool to_float = header->kind == 'f' && header->bytes == sizeof(float);
  for (size_t i = block.row; i < block.row_end; i++) {
    for (size_t j = block.col; j < block.col_end; j++) {
      double value = load(element(source, header, i, j), header->kind, header->bytes, swap);
      if (to_float) {
        ((float *)data)[i * header->cols + j] = (float)value;
      } else {
        ((double *)data)[i * header->cols + j] = value;
      }
    }
  }
}

static void convert(const source_file *source, const npy_header *header, void *data) {
  if (header->cols == 0) {
    return;
  }
  for (size_t i = 0; i < header->rows; i += smaller(BLOCK, header->rows - i)) {
    for (size_t j = 0; j < header->cols; j += smaller(BLOCK, header->cols - j)) {
      npy_block block = {i, i + smaller(BLOCK, header->rows - i), j,
                         j + smaller(BLOCK, header->cols - j)};
      convert_block(source, header, block, data);
    }
  }
}

/* A double holds the whole numbers up to 2^53. */
static void warn_of_rounding(const source_file *source, const npy_header *header) {
  if (header->bytes != 8 || header->kind == 'f') {
    return;
  }
  bool swap = foreign_order(header);
  const unsigned char *from = source->bytes + header->offset;
  for (size_t k = 0; k < header->rows * header->cols; k++, from += 8) {
    uint64_t bits;
    fetch(from, sizeof bits, swap, &bits);
    uint64_t magnitude = header->kind == 'i' && bits >> 63 != 0 ? 0 - bits : bits;
    if (magnitude > (uint64_t)1 << 53 && (uint64_t)(double)magnitude != magnitude) {
      warn("%s: whole numbers beyond 2^53 are rounded to doubles", source->name);
      return;
    }
  }
}

/* Whether the file's own bytes are the data: native floats in rows, where a pointer may point. */
static bool usable_in_place(const source_file *source, const npy_header *header) {
  bool rows_follow = !header->fortran_order || header->rows <= 1 || header->cols <= 1;
  uintptr_t address = (uintptr_t)source->bytes + header->offset;
  return header->kind == 'f' && rows_follow && !foreign_order(header) &&
         address % header->bytes == 0;
}

bool read_npy(const source_file *source, table *matrix) {
  npy_header header;
  if (!npy_header_read(source, &header)) {
    return false;
  }
  matrix->rows = header.rows;
  matrix->cols = header.cols;
  matrix->dtype = header.kind == 'f' && header.bytes == sizeof(float) ? TABLE_F32 : TABLE_F64;
  if (usable_in_place(source, &header)) {
    matrix->data = source->bytes + header.offset;
    return true;
  }
  void *data =
      table_allocate(source->name, matrix->rows, matrix->cols, table_element_bytes(matrix->dtype));
  if (data == NULL) {
    return false;
  }
  warn_of_rounding(source, &header);
  convert(source, &header, data);
  matrix->data = data;
  matrix->owned_data = data;
  return true;
}
