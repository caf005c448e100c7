/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/status.h"

#include <errno.h>
#include <gausskern/version.h>
#include <stdarg.h>
#include <stdio.h>

static _Thread_local char message[512];

gk_status gki_fail(gk_status status, const char *function, const char *format, ...) {
  const int caller_errno = errno; /* vsnprintf may set it */
  int length = snprintf(message, sizeof message, "%s: ", function);
  if (length > 0 && (size_t)length < sizeof message) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message + length, sizeof message - (size_t)length, format, arguments);
    va_end(arguments);
  }
  errno = caller_errno;
  return status;
}

gk_status gki_fail_memory(const char *function, size_t bytes) {
  return gki_fail(GK_ERROR_MEMORY, function, "no memory for %zu bytes of workspace", bytes);
}

gk_status gki_fail_cancelled(const char *function) {
  return gki_fail(GK_ERROR_CANCELLED, function, "cancelled by progress");
}

const char *gk_error_message(void) {
  return message;
}

const char *gk_status_name(gk_status status) {
  switch (status) {
  case GK_SUCCESS:
    return "GK_SUCCESS";
  case GK_ERROR_ARGUMENT:
    return "GK_ERROR_ARGUMENT";
  case GK_ERROR_OVERFLOW:
    return "GK_ERROR_OVERFLOW";
  case GK_ERROR_MEMORY:
    return "GK_ERROR_MEMORY";
  case GK_ERROR_CANCELLED:
    return "GK_ERROR_CANCELLED";
  case GK_ERROR_DATA:
    return "GK_ERROR_DATA";
  case GK_ERROR_SINGULAR:
    return "GK_ERROR_SINGULAR";
  }
  return "unknown status";
}

const char *gk_version(void) {
  return GK_VERSION_STRING;
}
