/*
 * The functions of grids for one precision; see grid_f32.c. A task is a band of rows over a block
 * of x; what it needs to know about a component it finds anew, which costs little beside the rows.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

enum {
  BLOCK = 2048, /* values along x: a block of a row stays in the nearest cache */
  BAND = 64,    /* rows, at most */
  ROTATED_BAND = 16,
  CHUNK = 32, /* components whose tables along the axes are held together */
  STREAMED_BYTES = 1 << 24,
  WORK_OF_A_THREAD = 1 << 14, /* values, of each component */
  SEPARABLE_ROWS = 4          /* with fewer, tables along the axes do not pay */
};

/* The height's exponents that a plan of the exponential takes; others go the slow way. */
static bool is_plain(const gki_placed *placed) {
  return placed->is_near && placed->exponent >= -MOST_EXPONENT && placed->exponent < MOST_EXPONENT;
}

struct grid_call;
typedef void grid_task_fn(const struct grid_call *call, size_t worker, const size_t at[GKI_AXES],
                          size_t n, size_t rows);

struct grid_call {
  gki_grid grid;
  const NAME(gki_loops) * loops;
  const gki_loops_f64 *wide;
  T *out;
  size_t ldo;
  grid_task_fn *run;
  size_t components; /* with a weight that is not 0 */
  gki_placed *placed;
  NAME(gki_exp2) * plans;   /* of the heights; of those that are plain */
  gki_exp2_f64 *wide_plans; /* likewise, where separable */
  gki_exp2_f64 one;
  char *workers;
  size_t worker_bytes, row_bytes;
  size_t blocks, bands, band;
  bool is_log, is_separable, has_far, stream;
};

static size_t up_to_line(size_t bytes) {
  return (bytes + GKI_CACHE_LINE - 1) / GKI_CACHE_LINE * GKI_CACHE_LINE;
}

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Part number `part` of a worker's memory: rows of row_bytes. */
static void *worker_row(const struct grid_call *call, size_t worker, size_t part) {
  return call->workers + worker * call->worker_bytes + part * call->row_bytes;
}

/* The parts: rows of doubles, a row of T, then the tables of separable components along x; their
 * columns come last. */
enum { LEVELS, SUMS, STAGE, TABLES };

static T *out_row(const struct grid_call *call, const size_t at[GKI_AXES], size_t row) {
  return call->out + (at[2] * call->grid.count[1] + at[1] + row) * call->ldo + at[0];
}

static NAME(gki_parabola) narrowed(const gki_parabola_f64 *p) {
  const double most = sizeof(T) == sizeof(float) ? 0x1p60 : DBL_MAX;
  const double step = fmax(-most, fmin(p->step, most));
  const double offset = fmax(-most, fmin(p->offset, most));
  return (NAME(gki_parabola)){(T)p->first, (T)step, (T)offset, (T)fmax(p->top, -most)};
}

/* Components that the exponential's plans do not fit, point by point. */
static void add_far(const struct grid_call *call, const size_t at[GKI_AXES], size_t n, T *out) {
  for (size_t k = 0; k < call->components; k++) {
    const gki_placed *placed = call->placed + k;
    for (size_t i = 0; i < n && !is_plain(placed); i++) {
      const size_t point[GKI_AXES] = {at[0] + i, at[1], at[2]};
      const double t = gki_exponent_at(placed, &call->grid, point);
      const double whole = t > -16384 ? rint(t) : -16384;
      const double fraction = t > -16384 ? t - whole : 0;
      out[i] += (T)ldexp(placed->mantissa * exp2(fraction), placed->exponent + (int)whole);
    }
  }
}

static void density_row(const struct grid_call *call, const size_t at[GKI_AXES], size_t n, T *out) {
  bool begun = false;
  for (size_t k = 0; k < call->components; k++) {
    if (!is_plain(call->placed + k)) {
      continue;
    }
    const NAME(gki_exp2) *plan = call->plans + k;
    gki_parabola_f64 wide;
    size_t begin, end;
    gki_place_row(call->placed + k, call->grid.d, 0, at, n, &wide);
    gki_row_reach(&wide, n, (double)plan->lowest, &begin, &end);
    if (begin == end) {
      continue;
    }
    if (!begun) {
      memset(out, 0, begin * sizeof *out);
      memset(out + end, 0, (n - end) * sizeof *out);
    }
    NAME(gki_parabola) parabola = narrowed(&wide);
    parabola.first += (T)begin;
    call->loops->gaussian(end - begin, &parabola, plan, begun, out + begin);
    begun = true;
  }
  if (!begun) {
    memset(out, 0, n * sizeof *out);
  }
  if (call->has_far) {
    add_far(call, at, n, out);
  }
}

/* A finished row that is not stored where it belongs at once. */
static void put_row(const struct grid_call *call, const T *from, size_t n, T *to) {
  call->loops->stream_rows(1, n, from, n, to, n);
}

