/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter_sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t BYTES[] = {1, 2, 4, 8};
static const char *const TYPES[] = {"u8", "u16", "f32", "f64"};

size_t pick(gk_test_rng *rng, size_t count) {
  return (size_t)(gk_test_bits(rng) % count);
}

double between(gk_test_rng *rng, double low, double high) {
  return low * pow(high / low, gk_test_uniform(rng));
}

gk_type random_type(gk_test_rng *rng) {
  return (gk_type)pick(rng, 4);
}

/* Strides of the axes in any order, the inner ones with gaps; the extent in elements. */
static size_t lay_out(gk_test_rng *rng, gk_array *a, sheet_layout layout) {
  size_t order[4] = {0, 1, 2, 3}, extent = 1;
  for (size_t k = a->dimensions; k > 1 && layout != SHEET_PLAIN; k--) {
    const size_t other = pick(rng, k), last = order[k - 1];
    order[k - 1] = order[other];
    order[other] = last;
  }
  for (size_t k = 0; k < a->dimensions; k++) {
    const size_t axis = order[k];
    if (layout == SHEET_BROADCAST && pick(rng, 3) == 0) {
      a->stride[axis] = 0;
      continue;
    }
    extent += layout == SHEET_PLAIN || pick(rng, 2) ? 0 : pick(rng, 4);
    a->stride[axis] = (ptrdiff_t)extent;
    extent *= a->size[axis] ? a->size[axis] : 1;
  }
  return extent;
}

sheet sheet_new(gk_test_rng *rng, gk_type type, size_t dimensions, const size_t *size,
                sheet_layout layout) {
  sheet s = {.array = {.struct_size = sizeof(gk_array), .type = type, .dimensions = dimensions}};
  memcpy(s.array.size, size, dimensions * sizeof *size);
  s.bytes = lay_out(rng, &s.array, layout) * BYTES[type];
  s.memory = gk_test_array(s.bytes, 1);
  size_t first = 0;
  for (size_t k = 0; k < dimensions; k++) {
    if (layout != SHEET_PLAIN && size[k] > 0 && pick(rng, 4) == 0) {
      first += (size_t)s.array.stride[k] * (size[k] - 1) * BYTES[type];
      s.array.stride[k] = -s.array.stride[k];
    }
  }
  s.array.data = s.memory + first;
  return s;
}

void sheet_free(sheet *s) {
  free(s->memory);
  s->memory = NULL;
}

sheet sheet_copy(const sheet *s) {
  sheet copy = *s;
  copy.memory = gk_test_array(s->bytes, 1);
  memcpy(copy.memory, s->memory, s->bytes);
  copy.array.data = copy.memory + ((const unsigned char *)s->array.data - s->memory);
  return copy;
}

void sheet_fill(sheet *s, gk_test_rng *rng, double deviation) {
  const gk_type type = s->array.type;
  for (size_t i = 0; i < view_count(&s->array); i++) {
    size_t index[4];
    view_index(&s->array, i, index);
    const double whole = (double)pick(rng, type == GK_TYPE_U8 ? 256 : 65536);
    view_set(&s->array, index, type <= GK_TYPE_U16 ? whole : deviation * gk_test_normal(rng));
  }
}

void sheet_fill_with(sheet *s, double value) {
  for (size_t i = 0; i < view_count(&s->array); i++) {
    size_t index[4];
    view_index(&s->array, i, index);
    view_set(&s->array, index, value);
  }
}

void sheet_check_gaps(const sheet *s, const char *what) {
  sheet copy = sheet_copy(s);
  for (size_t i = 0; i < view_count(&copy.array); i++) {
    size_t index[4];
    view_index(&copy.array, i, index);
    ptrdiff_t at = 0;
    for (size_t k = 0; k < copy.array.dimensions; k++) {
      at += (ptrdiff_t)index[k] * copy.array.stride[k];
    }
    const size_t bytes = BYTES[copy.array.type];
    memset((unsigned char *)copy.array.data + at * (ptrdiff_t)bytes, 0xa5, bytes);
  }
  for (size_t i = 0; i < copy.bytes; i++) {
    if (copy.memory[i] != 0xa5) {
      fail_msg("%s: byte %zu, between the elements of out, was written", what, i);
    }
  }
  sheet_free(&copy);
}

void sheet_check_same(const sheet *a, const sheet *b, const char *what) {
  assert_int_equal(a->bytes, b->bytes);
  if (memcmp(a->memory, b->memory, a->bytes) != 0) {
    fail_msg("%s: not the same bits", what);
  }
}

/* ---- Filters. */

void size_of_out(const gk_array *in, const gk_filter_spec *spec, size_t size[4]) {
  for (size_t k = 0; k < 4; k++) {
    const size_t keep = spec->stride[k] ? spec->stride[k] : 1;
    size[k] = k < in->dimensions ? (in->size[k] + keep - 1) / keep : 1;
  }
}

static void describe_array(char *text, size_t most, const char *name, const gk_array *a) {
  const size_t used = strlen(text);
  snprintf(text + used, most - used, " %s %s (%zu", name, TYPES[a->type], a->size[0]);
  for (size_t k = 1; k < a->dimensions; k++) {
    const size_t now = strlen(text);
    snprintf(text + now, most - now, "x%zu", a->size[k]);
  }
  for (size_t k = 0; k < a->dimensions; k++) {
    const size_t now = strlen(text);
    snprintf(text + now, most - now, "%c%td", k ? ',' : ';', a->stride[k]);
  }
  strncat(text, ")", most - strlen(text) - 1);
}

void asked_describe(asked_filter *a) {
  const gk_filter_spec *s = &a->spec;
  snprintf(a->what, sizeof a->what, "%s", reference_kind_name(a->kind));
  describe_array(a->what, sizeof a->what, "in", &a->in.array);
  describe_array(a->what, sizeof a->what, "out", &a->out.array);
  if (s->mask) {
    describe_array(a->what, sizeof a->what, "mask", s->mask);
  }
  for (size_t k = 0; k < a->in.array.dimensions; k++) {
    const size_t now = strlen(a->what);
    snprintf(a->what + now, sizeof a->what - now, " [sigma %g order %u boundary %d r %zu keep %zu]",
             s->sigma[k], s->order[k], (int)s->boundary[k], s->radius[k], s->stride[k]);
  }
  const size_t now = strlen(a->what);
  snprintf(a->what + now, sizeof a->what - now,
           " cval %g truncate %g method %d engine %d tolerance %g missing %d", s->cval, s->truncate,
           (int)s->method, (int)s->engine, s->tolerance, (int)s->missing);
}

double asked_check(asked_filter *a, const gk_options *options) {
  asked_describe(a);
  if (reference_call(a->kind, &a->in.array, &a->spec, a->wider, &a->out.array, options) !=
      GK_SUCCESS) {
    fail_msg("%s: %s", a->what, gk_error_message());
  }
  reference r = reference_of(a->kind, &a->in.array, &a->spec, a->wider, &a->out.array);
  const double worst = reference_check(&r, &a->out.array, a->what);
  reference_free(&r);
  sheet_check_gaps(&a->out, a->what);
  return worst;
}

void asked_free(asked_filter *a) {
  sheet_free(&a->in);
  sheet_free(&a->out);
  if (a->spec.mask) {
    sheet_free(&a->mask);
  }
}
