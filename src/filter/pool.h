/*
 * Pooling inside the library. The axes are put in the order of in's strides: x is the one along
 * which rows run, before it perhaps a few channels that lie side by side, and others.
 *
 * Where blocks tile x and rows have no gaps, all rows of the blocks are added up pixel by pixel, with
 * weights that repeat from block to block, and then the neighbours of each block. Else rows are
 * widened, split in the phases of the stride, and the weights slide along them.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_POOL_H
#define GKI_FILTER_POOL_H

#include "core/workspace.h"
#include "filter/array.h"
#include "simd/pool_loops.h"

enum { GKI_POOL_OTHERS = 3 };

/* A call that has been checked. */
typedef struct gki_pool_args {
  gki_array in, out;
  gk_pool_spec spec; /* blocks and strides filled in */
  size_t pixels;     /* of a block */
  bool empty;        /* there are no results */
} gki_pool_args;

gk_status gki_read_pool(const char *function, const gk_array *in, const gk_pool_spec *spec,
                        const gk_array *out, gki_pool_args *args);

typedef struct gki_pool_axis {
  size_t size, block, stride, count; /* pixels; of a block; to the next; results */
  ptrdiff_t in, out;                 /* strides of the arrays */
  size_t weights;                    /* stride of the caller's weights */
  gk_boundary boundary;
} gki_pool_axis;

/* The weights of a block that is cut off at its end: their sum in twice the precision. */
typedef struct gki_pool_cut {
  double hi, lo, magnitude;
} gki_pool_cut;

typedef struct gki_pool {
  const gki_pool_loops *loops;
  gk_array in, out;
  gk_edge edge;
  double cval;
  size_t pixels; /* of a block */
  gki_pool_axis channel, x, other[GKI_POOL_OTHERS];
  size_t tiled;         /* so many results of a row, from the first on, by whole rows */
  size_t tiles, slides; /* results of a chunk of a row, by whole rows and by sliding weights */
  size_t chunks;        /* of a row, those by whole rows first */
  size_t units;         /* chunks of all rows */
  size_t task_units;
  size_t segment;       /* the most pixels of a block that slide at once */
  size_t ld;            /* of a line split in phases */
  size_t columns_bytes; /* in a thread's part: sums of columns, or such a line */
  /* In the shared part, each NULL without weights: */
  const double *given;
  double *weights;    /* by rows of a block, x fastest */
  double *periodic;   /* those of each row for each channel, for whole rows; else NULL */
  size_t period_ld;   /* of `periodic` */
  gki_pool_cut *cuts; /* of a block cut off behind each of its pixels; with RENORMALIZE */
  gki_workspace workspace;
} gki_pool;

/* Everything but what lies in memory. */
void gki_plan_pool(const gki_pool_args *args, gki_pool *pool);

/* Lays out the shared part; with base NULL it only counts the bytes. */
void gki_lay_out_pool(gki_pool *pool, char *base);

/* Fills the shared part. */
void gki_prepare_pool(const gki_pool *pool);

/* Computes the chunks of a task. */
void gki_run_pool_task(const gki_pool *pool, size_t task, char *memory);

#endif
