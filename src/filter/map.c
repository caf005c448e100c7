/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/map.h"

#include "core/parallel.h"
#include "filter/array.h"
#include "filter/layout.h"
#include "simd/dispatch.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { AXES = 4, PIECE = 256, TASK_ELEMENTS = 1 << 15, SHORT_ROW = 16 };

/* Elements first, first + stride ... of an array as double, and back. */
static void load(const gk_array *array, ptrdiff_t first, ptrdiff_t stride, size_t count,
                 double *values) {
  const ptrdiff_t at = first * (ptrdiff_t)gki_type_bytes(array->type);
  gki_isa_in_use()->pool->widen[array->type](count, (const char *)array->data + at, stride, values);
}

static void store(const gk_array *array, ptrdiff_t first, ptrdiff_t stride, size_t count,
                  const double *values) {
  const ptrdiff_t at = first * (ptrdiff_t)gki_type_bytes(array->type);
  gki_isa_in_use()->pool->narrow[array->type](count, values, 1, (char *)array->data + at, stride);
}

static bool continues(const ptrdiff_t *stride, size_t axis, size_t size, ptrdiff_t next) {
  return next == stride[axis] * (ptrdiff_t)size;
}

static void swap_axes(gki_map_plan *plan) {
  const gki_map_plan was = *plan;
  plan->size[0] = was.size[1], plan->size[1] = was.size[0];
  plan->a[0] = was.a[1], plan->a[1] = was.a[0];
  plan->b[0] = was.b[1], plan->b[1] = was.b[0];
  plan->out[0] = was.out[1], plan->out[1] = was.out[0];
}

void gki_plan_map(const gki_map *map, gki_map_plan *plan) {
  size_t order[AXES], axes = 0;
  gki_axes_by_stride(&map->out, order);
  for (size_t i = 0; i < AXES; i++) {
    const size_t k = order[i], size = map->out.size[k];
    const ptrdiff_t a = map->a.stride[k], b = map->b.stride[k], out = map->out.stride[k];
    const size_t last = axes - 1;
    if (axes > 0 && (size == 1 || (continues(plan->a, last, plan->size[last], a) &&
                                   continues(plan->b, last, plan->size[last], b) &&
                                   continues(plan->out, last, plan->size[last], out)))) {
      plan->size[last] *= size;
      continue;
    }
    plan->size[axes] = size;
    plan->a[axes] = a;
    plan->b[axes] = b;
    plan->out[axes] = out;
    axes++;
  }
  for (; axes < AXES; axes++) {
    plan->size[axes] = 1;
    plan->a[axes] = plan->b[axes] = plan->out[axes] = 0;
  }
  if (plan->size[0] < SHORT_ROW && plan->size[1] > plan->size[0]) {
    swap_axes(plan); /* channels that lie side by side */
  }
  /* Long rows are cut, too. */
  const size_t row = plan->size[0];
  plan->rows = plan->size[1] * plan->size[2] * plan->size[3];
  plan->rows_a_task = row < TASK_ELEMENTS ? TASK_ELEMENTS / row : 1;
  const size_t pieces = (row + TASK_ELEMENTS - 1) / TASK_ELEMENTS;
  plan->tasks = (plan->rows + plan->rows_a_task - 1) / plan->rows_a_task * pieces;
}

/* One piece of a row, the result in a. */
static void compute(const gki_map *map, size_t count, double *a, double *b) {
  const gki_map_loops *loops = gki_isa_in_use()->maps;
  switch (map->kind) {
  case GKI_MAP_COPY:
    break;
  case GKI_MAP_ZERO:
    memset(a, 0, count * sizeof *a);
    break;
  case GKI_MAP_MAGNITUDE:
    loops->magnitude(count, a);
    break;
  case GKI_MAP_HYPOT:
    loops->hypot(count, a, b);
    break;
  case GKI_MAP_SUM:
    loops->add(count, a, b);
    break;
  case GKI_MAP_DIFFERENCE:
    loops->subtract(count, a, b);
    break;
  case GKI_MAP_QUOTIENT:
    loops->divide(count, map->least, a, b);
    break;
  case GKI_MAP_WEIGHTED:
    loops->weigh(count, map->scale, map->skip, a, b);
    loops->multiply(count, a, b);
    break;
  case GKI_MAP_WEIGHT:
    loops->weigh(count, map->scale, map->skip, a, b);
    memcpy(a, b, count * sizeof *a);
    break;
  }
}

