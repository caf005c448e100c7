/*
 * The recursive engine, pass by pass, against sums over whole folded lines in long double: lengths,
 * sigmas, boundaries, orders, types, strides and kept pixels of every kind.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "exact_weights.h"
#include "isa_argument.h"

#include <math.h>
#include <string.h>

#include "filter/array.h"
#include "filter/pass.h"

enum { MOST_LENGTH = 300, CASES = 1500 };

static const gk_boundary boundaries[] = {GK_BOUNDARY_REFLECT, GK_BOUNDARY_MIRROR,
                                         GK_BOUNDARY_NEAREST, GK_BOUNDARY_WRAP,
                                         GK_BOUNDARY_CONSTANT};

static size_t below(gk_test_rng *rng, size_t end) {
  return (size_t)(gk_test_uniform(rng) * (double)end);
}

static double get(const gk_array *a, ptrdiff_t at) {
  switch (a->type) {
  case GK_TYPE_U8:
    return ((const uint8_t *)a->data)[at];
  case GK_TYPE_U16:
    return ((const uint16_t *)a->data)[at];
  case GK_TYPE_F32:
    return (double)((const float *)a->data)[at];
  default:
    return ((const double *)a->data)[at];
  }
}

static void put(const gk_array *a, ptrdiff_t at, double value) {
  switch (a->type) {
  case GK_TYPE_U8:
    ((uint8_t *)a->data)[at] = (uint8_t)value;
    break;
  case GK_TYPE_U16:
    ((uint16_t *)a->data)[at] = (uint16_t)value;
    break;
  case GK_TYPE_F32:
    ((float *)a->data)[at] = (float)value;
    break;
  default:
    ((double *)a->data)[at] = value;
  }
}

/* An array of its own memory, with gaps, negative strides and axes in any order. */
typedef struct canvas {
  gk_array array;
  void *memory;
  size_t elements;
} canvas;

static canvas new_canvas(gk_test_rng *rng, gk_type type, const size_t size[4], bool plain) {
  canvas c = {.array = {.struct_size = sizeof(gk_array), .type = type, .dimensions = 4}};
  size_t order[4] = {0, 1, 2, 3}, stride = plain || below(rng, 3) > 0 ? 1 : 2;
  ptrdiff_t origin = 0;
  for (size_t a = 3; a > 0 && !plain; a--) {
    const size_t other = below(rng, a + 1), swap = order[a];
    order[a] = order[other];
    order[other] = swap;
  }
  for (size_t i = 0; i < 4; i++) {
    const size_t a = order[i];
    c.array.size[a] = size[a];
    c.array.stride[a] = size[a] > 1 ? (ptrdiff_t)stride : 0;
    stride *= size[a];
    if (!plain && below(rng, 3) == 0) {
      stride += 1 + below(rng, 5);
    }
    if (!plain && size[a] > 1 && below(rng, 4) == 0) {
      origin += (ptrdiff_t)(size[a] - 1) * c.array.stride[a];
      c.array.stride[a] = -c.array.stride[a];
    }
  }
  c.elements = stride;
  c.memory = gk_test_array(stride, gki_type_bytes(type));
  c.array.data = (char *)c.memory + origin * (ptrdiff_t)gki_type_bytes(type);
  return c;
}

static ptrdiff_t place(const gk_array *a, const size_t at[4]) {
  ptrdiff_t sum = 0;
  for (size_t k = 0; k < 4; k++) {
    sum += (ptrdiff_t)at[k] * a->stride[k];
  }
  return sum;
}

/* Integers for u8 and u16, else uniform in [-1, 1). */
static double any_value(gk_test_rng *rng, gk_type type) {
  const double u = gk_test_uniform(rng);
  return type == GK_TYPE_U8 ? floor(256 * u) : type == GK_TYPE_U16 ? floor(65536 * u) : 2 * u - 1;
}

static double largest(gk_type type) {
  return type == GK_TYPE_U8 ? 255 : type == GK_TYPE_U16 ? 65535 : 1;
}

