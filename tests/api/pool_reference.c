/* SPDX-License-Identifier: BSD-3-Clause */
#include "pool_reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const unsigned char untouched = 0xa5; /* as gk_test_array fills */

size_t pool_element(gk_type type) {
  static const size_t bytes[] = {1, 2, 4, 8};
  return bytes[type];
}

static pool_array allocate(gk_type type, size_t dimensions, const size_t *size, size_t elements,
                           size_t origin) {
  pool_array a = {.bytes = elements * pool_element(type)};
  a.buffer = gk_test_array(a.bytes ? a.bytes : 1, 1);
  a.array = (gk_array)GK_ARRAY_1D(type, a.buffer + origin * pool_element(type), 1);
  a.array.dimensions = dimensions;
  memcpy(a.array.size, size, dimensions * sizeof *size);
  return a;
}

pool_array pool_dense_array(gk_type type, size_t dimensions, const size_t *size) {
  size_t elements = 1;
  ptrdiff_t stride[4];
  for (size_t k = 0; k < dimensions; k++) {
    stride[k] = (ptrdiff_t)elements;
    elements *= size[k];
  }
  pool_array a = allocate(type, dimensions, size, elements, 0);
  memcpy(a.array.stride, stride, dimensions * sizeof *stride);
  return a;
}

pool_array pool_array_of(gk_test_rng *rng, gk_type type, size_t dimensions, const size_t *size) {
  size_t order[4] = {0, 1, 2, 3}, elements = 1, origin = 0;
  ptrdiff_t stride[4];
  for (size_t k = dimensions - 1; k > 0 && gk_test_bits(rng) % 2; k--) {
    const size_t other = gk_test_bits(rng) % (k + 1), axis = order[k];
    order[k] = order[other];
    order[other] = axis;
  }
  for (size_t k = 0; k < dimensions; k++) {
    const size_t axis = order[k], gap = gk_test_bits(rng) % 3 == 0;
    const size_t steps = size[axis] ? size[axis] - 1 : 0;
    const int backwards = gk_test_bits(rng) % 4 == 0;
    stride[axis] = (ptrdiff_t)(elements + gap);
    origin += backwards ? steps * (elements + gap) : 0;
    elements += steps * (elements + gap);
    stride[axis] = backwards ? -stride[axis] : stride[axis];
  }
  pool_array a = allocate(type, dimensions, size, elements, origin);
  memcpy(a.array.stride, stride, dimensions * sizeof *stride);
  return a;
}

void pool_array_free(pool_array *a) {
  free(a->buffer);
  a->buffer = NULL;
}

size_t pool_count(const gk_array *array) {
  size_t count = 1;
  for (size_t k = 0; k < array->dimensions; k++) {
    count *= array->size[k];
  }
  return count;
}

int pool_next(const gk_array *array, size_t i[4]) {
  for (size_t k = 0; k < array->dimensions; k++) {
    if (++i[k] < array->size[k]) {
      return 1;
    }
    i[k] = 0;
  }
  return 0;
}

static void *element_at(const gk_array *array, const size_t i[4]) {
  ptrdiff_t at = 0;
  for (size_t k = 0; k < array->dimensions; k++) {
    at += (ptrdiff_t)i[k] * array->stride[k];
  }
  return (char *)array->data + at * (ptrdiff_t)pool_element(array->type);
}

double pool_get(const gk_array *array, const size_t i[4]) {
  const void *at = element_at(array, i);
  switch (array->type) {
  case GK_TYPE_U8:
    return (double)*(const uint8_t *)at;
  case GK_TYPE_U16:
    return (double)*(const uint16_t *)at;
  case GK_TYPE_F32:
    return (double)*(const float *)at;
  case GK_TYPE_F64:
    return *(const double *)at;
  }
  return 0.0;
}

void pool_set(const gk_array *array, const size_t i[4], double value) {
  void *at = element_at(array, i);
  switch (array->type) {
  case GK_TYPE_U8:
    *(uint8_t *)at = (uint8_t)value;
    break;
  case GK_TYPE_U16:
    *(uint16_t *)at = (uint16_t)value;
    break;
  case GK_TYPE_F32:
    *(float *)at = (float)value;
    break;
  case GK_TYPE_F64:
    *(double *)at = value;
    break;
  }
}

void pool_fill(gk_test_rng *rng, const gk_array *array) {
  static const double range[] = {256, 65536, 2, 2}, least[] = {0, 0, -1, -1};
  size_t i[4] = {0};
  if (pool_count(array) == 0) {
    return;
  }
  do {
    pool_set(array, i, least[array->type] + range[array->type] * gk_test_uniform(rng));
  } while (pool_next(array, i));
}

pool_array pool_output(gk_test_rng *rng, gk_type type, const gk_array *in,
                       const gk_pool_spec *spec) {
  size_t size[4];
  for (size_t k = 0; k < in->dimensions; k++) {
    assert_success(
        gk_pool_size(in->size[k], spec->block[k], spec->stride[k], spec->edge, &size[k]));
  }
  return rng ? pool_array_of(rng, type, in->dimensions, size)
             : pool_dense_array(type, in->dimensions, size);
}

