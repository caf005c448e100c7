/* Text, with the delimiter that it shows and with each of those that can be asked for, of numbers
   and of words besides. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "readers.h"
#include "target.h"

bool fuzz_read(const uint8_t *bytes, size_t size) {
  static const char delimiters[] = {',', ';', '\t', ' ', '\0'};
  const source_file source = fuzz_source(bytes, size);
  bool ok = false;
  for (size_t i = 0; i < 2 * sizeof delimiters; i++) {
    const table_options options = {TABLE_CSV, delimiters[i / 2], i % 2 == 0};
    table matrix = {0};
    ok = read_csv(&source, &options, &matrix);
    if (ok) {
      fuzz_use_table(&matrix);
    } else {
      table_free(&matrix);
    }
  }
  return ok;
}