/* Moves the index on to the next line along an axis; false after the last. */
static bool next_line(const gk_array *a, size_t along, size_t at[4]) {
  for (size_t k = 0; k < 4; k++) {
    if (k != along && ++at[k] < a->size[k]) {
      return true;
    }
    at[k] = 0;
  }
  return false;
}

static void fill(gk_test_rng *rng, const gk_array *a) {
  size_t at[4] = {0};
  do {
    for (at[0] = 0; at[0] < a->size[0]; at[0]++) {
      put(a, place(a, at), any_value(rng, a->type));
    }
    at[0] = 0;
  } while (next_line(a, 0, at));
}

static void run_pass(const gk_array *in, const gk_array *out, size_t along, const gki_axis *axis) {
  const gki_pass pass = {.in = *in,
                         .out = *out,
                         .f64 = in->type == GK_TYPE_F64,
                         .axes = 1,
                         .axis = {along},
                         .filter = {axis}};
  gki_pass_plan plan;
  assert_true(gki_recursive_engine.plan(&pass, &plan));
  assert_int_equal(plan.shared_bytes % 64, 0);
  assert_int_equal(plan.thread_bytes % 64, 0);
  char *shared = aligned_alloc(64, plan.shared_bytes);
  char *thread = aligned_alloc(64, plan.thread_bytes);
  assert_true(shared && thread);
  memset(thread, 0xff, plan.thread_bytes); /* NaN, which no line may see */
  gki_recursive_engine.begin(&pass, shared);
  for (size_t task = plan.tasks; task-- > 0;) {
    gki_recursive_engine.run(&pass, task, shared, thread);
  }
  free(shared);
  free(thread);
}

/* The pixel that stands for index i beyond a line's ends; n where it is the constant. */
static size_t fold(gk_boundary boundary, ptrdiff_t i, ptrdiff_t n) {
  while (i < 0 || i >= n) {
    switch (boundary) {
    case GK_BOUNDARY_REFLECT:
      i = i < 0 ? -1 - i : 2 * n - 1 - i;
      break;
    case GK_BOUNDARY_MIRROR:
      i = n == 1 ? 0 : i < 0 ? -i : 2 * n - 2 - i;
      break;
    case GK_BOUNDARY_NEAREST:
      i = i < 0 ? 0 : n - 1;
      break;
    case GK_BOUNDARY_WRAP:
      i = i < 0 ? i + n : i - n;
      break;
    default:
      return (size_t)n;
    }
  }
  return (size_t)i;
}

/* A line and what the boundary folds onto it: shares[i] is what pixel i (n: the constant) adds. */
static long double exact_at(const long double *w, size_t last, bool odd, gk_boundary boundary,
                            const double *x, size_t n, double cval, size_t at) {
  long double sum = 0.0L;
  for (ptrdiff_t j = -(ptrdiff_t)last; j <= (ptrdiff_t)last; j++) {
    const size_t from = fold(boundary, (ptrdiff_t)at - j, (ptrdiff_t)n);
    const long double weight = j < 0 ? (odd ? -w[-j] : w[-j]) : w[j];
    sum += weight * (long double)(from < n ? x[from] : cval);
  }
  return sum;
}

/* One random pass. */
typedef struct scene {
  double sigma, error, cval;
  unsigned order;
  gk_weights_method method;
  gki_axis axis;
  size_t along, length, last;
  long double *w, magnitudes;
} scene;

