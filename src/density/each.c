/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/each.h"

#include "core/blas.h"
#include "core/memory.h"
#include "core/parallel.h"
#include "core/status.h"

struct work {
  gki_component_fn run;
  void *context;
  double *numbers; /* numbers_each for each thread */
  size_t numbers_each;
  gki_outcome *outcomes;
};

static void do_one(void *context, size_t task, size_t worker) {
  const struct work *work = context;
  work->outcomes[task] =
      work->run(work->context, task, work->numbers + worker * work->numbers_each);
}

/* Several threads where there is enough to do and BLAS allows it. */
static size_t threads_for(const gk_mixture *mixture) {
  const double d = (double)mixture->d;
  const double work = (double)mixture->components * d * d * (mixture->shape == GKI_FULL ? d : 0);
  if (work < 8e6 || !gki_blas_is_reentrant()) {
    return 1;
  }
  const size_t threads = gki_useful_threads(gki_default_threads());
  return threads < mixture->components ? threads : mixture->components;
}

gk_status gki_each_component(const char *function, const gk_mixture *mixture, size_t numbers,
                             gki_component_fn run, void *context, size_t *failed,
                             gki_outcome *outcome) {
  const size_t components = mixture->components, threads = threads_for(mixture);
  /* No overflow: a mixture holds more than twice that. */
  const size_t bytes = threads * numbers * sizeof(double) + components * sizeof(gki_outcome);
  double *memory = gki_alloc(1, bytes);
  if (!memory) {
    return gki_fail_memory(function, bytes);
  }
  struct work work = {run, context, memory, numbers, (gki_outcome *)(memory + threads * numbers)};
  const gki_loop loop = {.tasks = components,
                         .threads = threads,
                         .run = do_one,
                         .context = &work,
                         .calls_blas = mixture->shape == GKI_FULL};
  gki_run(&loop);
  size_t k = 0;
  while (k < components && work.outcomes[k] == GKI_READY) {
    k++;
  }
  *failed = k;
  *outcome = k < components ? work.outcomes[k] : GKI_READY;
  gki_free(memory);
  return GK_SUCCESS;
}
