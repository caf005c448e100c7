/* The bytes of an input file, mapped where that is possible, else read once. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_SOURCE_H
#define GAUSSKERN_CLI_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct source_file {
  const char *name; /* for messages */
  const unsigned char *bytes;
  size_t size;
  void *map; /* NULL where the bytes are in memory of our own */
  void *owned;
} source_file;

/* "-" is the standard input. */
bool source_open(const char *path, source_file *source);
void source_close(source_file *source);

#endif
