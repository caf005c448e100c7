/*
 * Passes of the FIR engine, with the instruction set that the first argument names: arrays of
 * random shapes, strides and types against sums in long double, pixel by pixel from the definition.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "isa_argument.h"

#include "core/memory.h"
#include "filter/boundary.h"
#include "filter/pass.h"

#include <math.h>
#include <string.h>

enum { AXES = 4, MOST_RADIUS = 40, GUARD = 0xa5 };

/* An axis' filter, with room for its weights. */
typedef struct weights {
  gki_axis axis;
  double f64[MOST_RADIUS];
  float f32[MOST_RADIUS];
} weights;

static size_t pick(gk_test_rng *rng, size_t end) {
  return (size_t)(gk_test_bits(rng) >> 33) % end;
}

static size_t type_bytes(gk_type type) {
  static const size_t bytes[] = {1, 2, 4, 8};
  return bytes[type];
}

/* Weights without a pattern but the symmetry; even ones of order 0 have the sum 1. */
static void make_weights(gk_test_rng *rng, size_t radius, bool odd, weights *w) {
  double sum = 0;
  for (size_t j = 0; j < radius; j++) {
    w->f64[j] = gk_test_uniform(rng) / (double)radius / 2;
    w->f32[j] = (float)w->f64[j];
    sum += w->f64[j];
  }
  const bool smooth = pick(rng, 2) == 0;
  w->axis = (gki_axis){.engine = GK_ENGINE_FIR,
                       .boundary = (gk_boundary)pick(rng, 5),
                       .cval = gk_test_normal(rng),
                       .keep = 1,
                       .taps = {radius, odd,
                                odd      ? 0
                                : smooth ? 1
                                         : -sum,
                                w->f64, w->f32}};
}

static double element(const gk_array *array, ptrdiff_t at) {
  switch (array->type) {
  case GK_TYPE_U8:
    return ((const uint8_t *)array->data)[at];
  case GK_TYPE_U16:
    return ((const uint16_t *)array->data)[at];
  case GK_TYPE_F32:
    return (double)((const float *)array->data)[at];
  default:
    return ((const double *)array->data)[at];
  }
}

static ptrdiff_t offset(const gk_array *array, const size_t at[AXES]) {
  ptrdiff_t sum = 0;
  for (size_t k = 0; k < AXES; k++) {
    sum += (ptrdiff_t)at[k] * array->stride[k];
  }
  return sum;
}

/* The pass at one pixel of the output, its axes from the last on: `axis` of them are left to do. */
static long double expected(const gki_pass *pass, size_t axis, size_t at[AXES], long double *size) {
  if (axis == pass->axes) {
    const double value = element(&pass->in, offset(&pass->in, at));
    *size = fabsl((long double)value);
    return (long double)value;
  }
  const gki_axis *filter = pass->filter[axis];
  const size_t k = pass->axis[axis], n = pass->in.size[k], centre = at[k];
  const ptrdiff_t radius = (ptrdiff_t)filter->taps.radius;
  long double sum = 0, centre_weight = (long double)filter->taps.sum, biggest = 0, magnitudes = 0;
  for (ptrdiff_t j = 1; j <= radius && !filter->taps.odd; j++) {
    centre_weight -= 2 * (long double)filter->taps.w_f64[j - 1];
  }
  for (ptrdiff_t j = -radius; j <= radius; j++) {
    const size_t from = gki_fold(filter->boundary, (ptrdiff_t)centre - j, n);
    long double w = j == 0 ? filter->taps.odd ? 0 : centre_weight
                           : (long double)filter->taps.w_f64[(j < 0 ? -j : j) - 1];
    w = j < 0 && filter->taps.odd ? -w : w;
    long double magnitude = fabsl((long double)filter->cval), value = (long double)filter->cval;
    if (from < n) {
      at[k] = from;
      value = expected(pass, axis + 1, at, &magnitude);
    }
    sum += w * value;
    magnitudes += fabsl(w);
    biggest = magnitude > biggest ? magnitude : biggest;
  }
  at[k] = centre;
  *size = biggest * magnitudes;
  return sum;
}

