/* Ticks at round numbers, and their labels. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_TICKS_H
#define GAUSSKERN_CLI_TICKS_H

#include <stddef.h>

enum { TICKS_MOST = 32, TICKS_LABEL = 32 };

typedef struct ticks {
  size_t count;
  double values[TICKS_MOST];
  char labels[TICKS_MOST][TICKS_LABEL];
  /* What the labels have in common, "1e-9" or "+1.0000001": number = label * factor + offset. Often
     empty. */
  char common[2 * TICKS_LABEL];
} ticks;

/*
 * Ticks within [low, high], low < high and both finite, at multiples of 1, 2, 2.5 or 5 times a
 * power of ten, at least two, and otherwise at most `intervals` (1 ... 16) steps between low and
 * high.
 */
void ticks_choose(double low, double high, size_t intervals, ticks *result);

/* The smallest of 1, 2, 5, 10, 20, 25, 50, 100, 200, 250 ... that is not below least. */
size_t ticks_index_step(double least);

#endif
