/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/workspace.h"

#include "core/status.h"

#include <stdint.h>

gk_status gki_plan_workspace(const char *function, const gk_options *options, size_t useful,
                             gki_workspace *workspace) {
  const size_t budget = options->workspace_bytes ? options->workspace_bytes : PTRDIFF_MAX;
  const size_t least = workspace->shared_bytes + workspace->thread_bytes;
  if (budget < least) {
    return gki_fail(GK_ERROR_MEMORY, function,
                    "options->workspace_bytes = %zu is less than the %zu that one thread needs",
                    budget, least);
  }
  const size_t affordable = (budget - workspace->shared_bytes) / workspace->thread_bytes;
  workspace->threads = useful < affordable ? useful : affordable;
  workspace->total = workspace->shared_bytes + workspace->threads * workspace->thread_bytes;
  return GK_SUCCESS;
}

gk_status gki_run_tasks(const char *function, size_t tasks, size_t threads, gki_task_fn run,
                        void *context, const gk_options *options) {
  const gki_loop loop = {.tasks = tasks,
                         .threads = threads,
                         .run = run,
                         .context = context,
                         .progress = options->progress,
                         .progress_data = options->progress_data};
  return gki_run(&loop) ? GK_SUCCESS : gki_fail_cancelled(function);
}
