/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/panel.h"

#include "filter/array.h"
#include "simd/dispatch.h"

static char *element(const gk_array *array, ptrdiff_t at) {
  return (char *)array->data + at * (ptrdiff_t)gki_type_bytes(array->type);
}

/* Rows that are loaded of one group before the next one's: as many as the pages that the processor
 * holds the addresses of. */
enum { PIECE = 64 };

static size_t piece_at(size_t n, size_t end) {
  return end - n < PIECE ? end - n : PIECE;
}

static void load_lines(const gki_lines *lines, const gki_group *group, const gk_array *in,
                       size_t width, double *panel) {
  const void *line[GKI_GROUP_LINES];
  for (size_t l = 0; l < group->lines; l++) {
    line[l] = element(in, group->in[l]);
  }
  gki_isa_in_use()->panels->load_lines[in->type](lines->length, group->lines, line, lines->in_step,
                                                 width, panel);
}

void gki_load_panels(const gki_lines *lines, const gki_group *groups, size_t count,
                     const gk_array *in, size_t width, double *const *panels) {
  const gki_panel_loops *loops = gki_isa_in_use()->panels;
  for (size_t g = 0; g < count; g++) {
    if (!groups[g].in_beside) {
      load_lines(lines, &groups[g], in, width, panels[g]);
    }
  }
  for (size_t n = 0; n < lines->length; n += PIECE) {
    const ptrdiff_t at = (ptrdiff_t)n * lines->in_step;
    for (size_t g = 0; g < count; g++) {
      if (groups[g].in_beside) {
        loops->load_beside[in->type](piece_at(n, lines->length), groups[g].lines,
                                     element(in, groups[g].in[0] + at), lines->in_step, width,
                                     panels[g] + n * width);
      }
    }
  }
}

static void store_lines(const gki_lines *lines, const gki_group *group, const double *panel,
                        size_t width, const gk_array *out) {
  void *line[GKI_GROUP_LINES];
  for (size_t l = 0; l < group->lines; l++) {
    line[l] = element(out, group->out[l]);
  }
  gki_isa_in_use()->panels->store_lines[out->type](lines->kept, group->lines, panel,
                                                   lines->keep * width, line, lines->out_step);
}

void gki_store_panels(const gki_lines *lines, const gki_group *groups, size_t count,
                      double *const *panels, size_t width, const gk_array *out) {
  const gki_panel_loops *loops = gki_isa_in_use()->panels;
  const size_t next = lines->keep * width;
  for (size_t g = 0; g < count; g++) {
    if (!groups[g].out_beside) {
      store_lines(lines, &groups[g], panels[g], width, out);
    }
  }
  for (size_t n = 0; n < lines->kept; n += PIECE) {
    const ptrdiff_t at = (ptrdiff_t)n * lines->out_step;
    for (size_t g = 0; g < count; g++) {
      if (groups[g].out_beside) {
        loops->store_beside[out->type](piece_at(n, lines->kept), groups[g].lines,
                                       panels[g] + n * next, next,
                                       element(out, groups[g].out[0] + at), lines->out_step);
      }
    }
  }
}
