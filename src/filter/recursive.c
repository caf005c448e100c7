/* The recursive engine: groups of lines are loaded, filtered in both directions, stored. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/recursive.h"

#include "core/memory.h"
#include "core/workspace.h"
#include "filter/panel.h"
#include "simd/dispatch.h"

#include <string.h>

/* What a thread works in. */
typedef struct buffers {
  double *x, *out;                      /* panels */
  double *state, *before_last, *behind; /* of all terms and lines */
} buffers;

/* Lines that share a panel: not many more than there are. */
static size_t width_of(const gki_lines *lines) {
  const size_t lanes = gki_isa_in_use()->recursion->lanes;
  const size_t most = lines->run < lines->in_group ? lines->run : lines->in_group;
  return lines->in_group == 1 ? 1 : (most + lanes - 1) / lanes * lanes;
}

static buffers carve(const gki_lines *lines, char *base, size_t *bytes) {
  const size_t width = width_of(lines);
  const size_t panel = lines->length * width * sizeof(double);
  const size_t state = (size_t)2 * GKI_MOST_TERMS * width * sizeof(double);
  buffers b;
  b.x = gki_carve(base, bytes, panel);
  b.out = gki_carve(base, bytes, panel);
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

/* Both directions over a panel. */
static void filter_panel(const gki_recursive_pass *p, size_t width, const buffers *b) {
  const gki_recursion_loops *loops = gki_isa_in_use()->recursion;
  const ptrdiff_t row = (ptrdiff_t)width;
  const size_t last = p->lines.length - 1;
  double *state = b->state;
  gki_state_before(p, b->x, width, state, b->behind);
  loops->filter(&p->causal, last, b->x, b->out, row, width, false, state);
  memcpy(b->before_last, state, p->states * width * sizeof *state);
  loops->filter(&p->causal, 1, b->x + last * width, b->out + last * width, row, width, false,
                state);
  gki_state_behind(p, b->x, width, state, b->before_last, b->behind);
  loops->filter(&p->anticausal, last + 1, b->x + last * width, b->out + last * width, -row, width,
                true, b->behind);
}

static void run(const gki_pass *pass, size_t task, const char *shared, char *thread) {
  const gki_recursive_pass *p = (const gki_recursive_pass *)(const void *)shared;
  const gki_lines *lines = &p->lines;
  const size_t width = width_of(lines);
  size_t bytes = 0;
  const buffers b = carve(lines, thread, &bytes);
  for (size_t first = 0; first < lines->in_task; first += lines->in_group) {
    const gki_group group = gki_group_of(lines, task, first);
    if (group.lines > 0) {
      gki_load_panel(lines, &group, &pass->in, width, b.x);
      filter_panel(p, width, &b);
      gki_store_panel(lines, &group, b.out, width, &pass->out);
    }
  }
}

const gki_pass_engine gki_recursive_engine = {plan, begin, run};
