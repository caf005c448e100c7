/* A curve in the colours of a terminal. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_SHOW_H
#define GAUSSKERN_CLI_KDE_SHOW_H

#include "array.h"

#include <stdbool.h>

/*
 * *area becomes a matrix, to be drawn from the bottom up, in which column j has curve's value below the
 * curve and the curve's least value above: the area below it in the colours of its heights. To be
 * freed; false after telling that there is no memory.
 */
bool kde_show_area(const array *curve, array *area);

#endif
