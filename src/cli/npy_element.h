/* One element of an npy file as a double, whatever its type and the order of its bytes. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_NPY_ELEMENT_H
#define GAUSSKERN_CLI_NPY_ELEMENT_H

#include "npy_header.h"

#include <stdbool.h>

/* Whether the file's elements have their bytes in the order that this machine has not. */
bool npy_foreign_order(const npy_header *header);

double npy_load(const unsigned char *from, const npy_header *header);

/* Warns of whole numbers that become doubles and are rounded. */
void npy_warn_of_rounding(const source_file *source, const npy_header *header);

#endif
