/* What the filters of filter.h refuse, in which words, and that nothing was written then. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "canvas.h"
#include "filter_calls.h"
#include "gk_test.h"

enum { WIDTH = 6, HEIGHT = 5, CHANNELS = 2 };

/* A call that is right as it stands: f32 to f32, filtered along x and y. */
typedef struct asked {
  gk_array in, out, mask;
  gk_filter_spec spec;
  double wider[4];
  gk_options options;
} asked;

static float pixels[4 * WIDTH * HEIGHT * CHANNELS];
static unsigned char weights[WIDTH * HEIGHT * CHANNELS];

static asked ask(const canvas *c) {
  asked a = {.in = GK_ARRAY_3D(GK_TYPE_F32, pixels, WIDTH, HEIGHT, CHANNELS),
             .out = GK_ARRAY_3D(GK_TYPE_F32, c->data, WIDTH, HEIGHT, CHANNELS),
             .mask = GK_ARRAY_3D(GK_TYPE_U8, weights, WIDTH, HEIGHT, CHANNELS),
             .spec = GK_FILTER_2D(1.5),
             .wider = {3, 3, 0, 0},
             .options = GK_OPTIONS_INIT};
  return a;
}

/* GK_ARRAY_3D is for initialisers. */
static gk_array as_type(gk_array array, gk_type type) {
  array.type = type;
  return array;
}

typedef void mistake_fn(asked *a);

typedef struct mistake {
  mistake_fn *make;
  gk_status status;
  const char *words;
  unsigned functions; /* who makes something of it: a bit for each of filter_call */
} mistake;

enum {
  ALL = (1 << FILTER_CALLS) - 1,
  NO_EXPLANATION = ALL & ~(1 << FILTER_EXPLAIN), /* which has no options and reads no mask */
  PLAIN = 1 << FILTER | 1 << FILTER_DIFFERENCE | 1 << FILTER_EXPLAIN,
  WEIGHING = 1 << FILTER | 1 << FILTER_DIFFERENCE,
  DERIVING = 1 << FILTER_GRADIENT | 1 << FILTER_LAPLACIAN,
  SUBTRACTING = 1 << FILTER_DIFFERENCE
};

#define MISTAKE(name, statement)                                                                   \
  static void name(asked *a) {                                                                     \
    statement;                                                                                     \
  }

MISTAKE(in_old, a->in.struct_size = 8)
MISTAKE(in_type, a->in.type = (gk_type)4)
MISTAKE(in_flat, a->in.dimensions = 0)
MISTAKE(in_deep, a->in.dimensions = 5)
MISTAKE(in_null, a->in.data = NULL)
MISTAKE(in_unaligned, a->in.data = (char *)a->in.data + 1)
MISTAKE(in_huge, a->in.stride[1] = PTRDIFF_MAX / 8)
MISTAKE(in_negative_huge, a->in.stride[1] = PTRDIFF_MIN)
MISTAKE(out_old, a->out.struct_size = 8)
MISTAKE(out_type, a->out.type = (gk_type)-1)
MISTAKE(out_null, a->out.data = NULL)
MISTAKE(out_dimensions, a->out.dimensions = 2)
MISTAKE(out_width, a->out.size[0]--)
MISTAKE(out_channels, a->out.size[2] = 1)
MISTAKE(out_coincides, a->out.stride[1] = WIDTH - 1)
MISTAKE(out_still, a->out.stride[0] = 0)
MISTAKE(out_folded, a->out.stride[2] = -WIDTH)
MISTAKE(out_overlaps, a->out.data = pixels + WIDTH * HEIGHT)
MISTAKE(out_other_type, a->out = as_type(a->in, GK_TYPE_U16))
MISTAKE(out_turned, a->out = a->in; a->out.stride[1] = WIDTH * CHANNELS; a->out.stride[2] = WIDTH)
MISTAKE(out_thinned, a->out = a->in; a->spec.stride[0] = 2; a->out.size[0] = WIDTH / 2)
MISTAKE(spec_old, a->spec.struct_size = sizeof(gk_filter_spec) - 1)
MISTAKE(sigma_negative, a->spec.sigma[0] = -1)
MISTAKE(sigma_nan, a->spec.sigma[1] = NAN)
MISTAKE(sigma_small, a->spec.sigma[0] = 0.9e-3)
MISTAKE(sigma_large, a->spec.sigma[1] = 1.1e6)
MISTAKE(order_large, a->spec.order[1] = 9)
MISTAKE(order_of_nothing, a->spec.order[2] = 1)
MISTAKE(boundary_unknown, a->spec.boundary[1] = (gk_boundary)6)
MISTAKE(boundary_negative, a->spec.boundary[0] = (gk_boundary)-1)
MISTAKE(cval_infinite, a->spec.cval = INFINITY)
MISTAKE(truncate_negative, a->spec.truncate = -4)
MISTAKE(truncate_nan, a->spec.truncate = NAN)
MISTAKE(truncate_and_radius, a->spec.truncate = 4; a->spec.radius[1] = 3)
MISTAKE(radius_huge, a->spec.radius[0] = ((size_t)1 << 24) + 1)
MISTAKE(truncate_huge, a->spec.truncate = 1e10)
MISTAKE(method_oversampled, a->spec.method = GK_WEIGHTS_OVERSAMPLED)
MISTAKE(method_opencv, a->spec.method = GK_WEIGHTS_OPENCV)
MISTAKE(method_unknown, a->spec.method = (gk_weights_method)6)
MISTAKE(binomial_sigma, a->spec.method = GK_WEIGHTS_BINOMIAL)
MISTAKE(binomial_radius, a->spec.method = GK_WEIGHTS_BINOMIAL;
        a->spec.sigma[0] = a->spec.sigma[1] = a->wider[0] = a->wider[1] = 1)
