/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/program.h"

#include "core/memory.h"
#include "core/status.h"
#include "core/workspace.h"
#include "filter/layout.h"

#include <math.h>
#include <stdint.h>

/* A map is memory's business: more threads than this gain nothing, and a small one needs one. */
enum { ELEMENTS_WORTH_A_THREAD = 1 << 16 };

gk_array gki_program_array(gki_program *program, const size_t *size, gk_type type,
                           const gk_array *like) {
  gk_array array;
  size_t bytes = 0, sum;
  if (!gki_compact(size, type, like, &array, &bytes) ||
      !gki_add_size(program->used, bytes + GKI_CACHE_LINE, &sum) || sum > PTRDIFF_MAX) {
    program->fits = false;
    return array;
  }
  array.data = gki_carve(program->base, &program->used, bytes);
  program->peak = program->used > program->peak ? program->used : program->peak;
  return array;
}

void gki_release_arrays(gki_program *program, size_t used) {
  program->used = used;
}

void gki_add_map(gki_program *program, const gki_map *map) {
  gki_stage *stage = &program->stages[program->count++];
  stage->engine = NULL;
  stage->of.map.map = *map;
}

void gki_add_pass(gki_program *program, const gki_pass *pass) {
  gki_stage *stage = &program->stages[program->count++];
  stage->engine =
      pass->filter[0]->engine == GK_ENGINE_RECURSIVE ? &gki_recursive_engine : &gki_fir_engine;
  stage->of.pass.pass = *pass;
  for (size_t i = 0; i < pass->axes; i++) {
    stage->of.pass.axis[i] = *pass->filter[i];
    stage->of.pass.pass.filter[i] = &stage->of.pass.axis[i];
  }
}

static size_t elements_of(const gk_array *array) {
  return array->size[0] * array->size[1] * array->size[2] * array->size[3];
}

static bool plan_stage(gki_stage *stage) {
  if (!stage->engine) {
    gki_map_plan *plan = &stage->of.map.plan;
    gki_plan_map(&stage->of.map.map, plan);
    stage->tasks = plan->tasks;
    stage->threads = 1 + elements_of(&stage->of.map.map.out) / ELEMENTS_WORTH_A_THREAD;
    stage->shared_bytes = stage->thread_bytes = 0;
    return true;
  }
  gki_pass_plan *plan = &stage->of.pass.plan;
  if (!stage->engine->plan(&stage->of.pass.pass, plan)) {
    return false;
  }
  stage->tasks = plan->tasks;
  stage->threads = plan->threads;
  stage->shared_bytes = plan->shared_bytes;
  stage->thread_bytes = plan->thread_bytes;
  return true;
}

/* About the nanoseconds of an element, for progress. */
static double cost_of(const gki_stage *stage) {
  if (!stage->engine) {
    return 1.0 * (double)elements_of(&stage->of.map.map.out);
  }
  const gki_pass *pass = &stage->of.pass.pass;
  double cost = 0.0;
  for (size_t i = 0; i < pass->axes; i++) {
    const gki_axis *axis = pass->filter[i];
    cost += axis->engine == GK_ENGINE_FIR ? 0.5 + 0.05 * (double)axis->taps.radius : 1.5;
  }
  return cost * (double)elements_of(&pass->in);
}

/* What a worker of a stage needs. */
typedef struct stage_run {
  const gki_stage *stage;
  char *shared, *threads;
} stage_run;

static void run_task(void *context, size_t task, size_t worker) {
  const stage_run *run = context;
  const gki_stage *stage = run->stage;
  if (stage->engine) {
    stage->engine->run(&stage->of.pass.pass, task, run->shared,
                       run->threads + worker * stage->thread_bytes);
  } else {
    gki_run_map(&stage->of.map.map, &stage->of.map.plan, task);
  }
}

/* The part of a call's progress that is a stage's. */
typedef struct progress_part {
  const gk_options *options;
  double from, to;
} progress_part;

static int report_part(double fraction, void *data) {
  const progress_part *part = data;
  const double done = fraction < 1.0 ? part->from + fraction * (part->to - part->from) : part->to;
  return part->options->progress(done, part->options->progress_data);
}

static bool run_stage(const gki_stage *stage, char *memory, progress_part *part, bool begun) {
  stage_run run = {stage, memory, memory + stage->shared_bytes};
  if (stage->engine) {
    stage->engine->begin(&stage->of.pass.pass, run.shared);
  }
  const gki_loop loop = {.tasks = stage->tasks,
                         .threads = stage->threads,
                         .run = run_task,
                         .context = &run,
                         .begun = begun,
                         .progress = part->options->progress ? report_part : NULL,
                         .progress_data = part};
  return gki_run(&loop);
}

