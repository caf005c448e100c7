/* The call of a heat map: arguments, memory, the loops over bands; see heatmap_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static gk_status check_numbers(const char *function, const struct heatmap_call *call) {
  for (size_t k = 0; k < call->n; k++) {
    const T sigma = call->sigmas ? call->sigmas[k] : 1;
    if (!(sigma > 0 && isfinite(sigma))) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "sigmas[%zu] = %g is not positive and finite", k,
                      (double)sigma);
    }
  }
  for (size_t k = 0; k < call->n; k++) {
    const T *centre = call->centers + k * call->ldc, a = call->amplitudes ? call->amplitudes[k] : 1;
    if (!isfinite(centre[0]) || !isfinite(centre[1])) {
      return gki_fail(GK_ERROR_DATA, function, "centers[%zu] is (%g, %g)", k, (double)centre[0],
                      (double)centre[1]);
    }
    if (!isfinite(a)) {
      return gki_fail(GK_ERROR_DATA, function, "amplitudes[%zu] is %g", k, (double)a);
    }
    if (a < 0 && call->spots.merge == GK_MERGE_MAXIMUM) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "amplitudes[%zu] = %g is negative, with GK_MERGE_MAXIMUM", k, (double)a);
    }
  }
  return GK_SUCCESS;
}

/* Everything that can be wrong with a call. */
static gk_status check_heatmap(const char *function, struct heatmap_call *call,
                               const gk_spots *spots, size_t *map_bytes) {
  gki_plane map = {"map", "ldmap", call->map, call->height, call->width, call->ldmap, 0};
  gki_plane inputs[] = {
      {"centers", "ldc", call->centers, call->n, 2, call->ldc, 0},
      {"sigmas", "n", call->sigmas, call->sigmas ? 1 : 0, call->n, call->n, 0},
      {"amplitudes", "n", call->amplitudes, call->amplitudes ? 1 : 0, call->n, call->n, 0}};
  gk_status status = gki_read_spots(function, spots, &call->spots);
  if (!status) {
    status = gki_check_plane(function, sizeof(T), &map);
  }
  for (size_t i = 0; i < 3 && !status; i++) {
    status = gki_check_plane(function, sizeof(T), inputs + i);
    if (!status) {
      status = gki_check_apart(function, &map, inputs + i);
    }
  }
  *map_bytes = map.bytes;
  return status ? status : check_numbers(function, call);
}

static size_t up_to_line(size_t bytes) {
  return (bytes + GKI_CACHE_LINE - 1) / GKI_CACHE_LINE * GKI_CACHE_LINE;
}

/* The bands, and the memory that they need beside that of the threads. */
static bool plan_heatmap(struct heatmap_call *call, size_t *shared) {
  size_t rows = MOST_BAND_ROWS, band_bytes;
  while (rows > LEAST_BAND_ROWS && call->width > BAND_BYTES / sizeof(double) / rows) {
    rows /= 2;
  }
  rows = rows < call->height ? rows : call->height;
  gki_lists_plan(call->height, rows, &call->lists);
  const size_t longest = call->width > rows ? call->width : rows;
  if (!gki_multiply_size(longest, (rows + 3) * sizeof(double), &band_bytes)) {
    return false;
  }
  call->axis_bytes = up_to_line(longest * sizeof(double));
  call->worker_bytes = 2 * call->axis_bytes;
  if (!IN_PLACE) {
    call->worker_bytes += up_to_line(call->width * rows * sizeof(double));
  }
  gki_exp2_prepare_f64(1, &call->one);
  call->reach = (gki_reach){call->spots.truncate, MOST_SIGMAS};
  size_t entries;
  return gki_add_size(call->n, call->lists.lists + 1, &entries) &&
         gki_multiply_size(entries, sizeof(size_t), shared) &&
         gki_add_size(*shared, 2 * GKI_CACHE_LINE + call->lists.bands * sizeof(T), shared);
}

static void lay_out(struct heatmap_call *call, char *memory, size_t threads) {
  call->workers = memory;
  memory += threads * call->worker_bytes;
  call->lists.begin = (size_t *)memory;
  call->lists.order = call->lists.begin + call->lists.lists + 1;
  call->largest = (T *)(call->lists.order + call->n);
}

/* Progress over the two loops of a map that is divided by its largest value. */
struct progress_part {
  const gk_options *options;
  double from, to;
};

