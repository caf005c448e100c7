/* PNG files. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster_readers.h"
#include "target.h"

bool fuzz_read(const uint8_t *bytes, size_t size) {
  const source_file source = fuzz_source(bytes, size);
  raster values = {0};
  const bool ok = read_raster_png(&source, &values);
  if (ok) {
    fuzz_use_raster(&values);
  } else {
    raster_free(&values);
  }
  return ok;
}
