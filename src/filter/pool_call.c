/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"
#include "core/status.h"
#include "filter/pool.h"

typedef struct call {
  gki_pool pool;
  char *threads; /* their parts of the workspace */
} call;

static void run(void *context, size_t task, size_t worker) {
  const call *c = context;
  gki_run_pool_task(&c->pool, task, c->threads + worker * c->pool.workspace.thread_bytes);
}

gk_status gk_pool(const gk_array *in, const gk_pool_spec *spec, const gk_array *out,
                  const gk_options *given) {
  static const char function[] = "gk_pool";
  gki_pool_args args;
  gk_options options;
  gk_status status = gki_read_pool(function, in, spec, out, &args);
  status = status ? status : gki_read_options(function, given, &options);
  if (status || args.empty) {
    return status;
  }
  call c;
  gki_pool *pool = &c.pool;
  gki_plan_pool(&args, pool);
  const size_t tasks = (pool->units - 1) / pool->task_units + 1;
  const size_t useful = options.threads < tasks ? options.threads : tasks;
  status = gki_plan_workspace(function, &options, useful, &pool->workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(pool->workspace.total, 1);
  if (!memory) {
    return gki_fail_memory(function, pool->workspace.total);
  }
  gki_lay_out_pool(pool, memory);
  gki_prepare_pool(pool);
  c.threads = memory + pool->workspace.shared_bytes;
  status = gki_run_tasks(function, tasks, pool->workspace.threads, run, &c, &options);
  gki_free(memory);
  return status;
}
