/* What does not go together on the command line of `gausskern kde`. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_CHECK_H
#define GAUSSKERN_CLI_KDE_CHECK_H

#include "kde_bandwidth.h"
#include "kde_options.h"

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

/* When all options are known; ends the process with a message where something is wrong. */
void kde_options_check(struct argp_state *state, kde_options *options);

/* When it is known that the data have d columns; false after telling what does not go with that. */
bool kde_options_fit(const kde_options *options, size_t d);

/* Likewise when the bandwidth is known. */
bool kde_options_fit_bandwidth(const kde_options *options, const kde_bandwidth *bandwidth);

#endif