static void density_task(const struct grid_call *call, size_t worker, const size_t at[GKI_AXES],
                         size_t n, size_t rows) {
  T *stage = worker_row(call, worker, STAGE);
  for (size_t row = 0; row < rows; row++) {
    const size_t here[GKI_AXES] = {at[0], at[1] + row, at[2]};
    T *out = out_row(call, at, row);
    density_row(call, here, n, call->stream ? stage : out);
    if (call->stream) {
      put_row(call, stage, n, out);
    }
  }
}

static void log_task(const struct grid_call *call, size_t worker, const size_t at[GKI_AXES],
                     size_t n, size_t rows) {
  double *levels = worker_row(call, worker, LEVELS), *sums = worker_row(call, worker, SUMS);
  for (size_t row = 0; row < rows; row++) {
    const size_t here[GKI_AXES] = {at[0], at[1] + row, at[2]};
    T *out = out_row(call, at, row);
    gki_log_row(call->placed, call->components, &call->grid, here, n, levels, sums);
    call->loops->narrow(n, sums, out);
  }
}

/*
 * The tables of a separable component: down the column of the band, height included, and along the
 * row. False where one of them is 0 throughout.
 */
static bool make_tables(const struct grid_call *call, size_t worker, size_t k,
                        const size_t at[GKI_AXES], size_t n, size_t rows, T *column, T *row) {
  double *down = worker_row(call, worker, LEVELS), *along = worker_row(call, worker, SUMS);
  const gki_exp2_f64 *plan = call->wide_plans + k;
  gki_parabola_f64 parabola;
  size_t begin, end;
  gki_place_row(call->placed + k, call->grid.d, 1, at, rows, &parabola);
  gki_row_reach(&parabola, rows, plan->lowest, &begin, &end);
  if (begin == end) {
    return false;
  }
  call->wide->gaussian(rows, &parabola, plan, false, down);
  gki_place_row(call->placed + k, call->grid.d, 0, at, n, &parabola);
  parabola.top = 0; /* that of the rows is in the column */
  gki_row_reach(&parabola, n, call->one.lowest, &begin, &end);
  if (begin == end) {
    return false;
  }
  call->wide->gaussian(n, &parabola, &call->one, false, along);
  for (size_t j = 0; j < rows; j++) {
    column[j] = (T)down[j];
  }
  for (size_t i = 0; i < n; i++) {
    row[i] = along[i] < (double)LEAST_NORMAL ? 0 : (T)along[i]; /* subnormal numbers are slow */
  }
  return true;
}

static void separable_task(const struct grid_call *call, size_t worker, const size_t at[GKI_AXES],
                           size_t n, size_t rows) {
  T *stage = worker_row(call, worker, STAGE), *tables = worker_row(call, worker, TABLES);
  T *columns = worker_row(call, worker, TABLES + smaller(call->components, CHUNK));
  const size_t ldv = call->row_bytes / sizeof(T);
  for (size_t first = 0; first < call->components; first += CHUNK) {
    size_t terms = 0;
    for (size_t k = first; k < call->components && k < first + CHUNK; k++) {
      if (is_plain(call->placed + k) &&
          make_tables(call, worker, k, at, n, rows, columns + terms * BAND, tables + terms * ldv)) {
        terms++;
      }
    }
    for (size_t row = 0; row < rows; row++) {
      T *out = out_row(call, at, row);
      call->loops->combine(n, terms, columns + row, BAND, tables, ldv, first > 0,
                           call->stream ? stage : out);
      if (call->stream) {
        put_row(call, stage, n, out);
      }
    }
  }
  for (size_t row = 0; row < rows && call->has_far; row++) {
    const size_t here[GKI_AXES] = {at[0], at[1] + row, at[2]};
    add_far(call, here, n, out_row(call, at, row));
  }
}

static void run_grid_task(void *context, size_t task, size_t worker) {
  const struct grid_call *call = context;
  const size_t *count = call->grid.count, planes = count[2];
  const size_t block = task / (planes * call->bands), in_block = task % (planes * call->bands);
  const size_t at[GKI_AXES] = {block * BLOCK, in_block % call->bands * call->band,
                               in_block / call->bands};
  call->run(call, worker, at, smaller(BLOCK, count[0] - at[0]),
            smaller(call->band, count[1] - at[1]));
}

/* Each component's place and plans. */
static void place_all(struct grid_call *call, const gk_mixture *mixture) {
  const gki_base base = call->is_log && call->components == 1 ? GKI_BASE_E : GKI_BASE_2;
  gki_placed *to = call->placed;
  for (size_t k = 0; k < mixture->components; k++) {
    if (mixture->weights[k] == 0) {
      continue;
    }
    gki_place(mixture, k, &call->grid, base, to);
    if (!call->is_log && is_plain(to)) {
      const double height = ldexp(to->mantissa, to->exponent);
      NAME(gki_exp2_prepare)((T)height, call->plans + (to - call->placed));
      if (call->is_separable) {
        gki_exp2_prepare_f64(height, call->wide_plans + (to - call->placed));
      }
    }
    call->has_far = call->has_far || !is_plain(to);
    to++;
  }
  gki_exp2_prepare_f64(1, &call->one);
}
