/*
 * The loops of loops.h, for one precision and one instruction set. The includer defines T, NAME
 * and, for double, GKI_F64; the build defines GKI_ISA. Only the table at the end has a name
 * outside.
 *
 * The unit of work is a block of K: BLOCK_ROWS x BLOCK_COLS entries, a cache line wide in both
 * directions, so that the block and its mirror image are stored in whole lines.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

enum {
  LANES = VEC_BYTES / sizeof(T),
  LINE = 64 / sizeof(T),
  BLOCK_ROWS = LINE,
  BLOCK_VECS = MICRO_VECS,
  BLOCK_COLS = MICRO_VECS * LANES,
  ROW_GROUPS = BLOCK_ROWS / LANES,
  SUM_BLOCK = 128 /* features summed in one chain: bounds the rounding error of long sums */
};

#define INLINE static inline __attribute__((always_inline))

typedef NAME(gki_exp2) exp2_plan;
typedef NAME(gki_target) target_tile;
typedef struct block {
  vec row[BLOCK_ROWS][BLOCK_VECS];
} block;

/* variance * 2^t: Horner's rule on the fraction, written out so that every compiler vectorises it.
 */
INLINE vec exp2_vec(vec t, const exp2_plan *plan) {
  const T *c = plan->coefficient;
  vec n;
  const vec r = vec_fraction(t, vec_set1(plan->lowest), &n);
#ifdef GKI_F64
  vec p = vec_fma(vec_set1(c[11]), r, vec_set1(c[10]));
  p = vec_fma(p, r, vec_set1(c[9]));
  p = vec_fma(p, r, vec_set1(c[8]));
  p = vec_fma(p, r, vec_set1(c[7]));
  p = vec_fma(p, r, vec_set1(c[6]));
#else
  vec p = vec_set1(c[6]);
#endif
  p = vec_fma(p, r, vec_set1(c[5]));
  p = vec_fma(p, r, vec_set1(c[4]));
  p = vec_fma(p, r, vec_set1(c[3]));
  p = vec_fma(p, r, vec_set1(c[2]));
  p = vec_fma(p, r, vec_set1(c[1]));
  p = vec_fma(p, r, vec_set1(c[0]));
  return vec_scale(p, n, vec_set1(plan->shift));
}

INLINE void put(T *p, vec a, bool stream) {
  if (stream) {
    vec_stream(p, a);
  } else {
    vec_store(p, a);
  }
}

/* The whole block as the rows of the target. */
INLINE void store_rows(const block *b, T *k, size_t ldk, bool stream) {
  for (int i = 0; i < BLOCK_ROWS; i++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      put(k + (size_t)i * ldk + v * LANES, b->row[i][v], stream);
    }
  }
}

/* The whole block as columns: squares of LANES x LANES transposed in registers. */
INLINE void store_mirror(const block *b, T *mirror, size_t ldm, bool stream) {
  for (int v = 0; v < BLOCK_VECS; v++) {
    vec square[ROW_GROUPS][LANES];
    for (int g = 0; g < ROW_GROUPS; g++) {
      for (int i = 0; i < LANES; i++) {
        square[g][i] = b->row[g * LANES + i][v];
      }
      vec_transpose(square[g]);
    }
    for (int l = 0; l < LANES; l++) {
      for (int g = 0; g < ROW_GROUPS; g++) {
        put(mirror + (size_t)(v * LANES + l) * ldm + g * LANES, square[g][l], stream);
      }
    }
  }
}

/* A block that the tile's edge or K's diagonal cuts: entry by entry. */
static __attribute__((noinline)) void store_part(const block *b, const target_tile *to, size_t i0,
                                                 size_t j0) {
  T entries[BLOCK_ROWS][BLOCK_COLS];
  for (int i = 0; i < BLOCK_ROWS; i++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      vec_store(&entries[i][v * LANES], b->row[i][v]);
    }
  }
  for (size_t i = i0; i < i0 + BLOCK_ROWS && i < to->rows; i++) {
    const size_t end = to->diagonal ? i + 1 : to->cols;
    for (size_t j = j0; j < j0 + BLOCK_COLS && j < end; j++) {
      T value = entries[i - i0][j - j0];
      if (to->diagonal && i == j && value == value) { /* the distance of a point with NaN is NaN */
        value = to->diagonal_value;
      }
      if (to->k) {
        to->k[i * to->ldk + j] = value;
      }
      if (to->mirror) {
        to->mirror[j * to->ldm + i] = value;
      }
    }
  }
}