static gk_status run_stages(const char *function, const gki_program *program, char *memory,
                            const gk_options *options) {
  double total = 0.0, done = 0.0;
  for (size_t i = 0; i < program->count; i++) {
    total += cost_of(&program->stages[i]);
  }
  for (size_t i = 0; i < program->count; i++) {
    const gki_stage *stage = &program->stages[i];
    progress_part part = {.options = options, .from = done / total};
    done += cost_of(stage);
    part.to = i + 1 < program->count ? fmin(done / total, 1.0) : 1.0;
    if (!run_stage(stage, memory, &part, i > 0)) {
      return gki_fail_cancelled(function);
    }
  }
  return GK_SUCCESS;
}

/* Gives each stage as many threads as have room beside `used` bytes; *bytes is the most that one
 * needs. */
static gk_status plan_threads(const char *function, gki_program *program, const gk_options *options,
                              size_t *bytes) {
  *bytes = 0;
  for (size_t i = 0; i < program->count; i++) {
    gki_stage *stage = &program->stages[i];
    if (!plan_stage(stage)) {
      return gki_fail(GK_ERROR_OVERFLOW, function,
                      "a line needs more workspace than an address space holds");
    }
    size_t threads = stage->threads < options->threads ? stage->threads : options->threads;
    threads = threads < stage->tasks ? threads : stage->tasks;
    gki_workspace workspace = {.thread_bytes =
                                   stage->thread_bytes ? stage->thread_bytes : GKI_CACHE_LINE};
    if (!gki_add_size(program->peak + program->held, stage->shared_bytes,
                      &workspace.shared_bytes) ||
        workspace.shared_bytes > PTRDIFF_MAX - workspace.thread_bytes ||
        workspace.thread_bytes > (PTRDIFF_MAX - workspace.shared_bytes) / threads) {
      return gki_fail(GK_ERROR_OVERFLOW, function, "the workspace is larger than an address space");
    }
    const gk_status status = gki_plan_workspace(function, options, threads, &workspace);
    if (status) {
      return status;
    }
    stage->threads = workspace.threads;
    const size_t needs = stage->shared_bytes + workspace.threads * stage->thread_bytes;
    *bytes = needs > *bytes ? needs : *bytes;
  }
  return GK_SUCCESS;
}

static gk_status allocate(const char *function, size_t bytes, char **memory) {
  *memory = bytes > 0 ? gki_alloc(1, bytes) : NULL;
  return *memory || bytes == 0 ? GK_SUCCESS : gki_fail_memory(function, bytes);
}

/* The program's arrays: the budget is looked at before memory is asked for. */
static gk_status allocate_arrays(const char *function, const gki_program *program,
                                 const gk_options *options, char **arrays) {
  if (!program->fits) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "the workspace is larger than an address space");
  }
  gki_workspace least = {.shared_bytes = program->peak + program->held,
                         .thread_bytes = GKI_CACHE_LINE};
  const gk_status status = gki_plan_workspace(function, options, 1, &least);
  if (status || program->peak == 0) {
    return status;
  }
  *arrays = gk_alloc(program->peak); /* in huge pages, whose first write is not so slow */
  return *arrays ? GK_SUCCESS : gki_fail_memory(function, program->peak);
}

gk_status gki_run_program(const char *function, gki_build_fn *build, void *context, size_t held,
                          const gk_options *options) {
  gki_program program;
  char *arrays = NULL, *memory = NULL;
  size_t bytes = 0;
  program.base = NULL;
  program.used = program.peak = program.count = 0;
  program.held = held;
  program.fits = true;
  build(context, &program);
  gk_status status = allocate_arrays(function, &program, options, &arrays);
  if (!status && arrays) {
    program.base = arrays;
    program.used = program.count = 0;
    build(context, &program);
  }
  if (!status) {
    status = plan_threads(function, &program, options, &bytes);
  }
  if (!status) {
    status = allocate(function, bytes, &memory);
  }
  if (!status) {
    status = run_stages(function, &program, memory, options);
  }
  gki_free(memory);
  gki_free(arrays);
  return status;
}

gk_status gki_finish_empty(const char *function, const gk_options *options) {
  const bool stopped = options->progress && (options->progress(0.0, options->progress_data) ||
                                             options->progress(1.0, options->progress_data));
  return stopped ? gki_fail_cancelled(function) : GK_SUCCESS;
}
