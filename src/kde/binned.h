/* The binned engine, as those who choose see it: d <= 3, H diagonal, finite axes. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_KDE_BINNED_H
#define GKI_KDE_BINNED_H

#include "kde/engines.h"

/* Whether the steps fit: GK_ERROR_ARGUMENT where one is above 2 h, or below h / 10^6. */
gk_status gki_kde_check_binned(const char *function, const gk_kde *kde, const gk_axis *axes);
bool gki_kde_can_bin(const gk_kde *kde, const gk_axis *axes);

/* The bound of its error, in units of the height. */
double gki_kde_binned_error(const gk_kde *kde, const gk_axis *axes);

/* About how many nodes are filtered. */
double gki_kde_binned_nodes(const gk_kde *kde, const gk_axis *axes);

#endif
