/*
 * The lines of a pass along one axis, in groups that are filtered together: lines that lie side by
 * side in memory where there are such.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_LINES_H
#define GKI_FILTER_LINES_H

#include "filter/pass.h"
#include "simd/panel_loops.h"

enum { GKI_GROUP_LINES = GKI_PANEL_LINES };

/* All lines: those of a run follow each other, runs are cut into groups. */
typedef struct gki_lines {
  size_t length, keep, kept; /* pixels in, and every keep-th out */
  ptrdiff_t in_step, out_step;
  size_t axes, size[3]; /* the other axes, those with the smallest strides first, merged */
  ptrdiff_t in_stride[3], out_stride[3];
  size_t run, runs, groups; /* lines of a run, and groups of all runs */
} gki_lines;

/* One group: where its lines begin, in elements, and whether they lie side by side. */
typedef struct gki_group {
  size_t lines;
  bool in_beside, out_beside;
  ptrdiff_t in[GKI_GROUP_LINES], out[GKI_GROUP_LINES];
} gki_group;

gki_lines gki_lines_of(const gki_pass *pass);

gki_group gki_group_of(const gki_lines *lines, size_t group);

#endif