/* What storing does to a result: the error that it may add, and the result it makes. */
static long double stored(gk_type type, long double x, long double *error) {
  const long double largest = type == GK_TYPE_U8 ? 255 : 65535;
  switch (type) {
  case GK_TYPE_U8:
  case GK_TYPE_U16:
    *error += 0.5L;
    return x < 0 ? 0 : x > largest ? largest : x;
  case GK_TYPE_F32:
    *error += fabsl(x) * 0x1p-24L;
    break;
  case GK_TYPE_F64:
    break;
  }
  return x;
}

/* Strides for the sizes, in a random order of the axes, with gaps and backwards; the elements. */
static size_t make_strides(gk_test_rng *rng, bool plain, gk_array *array, ptrdiff_t *first) {
  size_t order[AXES] = {0, 1, 2, 3}, extent = 1;
  for (size_t i = AXES - 1; i > 0 && !plain; i--) {
    const size_t j = pick(rng, i + 1), swap = order[i];
    order[i] = order[j];
    order[j] = swap;
  }
  *first = 0;
  for (size_t i = 0; i < AXES; i++) {
    const size_t k = order[i], gap = plain ? 0 : pick(rng, 6) == 0 ? 1 + pick(rng, 3) : 0;
    const bool back = !plain && pick(rng, 6) == 0;
    const ptrdiff_t stride = (ptrdiff_t)(extent + gap);
    array->stride[k] = back ? -stride : stride;
    if (array->size[k] == 1) {
      array->stride[k] = 0;
      continue;
    }
    *first += back ? (ptrdiff_t)(array->size[k] - 1) * stride : 0;
    extent = (size_t)stride * (array->size[k] - 1) + extent;
  }
  return extent;
}

static void fill(gk_test_rng *rng, gk_type type, size_t count, void *data) {
  for (size_t i = 0; i < count; i++) {
    switch (type) {
    case GK_TYPE_U8:
      ((uint8_t *)data)[i] = (uint8_t)gk_test_bits(rng);
      break;
    case GK_TYPE_U16:
      ((uint16_t *)data)[i] = (uint16_t)gk_test_bits(rng);
      break;
    case GK_TYPE_F32:
      ((float *)data)[i] = (float)gk_test_normal(rng);
      break;
    case GK_TYPE_F64:
      ((double *)data)[i] = gk_test_normal(rng);
      break;
    }
  }
}

static void run_pass(const gki_pass *pass) {
  gki_pass_plan plan;
  assert_true(gki_fir_engine.plan(pass, &plan));
  assert_true(plan.tasks >= 1 && plan.threads >= 1 && plan.threads <= plan.tasks);
  assert_int_equal(plan.shared_bytes % GKI_CACHE_LINE, 0);
  assert_int_equal(plan.thread_bytes % GKI_CACHE_LINE, 0);
  char *shared = gki_alloc(1, plan.shared_bytes + 1), *thread = gki_alloc(1, plan.thread_bytes + 1);
  assert_true(shared && thread);
  memset(thread, 0xff, plan.thread_bytes); /* NaN */
  shared[plan.shared_bytes] = thread[plan.thread_bytes] = 0x5a;
  gki_fir_engine.begin(pass, shared);
  for (size_t task = plan.tasks; task > 0; task--) {
    gki_fir_engine.run(pass, task - 1, shared, thread);
  }
  assert_int_equal(shared[plan.shared_bytes], 0x5a);
  assert_int_equal(thread[plan.thread_bytes], 0x5a);
  gki_free(shared);
  gki_free(thread);
}

/* Every element of the output; those between them are untouched. */
static void check(const gki_pass *pass, const gki_pass *from, size_t count, const char *start) {
  const size_t bytes = type_bytes(pass->out.type);
  char *seen = gk_test_array(count, 1);
  memset(seen, 0, count);
  const gki_pass reversed = {.in = from->in,
                             .axes = pass->axes,
                             .axis = {pass->axis[0], pass->axis[1]},
                             .filter = {pass->filter[0], pass->filter[1]}};
  size_t radius = 0, at[AXES];
  for (size_t k = 0; k < pass->axes; k++) {
    radius += pass->filter[k]->taps.radius + 8;
  }
  const size_t *n = pass->out.size;
  for (size_t i = 0; i < n[0] * n[1] * n[2] * n[3]; i++) {
    const size_t out_at[AXES] = {i % n[0], i / n[0] % n[1], i / n[0] / n[1] % n[2],
                                 i / n[0] / n[1] / n[2]};
    memcpy(at, out_at, sizeof at);
    for (size_t k = 0; k < pass->axes; k++) {
      at[pass->axis[k]] *= pass->filter[k]->keep;
    }
    long double size;
    const long double exact = expected(&reversed, 0, at, &size);
    long double error = (long double)radius * (pass->f64 ? 0x1p-53L : 0x1p-24L) * size;
    const long double wanted = stored(pass->out.type, exact, &error);
    const ptrdiff_t place = offset(&pass->out, out_at);
    assert_close(element(&pass->out, place), wanted, (double)error);
    seen[((const char *)pass->out.data - start) / (ptrdiff_t)bytes + place] = 1;
  }
  for (size_t i = 0; i < count * bytes; i++) {
    if (!seen[i / bytes] && pass->in.data != pass->out.data) {
      assert_int_equal((unsigned char)start[i], GUARD);
    }
  }
  free(seen);
}

