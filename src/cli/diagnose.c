/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 1024 };

static void say(const char *prefix, const char *format, va_list arguments, const char *suffix) {
  char line[LINE_BYTES];
  vsnprintf(line, sizeof line, format, arguments);
  for (char *c = line; *c != '\0'; c++) {
    if ((unsigned char)*c < ' ' || *c == 127) {
      *c = '?';
    }
  }
  fprintf(stderr, "gausskern: %s%s%s%s\n", prefix, line, suffix[0] != '\0' ? ": " : "", suffix);
}

bool complain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say("", format, arguments, "");
  va_end(arguments);
  return false;
}

bool complain_errno(const char *format, ...) {
  int error = errno;
  va_list arguments;
  va_start(arguments, format);
  say("", format, arguments, strerror(error));
  va_end(arguments);
  return false;
}

void warn(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say("warning: ", format, arguments, "");
  va_end(arguments);
}
