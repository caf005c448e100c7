/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/normalized.h"

#include "core/status.h"
#include "filter/layout.h"

#include <math.h>
#include <string.h>

/* Below so many times the recursion's tolerance a denominator is lost in its errors. */
static const double least_denominator = 64.0;

static bool has_constant(const gk_filter_spec *spec) {
  for (size_t k = 0; k < GKI_AXES; k++) {
    if (spec->sigma[k] > 0.0 && spec->boundary[k] == GK_BOUNDARY_CONSTANT) {
      return true;
    }
  }
  return false;
}

gk_status gki_scale_mask(const char *function, const gki_filter_args *args, gki_mask_scale *scale) {
  double largest = args->has_mask ? 0.0 : 1.0, wrong;
  size_t at[GKI_AXES];
  if (args->has_mask && !gki_largest_weight(&args->mask.view, &largest, at, &wrong)) {
    return gki_fail(GK_ERROR_DATA, function,
                    "spec->mask is %g at (%zu, %zu, %zu, %zu), a weight is finite and not negative",
                    wrong, at[0], at[1], at[2], at[3]);
  }
  if (largest < 1.0 && has_constant(&args->spec)) {
    largest = 1.0; /* beyond the ends */
  }
  int exponent = 0;
  if (largest > 0.0) {
    (void)frexp(largest, &exponent);
  }
  scale->scale = ldexp(1.0, exponent > -1000 ? -exponent : 1000);
  scale->largest = largest * scale->scale;
  return GK_SUCCESS;
}

/* Denominators have one entry along an axis along which nothing makes them differ. */
static void denominator_sizes(const gki_filter_args *args, const gki_axes *axes,
                              const gk_array *mask, const gk_array *in, size_t *size) {
  for (size_t k = 0; k < GKI_AXES; k++) {
    const bool varies = args->spec.missing == GK_MISSING_SKIP || axes->filtered[k] ||
                        (args->has_mask && mask->stride[k] != 0);
    size[k] = varies ? in->size[k] : 1;
  }
}

/* What is left of those sizes, in or out. */
static void sizes_of_result(const size_t *size, const gk_array *out, size_t *left) {
  for (size_t k = 0; k < GKI_AXES; k++) {
    left[k] = size[k] == 1 ? 1 : out->size[k];
  }
}

static double least_of(const gki_filter_args *args, const gki_axes *axes,
                       const gki_mask_scale *scale) {
  for (size_t k = 0; k < GKI_AXES; k++) {
    if (axes->filtered[k] && axes->axis[k].engine == GK_ENGINE_RECURSIVE) {
      return least_denominator * args->spec.tolerance * scale->largest;
    }
  }
  return 0.0;
}

/* The order of axes for arrays between: planes of channels that lie side by side, in long rows. */
static gk_array as_planes(const gk_array *array) {
  enum { CHANNELS = 16 };
  gk_array planes = *array;
  for (size_t k = 0; k < GKI_AXES; k++) {
    planes.stride[k] = planes.size[k] < CHANNELS ? PTRDIFF_MAX : planes.stride[k];
  }
  return planes;
}

/* Numerators, then denominators in the same memory; the results of the latter in `out` where it
 * holds them. */
