/*
 * Samples of a mixture, x = mu + L z, for one precision; see sample_f64.c. A tile of samples at a
 * time; those of one component side by side, so that each row of L is used for all of them.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

enum { EDGE = 64 }; /* samples in a tile */

/* A thread's part of the workspace. */
struct worker {
  size_t *components; /* of the samples of a tile */
  size_t *members;    /* the samples of one component */
  double *normals;    /* d rows of EDGE */
  double *row;        /* one feature of them */
};

struct call {
  const gk_mixture *mixture;
  size_t n, ldx;
  uint64_t seed;
  T *x;
  double *cumulative; /* of the weights, the largest of which counts as 1 */
  size_t tiles_in_task;
  const gki_loops_f64 *loops;
  struct worker *workers;
};

static void accumulate_weights(const struct call *call) {
  const gk_mixture *mixture = call->mixture;
  double largest = 0, sum = 0;
  for (size_t k = 0; k < mixture->components; k++) {
    largest = fmax(largest, mixture->weights[k]);
  }
  for (size_t k = 0; k < mixture->components; k++) {
    sum += mixture->weights[k] / largest;
    call->cumulative[k] = sum;
  }
}

/* The first component whose cumulative weight is above a part of the sum: never one of weight 0. */
static size_t choose_component(const struct call *call, size_t sample) {
  size_t low = 0, high = call->mixture->components - 1;
  if (high == 0) {
    return 0;
  }
  const double wanted = gki_choice_variate(call->seed, sample) * call->cumulative[high];
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

/* Feature i of the members, less the mean: row i of L times their normals. */
static const double *spread(const struct call *call, const struct worker *own, size_t component,
                            size_t i, size_t members) {
  const gk_mixture *mixture = call->mixture;
  const double *factor = gki_factor(mixture, component);
  if (mixture->shape == GKI_FULL) {
    call->loops->combine(members, i + 1, factor + i * mixture->d, 1, own->normals, EDGE, false,
                         own->row);
  } else {
    call->loops->combine(members, 1, factor + i, 1, own->normals + i * EDGE, EDGE, false, own->row);
  }
  return own->row;
}

/* The samples of a tile that are of one component. */
static void draw_members(const struct call *call, const struct worker *own, size_t first,
                         size_t component, size_t members) {
  const size_t d = call->mixture->d;
  const double *mean = gki_mean(call->mixture, component);
  for (size_t m = 0; m < members; m++) {
    gki_normal_variates(call->seed, first + own->members[m], d, own->normals + m, EDGE);
  }
  for (size_t i = 0; i < d; i++) {
    const double *row = spread(call, own, component, i, members);
    for (size_t m = 0; m < members; m++) {
      call->x[(first + own->members[m]) * call->ldx + i] = (T)(mean[i] + row[m]);
    }
  }
}

/* Component by component of those that have samples in the tile. */
static void draw_tile(const struct call *call, const struct worker *own, size_t first,
                      size_t samples) {
  const size_t done = call->mixture->components;
  for (size_t s = 0; s < samples; s++) {
    own->components[s] = choose_component(call, first + s);
  }
  for (size_t s = 0; s < samples; s++) {
    const size_t component = own->components[s];
    size_t members = 0;
    for (size_t other = s; component != done && other < samples; other++) {
      if (own->components[other] == component) {
        own->members[members++] = other;
        own->components[other] = done;
      }
    }
    if (members > 0) {
      draw_members(call, own, first, component, members);
    }
  }
}

static void run_task(void *context, size_t task, size_t worker) {
  const struct call *call = context;
  const size_t most = call->tiles_in_task * EDGE, begin = task * most, rest = call->n - begin;
  const size_t end = begin + (rest < most ? rest : most);
  for (size_t first = begin; first < end; first += EDGE) {
    draw_tile(call, &call->workers[worker], first, end - first < EDGE ? end - first : EDGE);
  }
}

static size_t lay_worker(const struct call *call, char *base, struct worker *worker) {
  size_t used = 0;
  worker->components = gki_carve(base, &used, EDGE * sizeof(size_t));
  worker->members = gki_carve(base, &used, EDGE * sizeof(size_t));
  worker->normals = gki_carve(base, &used, EDGE * call->mixture->d * sizeof(double));
  worker->row = gki_carve(base, &used, EDGE * sizeof(double));
  return used;
}

static size_t lay_shared(struct call *call, size_t threads, char *base) {
  size_t used = 0;
  call->cumulative = gki_carve(base, &used, call->mixture->components * sizeof(double));
  call->workers = gki_carve(base, &used, threads * sizeof *call->workers);
  return used;
}

static gk_status run_in(const char *function, struct call *call, const gki_workspace *workspace,
                        char *memory, size_t tasks, const gk_options *options) {
  lay_shared(call, workspace->threads, memory);
  for (size_t t = 0; t < workspace->threads; t++) {
    call->workers[t] = (struct worker){0};
    lay_worker(call, memory + workspace->shared_bytes + t * workspace->thread_bytes,
               &call->workers[t]);
  }
  accumulate_weights(call);
  return gki_run_tasks(function, tasks, workspace->threads, run_task, call, options);
}

/* The operations of a tile, roughly; a normal variate is some 50 of them. */
static double tile_work(const struct call *call) {
  const double d = (double)call->mixture->d;
  return EDGE * (call->mixture->shape == GKI_FULL ? d * d / 2 + 60 * d : 60 * d);
}

static gk_status run_call(const char *function, struct call *call, const gk_options *options) {
  struct worker worker = {0};
  const double tile = tile_work(call), task = 1e6, worth_a_team = 4e6;
  const size_t tiles = call->n / EDGE + (call->n % EDGE != 0);
  call->tiles_in_task = tile >= task ? 1 : (size_t)(task / tile);
  const size_t tasks = tiles / call->tiles_in_task + (tiles % call->tiles_in_task != 0);
  size_t useful = (double)tiles * tile < worth_a_team ? 1 : options->threads;
  useful = useful < tasks ? useful : tasks;
  gki_workspace workspace = {.shared_bytes = lay_shared(call, useful, NULL),
                             .thread_bytes = lay_worker(call, NULL, &worker)};
  gk_status status = gki_plan_workspace(function, options, useful, &workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(function, workspace.total);
  }
  status = run_in(function, call, &workspace, memory, tasks, options);
  gki_free(memory);
  return status;
}

gk_status NAME(gk_mixture_sample)(const gk_mixture *mixture, size_t n, unsigned long long seed,
                                  T *x, size_t ldx, const gk_options *given) {
  const char *function = FUNCTION("gk_mixture_sample");
  gk_options options;
  if (!mixture) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "mixture is NULL");
  }
  gki_matrix out = {
      .name = "x", .cols_name = "d", .data = x, .rows = n, .cols = mixture->d, .ld = ldx};
  gk_status status = gki_read_options(function, given, &options);
  if (!status) {
    status = gki_check_matrix(function, &PRECISION_LIMITS, &out);
  }
  if (status || n == 0) {
    return status;
  }
  struct call call = {
      .mixture = mixture, .n = n, .ldx = ldx, .seed = seed, .x = x, .loops = gki_isa_in_use()->f64};
  return run_call(function, &call, &options);
}
