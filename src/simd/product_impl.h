/*
 * The loops of product_loops.h, for one precision and one instruction set. The includer defines T,
 * NAME and, for double, GKI_F64; the build defines GKI_ISA. Only the table has a name outside.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/block_impl.h"

typedef NAME(gki_exponents) exponent_source;
typedef NAME(gki_piece) tile_piece;
typedef NAME(gki_sums) tile_sums;

#ifdef GKI_F64
#define T_INFINITY __builtin_inf()
#else
#define T_INFINITY __builtin_inff()
#endif

/* What all loops over a tile are given. */
typedef struct tile_job {
  const exponent_source *exponents;
  const exp2_plan *plan;
  const tile_piece *piece;
} tile_job;

/* Exponents in the form of fill_block; each kind is a constant where it is inlined. */
INLINE source source_of(const exponent_source *e, int kind) {
  const bool panels = kind == DIFFERENCES || kind == WEIGHTED_DIFFERENCES;
  return (source){.kind = kind,
                  .ld = panels ? e->features : e->ld,
                  .rows = panels ? e->rows : e->tile,
                  .cols = e->cols,
                  .w = e->w,
                  .factor = e->factor,
                  .row_norms = kind == LEVELLED ? e->row_levels : e->row_norms,
                  .col_norms = e->col_norms};
}

INLINE int kind_of(const exponent_source *e) {
  switch (e->kind) {
  case GKI_FROM_DIFFERENCES:
    return e->w ? WEIGHTED_DIFFERENCES : DIFFERENCES;
  case GKI_FROM_SQUARES:
    return SUMS;
  case GKI_FROM_PRODUCTS:
    return PRODUCTS;
  default:
    return LEVELLED;
  }
}

/* Whether the tile's edge or its diagonal goes through a block. */
INLINE bool is_cut(const tile_piece *piece, size_t i, size_t j) {
  return i + BLOCK_ROWS > piece->rows || j + BLOCK_COLS > piece->cols ||
         (piece->diagonal != GKI_NO_DIAGONAL && j < i + BLOCK_ROWS && i < j + BLOCK_COLS);
}

/* What a block has outside the tile becomes `outside`, as does a diagonal that is dropped. */
static __attribute__((noinline)) void mend_block(block *b, const tile_piece *piece, size_t i,
                                                 size_t j, T outside) {
  T entry[BLOCK_ROWS][BLOCK_COLS];
  for (size_t r = 0; r < BLOCK_ROWS; r++) {
    for (size_t v = 0; v < BLOCK_VECS; v++) {
      vec_store(entry[r] + v * LANES, b->row[r][v]);
    }
    for (size_t c = 0; c < BLOCK_COLS; c++) {
      T *at = &entry[r][c];
      if (i + r >= piece->rows || j + c >= piece->cols) {
        *at = outside;
      } else if (piece->diagonal != GKI_NO_DIAGONAL && i + r == j + c) {
        const bool replaced = piece->diagonal == GKI_DIAGONAL_REPLACED;
        *at = !replaced ? outside : *at == *at ? piece->diagonal_value : *at;
      }
    }
    for (size_t v = 0; v < BLOCK_VECS; v++) {
      b->row[r][v] = vec_load(entry[r] + v * LANES);
    }
  }
}

/* A block of K that is cut; apart, so that the others stay in registers. */
static __attribute__((noinline)) void make_cut_block(block *b, const tile_job *job, size_t i,
                                                     size_t j) {
  const source from = source_of(job->exponents, kind_of(job->exponents));
  fill_block(b, &from, i, j);
  block_exp2(b, job->plan);
  mend_block(b, job->piece, i, j, 0);
}

/* The sums of LANES vectors' lanes, pairwise. */
INLINE vec sum_of_lanes(vec square[LANES]) {
  vec_transpose(square);
  for (int half = LANES / 2; half > 0; half /= 2) {
    for (int l = 0; l < half; l++) {
      square[l] = vec_add(square[l], square[l + half]);
    }
  }
  return square[0];
}

