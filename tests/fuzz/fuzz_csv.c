/* Text, with the delimiter that it shows and with each of those that can be asked for. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "readers.h"
#include "target.h"

bool fuzz_read(const uint8_t *bytes, size_t size) {
  static const char delimiters[] = {',', ';', '\t', ' ', '\0'};
  const source_file source = fuzz_source(bytes, size);
  bool ok = false;
  for (size_t i = 0; i < sizeof delimiters; i++) {
    table matrix = {0};
    ok = read_csv(&source, delimiters[i], &matrix);
    if (ok) {
      fuzz_use_table(&matrix);
    } else {
      table_free(&matrix);
    }
  }
  return ok;
}
