/* LIBSVM's text. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "readers.h"
#include "target.h"

bool fuzz_read(const uint8_t *bytes, size_t size) {
  const source_file source = fuzz_source(bytes, size);
  table matrix = {0};
  const bool ok = read_libsvm(&source, &matrix);
  if (ok) {
    fuzz_use_table(&matrix);
  } else {
    table_free(&matrix);
  }
  return ok;
}
