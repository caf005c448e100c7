/* gk_pool: a task is some chunks of rows of results. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/pool.h"

#include "core/dd.h"
#include "filter/boundary.h"

#include <math.h>

/* The blocks of a chunk: where they begin, and what of them lies in the array. */
typedef struct blocks {
  size_t first, count;            /* results along x */
  size_t start[GKI_POOL_OTHERS];  /* pixel of the other axes */
  size_t inside[GKI_POOL_OTHERS]; /* pixels of a block along them that exist */
  char *out;                      /* the first result */
} blocks;

/* Rows of the blocks that are there, some at a time. */
typedef struct rows {
  const gki_pool *pool;
  const blocks *place;
  size_t at[GKI_POOL_OTHERS]; /* next, within the block */
  size_t next;                /* its number */
  double constant;            /* the sum of what constant rows have contributed */
  size_t count;
  const void *row[GKI_POOL_ROWS];
  size_t number[GKI_POOL_ROWS];
} rows;

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

static const char *advance(const char *from, size_t steps, ptrdiff_t stride, gk_type type) {
  return from + (ptrdiff_t)steps * stride * (ptrdiff_t)gki_type_bytes(type);
}

static double row_weight(const gki_pool *pool, size_t number) {
  const size_t block = pool->x.block;
  double sum = pool->weights ? 0.0 : (double)block;
  for (size_t t = 0; t < block && pool->weights; t++) {
    sum += pool->weights[number * block + t];
  }
  return sum;
}

/* Takes the next row of a block: it is there, constant, or left out. */
static void take_row(rows *r) {
  const gki_pool *pool = r->pool;
  const char *row = pool->in.data;
  bool constant = false, missing = false;
  for (size_t k = 0; k < GKI_POOL_OTHERS; k++) {
    const gki_pool_axis *axis = &pool->other[k];
    size_t i = r->place->start[k] + r->at[k];
    if (i >= axis->size) {
      missing = missing || pool->edge == GK_EDGE_RENORMALIZE;
      i = gki_fold(axis->boundary, (ptrdiff_t)i, axis->size);
      constant = constant || i == axis->size;
    }
    row = advance(row, i, axis->in, pool->in.type);
  }
  if (missing) {
    return;
  }
  if (constant) {
    r->constant += pool->cval * row_weight(pool, r->next);
    return;
  }
  r->row[r->count] = row;
  r->number[r->count++] = r->next;
}

/* The next group of rows; false where there are no more. */
static bool next_rows(rows *r) {
  const gki_pool_axis *other = r->pool->other;
  r->count = 0;
  while (r->count < GKI_POOL_ROWS &&
         r->at[GKI_POOL_OTHERS - 1] < other[GKI_POOL_OTHERS - 1].block) {
    take_row(r);
    r->next++;
    for (size_t k = 0; k < GKI_POOL_OTHERS; k++) {
      if (++r->at[k] < other[k].block || k + 1 == GKI_POOL_OTHERS) {
        break;
      }
      r->at[k] = 0;
    }
  }
  return r->count > 0;
}

/* What the sums of blocks are multiplied with and divided by, where `inside` of their pixels along x
 * are there. */
static void find_scale(const gki_pool *pool, const blocks *place, size_t inside, double *factor,
                       double *divisor) {
  const size_t *others = place->inside;
  *factor = 1.0;
  *divisor = pool->weights ? 1.0 : (double)pool->pixels;
  if (pool->edge != GK_EDGE_RENORMALIZE) {
    return;
  }
  if (!pool->weights) {
    *divisor = (double)(inside * others[0] * others[1] * others[2]);
    return;
  }
  size_t number = others[GKI_POOL_OTHERS - 1] - 1;
  for (size_t k = GKI_POOL_OTHERS - 1; k > 0; k--) {
    number = number * pool->other[k - 1].block + others[k - 1] - 1;
  }
  number = number * pool->x.block + inside - 1;
  if (number == pool->pixels - 1) {
    return;
  }
  const gki_pool_cut *cut = &pool->cuts[number], *all = &pool->cuts[pool->pixels - 1];
  if (cut->hi == 0 || fabs(cut->hi) < 0x1p-20 * cut->magnitude) {
    *factor = (double)NAN;
    return;
  }
  const gki_dd quotient = gki_dd_divide((gki_dd){all->hi, all->lo}, (gki_dd){cut->hi, cut->lo});
  *factor = gki_dd_value(quotient);
}

