/* The order of the axes, the sizes of chunks and tasks, and the weights as the loops want them. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/pool.h"

#include "core/dd.h"
#include "simd/dispatch.h"

#include <math.h>

enum {
  AXES = 4,
  MOST_CHANNELS = 16,
  CHUNK = 2048, /* columns that are summed at once: with what is read, in the first cache */
  MOST_PERIOD = 1 << 15,   /* columns of one result, where rows are summed whole */
  MOST_PERIODIC = 1 << 15, /* weights that are kept repeated */
  LINE = 4096,             /* pixels of a line that weights slide along */
  SEGMENT = 1024,          /* pixels of a block that slide at once */
  LEAST_SLIDES = 16,       /* results */
  TASK = 1 << 17           /* pixels that a task reads, the same one in two blocks twice */
};

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

static size_t most(size_t a, size_t b) {
  return a > b ? a : b;
}

static size_t quotient_up(size_t a, size_t b) {
  return a / b + (a % b != 0);
}

static size_t magnitude(ptrdiff_t stride) {
  return stride < 0 ? (size_t)0 - (size_t)stride : (size_t)stride;
}

/* Smaller strides first; what takes no steps through memory last. */
static bool comes_before(const gki_pool_axis *a, const gki_pool_axis *b) {
  return a->in != 0 && (b->in == 0 || magnitude(a->in) < magnitude(b->in));
}

static void order_axes(const gki_pool_args *args, gki_pool_axis axes[AXES]) {
  const gk_array *in = &args->in.view, *out = &args->out.view;
  const gk_pool_spec *spec = &args->spec;
  size_t weights = 1;
  for (size_t k = 0; k < AXES; k++) {
    const gki_pool_axis axis = {
        .size = in->size[k],
        .block = spec->block[k],
        .stride = out->size[k] > 1 ? spec->stride[k] : 1, /* of one result it does not count */
        .count = out->size[k],
        .in = in->stride[k],
        .out = out->stride[k],
        .weights = weights,
        .boundary = spec->boundary[k]};
    weights *= spec->block[k];
    size_t at = k;
    for (; at > 0 && comes_before(&axis, &axes[at - 1]); at--) {
      axes[at] = axes[at - 1];
    }
    axes[at] = axis;
  }
}

static void name_axes(const gki_pool_args *args, gki_pool *pool) {
  static const gki_pool_axis none = {.size = 1, .block = 1, .stride = 1, .count = 1};
  gki_pool_axis axes[AXES];
  order_axes(args, axes);
  const bool channels = axes[0].size > 1 && axes[0].size <= MOST_CHANNELS && axes[0].block == 1 &&
                        axes[0].count == axes[0].size && axes[1].in != 0;
  const gki_pool_axis *next = axes;
  pool->channel = channels ? *next++ : none;
  pool->x = *next++;
  for (size_t k = 0; k < GKI_POOL_OTHERS; k++) {
    pool->other[k] = next < axes + AXES ? *next++ : none;
  }
}

/* Whether rows can be summed whole. */
static bool rows_are_whole(const gki_pool *pool) {
  const size_t channels = pool->channel.size, block = pool->x.block;
  const bool dense = pool->x.in == (ptrdiff_t)channels && (channels == 1 || pool->channel.in == 1);
  const bool tiles = pool->x.stride == block || pool->x.count == 1;
  if (!dense || !tiles || block > MOST_PERIOD / channels) {
    return false;
  }
  const size_t rows = pool->pixels / block;
  return !pool->given || rows <= MOST_PERIODIC / (block * channels + GKI_POOL_STEP);
}

static void plan_chunks(gki_pool *pool) {
  const gki_pool_axis *x = &pool->x;
  const size_t channels = pool->channel.count, period = x->block * channels;
  const bool whole = rows_are_whole(pool);
  pool->tiled = whole ? least(x->count, x->size / x->block) : 0;
  pool->tiles = whole ? most(1, CHUNK / period) : 1;
  pool->segment = least(x->block, SEGMENT);
  const size_t phases = least(x->stride, pool->segment);
  pool->slides = least(most(LEAST_SLIDES, LINE / phases), x->count - pool->tiled);
  pool->ld = pool->slides + pool->segment / x->stride + 1;
  const size_t sliding = x->count - pool->tiled;
  pool->chunks =
      quotient_up(pool->tiled, pool->tiles) + (sliding ? quotient_up(sliding, pool->slides) : 0);
  pool->units = pool->chunks;
  for (size_t k = 0; k < GKI_POOL_OTHERS; k++) {
    pool->units *= pool->other[k].count;
  }
  const size_t results = pool->tiled ? pool->tiles : pool->slides;
  const size_t unit = least(TASK, results * channels * least(TASK, pool->pixels));
  pool->task_units = most(1, TASK / unit);
  pool->columns_bytes =
      sizeof(double) *
      most(pool->tiled ? pool->tiles * period : 0,
           sliding ? most(phases, 1) * pool->ld + pool->segment + pool->slides : 0);
}

