/* SPDX-License-Identifier: BSD-3-Clause */
#include "canvas.h"

#include "gk_test.h"

#include <stdlib.h>
#include <string.h>

enum { PATTERN = 0xa5, MARGIN = 256, LINE = 64 };

canvas canvas_new(size_t element, size_t rows, size_t columns, size_t ld, size_t offset) {
  canvas c = {.element = element, .rows = rows, .columns = columns, .ld = ld};
  const size_t matrix = (rows * ld + offset) * element;
  c.bytes = 2 * MARGIN + LINE + matrix;
  c.memory = gk_test_array(c.bytes, 1);
  memset(c.memory, PATTERN, c.bytes);
  const uintptr_t start = (uintptr_t)c.memory + MARGIN;
  const size_t up_to_line = (LINE - start % LINE) % LINE;
  c.data = c.memory + MARGIN + up_to_line + offset * element;
  return c;
}

void canvas_free(canvas *c) {
  free(c->memory);
  *c = (canvas){0};
}

static void assert_pattern(const unsigned char *from, const unsigned char *to, const canvas *c,
                           const char *file, int line) {
  for (const unsigned char *p = from; p < to; p++) {
    if (*p != PATTERN) {
      print_error("byte %td of a %zu x %zu matrix (ld = %zu) was written\n", p - c->data, c->rows,
                  c->columns, c->ld);
      _fail(file, line);
    }
  }
}

void canvas_assert_intact(const canvas *c, const char *file, int line) {
  assert_pattern(c->memory, c->memory + c->bytes, c, file, line);
}

void canvas_assert_row(const canvas *c, size_t row, size_t from, size_t to, const char *file,
                       int line) {
  const unsigned char *start = c->data + row * c->ld * c->element;
  assert_pattern(start + from * c->element, start + to * c->element, c, file, line);
}

void canvas_assert_gaps(const canvas *c, const char *file, int line) {
  assert_pattern(c->memory, c->data, c, file, line);
  for (size_t i = 0; i < c->rows; i++) {
    canvas_assert_row(c, i, c->columns, c->ld, file, line);
  }
  assert_pattern(c->data + c->rows * c->ld * c->element, c->memory + c->bytes, c, file, line);
}
