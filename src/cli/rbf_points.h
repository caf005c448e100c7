/* The points and the kernel that the command line of `gausskern gram` or `apply` names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RBF_POINTS_H
#define GAUSSKERN_CLI_RBF_POINTS_H

#include "rbf_options.h"
#include "table.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>

typedef struct rbf_points {
  table x, y; /* y: with --y */
} rbf_points;

/* The files, with as many columns each. *points is zeros before; to be freed whatever comes out. */
bool rbf_points_read(const rbf_options *options, rbf_points *points);
void rbf_points_free(rbf_points *points);

/* What --dtype says, else f32 if all points are. */
table_dtype rbf_points_dtype(const rbf_options *options, const rbf_points *points);

/* Makes the points of that dtype, and the kernel, whose gamma may come from them. */
bool rbf_points_prepare(const rbf_options *options, table_dtype dtype, rbf_points *points,
                        gk_rbf *rbf);

/* One line on stderr at the end of a run; `more` stands behind d, "p = 3, ". */
void rbf_points_summarise(const rbf_options *options, const rbf_points *points, const gk_rbf *rbf,
                          const char *more, double seconds);

#endif
