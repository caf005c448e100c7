/* What is allowed, but seldom meant: one warning each. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RASTER_WARNINGS_H
#define GAUSSKERN_CLI_RASTER_WARNINGS_H

#include "raster.h"
#include "raster_options.h"
#include "raster_round.h"

#include <stdbool.h>

/* Whether an array looks as if its last axis in numpy, here x, were that of channels. */
bool raster_hides_channels(const raster *in);

/* Warns of such an axis where the list has one value, which stands for that axis, too. */
void raster_warn_of_channels(const raster *in, const raster_options *files, const axis_list *list);

/* Warns of NaN in the input, which spread; behind that, where there is a remedy, its words. */
void raster_warn_of_nan(const raster *in, const raster_options *files, const char *remedy);

/* One warning of all that became another number than it was. */
void raster_warn_of_loss(const raster_loss *loss, const raster *out, const raster_options *files);

#endif
