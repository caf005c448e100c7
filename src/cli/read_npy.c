/* SPDX-License-Identifier: BSD-3-Clause */
#include "npy_element.h"
#include "readers.h"

#include <stdint.h>
#include <stdlib.h>

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
  bool to_float = header->kind == 'f' && header->bytes == sizeof(float);
  for (size_t i = block.row; i < block.row_end; i++) {
    for (size_t j = block.col; j < block.col_end; j++) {
      double value = npy_load(element(source, header, i, j), header);
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

/* Whether the file's own bytes are the data: native floats in rows, where a pointer may point. */
static bool usable_in_place(const source_file *source, const npy_header *header) {
  bool rows_follow = !header->fortran_order || header->rows <= 1 || header->cols <= 1;
  uintptr_t address = (uintptr_t)source->bytes + header->offset;
  return header->kind == 'f' && rows_follow && !npy_foreign_order(header) &&
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
  npy_warn_of_rounding(source, &header);
  convert(source, &header, data);
  matrix->data = data;
  matrix->owned_data = data;
  return true;
}