/* Those of `count` rows, as doubles; acc holds a block's rows. */
INLINE void store_row_sums(const vec acc[BLOCK_ROWS], size_t count, double *sums) {
  T sum[BLOCK_ROWS];
  for (int g = 0; g < ROW_GROUPS; g++) {
    vec square[LANES];
    for (int l = 0; l < LANES; l++) {
      square[l] = acc[g * LANES + l];
    }
    vec_store(sum + g * LANES, sum_of_lanes(square));
  }
  for (size_t r = 0; r < count && r < BLOCK_ROWS; r++) {
    sums[r] = (double)sum[r];
  }
}

/* acc_r += K_r v, lane by lane. */
INLINE void add_to_rows(vec acc[BLOCK_ROWS], const block *b, const T *v) {
  for (int c = 0; c < BLOCK_VECS; c++) {
    const vec factor = vec_load(v + c * LANES);
    for (int r = 0; r < BLOCK_ROWS; r++) {
      acc[r] = vec_fma(b->row[r][c], factor, acc[r]);
    }
  }
}

/* sums = or += the block's columns, each times u: a chain of its rows, then one of such. */
INLINE void add_to_cols(T *sums, bool first, const block *b, const T *u) {
  for (int c = 0; c < BLOCK_VECS; c++) {
    vec sum = vec_mul(b->row[0][c], vec_set1(u[0]));
    for (int r = 1; r < BLOCK_ROWS; r++) {
      sum = vec_fma(b->row[r][c], vec_set1(u[r]), sum);
    }
    vec_store(sums + c * LANES, first ? sum : vec_add(vec_load(sums + c * LANES), sum));
  }
}

/* One vector: a block is used up where it is made. */
INLINE void multiply_one(const source *from, const tile_job *job, bool sums_cols,
                         const tile_sums *sums) {
  T cols[GKI_SUM_COLS] __attribute__((aligned(64)));
  const T *v = sums->v, *u = sums->u;
  for (size_t i = 0; i < job->piece->rows; i += BLOCK_ROWS) {
    vec acc[BLOCK_ROWS];
    for (int r = 0; r < BLOCK_ROWS; r++) {
      acc[r] = vec_set1(0);
    }
    for (size_t j = 0; j < job->piece->cols; j += BLOCK_COLS) {
      if (is_cut(job->piece, i, j)) {
        block cut;
        make_cut_block(&cut, job, i, j);
        add_to_rows(acc, &cut, v + j);
        if (sums_cols) {
          add_to_cols(cols + j, i == 0, &cut, u + i);
        }
      } else {
        block b;
        fill_block(&b, from, i, j);
        block_exp2(&b, job->plan);
        add_to_rows(acc, &b, v + j);
        if (sums_cols) {
          add_to_cols(cols + j, i == 0, &b, u + i);
        }
      }
    }
    store_row_sums(acc, job->piece->rows - i, sums->row_sums + i);
  }
  for (size_t j = 0; sums_cols && j < job->piece->cols; j++) {
    sums->col_sums[j] = (double)cols[j];
  }
}

/* A band of the tile: BLOCK_ROWS of its rows, kept for several vectors. */
typedef struct band {
  T row[BLOCK_ROWS][GKI_SUM_COLS] __attribute__((aligned(64)));
} band;

INLINE void put_in_band(band *k, const block *b, size_t j) {
  for (int r = 0; r < BLOCK_ROWS; r++) {
    for (int c = 0; c < BLOCK_VECS; c++) {
      vec_store(k->row[r] + j + c * LANES, b->row[r][c]);
    }
  }
}

