/* The tool's messages: one line each on stderr, "gausskern: ..." in front. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_DIAGNOSE_H
#define GAUSSKERN_CLI_DIAGNOSE_H

#include <stdbool.h>

/* The exit statuses, as the manual lists them; 128 + the signal's number where one stopped us. */
enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/*
 * Why something failed. Always returns false, so that `return complain(...)` reads as it works.
 * Control characters, which a hostile file may hold, are shown as '?'.
 */
bool complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As complain, with ": " and the words of errno behind: complain_errno("cannot open %s", path). */
bool complain_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Something the user should know although the work goes on; "gausskern: warning: ...". */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
