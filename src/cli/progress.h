/* How far a long run is, told on a terminal; and the place where a signal cancels it. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_PROGRESS_H
#define GAUSSKERN_CLI_PROGRESS_H

#include <stdbool.h>

typedef struct progress {
  bool shown;        /* stderr is a terminal and nobody asked for quiet */
  bool drawn;        /* a line stands there now */
  double base, span; /* the part of the whole that a computation's 0 to 1 covers */
  double started, last_drawn;
} progress;

void progress_start(progress *meter, bool quiet);

/* The next reports are about the part from base to base + span. */
void progress_part(progress *meter, double base, double span);

/* A gk_progress_fn whose data is a progress: not 0 when a signal has come. */
int progress_report(double fraction, void *data);

/* Wipes the line, so that a message can follow. */
void progress_end(progress *meter);

/* A clock in seconds that nobody sets. */
double progress_clock(void);

#endif