INLINE void make_band(band *k, const source *from, const tile_job *job, size_t i) {
  for (size_t j = 0; j < job->piece->cols; j += BLOCK_COLS) {
    if (is_cut(job->piece, i, j)) {
      block cut;
      make_cut_block(&cut, job, i, j);
      put_in_band(k, &cut, j);
    } else {
      block b;
      fill_block(&b, from, i, j);
      block_exp2(&b, job->plan);
      put_in_band(k, &b, j);
    }
  }
}

/* The sums of a band's rows for one vector, in the chains of multiply_one. */
static void sum_band_rows(const band *k, size_t cols, const T *v, size_t rows, double *sums) {
  vec acc[BLOCK_ROWS];
  for (int r = 0; r < BLOCK_ROWS; r++) {
    acc[r] = vec_set1(0);
  }
  for (size_t j = 0; j < cols; j += LANES) {
    const vec factor = vec_load(v + j);
    for (int r = 0; r < BLOCK_ROWS; r++) {
      acc[r] = vec_fma(vec_load(k->row[r] + j), factor, acc[r]);
    }
  }
  store_row_sums(acc, rows, sums);
}

/* Those of its columns, likewise. */
static void sum_band_cols(const band *k, size_t cols, const T *u, bool first, T *sums) {
  for (size_t j = 0; j < cols; j += LANES) {
    vec sum = vec_mul(vec_load(k->row[0] + j), vec_set1(u[0]));
    for (int r = 1; r < BLOCK_ROWS; r++) {
      sum = vec_fma(vec_load(k->row[r] + j), vec_set1(u[r]), sum);
    }
    vec_store(sums + j, first ? sum : vec_add(vec_load(sums + j), sum));
  }
}

INLINE void multiply_several(const source *from, const tile_job *job, const tile_sums *sums) {
  T cols[GKI_FUSED_VECTORS][GKI_SUM_COLS] __attribute__((aligned(64)));
  band k;
  for (size_t i = 0; i < job->piece->rows; i += BLOCK_ROWS) {
    make_band(&k, from, job, i);
    for (size_t p = 0; p < sums->vectors; p++) {
      sum_band_rows(&k, job->piece->cols, sums->v + p * sums->ldv, job->piece->rows - i,
                    sums->row_sums + p * sums->ldr + i);
      if (sums->col_sums) {
        sum_band_cols(&k, job->piece->cols, sums->u + p * sums->ldu + i, i == 0, cols[p]);
      }
    }
  }
  for (size_t p = 0; sums->col_sums && p < sums->vectors; p++) {
    for (size_t j = 0; j < job->piece->cols; j++) {
      sums->col_sums[p * sums->ldc + j] = (double)cols[p][j];
    }
  }
}

/* Whether columns are summed is constant where it is inlined. */
INLINE void multiply_from(const source *from, const tile_job *job, const tile_sums *sums) {
  if (sums->vectors > 1) {
    multiply_several(from, job, sums);
  } else if (sums->col_sums) {
    multiply_one(from, job, true, sums);
  } else {
    multiply_one(from, job, false, sums);
  }
}

static void multiply(const exponent_source *exponents, const exp2_plan *plan,
                     const tile_piece *piece, const tile_sums *sums) {
  const tile_job job = {exponents, plan, piece};
  const int kind = kind_of(exponents);
  if (kind == DIFFERENCES) {
    const source from = source_of(exponents, DIFFERENCES);
    multiply_from(&from, &job, sums);
  } else if (kind == WEIGHTED_DIFFERENCES) {
    const source from = source_of(exponents, WEIGHTED_DIFFERENCES);
    multiply_from(&from, &job, sums);
  } else {
    const source from = source_of(exponents, kind);
    multiply_from(&from, &job, sums);
  }
}

#include "simd/distances_impl.h"
#include "simd/product_store_impl.h"

const NAME(gki_product_loops) GKI_PRODUCT_NAME(GKI_ISA, SUFFIX) = {
    .multiply = multiply,
    .store = store,
    .levels = levels,
    .accumulate = accumulate,
    .distances = distances,
};
