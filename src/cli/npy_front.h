/* What an npy file begins with (version 1.0, C order, the machine's byte order). */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_NPY_FRONT_H
#define GAUSSKERN_CLI_NPY_FRONT_H

#include "table.h"

#include <stddef.h>

/* Enough for the extents of an array of up to four dimensions; 64 divides it: data are aligned */
enum { NPY_FRONT_BYTES = 128 };

/* shape: 1 to 4 extents, the one that varies slowest first. */
void npy_front_fill(table_dtype dtype, size_t dimensions, const size_t *shape,
                    char front[NPY_FRONT_BYTES]);

/* The same for elements of numpy's kind 'f' or 'u' and so many bytes. */
void npy_front_fill_kind(char kind, size_t bytes, size_t dimensions, const size_t *shape,
                         char front[NPY_FRONT_BYTES]);

#endif
