/* SPDX-License-Identifier: BSD-3-Clause */
#include "npy_front.h"

#include <stdio.h>
#include <string.h>

enum { PREFIX_BYTES = 10 };

void npy_front_fill_kind(char kind, size_t bytes, size_t dimensions, const size_t *shape,
                         char front[NPY_FRONT_BYTES]) {
  static const char magic[] = "\x93NUMPY\x01"; /* and the '\0' that ends it: version 1.0 */
  const char native = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? '<' : '>';
  const char order = bytes == 1 ? '|' : native;
  memset(front, ' ', NPY_FRONT_BYTES);
  memcpy(front, magic, sizeof magic);
  front[8] = (char)(NPY_FRONT_BYTES - PREFIX_BYTES);
  front[9] = 0;
  char extents[4 * 22 + 1] = "";
  for (size_t k = 0, used = 0; k < dimensions; k++) {
    const char *behind = dimensions == 1 ? "," : k + 1 < dimensions ? ", " : "";
    used += (size_t)snprintf(extents + used, sizeof extents - used, "%zu%s", shape[k], behind);
  }
  char text[NPY_FRONT_BYTES];
  int length = snprintf(text, sizeof text - PREFIX_BYTES,
                        "{'descr': '%c%c%zu', 'fortran_order': False, 'shape': (%s), }", order,
                        kind, bytes, extents);
  memcpy(front + PREFIX_BYTES, text, (size_t)length);
  front[NPY_FRONT_BYTES - 1] = '\n';
}

void npy_front_fill(table_dtype dtype, size_t dimensions, const size_t *shape,
                    char front[NPY_FRONT_BYTES]) {
  npy_front_fill_kind('f', table_element_bytes(dtype), dimensions, shape, front);
}
