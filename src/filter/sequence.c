/* In which passes a filter goes along its axes, and where the results are in between. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "filter/layout.h"
#include "filter/program.h"

#include <string.h>

typedef struct filter_step {
  size_t axes, axis[2]; /* of two, the first has the smaller stride and is filtered second */
} filter_step;

/* Where the data are while passes go on. */
typedef struct place {
  gk_array array;
  bool is_out, is_own;
} place;

static bool is_fir(const gki_axes *axes, size_t k) {
  return axes->filtered[k] && axes->axis[k].engine == GK_ENGINE_FIR;
}

/* Whether some lines end where others go on as a constant: nothing is in the corners, so that what
 * is beyond the constant's ends is not a constant any more once the other axis is filtered. */
static bool has_empty_corners(const gki_axes *axes) {
  bool none = false, constant = false;
  for (size_t k = 0; k < GKI_AXES; k++) {
    none |= axes->filtered[k] && axes->none[k];
    constant |=
        axes->filtered[k] && !axes->none[k] && axes->axis[k].boundary == GK_BOUNDARY_CONSTANT;
  }
  return none && constant;
}

/* One after the other, those beyond which nothing is last. */
static size_t find_single_steps(const gki_axes *axes, filter_step *steps) {
  size_t count = 0;
  for (int none = 0; none < 2; none++) {
    for (size_t k = 0; k < GKI_AXES; k++) {
      if (axes->filtered[k] && axes->none[k] == (none == 1)) {
        steps[count++] = (filter_step){1, {k, k}};
      }
    }
  }
  return count;
}

/* Two axes of FIR, those of the smallest strides, first and at once: memory is read and written
 * once. Then the others, from the first axis to the last. */
static size_t find_steps(const gki_axes *axes, const gk_array *in, filter_step *steps) {
  size_t order[GKI_AXES], pair[2], found = 0, count = 0;
  if (has_empty_corners(axes)) {
    return find_single_steps(axes, steps);
  }
  gki_axes_by_stride(in, order);
  for (size_t i = 0; i < GKI_AXES && found < 2; i++) {
    if (is_fir(axes, order[i])) {
      pair[found++] = order[i];
    }
  }
  const bool fused = found == 2;
  if (fused) {
    steps[count++] = (filter_step){2, {pair[0], pair[1]}};
  }
  for (size_t k = 0; k < GKI_AXES; k++) {
    if (axes->filtered[k] && !(fused && (k == pair[0] || k == pair[1]))) {
      steps[count++] = (filter_step){1, {k, k}};
    }
  }
  return count;
}

static void sizes_after(const filter_step *step, const gki_axes *axes, const gk_array *in,
                        size_t *size) {
  memcpy(size, in->size, sizeof in->size);
  for (size_t i = 0; i < step->axes; i++) {
    const size_t k = step->axis[i], keep = axes->axis[k].keep;
    size[k] = size[k] / keep + (size[k] % keep > 0);
  }
}

static bool has_sizes(const gk_array *array, const size_t *size) {
  return memcmp(array->size, size, sizeof array->size) == 0;
}

static gk_type work_type(bool f64) {
  return f64 ? GK_TYPE_F64 : GK_TYPE_F32;
}

/* Where a pass that is not the last writes to: in `out` or in place where that has the type and the
 * size, else in an array of the program's. */
static place next_place(gki_program *program, const place *now, const gk_array *out,
                        const size_t *size, gk_type type) {
  if (out->type == type && has_sizes(out, size)) {
    return (place){*out, true, false};
  }
  if (now->is_own && now->array.type == type && has_sizes(&now->array, size)) {
    return *now;
  }
  return (place){gki_program_array(program, size, type, out), false, true};
}

/* *cval is what lies beyond the array; it is filtered along the other axes, too. */
static void add_step(gki_program *program, const gki_axes *axes, const filter_step *step,
                     const gk_array *in, const gk_array *out, double *cval, bool f64) {
  gki_axis axis[2];
  gki_pass pass = {.in = *in, .out = *out, .f64 = f64, .axes = step->axes};
  for (size_t i = step->axes; i-- > 0;) {
    const size_t k = step->axis[i];
    axis[i] = axes->axis[k];
    axis[i].cval = axes->none[k] ? 0.0 : *cval;
    *cval *= gki_axis_sum(&axis[i]);
    pass.axis[i] = k;
    pass.filter[i] = &axis[i];
  }
  gki_add_pass(program, &pass);
}

static gk_array copy_of(gki_program *program, const gk_array *array) {
  const gk_array copy = gki_program_array(program, array->size, array->type, array);
  gki_add_map(program, &(gki_map){.kind = GKI_MAP_COPY, .a = *array, .out = copy});
  return copy;
}

gk_array gki_kept(const gk_array *array, const gki_axes *axes, const size_t *keep) {
  gk_array kept = *array;
  for (size_t k = 0; k < GKI_AXES; k++) {
    if (!axes->filtered[k] && keep[k] > 1) {
      kept.size[k] = kept.size[k] / keep[k] + (kept.size[k] % keep[k] > 0);
      kept.stride[k] = kept.size[k] > 1 ? kept.stride[k] * (ptrdiff_t)keep[k] : 0;
    }
  }
  return kept;
}

void gki_add_filter(gki_program *program, const gki_axes *axes, const gk_array *in,
                    const gk_array *out, double cval, bool f64) {
  filter_step steps[GKI_AXES];
  const size_t count = find_steps(axes, in, steps);
  if (count == 0) {
    gki_add_map(program, &(gki_map){.kind = GKI_MAP_COPY, .a = *in, .out = *out});
    return;
  }
  const bool in_place = in->data == out->data && in->data;
  place now = {.array = *in, .is_out = in_place};
  if (steps[0].axes == 2 && in_place) {
    now = (place){.array = copy_of(program, in)};
  }
  for (size_t s = 0; s < count; s++) {
    size_t size[GKI_AXES];
    sizes_after(&steps[s], axes, &now.array, size);
    const place next = s + 1 == count ? (place){.array = *out}
                                      : next_place(program, &now, out, size, work_type(f64));
    add_step(program, axes, &steps[s], &now.array, &next.array, &cval, f64);
    now = next;
  }
}
