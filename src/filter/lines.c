/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/lines.h"

/* So few lines do not fill vectors, and that are long do not fit in a cache with what fills up. */
static bool alone(size_t lines, size_t length) {
  return lines <= 2 || (lines < 8 && length > 16384);
}

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

static size_t tasks_in_run(const gki_lines *l) {
  return (l->run + l->in_task - 1) / l->in_task;
}

/* A task is at least a cache line wide where lines lie side by side: no two write to the same. */
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
  l.in_group = alone(all, l.length) ? 1 : GKI_GROUP_LINES;
  l.in_task = l.in_group;
  if (l.axes > 0 && l.out_stride[0] == 1 && l.in_group > 1 && pass->out.type != GK_TYPE_F64) {
    l.in_task = pass->out.type == GK_TYPE_U8 ? 64 : 32;
  }
  l.tasks = l.runs * tasks_in_run(&l);
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

gki_group gki_group_of(const gki_lines *l, size_t task, size_t first) {
  const size_t in_run = tasks_in_run(l), begin = task % in_run * l->in_task + first;
  const size_t task_end = (task % in_run + 1) * l->in_task;
  const size_t end = task_end < l->run ? task_end : l->run;
  gki_group g = {.lines = begin < end ? end - begin : 0};
  g.lines = g.lines < l->in_group ? g.lines : l->in_group;
  for (size_t i = 0; i < g.lines; i++) {
    size_t line = task / in_run * l->run + begin + i;
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
