/*
 * Samples of an estimate, x = centre + L (z_i + normals) with a point i chosen by its weight, for
 * one precision; see sample_f64.c. A tile of samples at a time, so that each row of L is used for
 * all.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

enum { EDGE = 64 }; /* samples in a tile */

struct call {
  const gk_kde *kde;
  size_t n, ldx;
  uint64_t seed;
  T *x;
  double *cumulative; /* of the weights; NULL: all alike */
  size_t tiles_in_task;
  const gki_loops_f64 *loops;
  char *workers;
  size_t worker_bytes;
};

/* The first point whose cumulative weight is above a part of the sum: never one of weight 0. */
static size_t choose_point(const struct call *call, size_t sample) {
  const size_t n = call->kde->n;
  const double variate = gki_choice_variate(call->seed, sample);
  if (!call->cumulative) {
    const size_t point = (size_t)(variate * (double)n);
    return point < n ? point : n - 1;
  }
  size_t low = 0, high = n - 1;
  const double wanted = variate * call->cumulative[high];
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (call->cumulative[middle] > wanted) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/* whitened: d rows of EDGE. */
static void draw_tile(const struct call *call, size_t first, size_t samples, double *whitened,
                      double *row) {
  const gk_kde *kde = call->kde;
  const size_t d = kde->d;
  for (size_t s = 0; s < samples; s++) {
    const double *point = kde->points + choose_point(call, first + s) * d;
    gki_normal_variates(call->seed, first + s, d, whitened + s, EDGE);
    for (size_t k = 0; k < d; k++) {
      whitened[k * EDGE + s] += point[k];
    }
  }
  for (size_t k = 0; k < d; k++) {
    if (kde->diagonal) {
      call->loops->combine(samples, 1, kde->root + k, 1, whitened + k * EDGE, EDGE, false, row);
    } else {
      call->loops->combine(samples, k + 1, kde->root + k * d, 1, whitened, EDGE, false, row);
    }
    for (size_t s = 0; s < samples; s++) {
      call->x[(first + s) * call->ldx + k] = (T)(kde->centre[k] + row[s]);
    }
  }
}

static void run_task(void *context, size_t task, size_t worker) {
  const struct call *call = context;
  const size_t most = call->tiles_in_task * EDGE, begin = task * most, rest = call->n - begin;
  const size_t end = begin + (rest < most ? rest : most);
  double *whitened = (double *)(call->workers + worker * call->worker_bytes);
  for (size_t first = begin; first < end; first += EDGE) {
    draw_tile(call, first, end - first < EDGE ? end - first : EDGE, whitened,
              whitened + EDGE * call->kde->d);
  }
}

static void accumulate_weights(const struct call *call) {
  double sum = 0;
  for (size_t i = 0; call->cumulative && i < call->kde->n; i++) {
    sum += call->kde->weights[i];
    call->cumulative[i] = sum;
  }
}

static size_t lay_shared(struct call *call, char *base) {
  size_t used = 0;
  if (call->kde->weights) {
    call->cumulative = gki_carve(base, &used, call->kde->n * sizeof(double));
  }
  return used;
}

/* The operations of a tile, roughly; a normal variate is some 50 of them. */
static double tile_work(const struct call *call) {
  const double d = (double)call->kde->d;
  return EDGE * ((call->kde->diagonal ? 0 : d * d / 2) + 60 * d + 100);
}

static gk_status run_call(const char *function, struct call *call, const gk_options *options) {
  const double tile = tile_work(call), task = 1e6, worth_a_team = 4e6;
  const size_t tiles = (call->n - 1) / EDGE + 1;
  call->tiles_in_task = tile >= task ? 1 : (size_t)(task / tile);
  const size_t tasks = (tiles - 1) / call->tiles_in_task + 1;
  const size_t wanted = (double)tiles * tile < worth_a_team ? 1 : options->threads;
  /* No overflow: a point has d numbers, and the root of a kernel as many. */
  call->worker_bytes = EDGE * (call->kde->d + 1) * sizeof(double);
  gki_workspace workspace = {.shared_bytes = lay_shared(call, NULL),
                             .thread_bytes = call->worker_bytes};
  gk_status status =
      gki_plan_workspace(function, options, wanted < tasks ? wanted : tasks, &workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(function, workspace.total);
  }
  call->workers = memory + lay_shared(call, memory);
  accumulate_weights(call);
  status = gki_run_tasks(function, tasks, workspace.threads, run_task, call, options);
  gki_free(memory);
  return status;
}

gk_status NAME(gk_kde_sample)(const gk_kde *kde, size_t n, unsigned long long seed, T *x,
                              size_t ldx, const gk_options *given) {
  const char *function = FUNCTION("gk_kde_sample");
  gk_options options;
  if (!kde) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "kde is NULL");
  }
  gki_matrix out = {.name = "x", .cols_name = "d", .data = x, .rows = n, .cols = kde->d, .ld = ldx};
  gk_status status = gki_read_options(function, given, &options);
  if (!status) {
    status = gki_check_matrix(function, &PRECISION_LIMITS, &out);
  }
  if (status || n == 0) {
    return status;
  }
  struct call call = {
      .kde = kde, .n = n, .ldx = ldx, .seed = seed, .x = x, .loops = gki_isa_in_use()->f64};
  return run_call(function, &call, &options);
}