MISTAKE(binomial_derivative, binomial_radius(a); a->spec.radius[0] = a->spec.radius[1] = 2;
        a->spec.order[1] = 1)
MISTAKE(engine_unknown, a->spec.engine = (gk_engine)3)
MISTAKE(tolerance_small, a->spec.tolerance = 0.9e-15)
MISTAKE(tolerance_large, a->spec.tolerance = 0.2)
MISTAKE(tolerance_nan, a->spec.tolerance = NAN)
MISTAKE(missing_unknown, a->spec.missing = (gk_missing)2)
MISTAKE(recursive_truncate, a->spec.engine = GK_ENGINE_RECURSIVE; a->spec.truncate = 4)
MISTAKE(recursive_radius, a->spec.engine = GK_ENGINE_RECURSIVE; a->spec.radius[1] = 4)
MISTAKE(recursive_method, a->spec.engine = GK_ENGINE_RECURSIVE;
        a->spec.method = GK_WEIGHTS_DISCRETE)
MISTAKE(recursive_order, a->spec.engine = GK_ENGINE_RECURSIVE; a->spec.sigma[0] = 3;
        a->spec.order[0] = 3)
MISTAKE(recursive_narrow, a->spec.engine = GK_ENGINE_RECURSIVE; a->spec.sigma[1] = 0.49)
MISTAKE(recursive_narrow_order, a->spec.engine = GK_ENGINE_RECURSIVE; a->spec.order[0] = 1)
MISTAKE(recursive_deriving, a->spec.engine = GK_ENGINE_RECURSIVE)
MISTAKE(recursive_exact, a->spec.engine = GK_ENGINE_RECURSIVE; a->spec.tolerance = 0.9e-12)
MISTAKE(recursive_exact_order, recursive_narrow_order(a); a->spec.sigma[0] = 3;
        a->spec.tolerance = 0.9e-9)