typedef struct shape {
  size_t size[AXES], axes, axis[2], radius[2], keep;
  gk_type in, out;
  bool f64, odd, plain, in_place;
  bool has_boundary; /* else any */
  gk_boundary boundary;
} shape;

static void try(gk_test_rng *rng, const shape *s) {
  weights w[2];
  gki_pass pass = {.in = {.struct_size = sizeof(gk_array), .type = s->in, .dimensions = AXES},
                   .out = {.struct_size = sizeof(gk_array), .type = s->out, .dimensions = AXES},
                   .f64 = s->f64,
                   .axes = s->axes};
  memcpy(pass.in.size, s->size, sizeof s->size);
  memcpy(pass.out.size, s->size, sizeof s->size);
  for (size_t k = 0; k < s->axes; k++) {
    make_weights(rng, s->radius[k], s->odd, &w[k]);
    if (s->has_boundary) {
      w[k].axis.boundary = s->boundary;
    }
    w[k].axis.keep = k == 0 ? s->keep : 1 + pick(rng, s->keep);
    pass.axis[k] = s->axis[k];
    pass.filter[k] = &w[k].axis;
    const size_t size = pass.in.size[s->axis[k]];
    pass.out.size[s->axis[k]] = (size + w[k].axis.keep - 1) / w[k].axis.keep;
  }
  ptrdiff_t first_in, first_out;
  const size_t in_count = make_strides(rng, s->plain, &pass.in, &first_in);
  size_t out_count = make_strides(rng, s->plain, &pass.out, &first_out);
  char *in = gk_test_array(in_count, type_bytes(s->in));
  fill(rng, s->in, in_count, in);
  pass.in.data = in + first_in * (ptrdiff_t)type_bytes(s->in);
  char *out = gk_test_array(out_count, type_bytes(s->out));
  memset(out, GUARD, out_count * type_bytes(s->out));
  pass.out.data = out + first_out * (ptrdiff_t)type_bytes(s->out);
  const gki_pass original = pass;
  char *copy = gk_test_array(in_count, type_bytes(s->in));
  memcpy(copy, in, in_count * type_bytes(s->in));
  gki_pass before = original;
  before.in.data = copy + first_in * (ptrdiff_t)type_bytes(s->in);
  if (s->in_place) {
    pass.out = pass.in;
    out_count = in_count;
  }
  run_pass(&pass);
  check(&pass, &before, out_count, s->in_place ? in : out);
  free(copy);
  free(in);
  free(out);
}

static shape random_shape(gk_test_rng *rng) {
  shape s = {.axes = 1 + pick(rng, 2),
             .keep = pick(rng, 3) == 0 ? 1 + pick(rng, 3) : 1,
             .in = (gk_type)pick(rng, 4),
             .out = (gk_type)pick(rng, 4),
             .f64 = pick(rng, 2) == 0,
             .odd = pick(rng, 3) == 0,
             .plain = pick(rng, 2) == 0};
  const size_t most[] = {1, 3, 5, 18, 37};
  for (size_t k = 0; k < AXES; k++) {
    s.size[k] = 1 + pick(rng, most[pick(rng, 5)]);
  }
  s.axis[0] = pick(rng, AXES);
  s.axis[1] = (s.axis[0] + 1 + pick(rng, 3)) % AXES;
  if (s.axes == 2 && s.axis[0] > s.axis[1] && s.plain) {
    const size_t swap = s.axis[0];
    s.axis[0] = s.axis[1];
    s.axis[1] = swap;
  }
  for (size_t k = 0; k < 2; k++) {
    const bool small = s.size[0] * s.size[1] * s.size[2] * s.size[3] > 400;
    s.radius[k] = pick(rng, small ? 4 : pick(rng, 5) == 0 ? MOST_RADIUS : 7);
  }
  s.in_place = s.axes == 1 && s.keep == 1 && pick(rng, 2) == 0;
  s.out = s.in_place ? s.in : s.out;
  if ((s.in == GK_TYPE_F64 || s.in == GK_TYPE_U16) && !s.f64) {
    s.in = s.in_place ? s.in : GK_TYPE_U8; /* the filter would not compute them in float */
    s.f64 = s.in_place;
  }
  return s;
}