static void scale(const gki_pool *pool, const blocks *place, size_t inside, double constant,
                  size_t count, double *sums) {
  double factor, divisor;
  find_scale(pool, place, inside, &factor, &divisor);
  int exponent;
  if (frexp(divisor, &exponent) == 0.5) { /* a power of 2, whose inverse is exact */
    factor /= divisor;
    divisor = 1.0;
  }
  if (constant != 0 || factor != 1 || divisor != 1) {
    pool->loops->scale(count, constant, factor, divisor, sums);
  }
}

static void set_zero(size_t count, double *sums) {
  for (size_t i = 0; i < count; i++) {
    sums[i] = 0.0;
  }
}

/* Sums of columns, and of neighbouring columns. Results have their channels side by side. */
static double sum_whole_rows(const gki_pool *pool, const blocks *place, double *columns,
                             double *sums) {
  const size_t channels = pool->channel.count, period = pool->x.block * channels;
  double *to = pool->x.block > 1 ? columns : sums;
  rows r = {.pool = pool, .place = place};
  bool first = true;
  while (next_rows(&r)) {
    const double *weights[GKI_POOL_ROWS] = {NULL};
    for (size_t i = 0; i < r.count; i++) {
      r.row[i] = advance(r.row[i], place->first * pool->x.block, pool->x.in, pool->in.type);
      if (pool->periodic) {
        weights[i] = pool->periodic + r.number[i] * pool->period_ld;
      }
    }
    pool->loops->add_rows[pool->in.type](place->count * period, r.count, r.row, weights, period,
                                         first, to);
    first = false;
  }
  if (first) {
    set_zero(place->count * period, to);
  }
  if (pool->x.block > 1) {
    pool->loops->add_neighbours(place->count, pool->x.block, channels, columns, sums);
  }
  return r.constant;
}

static void do_whole_rows(const gki_pool *pool, const blocks *place, double *columns,
                          double *sums) {
  const size_t channels = pool->channel.count;
  const gk_type type = pool->out.type;
  const double constant = sum_whole_rows(pool, place, columns, sums);
  scale(pool, place, pool->x.block, constant, place->count * channels, sums);
  if (pool->x.out == (ptrdiff_t)channels && (channels == 1 || pool->channel.out == 1)) {
    pool->loops->narrow[type](place->count * channels, sums, 1, place->out, 1);
    return;
  }
  for (size_t c = 0; c < channels; c++) {
    char *to = place->out + (ptrdiff_t)c * pool->channel.out * (ptrdiff_t)gki_type_bytes(type);
    pool->loops->narrow[type](place->count, sums + c, channels, to, pool->x.out);
  }
}

/* What stands at i, beyond the end of a row. */
static double beyond(const gki_pool *pool, const char *row, size_t i) {
  if (pool->edge == GK_EDGE_RENORMALIZE) {
    return 0.0; /* it must not count */
  }
  const size_t at = gki_fold(pool->x.boundary, (ptrdiff_t)i, pool->x.size);
  if (at == pool->x.size) {
    return pool->cval;
  }
  double value;
  pool->loops->widen[pool->in.type](1, advance(row, at, pool->x.in, pool->in.type), 1, &value);
  return value;
}

/* A row from pixel `start` on, split in phases: what `count` results of `block` weights touch. */
static void split(const gki_pool *pool, const char *row, size_t start, size_t count, size_t block,
                  size_t stride, double *line) {
  const size_t size = pool->x.size, phases = least(stride, block);
  const ptrdiff_t step_in = (ptrdiff_t)(stride * (size_t)pool->x.in);
  for (size_t q = 0; q < phases; q++) {
    const size_t first = start + q, length = count + (block - 1 - q) / stride;
    const size_t there = first < size ? least(length, (size - 1 - first) / stride + 1) : 0;
    double *to = line + q * pool->ld;
    if (there > 0) {
      pool->loops->widen[pool->in.type](there, advance(row, first, pool->x.in, pool->in.type),
                                        step_in, to);
    }
    for (size_t u = there; u < length; u++) {
      to[u] = beyond(pool, row, first + u * stride);
    }
  }
}