MISTAKE(recursive_wider, a->spec.engine = GK_ENGINE_RECURSIVE; a->wider[0] = 0.4)
MISTAKE(masked_order, a->spec.mask = &a->mask; a->spec.order[0] = 1)
MISTAKE(masked, a->spec.mask = &a->mask)
MISTAKE(skipping_order, a->spec.missing = GK_MISSING_SKIP; a->spec.order[0] = 1)
MISTAKE(skipping, a->spec.missing = GK_MISSING_SKIP)
MISTAKE(nothing_order, a->spec.boundary[0] = GK_BOUNDARY_NONE; a->spec.order[1] = 2)
MISTAKE(nothing, a->spec.boundary[1] = GK_BOUNDARY_NONE)
MISTAKE(ordered, a->spec.order[0] = 1)
MISTAKE(mask_old, masked(a); a->mask.struct_size = 3)
MISTAKE(mask_type, masked(a); a->mask.type = (gk_type)7)
MISTAKE(mask_null, masked(a); a->mask.data = NULL)
MISTAKE(mask_dimensions, masked(a); a->mask.dimensions = 2)
MISTAKE(mask_size, masked(a); a->mask.size[1]--)
MISTAKE(mask_overlaps, masked(a); a->mask = a->out)
MISTAKE(mask_negative, masked(a); a->mask = as_type(a->in, GK_TYPE_F32); pixels[WIDTH + 2] = -1)
MISTAKE(mask_infinite, masked(a); a->mask = as_type(a->in, GK_TYPE_F32); pixels[WIDTH] = INFINITY)
MISTAKE(mask_nan, masked(a); a->mask = as_type(a->in, GK_TYPE_F32); pixels[0] = NAN)
MISTAKE(wider_nan, a->wider[1] = NAN)
MISTAKE(wider_zero, a->wider[1] = 0)
MISTAKE(wider_alone, a->wider[2] = 1)
MISTAKE(wider_cut, a->spec.truncate = 1e6; a->wider[0] = 1e6)
MISTAKE(budget, a->options.workspace_bytes = 1)
MISTAKE(options_old, a->options.struct_size = 3)