static scene new_scene(gk_test_rng *rng, size_t number) {
  scene s;
  s.order = number % 2 ? 0 : (unsigned)below(rng, 3);
  const double least = s.order ? 2.0 : 0.5;
  const double widest = number % 16 ? 20.0 : 1000.0;
  s.sigma = least * pow(widest / least, gk_test_uniform(rng));
  s.method = below(rng, 2) ? GK_WEIGHTS_SAMPLED : GK_WEIGHTS_INTEGRATED;
  const double least_error = s.order ? 2.5e-10 : 2.5e-13; /* what filter.h asks for, of four axes */
  s.error = 1e-3 * pow(least_error / 1e-3, gk_test_uniform(rng));
  s.cval = 2.0 * gk_test_uniform(rng) - 1.0;
  assert_true(gki_find_exponentials(s.sigma, s.order, s.method, s.error, &s.axis));
  assert_true(s.axis.error <= s.error);
  s.axis.engine = GK_ENGINE_RECURSIVE;
  s.axis.boundary = boundaries[below(rng, 5)];
  s.axis.cval = s.cval;
  s.axis.keep = below(rng, 4) ? 1 : 2 + below(rng, 3);
  s.along = below(rng, 4);
  s.length = below(rng, 4) == 0 ? 1 + below(rng, 4) : 1 + below(rng, MOST_LENGTH);
  s.last = last_weight(s.sigma);
  s.w = gk_test_array(s.last + 1, sizeof *s.w);
  exact_weights(s.sigma, s.order, s.method, s.last, s.w);
  s.magnitudes = fabsl(s.w[0]);
  for (size_t j = 1; j <= s.last; j++) {
    s.magnitudes += 2.0L * fabsl(s.w[j]);
  }
  return s;
}

/* What filter.h promises of one axis, but for the rounding to the type of out. */
static double bound(const scene *s, double largest_magnitude) {
  const double roundings = 0x1p8 * (s->sigma + 16.0) * 0x1p-53;
  return (s->axis.error + roundings) * (double)s->magnitudes * largest_magnitude;
}

static double rounding_of(gk_type type, double value) {
  return type == GK_TYPE_F32   ? 0x1p-24 * fabs(value) + 0x1p-150
         : type == GK_TYPE_F64 ? 0x1p-53 * fabs(value)
                               : 0.5;
}

static void check_line(const scene *s, const gk_array *in, const gk_array *out, size_t at[4]) {
  double x[MOST_LENGTH];
  for (size_t i = 0; i < s->length; i++) {
    at[s->along] = i;
    x[i] = get(in, place(in, at));
  }
  const double most = largest(in->type);
  const double top = out->type == GK_TYPE_U8 ? 255 : out->type == GK_TYPE_U16 ? 65535 : INFINITY;
  const size_t every = s->sigma > 20.0 ? 37 : 1;
  for (size_t i = 0; i < out->size[s->along]; i += every) {
    const size_t pixel = i * s->axis.keep;
    double exact = (double)exact_at(s->w, s->last, s->order == 1, s->axis.boundary, x, s->length,
                                    s->cval, pixel);
    if (top < INFINITY) {
      exact = exact < 0.0 ? 0.0 : exact > top ? top : exact;
    }
    at[s->along] = i;
    assert_close(get(out, place(out, at)), exact, bound(s, most) + rounding_of(out->type, exact));
  }
  at[s->along] = 0;
}

static void passes_are_sums_over_folded_lines(void **state) {
  (void)state;
  for (size_t number = 0; number < CASES; number++) {
    gk_test_rng rng = gk_test_seed(number + 1);
    scene s = new_scene(&rng, number);
    size_t size[4];
    const size_t lines = number % 5 == 0   ? 2
                         : number % 7 == 0 ? 150
                                           : 40; /* some alone, some many */
    for (size_t a = 0; a < 4; a++) {
      const size_t most = a == (s.along + 1) % 4 ? lines : number % 5 == 0 ? 1 : 3;
      size[a] = a == s.along ? s.length : 1 + below(&rng, most);
    }
    const gk_type in_type = (gk_type)below(&rng, 4), out_type = (gk_type)below(&rng, 4);
    const canvas in = new_canvas(&rng, in_type, size, number % 3 == 0);
    size[s.along] = (s.length + s.axis.keep - 1) / s.axis.keep;
    const canvas out = new_canvas(&rng, out_type, size, number % 3 == 0);
    fill(&rng, &in.array);
    run_pass(&in.array, &out.array, s.along, &s.axis);
    size_t at[4] = {0}, line = below(&rng, 20);
    bool more = true;
    for (size_t l = 0; more; l++) {
      if (l == 0 || l % 20 == line) {
        check_line(&s, &in.array, &out.array, at);
      }
      more = next_line(&out.array, s.along, at);
    }
    free(s.w);
    free(in.memory);
    free(out.memory);
  }
}

