/* One reader for each input format; table_read chooses. Their error convention is table_read's. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_READERS_H
#define GAUSSKERN_CLI_READERS_H

#include "source.h"
#include "table.h"

/*
 * Each fills *matrix, which is empty before. read_npy leaves matrix->data pointing into the source
 * where that needs no conversion; table_read then keeps the source alive.
 */
bool read_npy(const source_file *source, table *matrix);
bool read_csv(const source_file *source, const table_options *options, table *matrix);
bool read_libsvm(const source_file *source, table *matrix);

/* Whether the bytes start as an npy file does. */
bool npy_recognised(const source_file *source);

/* rows * cols elements of element_bytes, not yet written; complains and gives NULL if too many. */
void *table_allocate(const char *name, size_t rows, size_t cols, size_t element_bytes);

/* The same, zeros, of which memory is taken only where something is written. */
void *table_allocate_zeros(const char *name, size_t rows, size_t cols, size_t element_bytes);

#endif
