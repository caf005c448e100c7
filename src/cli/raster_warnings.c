/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster_warnings.h"

#include "diagnose.h"

bool raster_hides_channels(const raster *in) {
  return !in->png && !in->channels && in->dimensions > 2 && in->size[0] >= 2 && in->size[0] <= 4;
}

void raster_warn_of_channels(const raster *in, const raster_options *files, const axis_list *list) {
  if (!files->quiet && list->count == 1 && raster_hides_channels(in)) {
    warn("%s: the last axis has the length %zu and is taken as x, not kept apart; if it is that of "
         "channels say --channels",
         files->input, in->size[0]);
  }
}
