/* SPDX-License-Identifier: BSD-3-Clause */
#include "box_option.h"

#include "diagnose.h"
#include "number.h"
#include "option_values.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* "-inf:3" */
static void read_side(struct argp_state *state, const char *text, double *low, double *high) {
  const char *colon = strchr(text, ':');
  bool ok = colon != NULL && number_parse(text, (size_t)(colon - text), low) &&
            number_of(colon + 1, high);
  if (!ok || isnan(*low) || isnan(*high)) {
    argp_error(state, "--integral: '%s' is not LOW:HIGH, two numbers, or inf or -inf", text);
  }
  if (*low > *high) {
    argp_error(state, "--integral: '%s' ends below where it begins", text);
  }
}

void box_option(struct argp_state *state, char *list, option_box *result) {
  size_t count = 1;
  for (const char *c = list; *c != '\0'; c++) {
    count += *c == ',';
  }
  box_free(result);
  *result = (option_box){.dimensions = count,
                         .low = calloc(count, sizeof(double)),
                         .high = calloc(count, sizeof(double))};
  if (result->low == NULL || result->high == NULL) {
    argp_failure(state, EXIT_FAILED, 0, "--integral: no memory for %zu dimensions", count);
    return;
  }
  for (size_t k = 0; k < count; k++) {
    read_side(state, option_next(&list, k == 0), &result->low[k], &result->high[k]);
  }
}

void box_free(option_box *what) {
  free(what->low);
  free(what->high);
  *what = (option_box){0};
}
