/* The header of an npy file: magic, version, length, and a Python dictionary of three keys. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_NPY_HEADER_H
#define GAUSSKERN_CLI_NPY_HEADER_H

#include "source.h"

#include <stdbool.h>
#include <stddef.h>

enum { NPY_MOST_DIMENSIONS = 4 };

typedef struct npy_header {
  char kind;    /* f, i, u, b as numpy's dtype.kind */
  size_t bytes; /* of one element */
  bool big_endian;
  bool fortran_order;
  size_t dimensions;
  size_t shape[NPY_MOST_DIMENSIONS]; /* as numpy has it */
  size_t rows, cols;                 /* of a matrix: one-dimensional arrays are columns */
  size_t count;                      /* of elements */
  size_t offset;                     /* of the first element in the file */
} npy_header;

/* False, after complaining, for anything but a sound header of a one- or two-dimensional array. */
bool npy_header_read(const source_file *source, npy_header *header);

/* The same of an array of one to four dimensions; rows and cols say nothing then. */
bool npy_header_read_array(const source_file *source, npy_header *header);

#endif