/* Where a step beyond the end leads, again and again; -1 for a constant. */
static ptrdiff_t walk(gk_boundary boundary, ptrdiff_t i, ptrdiff_t n) {
  while (i >= n || i < 0) {
    switch (boundary) {
    case GK_BOUNDARY_REFLECT:
      i = i < 0 ? -1 - i : 2 * n - 1 - i;
      break;
    case GK_BOUNDARY_MIRROR:
      i = n == 1 ? 0 : i < 0 ? -i : 2 * (n - 1) - i;
      break;
    case GK_BOUNDARY_NEAREST:
      i = n - 1;
      break;
    case GK_BOUNDARY_WRAP:
      i -= n;
      break;
    default:
      return -1;
    }
  }
  return i;
}

typedef struct sums {
  long double value, magnitude, all, inside, inside_magnitude;
  int cut; /* some pixels are not there */
} sums;

/* One pixel of a block with its weight. */
static void add_pixel(const gk_array *in, const gk_pool_spec *spec, const size_t at[4],
                      long double weight, sums *s) {
  size_t from[4] = {0};
  int constant = 0, beyond = 0;
  for (size_t k = 0; k < in->dimensions; k++) {
    beyond = beyond || at[k] >= in->size[k];
    const ptrdiff_t i = walk(spec->boundary[k], (ptrdiff_t)at[k], (ptrdiff_t)in->size[k]);
    constant = constant || i < 0;
    from[k] = i < 0 ? 0 : (size_t)i;
  }
  s->all += weight;
  if (beyond && spec->edge == GK_EDGE_RENORMALIZE) {
    s->cut = 1;
    return;
  }
  const long double value = (long double)(constant ? spec->cval : pool_get(in, from));
  s->value += weight * value;
  s->magnitude += fabsl(weight * value);
  s->inside += weight;
  s->inside_magnitude += fabsl(weight);
}

long double pool_exact(const gk_array *in, const gk_pool_spec *spec, const size_t i[4],
                       long double *magnitude) {
  gk_array block = {.dimensions = in->dimensions};
  size_t j[4] = {0}, at[4] = {0}, next = 0;
  for (size_t k = 0; k < in->dimensions; k++) {
    block.size[k] = spec->block[k] ? spec->block[k] : 1;
  }
  const long double mean = 1.0L / (long double)pool_count(&block);
  sums s = {0};
  do {
    for (size_t k = 0; k < in->dimensions; k++) {
      at[k] = i[k] * (spec->stride[k] ? spec->stride[k] : block.size[k]) + j[k];
    }
    add_pixel(in, spec, at, spec->weights ? (long double)spec->weights[next] : mean, &s);
    next++;
  } while (pool_next(&block, j));
  if (s.cut) {
    const int nothing = s.inside == 0 || fabsl(s.inside) < 0x1p-20L * s.inside_magnitude;
    const long double factor = nothing ? (long double)NAN : s.all / s.inside;
    s.value *= factor;
    s.magnitude *= fabsl(factor);
  }
  *magnitude = s.magnitude;
  return s.value;
}

static long double within(gk_type type, long double value) {
  static const long double most[] = {255, 65535};
  if (type > GK_TYPE_U16) {
    return value;
  }
  return value > 0 ? fminl(value, most[type]) : 0.0L; /* of NaN 0 */
}

double pool_check(const char *what, const gk_array *in, const gk_pool_spec *spec,
                  const gk_array *out) {
  size_t i[4] = {0}, block = 1;
  double worst = 0.0;
  for (size_t k = 0; k < in->dimensions; k++) {
    block *= spec->block[k] ? spec->block[k] : 1;
  }
  if (pool_count(out) == 0) {
    return worst;
  }
  do {
    long double magnitude;
    const long double exact = within(out->type, pool_exact(in, spec, i, &magnitude));
    const double value = pool_get(out, i);
    long double bound = (long double)(block + 4) * 0x1p-53L * magnitude;
    bound = isnan(bound) ? 0.0L : bound; /* integers have 0 for NaN */
    bound += out->type == GK_TYPE_F32   ? fabsl(exact) * 0x1p-24L + 0x1p-150L
             : out->type == GK_TYPE_F64 ? fabsl(exact) * 0x1p-53L
                                        : 0.5L;
    const long double error = fabsl((long double)value - exact);
    if (isnan(exact) ? !isnan(value) : !(error <= bound)) {
      fail_msg("%s: result (%zu %zu %zu %zu) is %.17g, exactly %.20Lg: off by %.3Lg, allowed %.3Lg",
               what, i[0], i[1], i[2], i[3], value, exact, error, bound);
    }
    worst = isnan(exact) || bound == 0 ? worst : fmax(worst, (double)(error / bound));
  } while (pool_next(out, i));
  return worst;
}

void pool_check_gaps(const char *what, const pool_array *out) {
  size_t i[4] = {0};
  do {
    if (pool_count(&out->array) > 0) {
      memset(element_at(&out->array, i), untouched, pool_element(out->array.type));
    }
  } while (pool_count(&out->array) > 0 && pool_next(&out->array, i));
  for (size_t b = 0; b < out->bytes; b++) {
    if (out->buffer[b] != untouched) {
      fail_msg("%s: byte %zu of %zu, in a gap, was written", what, b, out->bytes);
    }
  }
}
