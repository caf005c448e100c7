/* Calls of the library's functions as parts of another call. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/status.h"
#include "kde/engines.h"

#include <stdio.h>
#include <string.h>

/* The part's share of the whole, its ends told by the whole alone. */
static int report(double fraction, void *data) {
  const gki_kde_part *part = data;
  if ((fraction == 0 && part->begin > 0) || (fraction == 1 && part->end < 1)) {
    return 0;
  }
  const double share = part->begin + fraction * (part->end - part->begin);
  return part->whole->progress(share, part->whole->progress_data);
}

gk_options gki_kde_part_options(gki_kde_part *part, const gk_options *whole, double begin,
                                double end) {
  *part = (gki_kde_part){whole, begin, end};
  gk_options options = *whole;
  if (whole->progress) {
    options.progress = report;
    options.progress_data = part;
  }
  return options;
}

gk_status gki_kde_tell(const char *function, const gk_options *options, double fraction) {
  const bool stops = options->progress && options->progress(fraction, options->progress_data);
  return stops ? gki_fail_cancelled(function) : GK_SUCCESS;
}

gk_status gki_kde_spend(const char *function, gk_options *options, size_t bytes) {
  if (options->workspace_bytes == 0) {
    return GK_SUCCESS;
  }
  if (options->workspace_bytes <= bytes) {
    return gki_fail(GK_ERROR_MEMORY, function,
                    "options->workspace_bytes = %zu is not more than the %zu that it begins with",
                    options->workspace_bytes, bytes);
  }
  options->workspace_bytes -= bytes;
  return GK_SUCCESS;
}

gk_status gki_kde_relay(const char *function, gk_status status) {
  char message[400];
  if (status == GK_SUCCESS) {
    return GK_SUCCESS;
  }
  if (status == GK_ERROR_CANCELLED) {
    return gki_fail_cancelled(function);
  }
  const char *inner = gk_error_message(), *text = strstr(inner, ": ");
  snprintf(message, sizeof message, "%s", text ? text + 2 : inner);
  return gki_fail(status, function, "%s", message);
}