/* The exponential of a block of exponents, then all its stores. */
INLINE void emit(block *b, const exp2_plan *plan, const target_tile *to, size_t i, size_t j) {
  for (int r = 0; r < BLOCK_ROWS; r++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      b->row[r][v] = exp2_vec(b->row[r][v], plan);
    }
  }
  const bool cut = i + BLOCK_ROWS > to->rows || j + BLOCK_COLS > to->cols ||
                   (to->diagonal && j + BLOCK_COLS > i);
  if (cut) {
    store_part(b, to, i, j);
    return;
  }
  if (to->k) {
    T *k = to->k + i * to->ldk + j;
    if (to->stream) {
      store_rows(b, k, to->ldk, true);
    } else {
      store_rows(b, k, to->ldk, false);
    }
  }
  if (to->mirror) {
    T *mirror = to->mirror + j * to->ldm + i;
    if (to->stream) {
      store_mirror(b, mirror, to->ldm, true);
    } else {
      store_mirror(b, mirror, to->ldm, false);
    }
  }
}

/* On a diagonal tile the blocks right of the diagonal are the mirror images of others. */
INLINE size_t columns_needed(const target_tile *to, size_t i) {
  const size_t below_diagonal = i + BLOCK_ROWS;
  return to->diagonal && below_diagonal < to->cols ? below_diagonal : to->cols;
}

/*
 * sums[i][v] += sum_k (w_k (x_ik - y_jk))^2 for the MICRO_ROWS rows from `row` of a block on; x and
 * y are groups of panels. LANES rows make a group, so MICRO_ROWS of them lie in one.
 */
INLINE void add_squares(vec sums[MICRO_ROWS][BLOCK_VECS], size_t features, const T *x, const T *y,
                        const T *w) {
  for (size_t k = 0; k < features; k++) {
    vec column[BLOCK_VECS];
    for (int v = 0; v < BLOCK_VECS; v++) {
      column[v] = vec_load(y + (size_t)v * LANES * features + k * LANES);
    }
    for (int i = 0; i < MICRO_ROWS; i++) {
      const vec row = vec_set1(x[k * LANES + (size_t)i]);
      for (int v = 0; v < BLOCK_VECS; v++) {
        vec difference = vec_sub(row, column[v]);
        if (w) {
          difference = vec_mul(difference, vec_set1(w[k]));
        }
        sums[i][v] = vec_fma(difference, difference, sums[i][v]);
      }
    }
  }
}

/* The sums of a whole block, micro-block by micro-block. */
INLINE void block_squares(block *b, size_t features, const T *rows, const T *cols, const T *w) {
  for (int first = 0; first < BLOCK_ROWS; first += MICRO_ROWS) {
    vec sums[MICRO_ROWS][BLOCK_VECS];
    for (int i = 0; i < MICRO_ROWS; i++) {
      for (int v = 0; v < BLOCK_VECS; v++) {
        sums[i][v] = vec_set1(0);
      }
    }
    const T *x = rows + (size_t)(first / LANES) * LANES * features + first % LANES;
    add_squares(sums, features, x, cols, w);
    for (int i = 0; i < MICRO_ROWS; i++) {
      for (int v = 0; v < BLOCK_VECS; v++) {
        b->row[first + i][v] = sums[i][v];
      }
    }
  }
}

INLINE void scale_block(block *b, T factor) {
  for (int i = 0; i < BLOCK_ROWS; i++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      b->row[i][v] = vec_mul(b->row[i][v], vec_set1(factor));
    }
  }
}

INLINE void load_block(block *b, const T *from, size_t ld) {
  for (int i = 0; i < BLOCK_ROWS; i++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      b->row[i][v] = vec_load(from + (size_t)i * ld + v * LANES);
    }
  }
}

INLINE void differences_with(size_t features, const T *rows, const T *cols, const T *w, T factor,
                             const exp2_plan *plan, const target_tile *to) {
  for (size_t i = 0; i < to->rows; i += BLOCK_ROWS) {
    const size_t end = columns_needed(to, i);
    for (size_t j = 0; j < end; j += BLOCK_COLS) {
      block b;
      block_squares(&b, features, rows + i * features, cols + j * features, w);
      scale_block(&b, factor);
      emit(&b, plan, to, i, j);
    }
  }
  vec_fence();
}

