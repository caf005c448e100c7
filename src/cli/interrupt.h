/* Signals that stop a run: what is under way ends in order, and no half file stays. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_INTERRUPT_H
#define GAUSSKERN_CLI_INTERRUPT_H

#include <stdbool.h>

/*
 * From now on SIGINT, SIGTERM and SIGHUP (those that are not ignored) only raise a flag; a second
 * one removes the guarded file and ends the process at once. A closed pipe and a limit of file
 * sizes are errors of what writes then; before, the first ends the process, as for help into head.
 */
void interrupt_watch(void);

/*
 * A mapped file that another process shortens, or that its disk fails to read, raises SIGBUS: that
 * removes the guarded file and ends the process with a message and status 1.
 */
void interrupt_watch_maps(void);

bool interrupted(void);

/* 128 + the signal's number, as shells tell it. */
int interrupt_exit_status(void);

/* The exit status of a command that went well or not, after telling, where it was a signal that
   stopped it, that `path` (NULL: nothing) is not written. */
int interrupt_exit(bool ok, const char *path);

/* The file that a sudden end must remove; NULL: none. The string must live until the next call. */
void interrupt_guard(const char *path);

#endif
