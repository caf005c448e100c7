/* One writer for each output format. They complain, unless a signal stopped them, and give false.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_WRITERS_H
#define GAUSSKERN_CLI_WRITERS_H

#include "gram_job.h"
#include "output.h"

#include <stdbool.h>

/* Version 1.0, C order. Through a memory map where the output is a file, else by blocks of rows. */
bool write_npy(const gram_job *job, output *out);

/* Commas, no header, as many digits as bring the same number back. */
bool write_csv(const gram_job *job, output *out);

/* LIBSVM's precomputed kernel: "label 0:serial 1:K_i1 2:K_i2 ...", serial from 1. */
bool write_libsvm(const gram_job *job, output *out);

#endif
