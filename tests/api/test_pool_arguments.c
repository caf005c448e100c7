/* Every wrong argument of pooling: the status, a message with the function and the argument, and
 * nothing written; and how many results there are. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NX = 8, NY = 6, BLOCK = 2, PIXELS = NX * NY };

/* Structs of a later version of the library: the ones we know, and more behind them. */
typedef struct call {
  struct {
    gk_array known;
    double more;
  } in, out;
  struct {
    gk_pool_spec known;
    double more;
  } spec;
  const gk_array *given_in, *given_out;
  const gk_pool_spec *given_spec;
  const gk_options *options;
  gk_options wrong_options;
  double weights[BLOCK * BLOCK];
  double pixels[PIXELS], results[PIXELS];
} call;

static void make_good(call *c) {
  memset(c, 0, sizeof *c);
  c->in.known = (gk_array)GK_ARRAY_2D(GK_TYPE_F64, c->pixels, NX, NY);
  c->out.known = (gk_array)GK_ARRAY_2D(GK_TYPE_F64, c->results, NX / BLOCK, NY / BLOCK);
  c->spec.known = (gk_pool_spec)GK_POOL_2D(BLOCK, c->weights);
  c->given_in = &c->in.known;
  c->given_out = &c->out.known;
  c->given_spec = &c->spec.known;
  c->wrong_options = (gk_options)GK_OPTIONS_INIT;
  for (size_t i = 0; i < (size_t)BLOCK * BLOCK; i++) {
    c->weights[i] = 0.25;
  }
  memset(c->results, 0xa5, sizeof c->results);
}

static void in_null(call *c) {
  c->given_in = NULL;
}
static void out_null(call *c) {
  c->given_out = NULL;
}
static void spec_null(call *c) {
  c->given_spec = NULL;
}
static void in_data_null(call *c) {
  c->in.known.data = NULL;
}
static void out_data_null(call *c) {
  c->out.known.data = NULL;
}
static void in_struct_size(call *c) {
  c->in.known.struct_size = 0;
}
static void out_struct_size(call *c) {
  c->out.known.struct_size--;
}
static void spec_struct_size(call *c) {
  c->spec.known.struct_size = 8;
}
static void in_tail(call *c) {
  c->in.known.struct_size = sizeof c->in;
  c->in.more = 1.0;
}
static void spec_tail(call *c) {
  c->spec.known.struct_size = sizeof c->spec;
  c->spec.more = 1.0;
}
static void options_size(call *c) {
  c->wrong_options.struct_size = 3;
  c->options = &c->wrong_options;
}
static void in_type(call *c) {
  c->in.known.type = (gk_type)4;
}
static void out_type(call *c) {
  c->out.known.type = (gk_type)-1;
}
static void dimensions_0(call *c) {
  c->in.known.dimensions = 0;
}
static void dimensions_5(call *c) {
  c->in.known.dimensions = 5;
}
static void dimensions_differ(call *c) {
  c->out.known.dimensions = 3;
}
static void in_unaligned(call *c) {
  c->in.known.data = (char *)c->pixels + 4;
}
static void out_unaligned(call *c) {
  c->out.known.data = (char *)c->results + 1;
}
static void weights_unaligned(call *c) {
  c->spec.known.weights = (const double *)(const void *)((const char *)c->weights + 4);
}
static void size_x(call *c) {
  c->out.known.size[0] = 5;
  c->out.known.stride[1] = 5;
}
static void size_y(call *c) {
  c->out.known.size[1] = 2;
}
static void size_of_edge(call *c) {
  c->in.known.size[0] = 7;
  c->out.known.size[0] = 4; /* with CROP 3 */
}
static void size_0(call *c) {
  c->out.known.size[1] = 0;
}
static void strides_equal(call *c) {
  c->out.known.stride[0] = c->out.known.stride[1] = 1;
}
static void stride_0(call *c) {
  c->out.known.stride[1] = 0;
}
static void stride_short(call *c) {
  c->out.known.stride[1] = -3;
}
static void stride_x_short(call *c) {
  c->out.known.stride[0] = 2;
  c->out.known.stride[1] = 1;
}
static void in_place(call *c) {
  c->out.known.data = c->pixels;
}
static void overlap(call *c) {
  c->out.known.data = c->pixels + PIXELS - 1;
  c->out.known.stride[0] = -1;
  c->out.known.stride[1] = -4;
}
static void overlap_of_gaps(call *c) {
  c->in.known.stride[0] = 2;
  c->in.known.stride[1] = 0;
  c->out.known.stride[0] = 2;
  c->out.known.stride[1] = 8;
  c->out.known.data = c->pixels + 1;
}
static void overlap_of_weights(call *c) {
  c->spec.known.weights = c->results + 11;
}
static void weight_nan(call *c) {
  c->weights[2] = (double)NAN;
}
static void weight_infinite(call *c) {
  c->weights[3] = (double)-INFINITY;
}
static void cval_nan(call *c) {
  c->spec.known.cval = (double)NAN;
}
static void cval_infinite(call *c) {
  c->spec.known.cval = (double)INFINITY;
}
static void edge_3(call *c) {
  c->spec.known.edge = (gk_edge)3;
}
static void edge_negative(call *c) {
  c->spec.known.edge = (gk_edge)-1;
}
static void boundary_none(call *c) {
  c->spec.known.edge = GK_EDGE_PAD;
  c->spec.known.boundary[1] = GK_BOUNDARY_NONE;
}
static void boundary_6(call *c) {
  c->spec.known.edge = GK_EDGE_PAD;
  c->spec.known.boundary[0] = (gk_boundary)6;
}
static void boundary_negative(call *c) {
  c->spec.known.edge = GK_EDGE_PAD;
  c->spec.known.boundary[0] = (gk_boundary)-1;
}
static void block_without_axis(call *c) {
  c->spec.known.block[2] = 2;
}
static void block_huge(call *c) {
  c->spec.known.block[0] = c->spec.known.block[1] = (size_t)1 << 31;
}
static void block_wraps(call *c) {
  c->spec.known.block[0] = SIZE_MAX;
  c->spec.known.block[1] = 3;
}
static void in_huge(call *c) {
  c->in.known.stride[1] = PTRDIFF_MAX / 32; /* bytes that a size_t still counts */
}
static void in_least_stride(call *c) {
  c->in.known.stride[0] = PTRDIFF_MIN;
}
static void out_huge(call *c) {
  c->out.known.stride[1] = PTRDIFF_MAX / 2;
}
static void in_below_0(call *c) {
  c->in.known.stride[1] = -(PTRDIFF_MAX / 64);
}
static void in_size_huge(call *c) {
  c->in.known.size[0] = SIZE_MAX;
  c->in.known.stride[0] = 0;
}

