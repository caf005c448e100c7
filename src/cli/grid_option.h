/* --grid MIN:MAX:N[,...] of `gausskern density` and `gausskern kde`. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_GRID_OPTION_H
#define GAUSSKERN_CLI_GRID_OPTION_H

#include <argp.h>
#include <gausskern/gausskern.h>
#include <stddef.h>

/* How many axes the text names, 1 to 3; it is taken apart. Ends the process where it is wrong. */
size_t grid_option(struct argp_state *state, char *list, gk_axis axes[3]);

#endif
