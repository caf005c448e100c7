/* The same bits for any number of threads, and in place as out of place. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter_calls.h"
#include "gk_test.h"

/* Large enough for several threads to be of use. */
enum { WIDTH = 211, HEIGHT = 127, DEPTH = 3, PIXELS = WIDTH * HEIGHT * DEPTH, BYTES = 8 * PIXELS };

static const double wider[4] = {9, 9, 9, 0};

typedef struct scene {
  unsigned char *in, *out, *again;
  gk_array from, to;
  gk_filter_spec spec;
} scene;

static size_t bytes_of(gk_type type) {
  static const size_t bytes[] = {1, 2, 4, 8};
  return bytes[type];
}

static void fill(unsigned char *memory, gk_type type) {
  gk_test_rng rng = gk_test_seed(77);
  for (size_t i = 0; i < PIXELS; i++) {
    const unsigned bits = (unsigned)(gk_test_bits(&rng) >> 40);
    switch (type) {
    case GK_TYPE_U8:
      memory[i] = (unsigned char)bits;
      break;
    case GK_TYPE_U16:
      ((uint16_t *)(void *)memory)[i] = (uint16_t)bits;
      break;
    case GK_TYPE_F32:
      ((float *)(void *)memory)[i] = (float)bits;
      break;
    default:
      ((double *)(void *)memory)[i] = bits;
    }
  }
}

static scene scene_new(void) {
  return (scene){.in = gk_test_array(BYTES, 1),
                 .out = gk_test_array(BYTES, 1),
                 .again = gk_test_array(BYTES, 1)};
}

static void scene_free(scene *s) {
  free(s->in);
  free(s->out);
  free(s->again);
}

/* A volume, or an image with channels side by side, of these types. */
static void set_arrays(scene *s, gk_type from, gk_type to, int channels) {
  const gk_array volume = GK_ARRAY_3D(from, s->in, WIDTH, HEIGHT, DEPTH);
  const gk_array image = GK_IMAGE(from, s->in, WIDTH, HEIGHT, DEPTH);
  s->from = channels ? image : volume;
  s->to = s->from;
  s->to.type = to;
  fill(s->in, from);
}

static void do_call(scene *s, filter_call call, size_t threads, unsigned char *out) {
  gk_options options = GK_OPTIONS_INIT;
  options.threads = threads;
  s->to.data = out;
  memset(out, 0, BYTES);
  assert_success(filter_call_do(call, &s->from, &s->spec, wider, &s->to, &options));
}

static void check_threads(scene *s, filter_call call, size_t most, const char *what) {
  do_call(s, call, 1, s->out);
  for (size_t threads = 2; threads <= most; threads += 5) {
    do_call(s, call, threads, s->again);
    if (memcmp(s->out, s->again, BYTES) != 0) {
      fail_msg("%s, %s, types %d to %d: other bits with %zu threads", filter_call_name(call), what,
               (int)s->from.type, (int)s->to.type, threads);
    }
  }
}

static void types_and_engines(void **state) {
  (void)state;
  scene s = scene_new();
  for (int c = 0; c < 32; c++) {
    const gk_filter_spec spec = GK_FILTER_2D(2.5);
    s.spec = spec;
    s.spec.engine = c / 16 ? GK_ENGINE_FIR : GK_ENGINE_RECURSIVE;
    set_arrays(&s, (gk_type)(c % 4), (gk_type)(c / 4 % 4), c % 3 == 0);
    check_threads(&s, FILTER, 8, "plain");
  }
  scene_free(&s);
}

static void kinds(void **state) {
  (void)state;
  scene s = scene_new();
  unsigned char *weights = gk_test_array(PIXELS, 1);
  fill(weights, GK_TYPE_U8);
  const gk_array mask = GK_ARRAY_3D(GK_TYPE_U8, weights, WIDTH, HEIGHT, DEPTH);
  for (int c = 0; c < 16; c++) {
    const gk_filter_spec spec = GK_FILTER_3D(3);
    s.spec = spec;
    s.spec.engine = c % 2 ? GK_ENGINE_FIR : GK_ENGINE_RECURSIVE;
    s.spec.boundary[0] = c / 8 ? GK_BOUNDARY_WRAP : GK_BOUNDARY_REFLECT;
    const filter_call call = (filter_call)(c / 2 % 4);
    s.spec.mask = call == FILTER || call == FILTER_DIFFERENCE ? &mask : NULL;
    set_arrays(&s, c / 8 ? GK_TYPE_F64 : GK_TYPE_F32, GK_TYPE_F32, 0);
    check_threads(&s, call, 3, "in three dimensions");
  }
  free(weights);
  scene_free(&s);
}

/* Out of place, then in a copy of in itself. */
static void check_in_place(scene *s, filter_call call, const char *what) {
  do_call(s, call, 2, s->out);
  memcpy(s->again, s->in, BYTES);
  s->from.data = s->again;
  assert_success(filter_call_do(call, &s->from, &s->spec, wider, &s->from, NULL));
  s->from.data = s->in;
  if (memcmp(s->out, s->again, PIXELS * bytes_of(s->from.type)) != 0) {
    fail_msg("%s, %s, type %d: other bits in place", filter_call_name(call), what,
             (int)s->from.type);
  }
}

static void in_place(void **state) {
  (void)state;
  scene s = scene_new();
  unsigned char *weights = gk_test_array(PIXELS, 1);
  fill(weights, GK_TYPE_U8);
  const gk_array mask = GK_IMAGE(GK_TYPE_U8, weights, WIDTH, HEIGHT, DEPTH);
  for (int c = 0; c < 4 * 4 * 5; c++) {
    const gk_type type = (gk_type)(c % 4);
    const filter_call call = (filter_call)(c / 4 % 4);
    const int axes = c / 16; /* which are filtered: none, x, channels, x and y, all */
    const gk_filter_spec spec = GK_FILTER_3D(0);
    s.spec = spec;
    s.spec.sigma[0] = axes == 1 || axes >= 3 ? 2 : 0;
    s.spec.sigma[1] = axes == 3 ? 1.5 : axes == 4 ? 6 : 0; /* narrow: both at once */
    s.spec.sigma[2] = axes == 2 || axes == 4 ? 2 : 0;
    if (call == FILTER_DIFFERENCE && axes != 4) {
      continue; /* sigmas that are 0 must be so in both */
    }
    set_arrays(&s, type, type, c % 2);
    if (call == FILTER && s.from.stride[0] == DEPTH && axes > 3) {
      s.spec.mask = &mask;
    }
    check_in_place(&s, call, axes == 4 ? "three axes" : "fewer axes");
  }
  free(weights);
  scene_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(types_and_engines),
      cmocka_unit_test(kinds),
      cmocka_unit_test(in_place),
  };
  return gk_test_main("filter_threads", tests);
}
