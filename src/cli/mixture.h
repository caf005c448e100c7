/* The distribution that `gausskern density` is asked about. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_MIXTURE_H
#define GAUSSKERN_CLI_MIXTURE_H

#include "density_options.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>

/* From the file or the numbers of the command line; false after telling why not. */
bool mixture_make(const density_options *options, gk_mixture **mixture);

#endif