static void random_passes(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(51);
  for (size_t i = 0; i < 600; i++) {
    const shape s = random_shape(&rng);
    try(&rng, &s);
  }
}

/* Passes that are cut into several bands and strips, with each boundary. */
static void cut_passes(void **state) {
  (void)state;
  static const shape shapes[] = {
      {.size = {30000, 1, 1, 1}, .axes = 1, .radius = {2, 0}, .keep = 1},
      {.size = {30000, 1, 1, 1}, .axes = 1, .radius = {3, 0}, .keep = 3},
      {.size = {9001, 9, 1, 1}, .axes = 2, .axis = {0, 1}, .radius = {3, 2}, .keep = 1},
      {.size = {9001, 9, 1, 1}, .axes = 2, .axis = {0, 1}, .radius = {2, 3}, .keep = 2},
      {.size = {3, 3001, 7, 1}, .axes = 2, .axis = {1, 2}, .radius = {2, 1}, .keep = 1},
      {.size = {40, 4001, 1, 1}, .axes = 2, .axis = {0, 1}, .radius = {2, 1}, .keep = 1},
      {.size = {40, 5001, 1, 1}, .axes = 1, .axis = {1}, .radius = {3}, .keep = 1},
      {.size = {4000, 40, 1, 1}, .axes = 1, .axis = {1}, .radius = {3}, .keep = 1},
      {.size = {9, 5, 4001, 1}, .axes = 2, .axis = {0, 1}, .radius = {2, 1}, .keep = 1},
      {.size = {1024, 40, 1, 1}, .axes = 2, .axis = {0, 1}, .radius = {1, 9}, .keep = 1},
  };
  const gk_type in[] = {GK_TYPE_F32, GK_TYPE_U8, GK_TYPE_F64};
  gk_test_rng rng = gk_test_seed(52);
  for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
    for (size_t boundary = 0; boundary < 5; boundary++) {
      shape s = shapes[i];
      s.plain = true;
      s.in = s.out = in[boundary % 3];
      s.f64 = s.in == GK_TYPE_F64;
      s.in_place = s.axes == 1 && s.keep == 1 && boundary % 2 == 1;
      s.has_boundary = true;
      s.boundary = (gk_boundary)boundary;
      try(&rng, &s);
    }
  }
}

/* A radius whose rows no address space holds is refused, whatever sizes overflow on the way. */
static void too_large(void **state) {
  (void)state;
  const size_t radii[] = {SIZE_MAX / 2, SIZE_MAX / 4, SIZE_MAX / 8, SIZE_MAX / 16, SIZE_MAX / 64};
  float pixels[64];
  for (size_t i = 0; i < sizeof radii / sizeof radii[0]; i++) {
    for (size_t axis = 0; axis < 2; axis++) {
      const gki_axis filter = {.keep = 1, .taps = {.radius = radii[i], .sum = 1}};
      gki_pass pass = {.in = GK_ARRAY_4D(GK_TYPE_U8, pixels, 8, 8, 1, 1),
                       .out = GK_ARRAY_4D(GK_TYPE_F32, pixels, 8, 8, 1, 1),
                       .axes = 1,
                       .axis = {axis},
                       .filter = {&filter}};
      gki_pass_plan plan;
      assert_false(gki_fir_engine.plan(&pass, &plan));
    }
  }
}

int main(int argc, char **argv) {
  const int status = choose_tables(argc, argv);
  if (status) {
    return status;
  }
  setenv("GAUSSKERN_ISA", isa, 1);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_passes),
      cmocka_unit_test(cut_passes),
      cmocka_unit_test(too_large),
  };
  return gk_test_main("fir_engine", tests);
}
