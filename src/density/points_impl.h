/*
 * Densities, their logarithms and responsibilities at points, for one precision of the data; see
 * points_f64.c. All is computed in double, a tile of points at a time.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
enum { MOST_ROWS = 32 }; /* of levels, unless all are needed: they stay in a cache */

enum quantity { DENSITY, LOG_DENSITY, RESPONSIBILITIES };

/* A thread's part of the workspace. */
struct worker {
  gki_point_tile tile;
  double *levels;  /* log w_k + log N_k, rows of `edge`; NULL, as the next two, where only sums are
                      needed */
  double *highest; /* of a point's levels */
  double *before;  /* the same, before the last rows */
  double *sums;
};

struct call {
  const gk_mixture *mixture;
  enum quantity quantity;
  size_t n, ldx, ldo;
  const T *x;
  T *out;
  size_t edge;          /* points in a tile */
  size_t tiles_in_task; /* at most */
  size_t rows;          /* of levels: as many components are at work together */
  bool adds;            /* densities are added up without their logarithms */
  gki_exp2_f64 *plans;  /* of the components' heights, where it adds; else one, of height 1 */
  const gki_point_loops *loops;
  struct worker *workers;
};

/* Heights whose densities are numbers that the exponential of the loops can scale by. */
static bool has_plain_heights(const gk_mixture *mixture) {
  for (size_t k = 0; k < mixture->components; k++) {
    if (gki_has_weight(mixture, k) && fabs(mixture->log_heights[k]) > 700) {
      return false;
    }
  }
  return true;
}

static bool holds_nan(const T *point, size_t d) {
  for (size_t k = 0; k < d; k++) {
    if (isnan(point[k])) {
      return true;
    }
  }
  return false;
}

/* Squares that are no numbers come from NaN, infinities, or distances too large for double. */
static void mend_squares(const struct call *call, size_t first, size_t points, double *squares) {
  for (size_t i = 0; i < points; i++) {
    if (!(squares[i] <= DBL_MAX)) {
      const T *point = call->x + (first + i) * call->ldx;
      squares[i] = holds_nan(point, call->mixture->d) ? NAN : INFINITY;
    }
  }
}

