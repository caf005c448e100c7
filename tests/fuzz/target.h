/*
 * A target hands bytes to the tool's readers as if they were a file. libFuzzer calls it with bytes of
 * its own making (fuzz_*), standalone.c with the files of corpus/ (the tests).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_FUZZ_TARGET_H
#define GK_FUZZ_TARGET_H

#include "raster.h"
#include "table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the readers took the bytes; each target has its own. */
bool fuzz_read(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The bytes as a file that has been opened. */
source_file fuzz_source(const uint8_t *bytes, size_t size);

/* Look at what was read, and free it. */
void fuzz_use_table(table *matrix);
void fuzz_use_raster(raster *values);

#endif