static void differences(size_t features, const T *rows, const T *cols, const T *w, T factor,
                        const exp2_plan *plan, const target_tile *to) {
  if (w) {
    differences_with(features, rows, cols, w, factor, plan, to);
  } else {
    differences_with(features, rows, cols, NULL, factor, plan, to);
  }
}

INLINE void squares_with(size_t rows_count, size_t cols_count, size_t features, const T *rows,
                         const T *cols, const T *w, bool first, T *sums, size_t lds) {
  for (size_t i = 0; i < rows_count; i += BLOCK_ROWS) {
    for (size_t j = 0; j < cols_count; j += BLOCK_COLS) {
      block b;
      T *to = sums + i * lds + j;
      block_squares(&b, features, rows + i * features, cols + j * features, w);
      for (int r = 0; r < BLOCK_ROWS; r++) {
        for (int v = 0; v < BLOCK_VECS; v++) {
          T *p = to + (size_t)r * lds + v * LANES;
          vec_store(p, first ? b.row[r][v] : vec_add(vec_load(p), b.row[r][v]));
        }
      }
    }
  }
}

static void squares(size_t rows_count, size_t cols_count, size_t features, const T *rows,
                    const T *cols, const T *w, bool first, T *sums, size_t lds) {
  if (w) {
    squares_with(rows_count, cols_count, features, rows, cols, w, first, sums, lds);
  } else {
    squares_with(rows_count, cols_count, features, rows, cols, NULL, first, sums, lds);
  }
}

static void finish_squares(const T *sums, size_t lds, T factor, const exp2_plan *plan,
                           const target_tile *to) {
  for (size_t i = 0; i < to->rows; i += BLOCK_ROWS) {
    const size_t end = columns_needed(to, i);
    for (size_t j = 0; j < end; j += BLOCK_COLS) {
      block b;
      load_block(&b, sums + i * lds + j, lds);
      scale_block(&b, factor);
      emit(&b, plan, to, i, j);
    }
  }
  vec_fence();
}

/* t = min(product - (row_norm + col_norm), 0): the sum first, so that K and its mirror agree. */
INLINE vec exponent(vec product, vec row_norm, vec col_norm) {
  return vec_min_keeping_nan(vec_set1(0), vec_sub(product, vec_add(row_norm, col_norm)));
}

static void finish_products(const T *products, size_t ldp, const T *row_norms, const T *col_norms,
                            const exp2_plan *plan, const target_tile *to) {
  for (size_t i = 0; i < to->rows; i += BLOCK_ROWS) {
    const size_t end = columns_needed(to, i);
    for (size_t j = 0; j < end; j += BLOCK_COLS) {
      block b;
      load_block(&b, products + i * ldp + j, ldp);
      for (int r = 0; r < BLOCK_ROWS; r++) {
        for (int v = 0; v < BLOCK_VECS; v++) {
          b.row[r][v] = exponent(b.row[r][v], vec_set1(row_norms[i + (size_t)r]),
                                 vec_load(col_norms + j + v * LANES));
        }
      }
      emit(&b, plan, to, i, j);
    }
  }
  vec_fence();
}

static void flag(gki_flags *flags, size_t row, size_t col) {
  if (flags->count < flags->capacity) {
    flags->at[flags->count].row = (uint32_t)row;
    flags->at[flags->count].col = (uint32_t)col;
  }
  flags->count++;
}

static void settle_products(size_t rows, size_t cols, T *products, size_t ldp, const T *row_norms,
                            const T *col_norms, T limit, bool diagonal, gki_flags *flags) {
  for (size_t i = 0; i < rows; i++) {
    const size_t end = diagonal ? i + 1 : cols;
    const size_t listed = diagonal ? i : cols;
    for (size_t j = 0; j < end; j += LANES) {
      T *p = products + i * ldp + j;
      const vec t = exponent(vec_load(p), vec_set1(row_norms[i]), vec_load(col_norms + j));
      vec_store(p, t);
      /* Not the diagonal, nor the lanes past the end, which hold what lay in the scratch. */
      const size_t lanes = j >= listed ? 0 : listed - j < LANES ? listed - j : LANES;
      unsigned above = vec_above(t, vec_set1(limit)) & ((1u << lanes) - 1);
      for (size_t l = 0; above; l++, above >>= 1) {
        if (above & 1) {
          flag(flags, i, j + l);
        }
      }
    }
  }
}