#define ARGUMENT GK_ERROR_ARGUMENT
#define OVERFLOW GK_ERROR_OVERFLOW

static const struct {
  const char *name;
  void (*make)(call *c);
  gk_status status;
  const char *words[2];
} mistakes[] = {
    {"in NULL", in_null, ARGUMENT, {"in is NULL", NULL}},
    {"out NULL", out_null, ARGUMENT, {"out is NULL", NULL}},
    {"spec NULL", spec_null, ARGUMENT, {"spec is NULL", NULL}},
    {"in->data NULL", in_data_null, ARGUMENT, {"in->data is NULL", NULL}},
    {"out->data NULL", out_data_null, ARGUMENT, {"out->data is NULL", NULL}},
    {"in struct_size", in_struct_size, ARGUMENT, {"in->struct_size = 0", "initialiser"}},
    {"out struct_size", out_struct_size, ARGUMENT, {"out->struct_size", NULL}},
    {"spec struct_size", spec_struct_size, ARGUMENT, {"spec->struct_size = 8", NULL}},
    {"in tail", in_tail, ARGUMENT, {"in sets a member", NULL}},
    {"spec tail", spec_tail, ARGUMENT, {"spec sets a member", NULL}},
    {"options size", options_size, ARGUMENT, {"options->struct_size = 3", NULL}},
    {"in type", in_type, ARGUMENT, {"in->type = 4", NULL}},
    {"out type", out_type, ARGUMENT, {"out->type = -1", NULL}},
    {"dimensions 0", dimensions_0, ARGUMENT, {"in->dimensions = 0", NULL}},
    {"dimensions 5", dimensions_5, ARGUMENT, {"in->dimensions = 5", NULL}},
    {"dimensions differ", dimensions_differ, ARGUMENT, {"out->dimensions = 3", "in has 2"}},
    {"in unaligned", in_unaligned, ARGUMENT, {"in->data", "aligned"}},
    {"out unaligned", out_unaligned, ARGUMENT, {"out->data", "aligned"}},
    {"weights unaligned", weights_unaligned, ARGUMENT, {"spec->weights", "aligned"}},
    {"size x", size_x, ARGUMENT, {"out->size[0] = 5", "give 4"}},
    {"size y", size_y, ARGUMENT, {"out->size[1] = 2", "give 3"}},
    {"size of edge", size_of_edge, ARGUMENT, {"out->size[0] = 4", "give 3"}},
    {"size 0", size_0, ARGUMENT, {"out->size[1] = 0", NULL}},
    {"strides equal", strides_equal, ARGUMENT, {"strides of out", "coincide"}},
    {"stride 0", stride_0, ARGUMENT, {"strides of out", NULL}},
    {"stride short", stride_short, ARGUMENT, {"strides of out", NULL}},
    {"stride x short", stride_x_short, ARGUMENT, {"strides of out", NULL}},
    {"in place", in_place, ARGUMENT, {"out overlaps in", NULL}},
    {"overlap", overlap, ARGUMENT, {"out overlaps in", NULL}},
    {"overlap of gaps", overlap_of_gaps, ARGUMENT, {"out overlaps in", NULL}},
    {"overlap of weights", overlap_of_weights, ARGUMENT, {"out overlaps spec->weights", NULL}},
    {"weight NaN", weight_nan, ARGUMENT, {"spec->weights[2]", "nan"}},
    {"weight infinite", weight_infinite, ARGUMENT, {"spec->weights[3]", "-inf"}},
    {"cval NaN", cval_nan, ARGUMENT, {"spec->cval", "nan"}},
    {"cval infinite", cval_infinite, ARGUMENT, {"spec->cval", "inf"}},
    {"edge 3", edge_3, ARGUMENT, {"spec->edge = 3", NULL}},
    {"edge < 0", edge_negative, ARGUMENT, {"spec->edge = -1", NULL}},
    {"boundary NONE", boundary_none, ARGUMENT, {"spec->boundary[1] = 5", NULL}},
    {"boundary 6", boundary_6, ARGUMENT, {"spec->boundary[0] = 6", NULL}},
    {"boundary < 0", boundary_negative, ARGUMENT, {"spec->boundary[0] = -1", NULL}},
    {"block without axis", block_without_axis, ARGUMENT, {"spec->block[2] = 2", NULL}},
    {"block huge", block_huge, OVERFLOW, {"block", "address space"}},
    {"block wraps", block_wraps, OVERFLOW, {"block", "address space"}},
    {"in huge", in_huge, OVERFLOW, {"in is larger than an address space", NULL}},
    {"in least stride", in_least_stride, OVERFLOW, {"in is larger", NULL}},
    {"out huge", out_huge, OVERFLOW, {"out is larger", NULL}},
    {"in below 0", in_below_0, OVERFLOW, {"in is larger", NULL}},
    {"in size huge", in_size_huge, OVERFLOW, {"in is larger", NULL}},
};
enum { MISTAKES = sizeof mistakes / sizeof mistakes[0] };

