/* SPDX-License-Identifier: BSD-3-Clause */
#include "library_error.h"

#include <gausskern/gausskern.h>
#include <string.h>

const char *library_error(void) {
  const char *message = gk_error_message();
  const char *end = strstr(message, ": ");
  return strncmp(message, "gk_", 3) == 0 && end != NULL ? end + 2 : message;
}
