/* npy files, as matrices and as arrays of up to four axes, with channels and without. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster_readers.h"
#include "readers.h"
#include "target.h"

static bool as_raster(source_file source, bool channels) {
  raster values = {0};
  const bool ok = read_raster_npy(&source, channels, &values);
  if (ok) {
    fuzz_use_raster(&values);
  } else {
    raster_free(&values);
  }
  return ok;
}

bool fuzz_read(const uint8_t *bytes, size_t size) {
  const source_file source = fuzz_source(bytes, size);
  table matrix = {0};
  if (read_npy(&source, &matrix)) {
    fuzz_use_table(&matrix);
  } else {
    table_free(&matrix);
  }
  as_raster(source, true);
  return as_raster(source, false);
}