/* The row's first element of an array with these strides. */
static ptrdiff_t place(const gki_map_plan *plan, const ptrdiff_t *stride, size_t row) {
  const size_t j = row % plan->size[1], k = row / plan->size[1] % plan->size[2],
               l = row / plan->size[1] / plan->size[2];
  return (ptrdiff_t)j * stride[1] + (ptrdiff_t)k * stride[2] + (ptrdiff_t)l * stride[3];
}

/* Of one piece, as double; a b that there is not is 1. */
static void load_weights(const gki_map *map, const gki_map_plan *plan, size_t row, size_t begin,
                         size_t count, double *b) {
  if (map->b.data) {
    const ptrdiff_t at = place(plan, plan->b, row) + (ptrdiff_t)begin * plan->b[0];
    load(&map->b, at, plan->b[0], count, b);
  }
  for (size_t i = 0; !map->b.data && i < count; i++) {
    b[i] = 1.0;
  }
}

static void do_piece(const gki_map *map, const gki_map_plan *plan, size_t row, size_t begin,
                     size_t count) {
  double a[PIECE], b[PIECE];
  const ptrdiff_t at = (ptrdiff_t)begin;
  if (map->a.data && (map->kind != GKI_MAP_WEIGHT || map->skip)) {
    load(&map->a, place(plan, plan->a, row) + at * plan->a[0], plan->a[0], count, a);
  }
  load_weights(map, plan, row, begin, count, b);
  compute(map, count, a, b);
  store(&map->out, place(plan, plan->out, row) + at * plan->out[0], plan->out[0], count, a);
}

static bool is_plain_copy(const gki_map *map, const gki_map_plan *plan) {
  return map->kind == GKI_MAP_COPY && map->a.type == map->out.type && plan->a[0] == 1 &&
         plan->out[0] == 1;
}

static void copy_row(const gki_map *map, const gki_map_plan *plan, size_t row, size_t begin,
                     size_t count) {
  const ptrdiff_t element = (ptrdiff_t)gki_type_bytes(map->out.type), at = (ptrdiff_t)begin;
  const char *from = (const char *)map->a.data + (place(plan, plan->a, row) + at) * element;
  char *to = (char *)map->out.data + (place(plan, plan->out, row) + at) * element;
  memmove(to, from, count * (size_t)element); /* in place they are the same */
}

/* A task's rows, and what it has of each. */
typedef struct task_part {
  size_t first, rows, begin, end;
} task_part;

static task_part part_of(const gki_map_plan *plan, size_t task) {
  const size_t width = plan->size[0], pieces = (width + TASK_ELEMENTS - 1) / TASK_ELEMENTS;
  task_part part = {.first = task / pieces * plan->rows_a_task,
                    .begin = task % pieces * TASK_ELEMENTS};
  part.end = width - part.begin < TASK_ELEMENTS ? width : part.begin + TASK_ELEMENTS;
  part.rows =
      plan->rows - part.first < plan->rows_a_task ? plan->rows - part.first : plan->rows_a_task;
  return part;
}

void gki_run_map(const gki_map *map, const gki_map_plan *plan, size_t task) {
  const task_part part = part_of(plan, task);
  for (size_t row = part.first; row < part.first + part.rows; row++) {
    if (is_plain_copy(map, plan)) {
      copy_row(map, plan, row, part.begin, part.end - part.begin);
      continue;
    }
    for (size_t i = part.begin; i < part.end; i += PIECE) {
      do_piece(map, plan, row, i, part.end - i < PIECE ? part.end - i : PIECE);
    }
  }
}

