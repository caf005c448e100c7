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

/*
 * All lines: those of a run follow each other. Runs are cut into tasks, tasks into groups. Where
 * there are hardly any lines each is a group by itself.
 */
typedef struct gki_lines {
  size_t length, keep, kept; /* pixels in, and every keep-th out */
  ptrdiff_t in_step, out_step;
  size_t axes, size[3]; /* the other axes, those with the smallest strides first, merged */
  ptrdiff_t in_stride[3], out_stride[3];
  size_t run, runs;         /* lines of a run, and how many runs */
  size_t in_task, in_group; /* lines, at most */
  size_t tasks;
} gki_lines;

/* A group: where its lines begin, in elements, and whether they lie side by side. */
typedef struct gki_group {
  size_t lines;
  bool in_beside, out_beside;
  ptrdiff_t in[GKI_GROUP_LINES], out[GKI_GROUP_LINES];
} gki_group;

gki_lines gki_lines_of(const gki_pass *pass);

/* The lines of a task from one of them on; none where `first` is behind its last. */
gki_group gki_group_of(const gki_lines *lines, size_t task, size_t first);

#endif
