/* SPDX-License-Identifier: BSD-3-Clause */
#include "lines.h"

#include <string.h>

text_lines lines_of(const source_file *source) {
  static const char byte_order_mark[] = "\xEF\xBB\xBF";
  text_lines lines = {0};
  lines.next = (const char *)source->bytes;
  lines.stop = lines.next + source->size;
  if (source->size >= 3 && memcmp(lines.next, byte_order_mark, 3) == 0) {
    lines.next += 3;
  }
  return lines;
}

bool lines_next(text_lines *lines) {
  if (lines->next == lines->stop) {
    return false;
  }
  lines->begin = lines->next;
  lines->number++;
  const char *feed = memchr(lines->begin, '\n', (size_t)(lines->stop - lines->begin));
  lines->end = feed != NULL ? feed : lines->stop;
  lines->next = feed != NULL ? feed + 1 : lines->stop;
  if (feed != NULL && lines->end > lines->begin && lines->end[-1] == '\r') {
    lines->end--;
  }
  return true;
}

size_t lines_column(const text_lines *lines, const char *at) {
  return (size_t)(at - lines->begin) + 1;
}