void gki_plan_pool(const gki_pool_args *args, gki_pool *pool) {
  *pool = (gki_pool){.loops = gki_isa_in_use()->pool,
                     .in = args->in.view,
                     .out = args->out.view,
                     .edge = args->spec.edge,
                     .cval = args->spec.cval,
                     .pixels = args->pixels,
                     .given = args->spec.weights};
  name_axes(args, pool);
  plan_chunks(pool);
  gki_lay_out_pool(pool, NULL);
  const size_t results = most(pool->tiled ? pool->tiles : 0, pool->slides) * pool->channel.count;
  size_t *bytes = &pool->workspace.thread_bytes;
  gki_carve(NULL, bytes, pool->columns_bytes);
  gki_carve(NULL, bytes, results * sizeof(double));
}

void gki_lay_out_pool(gki_pool *pool, char *base) {
  size_t used = 0;
  pool->period_ld = pool->x.block * pool->channel.count + GKI_POOL_STEP;
  if (pool->given) {
    const size_t rows = pool->pixels / pool->x.block;
    pool->weights = gki_carve(base, &used, pool->pixels * sizeof(double));
    if (pool->tiled) {
      pool->periodic = gki_carve(base, &used, rows * pool->period_ld * sizeof(double));
    }
    if (pool->edge == GK_EDGE_RENORMALIZE) {
      pool->cuts = gki_carve(base, &used, pool->pixels * sizeof(gki_pool_cut));
    }
  }
  pool->workspace.shared_bytes = used;
}

/* The caller's weights in the order of our axes. */
static void sort_weights(const gki_pool *pool) {
  const gki_pool_axis *x = &pool->x, *o = pool->other;
  double *to = pool->weights;
  for (size_t l = 0; l < o[2].block; l++) {
    for (size_t k = 0; k < o[1].block; k++) {
      for (size_t j = 0; j < o[0].block; j++) {
        const double *from = pool->given + j * o[0].weights + k * o[1].weights + l * o[2].weights;
        for (size_t i = 0; i < x->block; i++) {
          *to++ = from[i * x->weights];
        }
      }
    }
  }
}

static void repeat_weights(const gki_pool *pool) {
  const size_t block = pool->x.block, channels = pool->channel.count;
  for (size_t r = 0; r < pool->pixels / block; r++) {
    for (size_t i = 0; i < pool->period_ld; i++) {
      pool->periodic[r * pool->period_ld + i] = pool->weights[r * block + i / channels % block];
    }
  }
}

/* Running sums along one axis, whose steps are `step` pixels of a block long. */
static void accumulate(const gki_pool *pool, size_t step, size_t block) {
  for (size_t i = 0; i < pool->pixels; i++) {
    if (i / step % block == 0) {
      continue;
    }
    gki_pool_cut *cut = &pool->cuts[i];
    const gki_pool_cut *before = cut - step;
    const gki_dd sum = gki_dd_add((gki_dd){cut->hi, cut->lo}, (gki_dd){before->hi, before->lo});
    *cut = (gki_pool_cut){sum.hi, sum.lo, cut->magnitude + before->magnitude};
  }
}

static void sum_cuts(const gki_pool *pool) {
  for (size_t i = 0; i < pool->pixels; i++) {
    pool->cuts[i] = (gki_pool_cut){pool->weights[i], 0.0, fabs(pool->weights[i])};
  }
  size_t step = pool->x.block;
  accumulate(pool, 1, pool->x.block);
  for (size_t k = 0; k < GKI_POOL_OTHERS; k++) {
    accumulate(pool, step, pool->other[k].block);
    step *= pool->other[k].block;
  }
}

void gki_prepare_pool(const gki_pool *pool) {
  if (pool->weights) {
    sort_weights(pool);
  }
  if (pool->periodic) {
    repeat_weights(pool);
  }
  if (pool->cuts) {
    sum_cuts(pool);
  }
}
