/* The rest of product_impl.h: tiles of K and of exponents that are stored, and sums of tiles. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* The padding to whole blocks is less than, or all of, that to GKI_TILE_PAD. */
INLINE size_t padded(size_t points) {
  return (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
}

INLINE void store_from(const source *from, const tile_job *job, T *k, size_t ldk) {
  for (size_t i = 0; i < padded(job->piece->rows); i += BLOCK_ROWS) {
    for (size_t j = 0; j < padded(job->piece->cols); j += BLOCK_COLS) {
      T *to = k + i * ldk + j;
      if (is_cut(job->piece, i, j)) {
        block cut;
        make_cut_block(&cut, job, i, j);
        store_rows(&cut, to, ldk, false);
      } else {
        block b;
        fill_block(&b, from, i, j);
        block_exp2(&b, job->plan);
        store_rows(&b, to, ldk, false);
      }
    }
  }
}

static void store(const exponent_source *exponents, const exp2_plan *plan, const tile_piece *piece,
                  T *k, size_t ldk) {
  const tile_job job = {exponents, plan, piece};
  const int kind = kind_of(exponents);
  if (kind == DIFFERENCES) {
    const source from = source_of(exponents, DIFFERENCES);
    store_from(&from, &job, k, ldk);
  } else {
    const source from = source_of(exponents, kind);
    store_from(&from, &job, k, ldk);
  }
}

/* A block of exponents that is cut. */
static __attribute__((noinline)) void make_cut_exponents(block *b, const tile_job *job, size_t i,
                                                         size_t j) {
  const source from = source_of(job->exponents, kind_of(job->exponents));
  fill_block(b, &from, i, j);
  mend_block(b, job->piece, i, j, -T_INFINITY);
}

/* t + log weights into the scratch tile, and the rows' largest, lane by lane. */
INLINE void use_exponents(const block *b, const T *log_weights, T *t, size_t ldt,
                          vec highest[BLOCK_ROWS]) {
  for (int c = 0; c < BLOCK_VECS; c++) {
    const vec weight = log_weights ? vec_load(log_weights + c * LANES) : vec_set1(0);
    for (int r = 0; r < BLOCK_ROWS; r++) {
      const vec sum = vec_add(b->row[r][c], weight);
      vec_store(t + (size_t)r * ldt + c * LANES, sum);
      highest[r] = vec_max_keeping_nan(sum, highest[r]);
    }
  }
}

INLINE void store_levels(const vec highest[BLOCK_ROWS], size_t count, T *levels) {
  for (size_t r = 0; r < count && r < BLOCK_ROWS; r++) {
    T lane[LANES];
    vec_store(lane, highest[r]);
    T level = lane[0];
    for (int l = 1; l < LANES; l++) {
      level = lane[l] > level ? lane[l] : level;
    }
    levels[r] = level;
  }
}

INLINE void levels_from(const source *from, const tile_job *job, const T *log_weights, T *t,
                        size_t ldt, T *row_levels) {
  for (size_t i = 0; i < padded(job->piece->rows); i += BLOCK_ROWS) {
    vec highest[BLOCK_ROWS];
    for (int r = 0; r < BLOCK_ROWS; r++) {
      highest[r] = vec_set1(-T_INFINITY);
    }
    for (size_t j = 0; j < padded(job->piece->cols); j += BLOCK_COLS) {
      const T *weights = log_weights ? log_weights + j : NULL;
      if (is_cut(job->piece, i, j)) {
        block cut;
        make_cut_exponents(&cut, job, i, j);
        use_exponents(&cut, weights, t + i * ldt + j, ldt, highest);
      } else {
        block b;
        fill_block(&b, from, i, j);
        use_exponents(&b, weights, t + i * ldt + j, ldt, highest);
      }
    }
    if (i < job->piece->rows) {
      store_levels(highest, job->piece->rows - i, row_levels + i);
    }
  }
}

static void levels(const exponent_source *exponents, const tile_piece *piece, const T *log_weights,
                   T *t, size_t ldt, T *row_levels) {
  const tile_job job = {exponents, NULL, piece};
  const int kind = kind_of(exponents);
  if (kind == DIFFERENCES) {
    const source from = source_of(exponents, DIFFERENCES);
    levels_from(&from, &job, log_weights, t, ldt, row_levels);
  } else {
    const source from = source_of(exponents, kind);
    levels_from(&from, &job, log_weights, t, ldt, row_levels);
  }
}

#ifdef GKI_F64

static void accumulate(size_t n, const T *restrict terms, double *restrict high,
                       double *restrict low) {
  for (size_t i = 0; i < n; i++) {
    const double before = high[i], added = terms[i], sum = before + added, part = sum - before;
    const double error = (before - (sum - part)) + (added - part);
    high[i] = sum;
    low[i] += sum - sum == 0 ? error : 0;
  }
}

#else

static void accumulate(size_t n, const T *restrict terms, double *restrict high, double *low) {
  (void)low;
  for (size_t i = 0; i < n; i++) {
    high[i] += (double)terms[i];
  }
}

#endif
