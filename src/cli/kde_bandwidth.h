/* The bandwidth of a kernel density estimate, for a grid and in words. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_BANDWIDTH_H
#define GAUSSKERN_CLI_KDE_BANDWIDTH_H

#include "kde_options.h"
#include "table.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct kde_bandwidth {
  size_t d;
  double *matrix; /* H, d x d */
  double factor;
} kde_bandwidth;

/* Of the estimate; false after telling that there is no memory. */
bool kde_bandwidth_of(const gk_kde *kde, kde_bandwidth *result);

/* Whether all covariances are 0. */
bool kde_bandwidth_is_diagonal(const kde_bandwidth *what);

void kde_bandwidth_free(kde_bandwidth *result);

/* "h = 0.335 (scott)", "h = 0.4 and 4.7, r = 0.9 (scott)", "h = 0.5 to 0.9 (isj)". */
void kde_bandwidth_words(const kde_bandwidth *what, gk_bandwidth rule, char *text, size_t bytes);

/*
 * From 3 h below the data to 3 h above, rounded outwards to short numbers: 512 nodes, or as many
 * more as their distance is to be h/4, at most 65536, or 4096 if each is `dear`; of two dimensions
 * 256 x 256, at most 1024 x 1024, and h/2.
 */
void kde_bandwidth_grid(const kde_bandwidth *what, const table *points, bool dear, gk_axis *axes);

/* Warns where nodes of such a grid, of one or two dimensions, are further apart than h. */
void kde_bandwidth_warn(const kde_bandwidth *what, const gk_axis *axes);

#endif