static gk_status run(const call *c) {
  return gk_pool(c->given_in, c->given_spec, c->given_out, c->options);
}

static void every_mistake(void **state) {
  (void)state;
  for (size_t m = 0; m < MISTAKES; m++) {
    static call c, before;
    make_good(&c);
    mistakes[m].make(&c);
    before = c;
    const gk_status status = run(&c);
    if (status != mistakes[m].status) {
      fail_msg("%s: %s, expected %s; message \"%s\"", mistakes[m].name, gk_status_name(status),
               gk_status_name(mistakes[m].status), gk_error_message());
    }
    assert_message("gk_pool: ");
    for (size_t w = 0; w < 2 && mistakes[m].words[w]; w++) {
      assert_message(mistakes[m].words[w]);
    }
    assert_memory_equal(c.results, before.results, sizeof c.results);
    assert_memory_equal(c.pixels, before.pixels, sizeof c.pixels);
  }
}

/* What the mistakes are made in, and what looks like one but is none. */
static void good_calls(void **state) {
  (void)state;
  static call c;
  make_good(&c);
  assert_success(run(&c));
  c.in.known.struct_size = sizeof c.in;
  c.spec.known.struct_size = sizeof c.spec;
  c.out.known.struct_size = sizeof c.out;
  assert_success(run(&c));
  c.spec.known.boundary[0] = GK_BOUNDARY_NONE; /* without PAD there is none */
  c.spec.known.boundary[2] = (gk_boundary)77;
  c.spec.known.stride[3] = 5;
  assert_success(run(&c));
  c.out.known.stride[0] = -4; /* any order of the axes */
  c.out.known.stride[1] = 1;
  c.out.known.data = c.results + 12;
  assert_success(run(&c));
  c.in.known.size[0] = c.out.known.size[0] = 1; /* strides of one element do not count */
  c.spec.known.block[0] = 1;
  c.spec.known.weights = NULL;
  c.out.known.stride[0] = 0;
  c.in.known.stride[0] = PTRDIFF_MIN;
  assert_success(run(&c));
}