static void exp2_array(size_t n, const T *t, const exp2_plan *plan, T *out) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    vec_store(out + i, exp2_vec(vec_load(t + i), plan));
  }
  if (i < n) {
    T rest[LANES];
    for (size_t l = 0; l < LANES; l++) {
      rest[l] = i + l < n ? t[i + l] : 0;
    }
    vec_store(rest, exp2_vec(vec_load(rest), plan));
    for (size_t l = 0; i + l < n; l++) {
      out[i + l] = rest[l];
    }
  }
}

static void interleave(size_t points, size_t features, const T *x, size_t ldx, T *panel) {
  const size_t padded = (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
  for (size_t group = 0; group < padded; group += LANES) {
    for (size_t l = 0; l < LANES; l++) {
      const size_t point = group + l < points ? group + l : points - 1;
      const T *from = x + point * ldx;
      T *to = panel + group * features + l;
      for (size_t k = 0; k < features; k++) {
        to[k * LANES] = from[k];
      }
    }
  }
}

/* The norm in LANES-like partial sums: short chains, so that the norms add little to the error. */
static double square_norm(size_t features, const T *x) {
  enum { CHAINS = 16 };
  double partial[CHAINS] = {0};
  size_t k = 0;
  for (; k + CHAINS <= features; k += CHAINS) {
    for (size_t c = 0; c < CHAINS; c++) {
      const double value = x[k + c];
      partial[c] += value * value;
    }
  }
  for (size_t c = 0; k + c < features; c++) {
    const double value = x[k + c];
    partial[c] += value * value;
  }
  for (size_t half = CHAINS / 2; half > 0; half /= 2) {
    for (size_t c = 0; c < half; c++) {
      partial[c] += partial[c + half];
    }
  }
  return partial[0];
}

static void centre(size_t points, size_t features, const T *x, size_t ldx, const T *at,
                   const T *scale, T *packed, double *norms) {
  for (size_t i = 0; i < points; i++) {
    const T *from = x + i * ldx;
    T *to = packed + i * features;
    if (scale) {
      for (size_t k = 0; k < features; k++) {
        to[k] = (from[k] - at[k]) * scale[k];
      }
    } else {
      for (size_t k = 0; k < features; k++) {
        to[k] = from[k] - at[k];
      }
    }
    norms[i] += square_norm(features, to);
  }
}

static void stream_rows(size_t rows, size_t cols, const T *from, size_t ldf, T *to, size_t ldt) {
  for (size_t i = 0; i < rows; i++) {
    const T *source = from + i * ldf;
    T *target = to + i * ldt;
    const size_t before_line = (size_t)(-(uintptr_t)target % 64) / sizeof(T);
    size_t j = 0;
    for (; j < before_line && j < cols; j++) {
      target[j] = source[j];
    }
    for (; j + LINE <= cols; j += LINE) {
      for (size_t l = 0; l < LINE; l += LANES) {
        vec_stream(target + j + l, vec_load(source + j + l));
      }
    }
    for (; j < cols; j++) {
      target[j] = source[j];
    }
  }
  vec_fence();
}

static T square_distance_block(size_t features, const T *x, const T *y, const T *w) {
  enum { CHAINS = 16 };
  T partial[CHAINS] = {0};
  for (size_t k = 0; k < features; k += CHAINS) {
    const size_t chains = features - k < CHAINS ? features - k : CHAINS;
    for (size_t c = 0; c < chains; c++) {
      const T difference = w ? (x[k + c] - y[k + c]) * w[k + c] : x[k + c] - y[k + c];
      partial[c] += difference * difference;
    }
  }
  T sum = 0;
  for (size_t c = 0; c < CHAINS; c++) {
    sum += partial[c];
  }
  return sum;
}

static T square_distance(size_t features, const T *x, const T *y, const T *w) {
  T sum = 0;
  for (size_t k = 0; k < features; k += SUM_BLOCK) {
    const size_t block_features = features - k < SUM_BLOCK ? features - k : SUM_BLOCK;
    sum += square_distance_block(block_features, x + k, y + k, w ? w + k : NULL);
  }
  return sum;
}

#define STRING(x)  STRING_(x)
#define STRING_(x) #x

const NAME(gki_loops) GKI_TABLE_NAME(GKI_ISA, SUFFIX) = {
    .isa = STRING(GKI_ISA),
    .lanes = LANES,
    .exp2 = exp2_array,
    .interleave = interleave,
    .differences = differences,
    .squares = squares,
    .finish_squares = finish_squares,
    .finish_products = finish_products,
    .settle_products = settle_products,
    .centre = centre,
    .stream_rows = stream_rows,
    .square_distance = square_distance,
};
