/*
 * The output file. A regular file is written under a temporary name in the same directory and
 * renamed when it is whole and on the disk; pipes, devices and the standard output are written
 * directly.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_OUTPUT_H
#define GAUSSKERN_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct output {
  const char *name; /* for messages */
  int fd;           /* open for reading and writing where temporary is not NULL */
  char *target;     /* what the temporary file becomes; NULL where there is none */
  char *temporary;
} output;

/* Whether the output is another file than the input; complains if not. Either may be NULL. */
bool output_spares(const char *path, const char *input);

/* "-" and /dev/stdout are the standard output. */
bool output_open(const char *path, output *out);

/* All the bytes, or false; false without a message where a signal stopped it. */
bool output_write(output *out, const void *bytes, size_t count);

/* Makes the file appear under its name, or leaves nothing. */
bool output_finish(output *out);

/* Leaves nothing. */
void output_discard(output *out);

#endif