static int report_part(double fraction, void *data) {
  const struct progress_part *part = data;
  return part->options->progress(part->from + fraction * (part->to - part->from),
                                 part->options->progress_data);
}

static int run_part(struct heatmap_call *call, gki_task_fn run, size_t threads,
                    struct progress_part part) {
  const gki_loop loop = {.tasks = call->lists.bands,
                         .threads = threads,
                         .run = run,
                         .context = call,
                         .begun = part.from > 0,
                         .progress = part.options->progress ? report_part : NULL,
                         .progress_data = &part};
  return gki_run(&loop);
}

/* A map that is divided by its largest value must have one: the power of two, 1 or less, which no
 * sum of so many amplitudes times it overflows. */
static double scale_for(const struct heatmap_call *call) {
  double largest = 0;
  int amplitude = 0, spots = 0;
  for (size_t k = 0; k < call->n && call->amplitudes; k++) {
    largest = fmax(largest, fabs((double)call->amplitudes[k]));
  }
  (void)frexp(largest, &amplitude);
  (void)frexp((double)call->n, &spots);
  const int excess = amplitude + spots - (T_MAX_EXP - 1);
  return excess > 0 ? ldexp(1, -excess) : 1;
}

/* What the map is divided by, to the first place: its largest value, or where none is positive the
 * amplitudes' scale; false where that changes nothing. */
static bool find_divisor(struct heatmap_call *call) {
  for (size_t b = 1; b < call->lists.bands; b++) {
    call->largest[0] = call->largest[b] > call->largest[0] ? call->largest[b] : call->largest[0];
  }
  if (!(call->largest[0] > 0)) {
    call->largest[0] = (T)call->scale;
  }
  return call->largest[0] != 1;
}

/* As many threads as have something to do that is worth waking them. */
static size_t threads_for(const struct heatmap_call *call, size_t wanted) {
  const double pixels = (double)call->width * (double)call->height;
  const double work = (pixels + WORK_OF_A_SPOT * (double)call->n) / WORK_OF_A_THREAD;
  const size_t threads = wanted < call->lists.bands ? wanted : call->lists.bands;
  return work < (double)(threads - 1) ? 1 + (size_t)work : threads;
}

static gk_status run_heatmap(const char *function, struct heatmap_call *call,
                             const gk_options *options) {
  size_t shared = 0, threads = options->threads, total;
  if (!plan_heatmap(call, &shared)) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "%zu spots are more than memory holds", call->n);
  }
  threads = threads_for(call, threads);
  const size_t budget = options->workspace_bytes;
  while (budget && threads > 1 && threads * call->worker_bytes + shared > budget) {
    threads--;
  }
  if (!gki_add_size(shared, threads * call->worker_bytes, &total) || (budget && total > budget)) {
    return gki_fail(GK_ERROR_MEMORY, function, "needs a workspace of %zu bytes, may use %zu", total,
                    budget);
  }
  char *memory = gki_alloc(1, total);
  if (!memory) {
    return gki_fail_memory(function, total);
  }
  lay_out(call, memory, threads);
  const bool divides = call->spots.peak == GK_PEAK_MAP;
  call->scale = divides ? scale_for(call) : 1;
  fill_lists(call);
  const double first_part = divides ? 0.875 : 1;
  int done = run_part(call, draw_band, threads, (struct progress_part){options, 0, first_part});
  if (done && divides && find_divisor(call)) {
    done = run_part(call, divide_band, threads, (struct progress_part){options, first_part, 1});
  } else if (done && divides && options->progress) {
    done = !options->progress(1, options->progress_data);
  }
  gki_free(memory);
  return done ? GK_SUCCESS : gki_fail_cancelled(function);
}

gk_status NAME(gk_heatmap)(size_t n, size_t width, size_t height, const T *centers, size_t ldc,
                           const T *sigmas, const T *amplitudes, const gk_spots *spots, T *map,
                           size_t ldmap, const gk_options *given) {
  const char *function = FUNCTION("gk_heatmap");
  struct heatmap_call call = {.n = n,
                              .width = width,
                              .height = height,
                              .centers = centers,
                              .sigmas = sigmas,
                              .amplitudes = amplitudes,
                              .ldc = ldc,
                              .map = map,
                              .ldmap = ldmap};
  gk_options options;
  size_t bytes;
  gk_status status = gki_read_options(function, given, &options);
  if (!status) {
    status = check_heatmap(function, &call, spots, &bytes);
  }
  return status || bytes == 0 ? status : run_heatmap(function, &call, &options);
}
