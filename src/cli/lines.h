/* The lines of a text in memory. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_LINES_H
#define GAUSSKERN_CLI_LINES_H

#include "source.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct text_lines {
  const char *next, *stop;
  const char *begin, *end; /* the current line without its LF or CRLF */
  size_t number;           /* of the current line, from 1 */
} text_lines;

/* Before the first line; a UTF-8 byte order mark is passed over. */
text_lines lines_of(const source_file *source);

/* Goes to the next line; false after the last. */
bool lines_next(text_lines *lines);

/* The column of a character of the current line, from 1, in bytes. */
size_t lines_column(const text_lines *lines, const char *at);

static inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

#endif
