/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/panel.h"

#include "filter/array.h"
#include "simd/dispatch.h"

static char *element(const gk_array *array, ptrdiff_t at) {
  return (char *)array->data + at * (ptrdiff_t)gki_type_bytes(array->type);
}

void gki_load_panel(const gki_lines *lines, const gki_group *group, const gk_array *in,
                    size_t width, double *panel) {
  const gki_panel_loops *loops = gki_isa_in_use()->panels;
  if (group->in_beside) {
    loops->load_beside[in->type](lines->length, group->lines, element(in, group->in[0]),
                                 lines->in_step, width, panel);
    return;
  }
  const void *line[GKI_GROUP_LINES];
  for (size_t l = 0; l < group->lines; l++) {
    line[l] = element(in, group->in[l]);
  }
  loops->load_lines[in->type](lines->length, group->lines, line, lines->in_step, width, panel);
}

void gki_store_panel(const gki_lines *lines, const gki_group *group, const double *panel,
                     size_t width, const gk_array *out) {
  const gki_panel_loops *loops = gki_isa_in_use()->panels;
  const size_t next = lines->keep * width;
  if (group->out_beside) {
    loops->store_beside[out->type](lines->kept, group->lines, panel, next,
                                   element(out, group->out[0]), lines->out_step);
    return;
  }
  void *line[GKI_GROUP_LINES];
  for (size_t l = 0; l < group->lines; l++) {
    line[l] = element(out, group->out[l]);
  }
  loops->store_lines[out->type](lines->kept, group->lines, panel, next, line, lines->out_step);
}