/* A pass along x of a plain array. */
static void run_plain(double sigma, unsigned order, double error, gk_boundary boundary, double cval,
                      const gk_array *in, const gk_array *out) {
  gki_axis axis;
  assert_true(gki_find_exponentials(sigma, order, GK_WEIGHTS_SAMPLED, error, &axis));
  axis.engine = GK_ENGINE_RECURSIVE;
  axis.boundary = boundary;
  axis.cval = cval;
  axis.keep = 1;
  run_pass(in, out, 0, &axis);
}

enum { WIDTH = 150, HEIGHT = 21, PIXELS = WIDTH * HEIGHT };

/* Derivatives are then 0. */
static void constants_stay_constant(void **state) {
  (void)state;
  uint16_t whole[PIXELS];
  double real[PIXELS];
  const double sigmas[] = {0.5, 2.0, 7.0, 100.0, 1e4, 1e6};
  for (size_t i = 0; i < sizeof sigmas / sizeof sigmas[0] * 5; i++) {
    const double sigma = sigmas[i / 5];
    for (size_t p = 0; p < PIXELS; p++) {
      whole[p] = 65533;
      real[p] = 1.0;
    }
    const gk_array u16 = GK_ARRAY_2D(GK_TYPE_U16, whole, WIDTH, HEIGHT);
    const gk_array f64 = GK_ARRAY_2D(GK_TYPE_F64, real, WIDTH, HEIGHT);
    run_plain(sigma, 0, 1e-3, boundaries[i % 5], 65533, &u16, &u16);
    run_plain(sigma, 0, 1e-11, boundaries[i % 5], 1.0, &f64, &f64);
    for (size_t p = 0; p < PIXELS; p++) {
      assert_int_equal(whole[p], 65533);
      assert_close(real[p], 1.0, 0x1p6 * (sigma + 4.0) * 0x1p-53);
    }
    for (unsigned order = 1; order <= 2 && sigma >= 2.0; order++) {
      double derivative[PIXELS];
      const gk_array out = GK_ARRAY_2D(GK_TYPE_F64, derivative, WIDTH, HEIGHT);
      run_plain(sigma, order, 1e-7, boundaries[i % 5], real[0], &f64, &out);
      for (size_t p = 0; p < PIXELS; p++) {
        assert_close(derivative[p], 0.0,
                     0x1p8 * (sigma + 4.0) * pow(sigma, -(double)order) * 0x1p-53);
      }
    }
  }
}

static void a_nan_stays_in_its_line(void **state) {
  (void)state;
  for (size_t i = 0; i < 10; i++) {
    gk_test_rng rng = gk_test_seed(i);
    const size_t turned = i / 5, width = turned ? HEIGHT : WIDTH, pitch = turned ? WIDTH : 1;
    double x[PIXELS], clean[PIXELS], out[PIXELS];
    gk_test_normals_f64(&rng, PIXELS, 0, 1, x);
    gk_array in = GK_ARRAY_2D(GK_TYPE_F64, x, width, PIXELS / width), to = in;
    in.stride[0] = (ptrdiff_t)pitch;
    in.stride[1] = turned ? 1 : WIDTH;
    memcpy(to.stride, in.stride, sizeof to.stride);
    to.data = clean;
    run_plain(4.0, 0, 1e-6, boundaries[i % 5], 0.0, &in, &to);
    const size_t line = 7;
    x[line * (size_t)in.stride[1] + 3 * pitch] = i % 2 ? (double)NAN : INFINITY;
    to.data = out;
    run_plain(4.0, 0, 1e-6, boundaries[i % 5], 0.0, &in, &to);
    for (size_t p = 0; p < PIXELS; p++) {
      const size_t of = turned ? p % WIDTH : p / WIDTH;
      if (of == line) {
        assert_false(isfinite(out[p]));
      } else {
        assert_same_f64(out[p], clean[p]);
      }
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
      cmocka_unit_test(passes_are_sums_over_folded_lines),
      cmocka_unit_test(constants_stay_constant),
      cmocka_unit_test(a_nan_stays_in_its_line),
  };
  return gk_test_main("recursive_engine", tests);
}