/* The first of a row's weights that is none. */
static bool find_wrong(size_t count, const double *values, size_t *where, double *value) {
  for (size_t i = 0; i < count; i++) {
    if (!(values[i] >= 0.0 && isfinite(values[i]))) {
      *where = i;
      *value = values[i];
      return true;
    }
  }
  return false;
}

bool gki_largest_weight(const gk_array *array, double *largest, size_t *at, double *value) {
  size_t size[AXES];
  for (size_t k = 0; k < AXES; k++) {
    size[k] = array->stride[k] == 0 ? 1 : array->size[k]; /* the same elements again */
  }
  double values[PIECE];
  const ptrdiff_t *stride = array->stride;
  *largest = 0.0;
  for (size_t row = 0; row < size[1] * size[2] * size[3]; row++) {
    const size_t j = row % size[1], k = row / size[1] % size[2], l = row / size[1] / size[2];
    const ptrdiff_t first =
        (ptrdiff_t)j * stride[1] + (ptrdiff_t)k * stride[2] + (ptrdiff_t)l * stride[3];
    for (size_t begin = 0; begin < size[0]; begin += PIECE) {
      const size_t count = size[0] - begin < PIECE ? size[0] - begin : PIECE;
      load(array, first + (ptrdiff_t)begin * stride[0], stride[0], count, values);
      if (!gki_isa_in_use()->maps->largest(count, values, largest) &&
          find_wrong(count, values, at, value)) {
        at[0] += begin, at[1] = j, at[2] = k, at[3] = l;
        return false;
      }
    }
  }
  return true;
}

/* A search by several threads, each of which stops when one has found something. */
typedef struct search {
  const gki_map *map;
  gki_map_plan plan;
  atomic_bool found;
} search;

/* What most arrays are is seen as fast as memory is read. */
static bool is_plainly_finite(const search *s, ptrdiff_t first, size_t count) {
  const gki_map_loops *loops = gki_isa_in_use()->maps;
  const gk_array *a = &s->map->a;
  return s->plan.a[0] == 1 &&
         (a->type == GK_TYPE_F32 ? loops->finite_f32(count, (const float *)a->data + first)
                                 : loops->finite_f64(count, (const double *)a->data + first));
}

static bool row_is_spoilt(const search *s, size_t row, size_t begin, size_t end) {
  const gki_map *map = s->map;
  const gki_map_plan *plan = &s->plan;
  const ptrdiff_t first = place(plan, plan->a, row), stride = plan->a[0];
  if (is_plainly_finite(s, first + (ptrdiff_t)begin * stride, end - begin)) {
    return false;
  }
  for (size_t i = begin; i < end; i += PIECE) {
    double a[PIECE], b[PIECE];
    const size_t count = end - i < PIECE ? end - i : PIECE;
    load(&map->a, first + (ptrdiff_t)i * stride, stride, count, a);
    load_weights(map, plan, row, i, count, b);
    if (gki_isa_in_use()->maps->spoilt(count, map->skip, a, b)) {
      return true;
    }
  }
  return false;
}

static void search_task(void *context, size_t task, size_t worker) {
  search *s = context;
  (void)worker;
  const task_part part = part_of(&s->plan, task);
  for (size_t row = part.first; row < part.first + part.rows; row++) {
    if (atomic_load_explicit(&s->found, memory_order_relaxed)) {
      return;
    }
    if (row_is_spoilt(s, row, part.begin, part.end)) {
      atomic_store_explicit(&s->found, true, memory_order_relaxed);
    }
  }
}

bool gki_is_spoilt(const gki_map *map, size_t threads) {
  gki_map like = *map;
  search s = {.map = map};
  like.out = map->a;
  for (size_t k = 0; k < AXES; k++) {
    if (map->a.stride[k] == 0 && (!map->b.data || map->b.stride[k] == 0)) {
      like.out.size[k] = 1; /* the same elements again */
    }
  }
  gki_plan_map(&like, &s.plan);
  atomic_init(&s.found, false);
  const gki_loop loop = {
      .tasks = s.plan.tasks, .threads = threads, .run = search_task, .context = &s};
  (void)gki_run(&loop);
  return atomic_load(&s.found);
}