static const mistake mistakes[] = {
    {in_old, GK_ERROR_ARGUMENT, "in->struct_size = 8", ALL},
    {in_type, GK_ERROR_ARGUMENT, "in->type = 4", ALL},
    {in_flat, GK_ERROR_ARGUMENT, "in->dimensions = 0", ALL},
    {in_deep, GK_ERROR_ARGUMENT, "in->dimensions = 5", ALL},
    {in_null, GK_ERROR_ARGUMENT, "in->data is NULL", ALL},
    {in_unaligned, GK_ERROR_ARGUMENT, "in->data is not aligned", ALL},
    {in_huge, GK_ERROR_OVERFLOW, "in is larger than an address space", ALL},
    {in_negative_huge, GK_ERROR_OVERFLOW, "in is larger than an address space", ALL},
    {out_old, GK_ERROR_ARGUMENT, "out->struct_size = 8", ALL},
    {out_type, GK_ERROR_ARGUMENT, "out->type = -1", ALL},
    {out_null, GK_ERROR_ARGUMENT, "out->data is NULL", ALL},
    {out_dimensions, GK_ERROR_ARGUMENT, "out->dimensions = 2, where in has 3", ALL},
    {out_width, GK_ERROR_ARGUMENT, "out->size[0] = 5, where in->size[0] = 6", ALL},
    {out_channels, GK_ERROR_ARGUMENT, "out->size[2] = 1", ALL},
    {out_coincides, GK_ERROR_ARGUMENT, "strides of out, 1 5 30 0, let elements coincide", ALL},
    {out_still, GK_ERROR_ARGUMENT, "let elements coincide", ALL},
    {out_folded, GK_ERROR_ARGUMENT, "let elements coincide", ALL},
    {out_overlaps, GK_ERROR_ARGUMENT, "out overlaps in", ALL},
    {out_other_type, GK_ERROR_ARGUMENT, "out overlaps in", ALL},
    {out_turned, GK_ERROR_ARGUMENT, "out overlaps in", ALL},
    {out_thinned, GK_ERROR_ARGUMENT, "out overlaps in", ALL},
    {spec_old, GK_ERROR_ARGUMENT, "spec->struct_size", ALL},
    {sigma_negative, GK_ERROR_ARGUMENT, "spec->sigma[0] = -1", ALL},
    {sigma_nan, GK_ERROR_ARGUMENT, "spec->sigma[1] = ", ALL},
    {sigma_small, GK_ERROR_ARGUMENT, "spec->sigma[0] = 0.0009", ALL},
    {sigma_large, GK_ERROR_ARGUMENT, "spec->sigma[1] = 1.1e+06", ALL},
    {order_large, GK_ERROR_ARGUMENT, "spec->order[1] = 9", ALL},
    {order_of_nothing, GK_ERROR_ARGUMENT, "spec->order[2] = 1 with spec->sigma[2] = 0", ALL},
    {boundary_unknown, GK_ERROR_ARGUMENT, "spec->boundary[1] = 6", ALL},
    {boundary_negative, GK_ERROR_ARGUMENT, "spec->boundary[0] = -1", ALL},
    {cval_infinite, GK_ERROR_ARGUMENT, "spec->cval = inf", ALL},
    {truncate_negative, GK_ERROR_ARGUMENT, "spec->truncate = -4", ALL},
    {truncate_nan, GK_ERROR_ARGUMENT, "spec->truncate = ", ALL},
    {truncate_and_radius, GK_ERROR_ARGUMENT, "spec->radius[1] = 3 is given together with", ALL},
    {radius_huge, GK_ERROR_OVERFLOW, "the radius along axis 0 is 1.67772e+07", ALL},
    {truncate_huge, GK_ERROR_OVERFLOW, "the radius along axis 0 is 1.5e+10", ALL},
    {method_oversampled, GK_ERROR_ARGUMENT, "spec->method = GK_WEIGHTS_OVERSAMPLED is not", ALL},
    {method_opencv, GK_ERROR_ARGUMENT, "spec->method = GK_WEIGHTS_OPENCV is not", ALL},
    {method_unknown, GK_ERROR_ARGUMENT, "spec->method = 6 is not", ALL},
    {binomial_sigma, GK_ERROR_ARGUMENT, "spec->sigma[0] = 1.5 is not 0 or 1: spec->radius", PLAIN},
    {binomial_radius, GK_ERROR_ARGUMENT, "spec->radius[0] = 0", PLAIN},
    {binomial_derivative, GK_ERROR_ARGUMENT, "BINOMIAL has no derivatives", PLAIN},
    {binomial_radius, GK_ERROR_ARGUMENT, "BINOMIAL has no derivatives", DERIVING},
    {engine_unknown, GK_ERROR_ARGUMENT, "spec->engine = 3", ALL},
    {tolerance_small, GK_ERROR_ARGUMENT, "spec->tolerance = 9e-16", ALL},
    {tolerance_large, GK_ERROR_ARGUMENT, "spec->tolerance = 0.2", ALL},
    {tolerance_nan, GK_ERROR_ARGUMENT, "spec->tolerance = ", ALL},
    {missing_unknown, GK_ERROR_ARGUMENT, "spec->missing = 2", ALL},
    {recursive_truncate, GK_ERROR_ARGUMENT, "does not do truncate or radius (axis 0)", ALL},
    {recursive_radius, GK_ERROR_ARGUMENT, "does not do truncate or radius (axis 1)", PLAIN},
    {recursive_method, GK_ERROR_ARGUMENT, "does not do methods other", ALL},
    {recursive_order, GK_ERROR_ARGUMENT, "does not do orders above 2", PLAIN},
    {recursive_narrow, GK_ERROR_ARGUMENT, "does not do a sigma below 1/2 (axis 1)", PLAIN},
    {recursive_narrow_order, GK_ERROR_ARGUMENT, "derivatives with a sigma below 2", PLAIN},
    {recursive_deriving, GK_ERROR_ARGUMENT, "derivatives with a sigma below 2", DERIVING},
    {recursive_exact, GK_ERROR_ARGUMENT, "does not do a tolerance below 1e-12", PLAIN},
    {recursive_exact_order, GK_ERROR_ARGUMENT, "derivatives with a tolerance below 1e-9", PLAIN},
    {recursive_wider, GK_ERROR_ARGUMENT, "does not do a sigma below 1/2", SUBTRACTING},
    {masked_order, GK_ERROR_ARGUMENT, "spec->mask is for order 0", PLAIN},
    {masked, GK_ERROR_ARGUMENT, "spec->mask is for order 0", DERIVING},
    {skipping_order, GK_ERROR_ARGUMENT, "GK_MISSING_SKIP is for order 0", PLAIN},
    {skipping, GK_ERROR_ARGUMENT, "GK_MISSING_SKIP is for order 0", DERIVING},
    {nothing_order, GK_ERROR_ARGUMENT, "GK_BOUNDARY_NONE is for order 0", PLAIN},
    {nothing, GK_ERROR_ARGUMENT, "GK_BOUNDARY_NONE is for order 0", DERIVING},
    {ordered, GK_ERROR_ARGUMENT, "spec->order[0] = 1, where the function sets", DERIVING},
    {mask_old, GK_ERROR_ARGUMENT, "spec->mask->struct_size = 3", ALL},
    {mask_type, GK_ERROR_ARGUMENT, "spec->mask->type = 7", ALL},
    {mask_null, GK_ERROR_ARGUMENT, "spec->mask->data is NULL", ALL},
    {mask_dimensions, GK_ERROR_ARGUMENT,
     "spec->mask->dimensions = 2, where in has 3; a stride of 0", PLAIN},
    {mask_size, GK_ERROR_ARGUMENT, "spec->mask->size[1] = 4", PLAIN},
    {mask_overlaps, GK_ERROR_ARGUMENT, "out overlaps spec->mask", PLAIN},
    {mask_negative, GK_ERROR_DATA, "spec->mask is -1 at (2, 1, 0, 0)", WEIGHING},
    {mask_infinite, GK_ERROR_DATA, "spec->mask is inf at (0, 1, 0, 0)", WEIGHING},
    {mask_nan, GK_ERROR_DATA, "spec->mask is ", WEIGHING},
    {wider_nan, GK_ERROR_ARGUMENT, "wider[1] = ", SUBTRACTING},
    {wider_zero, GK_ERROR_ARGUMENT, "wider[1] = 0, where spec->sigma[1] = 1.5", SUBTRACTING},
    {wider_alone, GK_ERROR_ARGUMENT, "wider[2] = 1, where spec->sigma[2] = 0", SUBTRACTING},
    {wider_cut, GK_ERROR_OVERFLOW, "the radius along axis 0 is 1e+12", SUBTRACTING},
    {budget, GK_ERROR_MEMORY, "options->workspace_bytes = 1 is less", NO_EXPLANATION},
    {options_old, GK_ERROR_ARGUMENT, "options->struct_size = 3", NO_EXPLANATION},
};

