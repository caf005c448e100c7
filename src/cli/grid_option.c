/* SPDX-License-Identifier: BSD-3-Clause */
#include "grid_option.h"

#include "number.h"

#include <math.h>
#include <string.h>

/* "-3:3:100" */
static void read_axis(struct argp_state *state, const char *text, gk_axis *axis) {
  const char *first = strchr(text, ':');
  const char *second = first != NULL ? strchr(first + 1, ':') : NULL;
  bool ok = second != NULL && number_parse(text, (size_t)(first - text), &axis->first) &&
            number_parse(first + 1, (size_t)(second - first - 1), &axis->last) &&
            number_parse_count(second + 1, strlen(second + 1), &axis->count);
  if (!ok || !isfinite(axis->first) || !isfinite(axis->last) || axis->count == 0) {
    argp_error(state, "--grid: '%s' is not MIN:MAX:N, two numbers and a count", text);
  }
  if (axis->count > 1 && axis->first == axis->last) {
    argp_error(state, "--grid: '%s' has %zu coordinates from a number to the same one", text,
               axis->count);
  }
}

size_t grid_option(struct argp_state *state, char *list, gk_axis axes[3]) {
  size_t count = 0;
  while (list != NULL) {
    if (count == 3) {
      argp_error(state, "--grid has more than 3 axes; behind them '%s'", list);
    }
    read_axis(state, strsep(&list, ","), &axes[count++]);
  }
  return count;
}
