/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster_warnings.h"

#include "diagnose.h"
#include "linear.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* The elements have no gaps between them, in whatever order. */
static size_t count_nan(const raster *in) {
  size_t count = raster_count(in), found = 0;
  const float *floats = in->data;
  const double *doubles = in->data;
  for (size_t i = 0; i < count && in->type == GK_TYPE_F32; i++) {
    found += isnan(floats[i]);
  }
  for (size_t i = 0; i < count && in->type == GK_TYPE_F64; i++) {
    found += isnan(doubles[i]);
  }
  return found;
}

void raster_warn_of_nan(const raster *in, const raster_options *files, const char *remedy) {
  size_t found = files->quiet ? 0 : count_nan(in);
  if (found > 0) {
    warn("%zu number%s of %s %s NaN, and all results within reach become NaN%s", found,
         option_plural(found), files->input, found == 1 ? "is" : "are", remedy);
  }
}

enum { PART = 96 };

/* ", 3 are negative and become 0" behind what is there. */
static void add_part(char *text, size_t count, const char *what, double instead) {
  size_t used = strlen(text);
  if (count > 0) {
    snprintf(text + used, 3 * PART - used, "%s%zu %s %s and become%s %.0f", used > 0 ? ", " : "",
             count, count == 1 ? "is" : "are", what, count == 1 ? "s" : "", instead);
  }
}

void raster_warn_of_loss(const raster_loss *loss, const raster *out, const raster_options *files) {
  char parts[3 * PART] = "", above[PART];
  double white = linear_white(out->type);
  snprintf(above, sizeof above, "above %.0f", white);
  add_part(parts, loss->negative, "negative", 0);
  add_part(parts, loss->above, above, white);
  add_part(parts, loss->missing, "NaN", 0);
  if (parts[0] != '\0' && !files->quiet) {
    warn("%s: of %zu numbers %s; .npy with --type f32 keeps them", files->output, raster_count(out),
         parts);
  }
}