static void check_refused(filter_call call, gk_status status, gk_status expected,
                          const char *words) {
  const char *name = filter_call_name(call);
  const size_t length = strlen(name);
  if (status != expected || strncmp(gk_error_message(), name, length) != 0 ||
      gk_error_message()[length] != ':' || !strstr(gk_error_message(), words)) {
    fail_msg("%s: %s \"%s\", expected %s with \"%s\"", name, gk_status_name(status),
             gk_error_message(), gk_status_name(expected), words);
  }
}

static void forget(void) {
  for (size_t i = 0; i < sizeof pixels / sizeof pixels[0]; i++) {
    pixels[i] = (float)(i % 7);
  }
  memset(weights, 1, sizeof weights);
}

static void every_mistake(void **state) {
  (void)state;
  canvas c = canvas_new(sizeof(float), HEIGHT * CHANNELS, WIDTH, WIDTH, 0);
  for (size_t m = 0; m < sizeof mistakes / sizeof mistakes[0]; m++) {
    for (unsigned call = 0; call < FILTER_CALLS; call++) {
      if (!(mistakes[m].functions >> call & 1)) {
        continue;
      }
      forget();
      asked a = ask(&c);
      mistakes[m].make(&a);
      check_refused((filter_call)call,
                    filter_call_do((filter_call)call, &a.in, &a.spec, a.wider, &a.out, &a.options),
                    mistakes[m].status, mistakes[m].words);
      assert_canvas_intact(c);
    }
  }
  canvas_free(&c);
}

static void null_pointers(void **state) {
  (void)state;
  canvas c = canvas_new(sizeof(float), HEIGHT * CHANNELS, WIDTH, WIDTH, 0);
  forget();
  asked a = ask(&c);
  for (unsigned i = 0; i < FILTER_CALLS; i++) {
    const filter_call call = (filter_call)i;
    check_refused(call, filter_call_do(call, NULL, &a.spec, a.wider, &a.out, NULL),
                  GK_ERROR_ARGUMENT, "in is NULL");
    check_refused(call, filter_call_do(call, &a.in, NULL, a.wider, &a.out, NULL), GK_ERROR_ARGUMENT,
                  "spec is NULL");
    check_refused(call, filter_call_do(call, &a.in, &a.spec, a.wider, NULL, NULL),
                  GK_ERROR_ARGUMENT, "out is NULL");
  }
  check_refused(FILTER_DIFFERENCE, gk_filter_difference(&a.in, &a.spec, NULL, &a.out, NULL),
                GK_ERROR_ARGUMENT, "wider is NULL");
  check_refused(FILTER_EXPLAIN, gk_filter_explain(&a.in, &a.spec, &a.out, 0, NULL),
                GK_ERROR_ARGUMENT, "choice is NULL");
  assert_canvas_intact(c);
  canvas_free(&c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_mistake),
      cmocka_unit_test(null_pointers),
  };
  return gk_test_main("filter_arguments", tests);
}
