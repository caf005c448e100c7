/*
 * An output matrix with canaries: before it, after it and in the gap behind each row, all of it
 * filled with a pattern that is no kernel value. What a call must not write can be seen afterwards.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_CANVAS_H
#define GK_TEST_CANVAS_H

#include <stddef.h>

typedef struct canvas {
  size_t element, rows, columns, ld;
  size_t bytes;          /* of memory */
  unsigned char *memory; /* what free takes */
  unsigned char *data;   /* the first element of the matrix */
} canvas;

/*
 * rows x columns elements of `element` bytes, ld elements from row to row; the first element lies
 * `offset` elements behind a multiple of 64 bytes. Fails the test without memory.
 */
canvas canvas_new(size_t element, size_t rows, size_t columns, size_t ld, size_t offset);
void canvas_free(canvas *c);

/* Nothing outside of the matrix was written. */
#define assert_gaps_intact(c) canvas_assert_gaps(&(c), __FILE__, __LINE__)
void canvas_assert_gaps(const canvas *c, const char *file, int line);

/* Nothing at all was written. */
#define assert_canvas_intact(c) canvas_assert_intact(&(c), __FILE__, __LINE__)
void canvas_assert_intact(const canvas *c, const char *file, int line);

/* Columns [from, to) of a row were not written. */
#define assert_row_intact(c, row, from, to)                                                        \
  canvas_assert_row(&(c), row, from, to, __FILE__, __LINE__)
void canvas_assert_row(const canvas *c, size_t row, size_t from, size_t to, const char *file,
                       int line);

#endif