/* Adds, or at first stores, what a row contributes. */
static void slide_row(const gki_pool *pool, const blocks *place, const char *row, size_t number,
                      bool first, double *line, double *sums) {
  const gki_pool_axis *x = &pool->x;
  const size_t stride = place->count > 1 ? x->stride : 1;
  for (size_t t = 0; t < x->block; t += pool->segment) {
    const size_t block = least(pool->segment, x->block - t);
    const double *weights = pool->weights ? pool->weights + number * x->block + t : NULL;
    split(pool, row, place->first * x->stride + t, place->count, block, stride, line);
    pool->loops->slide(place->count, block, weights, least(stride, block), line, pool->ld,
                       first && t == 0, sums);
  }
}

/* Blocks that x cuts off are scaled one by one. */
static void scale_row(const gki_pool *pool, const blocks *place, double constant, double *sums) {
  const gki_pool_axis *x = &pool->x;
  size_t whole = 0;
  if (x->size >= x->block) {
    const size_t all = (x->size - x->block) / x->stride + 1;
    whole = all > place->first ? least(all - place->first, place->count) : 0;
  }
  scale(pool, place, x->block, constant, whole, sums);
  for (size_t i = whole; i < place->count; i++) {
    const size_t inside = least(x->block, x->size - (place->first + i) * x->stride);
    scale(pool, place, inside, constant, 1, sums + i);
  }
}

static void do_sliding(const gki_pool *pool, const blocks *place, double *line, double *sums) {
  const gk_type type = pool->out.type;
  for (size_t c = 0; c < pool->channel.count; c++) {
    rows r = {.pool = pool, .place = place};
    bool first = true;
    while (next_rows(&r)) {
      for (size_t i = 0; i < r.count; i++) {
        const char *row = advance(r.row[i], c, pool->channel.in, pool->in.type);
        slide_row(pool, place, row, r.number[i], first, line, sums);
        first = false;
      }
    }
    if (first) {
      set_zero(place->count, sums);
    }
    scale_row(pool, place, r.constant, sums);
    char *to = place->out + (ptrdiff_t)c * pool->channel.out * (ptrdiff_t)gki_type_bytes(type);
    pool->loops->narrow[type](place->count, sums, 1, to, pool->x.out);
  }
}

/* The results of a chunk along x; whether whole rows give them. */
static bool find_chunk(const gki_pool *pool, size_t chunk, blocks *place) {
  const size_t by_rows = (pool->tiled + pool->tiles - 1) / pool->tiles;
  if (chunk < by_rows) {
    place->first = chunk * pool->tiles;
    place->count = least(pool->tiles, pool->tiled - place->first);
    return true;
  }
  place->first = pool->tiled + (chunk - by_rows) * pool->slides;
  place->count = least(pool->slides, pool->x.count - place->first);
  return false;
}

static void do_unit(const gki_pool *pool, size_t unit, char *memory) {
  blocks place;
  const bool whole = find_chunk(pool, unit % pool->chunks, &place);
  const ptrdiff_t element = (ptrdiff_t)gki_type_bytes(pool->out.type);
  size_t row = unit / pool->chunks;
  place.out = (char *)pool->out.data + (ptrdiff_t)place.first * pool->x.out * element;
  for (size_t k = 0; k < GKI_POOL_OTHERS; k++) {
    const gki_pool_axis *axis = &pool->other[k];
    const size_t i = row % axis->count;
    row /= axis->count;
    place.start[k] = i * axis->stride;
    place.inside[k] = least(axis->block, axis->size - place.start[k]);
    place.out += (ptrdiff_t)i * axis->out * element;
  }
  size_t used = 0;
  double *columns = gki_carve(memory, &used, pool->columns_bytes);
  double *sums = (double *)(memory + used);
  if (whole) {
    do_whole_rows(pool, &place, columns, sums);
  } else {
    do_sliding(pool, &place, columns, sums);
  }
}

void gki_run_pool_task(const gki_pool *pool, size_t task, char *memory) {
  const size_t first = task * pool->task_units;
  const size_t end = first + least(pool->task_units, pool->units - first);
  for (size_t unit = first; unit < end; unit++) {
    do_unit(pool, unit, memory);
  }
}