static void load_tile(const struct call *call, size_t first, const gki_point_tile *tile) {
  const T *from = call->x + first * call->ldx;
  const size_t d = call->mixture->d;
  const size_t block = gki_is_in_blocks(call->mixture) ? GKI_BLOCK_DIMENSIONS : d;
  const size_t room = (tile->points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
  for (size_t k = 0; k < d; k += block) {
    const size_t features = d - k < block ? d - k : block;
    call->loops->NAME(load)(tile->points, features, from + k, call->ldx, tile->panel + room * k);
  }
}

/* sums = the densities. */
static void add_densities(const struct call *call, size_t first, const struct worker *own) {
  const gk_mixture *mixture = call->mixture;
  const gki_point_tile *tile = &own->tile;
  bool add = false;
  for (size_t k = 0; k < mixture->components; k++) {
    if (gki_has_weight(mixture, k)) {
      gki_find_squares(mixture, k, tile);
      mend_squares(call, first, tile->points, tile->squares);
      call->loops->exponentials(tile->points, tile->squares, &call->plans[k], add, own->sums);
      add = true;
    }
  }
}

/* The levels of components begin ... end - 1, each in a row, and the highest so far. */
static void find_levels(const struct call *call, const struct worker *own, size_t first,
                        size_t begin, size_t end) {
  const gk_mixture *mixture = call->mixture;
  const gki_point_tile *tile = &own->tile;
  for (size_t k = begin; k < end; k++) {
    gki_find_squares(mixture, k, tile);
    mend_squares(call, first, tile->points, tile->squares);
    call->loops->levels(tile->points, tile->squares, mixture->log_heights[k], k == 0,
                        own->levels + (k - begin) * call->edge, own->highest);
  }
}

/* The sums of shares in the highest level until now become those in the new one. */
static void rescale_sums(const struct call *call, const struct worker *own) {
  double *factors = own->before;
  call->loops->shares(own->tile.points, factors, own->highest, call->plans, false,
                      own->tile.squares);
  for (size_t i = 0; i < own->tile.points; i++) {
    /* Of nothing but -infinity the sum was NaN, and the factor is 0. */
    own->sums[i] = factors[i] > 0 ? own->sums[i] * factors[i] : factors[i];
  }
}

/* The highest level, and of several components the shares in it and their sums, some rows of levels
 * at a time. */
static void share_out(const struct call *call, size_t first, const struct worker *own) {
  const size_t components = call->mixture->components;
  for (size_t k = 0; k < components; k += call->rows) {
    const size_t end = components - k < call->rows ? components : k + call->rows;
    if (k > 0) {
      memcpy(own->before, own->highest, call->edge * sizeof *own->before);
    }
    find_levels(call, own, first, k, end);
    if (call->quantity != RESPONSIBILITIES && components == 1) {
      return;
    }
    if (k > 0) {
      rescale_sums(call, own);
    }
    for (size_t row = 0; row < end - k; row++) {
      call->loops->shares(own->tile.points, own->levels + row * call->edge, own->highest,
                          call->plans, k + row > 0, own->sums);
    }
  }
}

static double log_density_at(const struct call *call, const struct worker *own, size_t i) {
  const double highest = own->highest[i];
  return call->mixture->components == 1 || highest == -INFINITY ? highest
                                                                : highest + log(own->sums[i]);
}

static void store_responsibilities(const struct call *call, size_t first,
                                   const struct worker *own) {
  for (size_t i = 0; i < own->tile.points; i++) {
    T *row = call->out + (first + i) * call->ldo;
    for (size_t k = 0; k < call->mixture->components; k++) {
      const double share = own->levels[k * call->edge + i] / own->sums[i];
      row[k] = isnan(share) ? (T)NAN : (T)share; /* without the sign that processors set */
    }
  }
}

static void store_tile(const struct call *call, size_t first, const struct worker *own) {
  T *out = call->out + first;
  if (call->quantity == RESPONSIBILITIES) {
    store_responsibilities(call, first, own);
    return;
  }
  for (size_t i = 0; i < own->tile.points; i++) {
    if (call->adds) {
      out[i] = (T)own->sums[i];
    } else {
      const double value = log_density_at(call, own, i);
      out[i] = (T)(call->quantity == DENSITY ? exp(value) : value);
    }
  }
}

static void run_task(void *context, size_t task, size_t worker) {
  const struct call *call = context;
  struct worker *own = &call->workers[worker];
  const size_t begin = task * call->tiles_in_task * call->edge;
  const size_t rest = call->n - begin, most = call->tiles_in_task * call->edge;
  const size_t end = begin + (rest < most ? rest : most);
  for (size_t first = begin; first < end; first += call->edge) {
    own->tile.points = end - first < call->edge ? end - first : call->edge;
    load_tile(call, first, &own->tile);
    if (call->adds) {
      add_densities(call, first, own);
    } else {
      share_out(call, first, own);
    }
    store_tile(call, first, own);
  }
}

/* The operations of a tile, roughly. */
static double tile_work(const struct call *call) {
  const double d = (double)call->mixture->d;
  const double each = call->mixture->shape == GKI_FULL ? d * d / 2 + 2 * d : 3 * d;
  return (double)call->edge * ((double)call->mixture->components * (each + 20) + 4 * d);
}

static size_t lay_worker(const struct call *call, char *base, struct worker *worker) {
  size_t used = gki_lay_tile(call->mixture, call->edge, base, &worker->tile);
  worker->sums = gki_carve(base, &used, call->edge * sizeof(double));
  if (!call->adds) {
    worker->highest = gki_carve(base, &used, call->edge * sizeof(double));
    worker->before = gki_carve(base, &used, call->edge * sizeof(double));
    worker->levels = gki_carve(base, &used, call->edge * call->rows * sizeof(double));
  }
  return used;
}

static size_t lay_shared(struct call *call, size_t threads, char *base) {
  const size_t plans = call->adds ? call->mixture->components : 1;
  size_t used = 0;
  call->plans = gki_carve(base, &used, plans * sizeof *call->plans);
  call->workers = gki_carve(base, &used, threads * sizeof *call->workers);
  return used;
}

static void prepare_plans(const struct call *call) {
  if (!call->adds) {
    gki_exp2_prepare_f64(1, call->plans);
    return;
  }
  for (size_t k = 0; k < call->mixture->components; k++) {
    if (gki_has_weight(call->mixture, k)) {
      gki_exp2_prepare_f64(exp(call->mixture->log_heights[k]), &call->plans[k]);
    }
  }
}

static gk_status run_in(const char *function, struct call *call, const gki_workspace *workspace,
                        char *memory, size_t tasks, const gk_options *options) {
  lay_shared(call, workspace->threads, memory);
  for (size_t t = 0; t < workspace->threads; t++) {
    call->workers[t] = (struct worker){0};
    lay_worker(call, memory + workspace->shared_bytes + t * workspace->thread_bytes,
               &call->workers[t]);
  }
  prepare_plans(call);
  return gki_run_tasks(function, tasks, workspace->threads, run_task, call, options);
}

static gk_status run_call(const char *function, struct call *call, const gk_options *options) {
  const size_t components = call->mixture->components;
  struct worker worker = {0};
  call->adds = call->quantity == DENSITY && has_plain_heights(call->mixture);
  call->edge = gki_tile_points(call->mixture, call->n);
  call->rows =
      call->quantity == RESPONSIBILITIES || components < MOST_ROWS ? components : MOST_ROWS;
  call->loops = gki_isa_in_use()->points;
  const double tile = tile_work(call), task = 1e6, worth_a_team = 4e6;
  const size_t tiles = call->n / call->edge + (call->n % call->edge != 0);
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
  _Alignas(GKI_CACHE_LINE) char small[16384]; /* the allocator costs more than a few points */
  if (workspace.total <= sizeof small) {
    return run_in(function, call, &workspace, small, tasks, options);
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(function, workspace.total);
  }
  status = run_in(function, call, &workspace, memory, tasks, options);
  gki_free(memory);
  return status;
}

/* The output has a row for each point, of `cols` numbers. */
static gk_status evaluate(const char *function, enum quantity quantity, const gk_mixture *mixture,
                          size_t n, const T *x, size_t ldx, gki_matrix *out,
                          const gk_options *given) {
  gk_options options;
  if (!mixture) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "mixture is NULL");
  }
  gki_matrix points = {
      .name = "x", .cols_name = "d", .data = x, .rows = n, .cols = mixture->d, .ld = ldx};
  gk_status status = gki_read_options(function, given, &options);
  if (!status) {
    status = gki_check_matrix(function, &PRECISION_LIMITS, &points);
  }
  if (!status) {
    status = gki_check_matrix(function, &PRECISION_LIMITS, out);
  }
  if (!status) {
    status = gki_check_disjoint(function, out, &points);
  }
  if (status || n == 0) {
    return status;
  }
  struct call call = {.mixture = mixture,
                      .quantity = quantity,
                      .n = n,
                      .ldx = ldx,
                      .ldo = out->ld,
                      .x = x,
                      .out = (T *)(uintptr_t)out->data};
  return run_call(function, &call, &options);
}

