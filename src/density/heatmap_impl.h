/* Heat maps for one precision; see heatmap_f32.c. A task is a band of rows of the map. */
/* SPDX-License-Identifier: BSD-3-Clause */

enum {
  BAND_BYTES = 1 << 20,
  MOST_BAND_ROWS = 64,
  LEAST_BAND_ROWS = 8,
  WORK_OF_A_THREAD = 1 << 15, /* in pixels */
  WORK_OF_A_SPOT = 64
};

struct heatmap_call {
  size_t n, width, height;
  const T *centers, *sigmas, *amplitudes;
  size_t ldc;
  T *map;
  size_t ldmap;
  gk_spots spots;
  gki_reach reach;
  gki_exp2_f64 one;
  double scale; /* of the amplitudes, a power of two */
  gki_lists lists;
  T *largest; /* of each band; first, in the end, what the map is divided by */
  char *workers;
  size_t worker_bytes, axis_bytes;
};

static gki_spot spot_number(const struct heatmap_call *call, size_t k) {
  const T *centre = call->centers + k * call->ldc;
  return (gki_spot){.x = (double)centre[0],
                    .y = (double)centre[1],
                    .sigma = call->sigmas ? (double)call->sigmas[k] : call->spots.sigma,
                    .amplitude =
                        call->scale * (call->amplitudes ? (double)call->amplitudes[k] : 1)};
}

/* A worker's memory, all of it in double, in which either precision is computed. */
struct scratch {
  double *row, *column; /* the values of a spot along the axes */
  double *sums;         /* the band, where the map is not double itself */
};

static struct scratch scratch_of(const struct heatmap_call *call, size_t worker) {
  char *memory = call->workers + worker * call->worker_bytes;
  return (struct scratch){(double *)memory, (double *)(memory + call->axis_bytes),
                          (double *)(memory + 2 * call->axis_bytes)};
}

/* Merges a spot into the band, whose rows begin at `out`. */
static void draw_spot(const struct heatmap_call *call, const gki_spot *spot, gki_range band,
                      const struct scratch *scratch, double *out, size_t ldo) {
  const gki_loops_f64 *loops = gki_isa_in_use()->f64;
  const bool from_nearest = call->spots.peak == GK_PEAK_PIXEL;
  const gki_range cols = gki_pixels(spot->x, spot->sigma, &call->reach, call->width);
  gki_range rows = gki_pixels(spot->y, spot->sigma, &call->reach, call->height);
  rows.begin = rows.begin > band.begin ? rows.begin : band.begin;
  rows.end = rows.end < band.end ? rows.end : band.end;
  if (rows.begin >= rows.end) {
    return;
  }
  const size_t width = cols.end - cols.begin, height = rows.end - rows.begin;
  gki_spot_along(spot->x, spot->sigma, cols, from_nearest, &call->one, scratch->row);
  gki_spot_along(spot->y, spot->sigma, rows, from_nearest, &call->one, scratch->column);
  for (size_t j = 0; j < height; j++) {
    scratch->column[j] *= spot->amplitude;
  }
  out += (rows.begin - band.begin) * ldo + cols.begin;
  if (call->spots.merge == GK_MERGE_MAXIMUM) {
    loops->raise_outer(height, width, scratch->column, scratch->row, out, ldo);
  } else {
    loops->add_outer(height, width, scratch->column, scratch->row, out, ldo);
  }
}

static gki_range band_rows(const struct heatmap_call *call, size_t band) {
  const size_t begin = band * call->lists.band_rows, rest = call->height - begin;
  return (gki_range){begin, begin + (rest < call->lists.band_rows ? rest : call->lists.band_rows)};
}

/* The largest value of a band, first column by column. */
static T largest_of(const struct heatmap_call *call, gki_range band, T *row) {
  static const T one = 1;
  const NAME(gki_loops) *loops = gki_isa_in_use()->PRECISION;
  memcpy(row, call->map + band.begin * call->ldmap, call->width * sizeof *row);
  for (size_t j = band.begin + 1; j < band.end; j++) {
    loops->raise_outer(1, call->width, &one, call->map + j * call->ldmap, row, call->width);
  }
  T largest = row[0];
  for (size_t i = 1; i < call->width; i++) {
    largest = row[i] > largest ? row[i] : largest;
  }
  return largest;
}

static void draw_band(void *context, size_t task, size_t worker) {
  const struct heatmap_call *call = context;
  const NAME(gki_loops) *loops = gki_isa_in_use()->PRECISION;
  const gki_range band = band_rows(call, task);
  const struct scratch scratch = scratch_of(call, worker);
  T *map = call->map + band.begin * call->ldmap;
  double *out = IN_PLACE ? (double *)(void *)map : scratch.sums;
  const size_t ldo = IN_PLACE ? call->ldmap : call->width, rows = band.end - band.begin;
  for (size_t j = 0; j < rows; j++) {
    memset(out + j * ldo, 0, call->width * sizeof *out);
  }
  gki_merge merge;
  size_t k;
  for (gki_merge_begin(&call->lists, task, &merge); gki_merge_next(&merge, &k);) {
    const gki_spot spot = spot_number(call, k);
    draw_spot(call, &spot, band, &scratch, out, ldo);
  }
  for (size_t j = 0; j < rows && !IN_PLACE; j++) {
    loops->narrow(call->width, out + j * ldo, map + j * call->ldmap);
  }
  if (call->spots.peak == GK_PEAK_MAP) {
    call->largest[task] = largest_of(call, band, (T *)(void *)scratch.row);
  }
}

static void divide_band(void *context, size_t task, size_t worker) {
  const struct heatmap_call *call = context;
  const gki_range band = band_rows(call, task);
  const T divisor = call->largest[0];
  (void)worker;
  for (size_t j = band.begin; j < band.end; j++) {
    T *row = call->map + j * call->ldmap;
    for (size_t i = 0; i < call->width; i++) {
      row[i] /= divisor;
    }
  }
}

/* The list of each spot that touches the map. */
static size_t list_of(const struct heatmap_call *call, size_t k) {
  const gki_spot spot = spot_number(call, k);
  const gki_range cols = gki_pixels(spot.x, spot.sigma, &call->reach, call->width);
  const gki_range rows = gki_pixels(spot.y, spot.sigma, &call->reach, call->height);
  return cols.begin < cols.end && rows.begin < rows.end ? gki_list_of(&call->lists, rows)
                                                        : (size_t)GKI_NO_LIST;
}

/* Sorts the spots into their lists by counting. */
static void fill_lists(struct heatmap_call *call) {
  size_t *begin = call->lists.begin;
  memset(begin, 0, (call->lists.lists + 1) * sizeof *begin);
  for (size_t k = 0; k < call->n; k++) {
    const size_t list = list_of(call, k);
    if (list != (size_t)GKI_NO_LIST) {
      begin[list]++;
    }
  }
  size_t total = 0;
  for (size_t l = 0; l <= call->lists.lists; l++) {
    total += begin[l];
    begin[l] = total; /* the end, from where the list is filled backwards */
  }
  for (size_t k = call->n; k-- > 0;) {
    const size_t list = list_of(call, k);
    if (list != (size_t)GKI_NO_LIST) {
      call->lists.order[--begin[list]] = k;
    }
  }
}
