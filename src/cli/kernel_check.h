/* What `gausskern kernel` can tell of its command line before anything is computed. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KERNEL_CHECK_H
#define GAUSSKERN_CLI_KERNEL_CHECK_H

#include "kernel_options.h"

#include <argp.h>

/* Once all options are known: chooses the dimensions, and spreads what stands for all axes. Ends
   the process with a message about what does not go together. */
void kernel_check(struct argp_state *state, kernel_options *options);

#endif