/* The blocks counted one by one, as the header says what counts. */
static size_t count_blocks(size_t size, size_t block, size_t stride, gk_edge edge) {
  size_t count = 0, covered = 0;
  for (size_t start = 0; start < size; start += stride, count++) {
    if (edge == GK_EDGE_CROP ? start + block > size : covered >= size) {
      break;
    }
    covered = start + block;
  }
  return count;
}

static void sizes(void **state) {
  (void)state;
  for (size_t size = 0; size <= 30; size++) {
    for (size_t block = 0; block <= 9; block++) {
      for (size_t stride = 0; stride <= 12; stride++) {
        for (int edge = 0; edge < 3; edge++) {
          const size_t b = block ? block : 1, s = stride ? stride : b;
          size_t count = 99;
          assert_success(gk_pool_size(size, block, stride, (gk_edge)edge, &count));
          assert_int_equal(count, count_blocks(size, b, s, (gk_edge)edge));
        }
      }
    }
  }
}

static void large_sizes(void **state) {
  (void)state;
  size_t count = 0;
  assert_success(gk_pool_size(SIZE_MAX, 1, 1, GK_EDGE_PAD, &count));
  assert_true(count == SIZE_MAX);
  assert_success(gk_pool_size(SIZE_MAX, 2, 0, GK_EDGE_RENORMALIZE, &count));
  assert_true(count == SIZE_MAX / 2 + 1);
  assert_success(gk_pool_size(SIZE_MAX, 2, 0, GK_EDGE_CROP, &count));
  assert_true(count == SIZE_MAX / 2);
  assert_success(gk_pool_size(5, SIZE_MAX, SIZE_MAX, GK_EDGE_PAD, &count));
  assert_int_equal(count, 1);
  assert_success(gk_pool_size(5, SIZE_MAX, 1, GK_EDGE_CROP, &count));
  assert_int_equal(count, 0);
}

static void wrong_sizes(void **state) {
  (void)state;
  size_t count = 77;
  assert_status(gk_pool_size(5, 2, 0, (gk_edge)3, &count), GK_ERROR_ARGUMENT);
  assert_message("gk_pool_size: edge = 3");
  assert_status(gk_pool_size(5, 2, 0, (gk_edge)-1, &count), GK_ERROR_ARGUMENT);
  assert_int_equal(count, 77);
  assert_status(gk_pool_size(5, 2, 0, GK_EDGE_PAD, NULL), GK_ERROR_ARGUMENT);
  assert_message("gk_pool_size: count is NULL");
}

static void the_init_macros(void **state) {
  (void)state;
  const double weights[1] = {1.0};
  const gk_pool_spec all[] = {GK_POOL_1D(3, weights), GK_POOL_2D(3, weights),
                              GK_POOL_3D(3, weights)};
  for (size_t n = 0; n < 3; n++) {
    assert_int_equal(all[n].struct_size, sizeof all[n]);
    for (size_t k = 0; k < 4; k++) {
      assert_int_equal(all[n].block[k], k <= n ? 3 : 1);
      assert_int_equal(all[n].stride[k], 0);
      assert_int_equal(all[n].boundary[k], GK_BOUNDARY_REFLECT);
    }
    assert_ptr_equal(all[n].weights, weights);
    assert_int_equal(all[n].edge, GK_EDGE_CROP);
    assert_close(all[n].cval, 0.0, 0.0);
  }
  assert_int_equal(GK_EDGE_CROP, 0);
  assert_int_equal(GK_EDGE_PAD, 1);
  assert_int_equal(GK_EDGE_RENORMALIZE, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(good_calls),  cmocka_unit_test(every_mistake),
      cmocka_unit_test(sizes),       cmocka_unit_test(large_sizes),
      cmocka_unit_test(wrong_sizes), cmocka_unit_test(the_init_macros),
  };
  return gk_test_main("pool_arguments", tests);
}