gk_status NAME(gk_mixture_density)(const gk_mixture *mixture, size_t n, const T *x, size_t ldx,
                                   T *density, const gk_options *options) {
  gki_matrix out = {
      .name = "density", .cols_name = "1", .data = density, .rows = n, .cols = 1, .ld = 1};
  return evaluate(FUNCTION("gk_mixture_density"), DENSITY, mixture, n, x, ldx, &out, options);
}

gk_status NAME(gk_mixture_log_density)(const gk_mixture *mixture, size_t n, const T *x, size_t ldx,
                                       T *log_density, const gk_options *options) {
  gki_matrix out = {
      .name = "log_density", .cols_name = "1", .data = log_density, .rows = n, .cols = 1, .ld = 1};
  return evaluate(FUNCTION("gk_mixture_log_density"), LOG_DENSITY, mixture, n, x, ldx, &out,
                  options);
}

gk_status NAME(gk_mixture_responsibilities)(const gk_mixture *mixture, size_t n, const T *x,
                                            size_t ldx, T *r, size_t ldr,
                                            const gk_options *options) {
  gki_matrix out = {.name = "r",
                    .cols_name = "components",
                    .data = r,
                    .rows = n,
                    .cols = gk_mixture_components(mixture),
                    .ld = ldr};
  return evaluate(FUNCTION("gk_mixture_responsibilities"), RESPONSIBILITIES, mixture, n, x, ldx,
                  &out, options);
}
