/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/map.h"

#include "filter/array.h"
#include "filter/layout.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { AXES = 4, PIECE = 256, TASK_ELEMENTS = 1 << 15, SHORT_ROW = 16 };

/* Elements first, first + stride ... of an array as double. */
static void load(const gk_array *array, ptrdiff_t first, ptrdiff_t stride, size_t count,
                 double *values) {
#define LOAD(T)                                                                                    \
  do {                                                                                             \
    const T *from = (const T *)array->data + first;                                                \
    for (size_t i = 0; i < count; i++) {                                                           \
      values[i] = (double)from[(ptrdiff_t)i * stride];                                             \
    }                                                                                              \
  } while (0)
  switch (array->type) {
  case GK_TYPE_U8:
    LOAD(uint8_t);
    break;
  case GK_TYPE_U16:
    LOAD(uint16_t);
    break;
  case GK_TYPE_F32:
    LOAD(float);
    break;
  case GK_TYPE_F64:
    LOAD(double);
    break;
  }
#undef LOAD
}

/* To nearest, ties to even, saturated; NaN becomes 0. */
static double to_integer(double value, double most) {
  const double clamped = value > 0.0 ? (value < most ? value : most) : 0.0;
  return (clamped + 0x1p52) - 0x1p52;
}

static void store(const gk_array *array, ptrdiff_t first, ptrdiff_t stride, size_t count,
                  const double *values) {
#define STORE(T, number)                                                                           \
  do {                                                                                             \
    T *to = (T *)array->data + first;                                                              \
    for (size_t i = 0; i < count; i++) {                                                           \
      to[(ptrdiff_t)i * stride] = (T)(number);                                                     \
    }                                                                                              \
  } while (0)
  switch (array->type) {
  case GK_TYPE_U8:
    STORE(uint8_t, to_integer(values[i], UINT8_MAX));
    break;
  case GK_TYPE_U16:
    STORE(uint16_t, to_integer(values[i], UINT16_MAX));
    break;
  case GK_TYPE_F32:
    STORE(float, values[i]);
    break;
  case GK_TYPE_F64:
    STORE(double, values[i]);
    break;
  }
#undef STORE
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

/* The weights of a piece: scaled, without those that are skipped. */
static void weigh(const gki_map *map, size_t count, const double *a, double *b) {
  for (size_t i = 0; i < count; i++) {
    const double weight = map->b.data ? b[i] * map->scale : map->scale;
    b[i] = map->skip && isnan(a[i]) ? 0.0 : weight;
  }
}

static double hypot_of(double a, double b) {
  const double squares = a * a + b * b;
  return squares > 0x1p-960 && squares <= 0x1p1000 ? sqrt(squares) : hypot(a, b);
}

/* One piece of a row, the result in a. */
static void compute(const gki_map *map, size_t count, double *a, double *b) {
  switch (map->kind) {
  case GKI_MAP_COPY:
    break;
  case GKI_MAP_ZERO:
    memset(a, 0, count * sizeof *a);
    break;
  case GKI_MAP_MAGNITUDE:
    for (size_t i = 0; i < count; i++) {
      a[i] = fabs(a[i]);
    }
    break;
  case GKI_MAP_HYPOT:
    for (size_t i = 0; i < count; i++) {
      a[i] = hypot_of(a[i], b[i]);
    }
    break;
  case GKI_MAP_SUM:
    for (size_t i = 0; i < count; i++) {
      a[i] += b[i];
    }
    break;
  case GKI_MAP_DIFFERENCE:
    for (size_t i = 0; i < count; i++) {
      a[i] -= b[i];
    }
    break;
  case GKI_MAP_QUOTIENT:
    for (size_t i = 0; i < count; i++) {
      a[i] = b[i] > map->least ? a[i] / b[i] : (double)NAN;
    }
    break;
  case GKI_MAP_WEIGHTED:
    weigh(map, count, a, b);
    for (size_t i = 0; i < count; i++) {
      a[i] = b[i] > 0.0 ? a[i] * b[i] : 0.0;
    }
    break;
  case GKI_MAP_WEIGHT:
    weigh(map, count, a, b);
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

static void do_piece(const gki_map *map, const gki_map_plan *plan, size_t row, size_t begin,
                     size_t count) {
  double a[PIECE], b[PIECE];
  const ptrdiff_t at = (ptrdiff_t)begin;
  if (map->a.data) {
    load(&map->a, place(plan, plan->a, row) + at * plan->a[0], plan->a[0], count, a);
  }
  if (map->b.data) {
    load(&map->b, place(plan, plan->b, row) + at * plan->b[0], plan->b[0], count, b);
  }
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

void gki_run_map(const gki_map *map, const gki_map_plan *plan, size_t task) {
  const size_t width = plan->size[0], pieces = (width + TASK_ELEMENTS - 1) / TASK_ELEMENTS;
  const size_t begin = task % pieces * TASK_ELEMENTS;
  const size_t end = width - begin < TASK_ELEMENTS ? width : begin + TASK_ELEMENTS;
  const size_t first = task / pieces * plan->rows_a_task;
  const size_t rows =
      plan->rows - first < plan->rows_a_task ? plan->rows - first : plan->rows_a_task;
  for (size_t row = first; row < first + rows; row++) {
    if (is_plain_copy(map, plan)) {
      copy_row(map, plan, row, begin, end - begin);
      continue;
    }
    for (size_t i = begin; i < end; i += PIECE) {
      do_piece(map, plan, row, i, end - i < PIECE ? end - i : PIECE);
    }
  }
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
      for (size_t i = 0; i < count; i++) {
        if (!(values[i] >= 0.0 && isfinite(values[i]))) {
          *value = values[i];
          at[0] = begin + i, at[1] = j, at[2] = k, at[3] = l;
          return false;
        }
        *largest = values[i] > *largest ? values[i] : *largest;
      }
    }
  }
  return true;
}
