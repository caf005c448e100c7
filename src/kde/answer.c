/* From a checked call to its engine. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/engines.h"

#include <errno.h>

void gki_kde_set_grid(gki_kde_call *call, const gk_axis *axes) {
  call->axes = axes;
  call->m = 1;
  for (size_t a = 0; a < 3; a++) {
    call->count[a] = 1;
    call->start[a] = call->step[a] = gki_dd_of(0);
  }
  for (size_t a = 0; a < call->kde->d; a++) {
    call->count[a] = axes[a].count;
    call->m *= axes[a].count;
    call->start[a] = gki_two_sum(axes[a].first, -call->kde->centre[a]);
    if (axes[a].count > 1) {
      const gki_dd length = gki_two_sum(axes[a].last, -axes[a].first);
      call->step[a] = gki_dd_divide(length, gki_dd_of((double)(axes[a].count - 1)));
    }
  }
}

static gk_status run_engine(const gki_kde_call *call) {
  if (call->is_log) {
    return gki_kde_exact(call);
  }
  switch (call->choice.engine) {
  case GK_KDE_EXPONENTIALS:
    return gki_kde_exponentials(call);
  case GK_KDE_CUTOFF:
    return gki_kde_cutoff(call);
  case GK_KDE_BINNED:
    return gki_kde_binned(call);
  default:
    return call->axes && gki_kde_has_exact_grid(call) ? gki_kde_exact_grid(call)
                                                      : gki_kde_exact(call);
  }
}

/* Where the workspace is too small for the engine that AUTO chose, others that keep the tolerance have
 * their turn, the cheapest first; at last the exact one without what it does for grids. An engine that
 * had no memory has stored nothing. */
static gk_status run_others(const gki_kde_call *call, gk_status status) {
  gki_kde_call other = *call;
  unsigned tried = 0;
  while (status == GK_ERROR_MEMORY) {
    tried |= 1U << other.choice.engine;
    if (!gki_kde_choose_other(call->kde, call->m, call->axes, tried, &other.choice)) {
      return call->axes && gki_kde_has_exact_grid(call) ? gki_kde_exact(call) : status;
    }
    status = run_engine(&other);
  }
  return status;
}

gk_status gki_kde_answer(const gki_kde_call *call) {
  const int caller_errno = errno; /* exponentials that underflow set it */
  gk_status status = run_engine(call);
  if (status == GK_ERROR_MEMORY && call->options->workspace_bytes && !call->is_log &&
      call->choice.automatic) {
    status = run_others(call, status);
  }
  errno = caller_errno;
  return status;
}
