/* The recursive engine: groups of lines are loaded, filtered in both directions, stored. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/recursive.h"

#include "core/memory.h"
#include "core/workspace.h"
#include "filter/panel.h"
#include "simd/dispatch.h"

#include <string.h>

/* Groups that are loaded together, and the panels that this takes: one more, for results. */
enum { MOST_GROUPS = 2, MOST_PANELS = MOST_GROUPS + 1 };

/* What a thread works in. */
typedef struct buffers {
  size_t width, groups;
  double *panel[MOST_PANELS];
  double *state, *before_last, *behind; /* of all terms and lines of a group */
} buffers;

/* Lines that share a panel: not many more than there are. */
static size_t width_of(const gki_lines *lines) {
  const size_t lanes = gki_isa_in_use()->recursion->lanes;
  const size_t most = lines->run < lines->in_group ? lines->run : lines->in_group;
  return lines->in_group == 1 ? 1 : (most + lanes - 1) / lanes * lanes;
}

/* Two where a task has them, if their panels fit in a second cache. */
static size_t groups_together(const gki_lines *lines) {
  static const size_t enough = 800 << 10;
  const size_t bytes = MOST_PANELS * lines->length * GKI_GROUP_LINES * sizeof(double);
  return lines->in_task > lines->in_group && bytes <= enough ? MOST_GROUPS : 1;
}

static buffers carve(const gki_lines *lines, char *base, size_t *bytes) {
  buffers b = {.width = width_of(lines), .groups = groups_together(lines)};
  const size_t state = (size_t)2 * GKI_MOST_TERMS * b.width * sizeof(double);
  for (size_t i = 0; i <= b.groups; i++) {
    b.panel[i] = gki_carve(base, bytes, lines->length * b.width * sizeof(double));
  }
  b.state = gki_carve(base, bytes, state);
  b.before_last = gki_carve(base, bytes, state);
  b.behind = gki_carve(base, bytes, state);
  return b;
}

static bool plan(const gki_pass *pass, gki_pass_plan *plan) {
  const gki_lines lines = gki_lines_of(pass);
  if (lines.length > (size_t)PTRDIFF_MAX / (4 * GKI_GROUP_LINES * sizeof(double))) {
    return false; /* two panels and the states */
  }
  *plan = (gki_pass_plan){.tasks = lines.tasks, .threads = lines.tasks};
  (void)gki_carve(NULL, &plan->shared_bytes, sizeof(gki_recursive_pass));
  (void)carve(&lines, NULL, &plan->thread_bytes);
  return true;
}

static void begin(const gki_pass *pass, char *shared) {
  gki_prepare_recursive(pass, (gki_recursive_pass *)(void *)shared);
}

/* Both directions over a panel x. */
static void filter_panel(const gki_recursive_pass *p, const buffers *b, const double *x,
                         double *out) {
  const gki_recursion_loops *loops = gki_isa_in_use()->recursion;
  const size_t width = b->width, last = p->lines.length - 1;
  const ptrdiff_t row = (ptrdiff_t)width;
  double *state = b->state;
  gki_state_before(p, x, width, state, b->behind);
  loops->filter(&p->causal, last, x, out, row, width, false, state);
  memcpy(b->before_last, state, p->states * width * sizeof *state);
  loops->filter(&p->causal, 1, x + last * width, out + last * width, row, width, false, state);
  gki_state_behind(p, x, width, state, b->before_last, b->behind);
  loops->filter(&p->anticausal, last + 1, x + last * width, out + last * width, -row, width, true,
                b->behind);
}

/* Groups together: each result goes where the group before it was. */
static void filter_groups(const gki_pass *pass, const gki_recursive_pass *p,
                          const gki_group *groups, size_t count, const buffers *b) {
  double *results[MOST_GROUPS];
  gki_load_panels(&p->lines, groups, count, &pass->in, b->width, b->panel);
  for (size_t g = 0; g < count; g++) {
    results[g] = b->panel[g == 0 ? b->groups : g - 1];
    filter_panel(p, b, b->panel[g], results[g]);
  }
  gki_store_panels(&p->lines, groups, count, results, b->width, &pass->out);
}

static void run(const gki_pass *pass, size_t task, const char *shared, char *thread) {
  const gki_recursive_pass *p = (const gki_recursive_pass *)(const void *)shared;
  const gki_lines *lines = &p->lines;
  size_t bytes = 0;
  const buffers b = carve(lines, thread, &bytes);
  for (size_t first = 0; first < lines->in_task;) {
    gki_group groups[MOST_GROUPS];
    size_t count = 0;
    for (size_t g = 0; g < b.groups; g++, first += lines->in_group) {
      groups[count] = gki_group_of(lines, task, first);
      count += groups[count].lines > 0;
    }
    filter_groups(pass, p, groups, count, &b);
  }
}

const gki_pass_engine gki_recursive_engine = {plan, begin, run};
