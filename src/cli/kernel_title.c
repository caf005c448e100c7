/* SPDX-License-Identifier: BSD-3-Clause */
#include "kernel_title.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* With a space at which no line is broken. */
#define SPACE  "\xc2\xa0"
#define EQUALS SPACE "=" SPACE
#define TIMES  SPACE "\xc3\x97" SPACE
#define SIGMA  "\xcf\x83"
#define THETA  "\xce\xb8"
#define DEGREE "\xc2\xb0"

__attribute__((format(printf, 2, 3))) static void append(char *title, const char *format, ...) {
  size_t used = strlen(title);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(title + used, KERNEL_TITLE - used, format, arguments);
  va_end(arguments);
}

static void append_kernel(gk_weights_method method, char *title) {
  static const char *const names[] = {[GK_WEIGHTS_SAMPLED] = "Gaussian",
                                      [GK_WEIGHTS_INTEGRATED] = "Integrated Gaussian",
                                      [GK_WEIGHTS_DISCRETE] = "Discrete Gaussian",
                                      [GK_WEIGHTS_OVERSAMPLED] = "Oversampled Gaussian",
                                      [GK_WEIGHTS_OPENCV] = "OpenCV's Gaussian",
                                      [GK_WEIGHTS_BINOMIAL] = "Binomial"};
  append(title, "%s kernel", names[method]);
}

static void append_derivative(const gk_weights_spec *spec, char *title) {
  static const char *const names[] = {[GK_WEIGHTS_SAMPLED] = "a",
                                      [GK_WEIGHTS_INTEGRATED] = "an integrated",
                                      [GK_WEIGHTS_DISCRETE] = "a discrete",
                                      [GK_WEIGHTS_OVERSAMPLED] = "an oversampled"};
  append(title, "Derivative (%u", spec->order[0]);
  if (spec->dimensions == 2) {
    append(title, "," SPACE "%u", spec->order[1]);
  }
  append(title, ") of %s Gaussian", names[spec->method]);
}

void kernel_title(const kernel_options *options, const gk_weights_spec *spec, char *title) {
  title[0] = '\0';
  if (spec->order[0] + spec->order[1] > 0) {
    append_derivative(spec, title);
  } else {
    append_kernel(spec->method, title);
  }
  if (spec->dimensions == 1) {
    append(title, ", %zu" SPACE "pixel%s", spec->size[0], spec->size[0] == 1 ? "" : "s");
  } else {
    append(title, ", %zu" TIMES "%zu", spec->size[0], spec->size[1]);
  }
  if (options->sigma.count > 0) {
    append(title, ", " SIGMA EQUALS "%g", spec->sigma[0]);
    if (spec->dimensions == 2 && spec->sigma[0] != spec->sigma[1]) {
      append(title, "," SPACE "%g", spec->sigma[1]);
    }
  }
  if (spec->theta != 0) {
    append(title, ", " THETA EQUALS "%g" DEGREE, spec->theta / 3.14159265358979323846 * 180);
  }
}
