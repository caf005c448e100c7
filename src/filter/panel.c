/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/panel.h"

#include "filter/array.h"
#include "simd/dispatch.h"

static char *element(const gk_array *array, ptrdiff_t at) {
  return (char *)array->data + at * (ptrdiff_t)gki_type_bytes(array->type);
}

void gki_load_panel(const gki_lines *lines, const gki_group *group, const gk_array *in,
                    size_t width, double *panel) {
  const gki_fir_loops_f64 *loops = gki_isa_in_use()->fir_f64;
  for (size_t n = 0; n < lines->length; n++) {
    for (size_t l = group->lines; l < width; l++) {
      panel[n * width + l] = 0.0;
    }
  }
  if (group->in_beside) {
    for (size_t n = 0; n < lines->length; n++) {
      const void *from = element(in, group->in[0] + (ptrdiff_t)n * lines->in_step);
      loops->load[in->type](group->lines, from, 1, panel + n * width, 1);
    }
    return;
  }
  for (size_t l = 0; l < group->lines; l++) {
    loops->load[in->type](lines->length, element(in, group->in[l]), lines->in_step, panel + l,
                          (ptrdiff_t)width);
  }
}

void gki_store_panel(const gki_lines *lines, const gki_group *group, const double *panel,
                     size_t width, const gk_array *out) {
  const gki_fir_loops_f64 *loops = gki_isa_in_use()->fir_f64;
  const size_t next = lines->keep * width;
  if (group->out_beside) {
    for (size_t n = 0; n < lines->kept; n++) {
      void *to = element(out, group->out[0] + (ptrdiff_t)n * lines->out_step);
      loops->store[out->type](group->lines, panel + n * next, 1, to, 1);
    }
    return;
  }
  for (size_t l = 0; l < group->lines; l++) {
    loops->store[out->type](lines->kept, panel + l, (ptrdiff_t)next, element(out, group->out[l]),
                            lines->out_step);
  }
}
