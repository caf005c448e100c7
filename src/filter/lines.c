/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/lines.h"

static size_t magnitude(ptrdiff_t a) {
  return a < 0 ? (size_t)0 - (size_t)a : (size_t)a;
}

/* Whether axis b is to run faster than axis a: it has the smaller strides. */
static bool faster(const gki_lines *l, size_t b, size_t a) {
  const size_t in_a = magnitude(l->in_stride[a]), in_b = magnitude(l->in_stride[b]);
  return in_b < in_a || (in_b == in_a && magnitude(l->out_stride[b]) < magnitude(l->out_stride[a]));
}

static void exchange(gki_lines *l, size_t a, size_t b) {
  const size_t size = l->size[a];
  const ptrdiff_t in = l->in_stride[a], out = l->out_stride[a];
  l->size[a] = l->size[b];
  l->in_stride[a] = l->in_stride[b];
  l->out_stride[a] = l->out_stride[b];
  l->size[b] = size;
  l->in_stride[b] = in;
  l->out_stride[b] = out;
}

static void sort(gki_lines *l) {
  for (size_t end = l->axes; end > 1; end--) {
    for (size_t a = 0; a + 1 < end; a++) {
      if (faster(l, a + 1, a)) {
        exchange(l, a, a + 1);
      }
    }
  }
}

/* Makes one axis of two that follow each other without a gap, in and out. */
static void merge(gki_lines *l) {
  size_t last = 0;
  for (size_t a = 1; a < l->axes; a++) {
    const ptrdiff_t size = (ptrdiff_t)l->size[last];
    if (l->in_stride[a] == l->in_stride[last] * size &&
        l->out_stride[a] == l->out_stride[last] * size) {
      l->size[last] *= l->size[a];
      continue;
    }
    last++;
    l->size[last] = l->size[a];
    l->in_stride[last] = l->in_stride[a];
    l->out_stride[last] = l->out_stride[a];
  }
  l->axes = l->axes > 0 ? last + 1 : 0;
}

gki_lines gki_lines_of(const gki_pass *pass) {
  const size_t along = pass->axis[0];
  gki_lines l = {.length = pass->in.size[along],
                 .keep = pass->filter[0]->keep,
                 .kept = pass->out.size[along],
                 .in_step = pass->in.stride[along],
                 .out_step = pass->out.stride[along]};
  for (size_t a = 0; a < 4; a++) {
    if (a != along && pass->in.size[a] > 1) {
      l.size[l.axes] = pass->in.size[a];
      l.in_stride[l.axes] = pass->in.stride[a];
      l.out_stride[l.axes] = pass->out.stride[a];
      l.axes++;
    }
  }
  sort(&l);
  merge(&l);
  size_t all = 1;
  for (size_t a = 0; a < l.axes; a++) {
    all *= l.size[a];
  }
  /* A group does not reach over the end of a long axis: what comes then is elsewhere in memory. */
  l.run = l.axes > 0 && l.size[0] >= GKI_GROUP_LINES ? l.size[0] : all;
  l.runs = all / l.run;
  l.groups = l.runs * ((l.run + GKI_GROUP_LINES - 1) / GKI_GROUP_LINES);
  return l;
}

static bool beside(const ptrdiff_t *at, size_t lines) {
  for (size_t i = 1; i < lines; i++) {
    if (at[i] != at[0] + (ptrdiff_t)i) {
      return false;
    }
  }
  return true;
}

gki_group gki_group_of(const gki_lines *l, size_t group) {
  const size_t in_run = l->groups / l->runs;
  const size_t begin = group % in_run * GKI_GROUP_LINES, rest = l->run - begin;
  gki_group g = {.lines = rest < GKI_GROUP_LINES ? rest : GKI_GROUP_LINES};
  for (size_t i = 0; i < g.lines; i++) {
    size_t line = group / in_run * l->run + begin + i;
    for (size_t a = 0; a < l->axes; a++) {
      const ptrdiff_t at = (ptrdiff_t)(line % l->size[a]);
      g.in[i] += at * l->in_stride[a];
      g.out[i] += at * l->out_stride[a];
      line /= l->size[a];
    }
  }
  g.in_beside = beside(g.in, g.lines);
  g.out_beside = beside(g.out, g.lines);
  return g;
}