static void add_normalized(gki_program *program, const gki_filter_args *args, const gki_axes *axes,
                           const gki_mask_scale *scale, const gk_array *out) {
  const gk_type type = args->f64 ? GK_TYPE_F64 : GK_TYPE_F32;
  const gk_array in = gki_kept(&args->in.view, axes, args->spec.stride);
  gk_array mask = {.data = NULL};
  if (args->has_mask) {
    mask = gki_kept(&args->mask.view, axes, args->spec.stride);
  }
  gki_map map = {.kind = GKI_MAP_WEIGHTED,
                 .a = in,
                 .b = mask,
                 .scale = scale->scale,
                 .skip = args->spec.missing == GK_MISSING_SKIP};
  const gk_array like = as_planes(&in);
  map.out = gki_program_array(program, in.size, type, &like);
  const gk_array above = gki_program_array(program, out->size, type, &like);
  gki_add_map(program, &map);
  gki_add_filter(program, axes, &map.out, &above, args->spec.cval * scale->scale, args->f64);

  size_t size[GKI_AXES], left[GKI_AXES], bytes;
  void *memory = map.out.data;
  denominator_sizes(args, axes, &args->mask.view, &in, size);
  sizes_of_result(size, out, left);
  map.kind = GKI_MAP_WEIGHT;
  program->fits = gki_compact(size, type, &like, &map.out, &bytes) && program->fits;
  map.out.data = memory;
  const bool in_out = out->type == type && memcmp(left, out->size, sizeof left) == 0;
  const gk_array below = in_out ? *out : gki_program_array(program, left, type, &like);
  gki_add_map(program, &map);
  gki_add_filter(program, axes, &map.out, &below, scale->scale, args->f64);
  gki_add_map(program, &(gki_map){.kind = GKI_MAP_QUOTIENT,
                                  .a = above,
                                  .b = below,
                                  .out = *out,
                                  .least = least_of(args, axes, scale)});
}

/* Whether only pixels beyond the ends do not count: then denominators are products of the axes'. */
static bool is_separable(const gki_filter_args *args) {
  return !args->has_mask && args->spec.missing != GK_MISSING_SKIP && !has_constant(&args->spec);
}

/* Divides an array by what an axis makes of a line of ones that ends where the array does. */
static void divide_by_axis(gki_program *program, const gki_filter_args *args, const gki_axes *axes,
                           size_t k, const gk_array *above, const gk_array *out) {
  const gk_type type = args->f64 ? GK_TYPE_F64 : GK_TYPE_F32;
  gki_axes alone = *axes;
  size_t size[GKI_AXES] = {1, 1, 1, 1};
  for (size_t other = 0; other < GKI_AXES; other++) {
    alone.filtered[other] = other == k;
  }
  const size_t used = program->used;
  size[k] = args->in.view.size[k];
  const gk_array ones = gki_program_array(program, size, type, out);
  size[k] = out->size[k];
  const gk_array below = gki_program_array(program, size, type, out);
  gki_add_map(program, &(gki_map){.kind = GKI_MAP_WEIGHT, .out = ones, .scale = 1.0});
  gki_add_filter(program, &alone, &ones, &below, 1.0, args->f64);
  gki_add_map(program, &(gki_map){.kind = GKI_MAP_QUOTIENT, .a = *above, .b = below, .out = *out});
  gki_release_arrays(program, used);
}

static void add_separable(gki_program *program, const gki_filter_args *args, const gki_axes *axes,
                          const gk_array *out) {
  const gk_type type = args->f64 ? GK_TYPE_F64 : GK_TYPE_F32;
  const gk_array in = gki_kept(&args->in.view, axes, args->spec.stride);
  const bool in_out = out->type == type && !args->in_place;
  const gk_array above = in_out ? *out : gki_program_array(program, out->size, type, out);
  size_t left = 0;
  for (size_t k = 0; k < GKI_AXES; k++) {
    left += axes->filtered[k] && axes->none[k];
  }
  gki_add_filter(program, axes, &in, &above, 0.0, args->f64);
  for (size_t k = 0; k < GKI_AXES; k++) {
    if (axes->filtered[k] && axes->none[k]) {
      left--;
      divide_by_axis(program, args, axes, k, &above, left == 0 ? out : &above);
    }
  }
}

void gki_add_any_filter(gki_program *program, const gki_filter_args *args, const gki_axes *axes,
                        const gki_mask_scale *scale, const gk_array *out) {
  const size_t used = program->used;
  if (args->normalized && is_separable(args)) {
    add_separable(program, args, axes, out);
  } else if (args->normalized) {
    add_normalized(program, args, axes, scale, out);
  } else {
    const gk_array in = gki_kept(&args->in.view, axes, args->spec.stride);
    gki_add_filter(program, axes, &in, out, args->spec.cval, args->f64);
  }
  gki_release_arrays(program, used);
}
