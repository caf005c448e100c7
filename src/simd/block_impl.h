/*
 * A block of K for loops_impl.h and product_impl.h: its sums over the features, and so its exponents.
 *
 * A block is BLOCK_ROWS x BLOCK_COLS entries, a cache line wide in both directions, so that it and
 * its mirror image are stored in whole lines.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>

enum {
  LANES = VEC_BYTES / sizeof(T),
  LINE = 64 / sizeof(T),
  BLOCK_ROWS = LINE,
  BLOCK_VECS = MICRO_VECS,
  BLOCK_COLS = MICRO_VECS * LANES,
  ROW_GROUPS = BLOCK_ROWS / LANES
};

#define INLINE static inline __attribute__((always_inline))

#ifdef GKI_F64
#define T_LARGEST DBL_MAX
#else
#define T_LARGEST FLT_MAX
#endif

#include "simd/exp2_impl.h"

typedef struct block {
  vec row[BLOCK_ROWS][BLOCK_VECS];
} block;

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

/* What is summed over the features. */
typedef enum term {
  SQUARE,         /* (x_ik - y_jk)^2 */
  WEIGHTED_SQUARE /* (w_k (x_ik - y_jk))^2 */
} term;

/*
 * sums[i][v] += the terms of MICRO_ROWS rows of a block, for features begin ... end - 1; x and y
 * are groups of panels of `features` features. LANES rows make a group, so the MICRO_ROWS lie in
 * one.
 */
INLINE void add_terms(vec sums[MICRO_ROWS][BLOCK_VECS], term kind, size_t begin, size_t end,
                      size_t features, const T *x, const T *y, const T *w) {
  for (size_t k = begin; k < end; k++) {
    vec column[BLOCK_VECS];
    for (int v = 0; v < BLOCK_VECS; v++) {
      column[v] = vec_load(y + (size_t)v * LANES * features + k * LANES);
    }
    for (int i = 0; i < MICRO_ROWS; i++) {
      const vec row = vec_set1(x[k * LANES + (size_t)i]);
      for (int v = 0; v < BLOCK_VECS; v++) {
        vec difference = vec_sub(row, column[v]);
        if (kind == WEIGHTED_SQUARE) {
          difference = vec_mul(difference, vec_set1(w[k]));
        }
        sums[i][v] = vec_fma(difference, difference, sums[i][v]);
      }
    }
  }
}

/* Longer chains of terms are cut in two, which takes from their rounding error. */
enum { CHAIN_TERMS = 64 };

/* A chain's sums of the rows from `first` on: those of the block, or, further on, added to them. */
INLINE void chain_sums(block *b, int first, bool further, term kind, size_t begin, size_t end,
                       size_t features, const T *x, const T *y, const T *w) {
  vec sums[MICRO_ROWS][BLOCK_VECS];
  for (int i = 0; i < MICRO_ROWS; i++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      sums[i][v] = vec_set1(0);
    }
  }
  add_terms(sums, kind, begin, end, features, x, y, w);
  for (int i = 0; i < MICRO_ROWS; i++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      vec *sum = &b->row[first + i][v];
      *sum = further ? vec_add(*sum, sums[i][v]) : sums[i][v];
    }
  }
}

/* The sums of a whole block, micro-block by micro-block. */
INLINE void block_sums(block *b, term kind, size_t features, const T *rows, const T *cols,
                       const T *w) {
  for (int first = 0; first < BLOCK_ROWS; first += MICRO_ROWS) {
    const T *x = rows + (size_t)(first / LANES) * LANES * features + first % LANES;
    if (features <= CHAIN_TERMS) {
      chain_sums(b, first, false, kind, 0, features, features, x, cols, w);
      continue;
    }
    chain_sums(b, first, false, kind, 0, CHAIN_TERMS, features, x, cols, w);
    chain_sums(b, first, true, kind, CHAIN_TERMS, features, features, x, cols, w);
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

INLINE void block_exp2(block *b, const exp2_plan *plan) {
  for (int r = 0; EXP2_ABREAST == 1 && r < BLOCK_ROWS; r++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      b->row[r][v] = exp2_vec(b->row[r][v], plan);
    }
  }
  vec *all = b->row[0];
  for (int i = 0; EXP2_ABREAST > 1 && i < BLOCK_ROWS * BLOCK_VECS; i += EXP2_ABREAST) {
    exp2_vecs(all + i, EXP2_ABREAST, plan);
  }
}

/* What a tile is made of: a source fills one block after another with exponents. */
typedef struct source {
  enum { DIFFERENCES, WEIGHTED_DIFFERENCES, SUMS, PRODUCTS, LEVELLED } kind;
  size_t ld;            /* of `rows`, where that is a tile; else the number of features */
  const T *rows, *cols; /* panels; or sums, products or exponents, NULL */
  const T *w;
  T factor;
  const T *row_norms, *col_norms; /* of products; or the rows' levels, NULL */
} source;

/* t = min(product - (row_norm + col_norm), 0): the sum first, so that K and its mirror agree. */
INLINE vec exponent(vec product, vec row_norm, vec col_norm) {
  return vec_min_keeping_nan(vec_set1(0), vec_sub(product, vec_add(row_norm, col_norm)));
}

/*
 * t less the level of its row. Both are -infinity where nothing has a weight, and so is then their
 * difference.
 */
INLINE vec levelled(vec t, T level) {
  return vec_sub(t, vec_max_keeping_nan(vec_set1(-T_LARGEST), vec_set1(level)));
}

INLINE void fill_block(block *b, const source *from, size_t i, size_t j) {
  if (from->kind == DIFFERENCES || from->kind == WEIGHTED_DIFFERENCES) {
    block_sums(b, from->kind == DIFFERENCES ? SQUARE : WEIGHTED_SQUARE, from->ld,
               from->rows + i * from->ld, from->cols + j * from->ld, from->w);
  } else {
    load_block(b, from->rows + i * from->ld + j, from->ld);
  }
  if (from->kind != PRODUCTS && from->kind != LEVELLED) {
    scale_block(b, from->factor);
    return;
  }
  for (int r = 0; r < BLOCK_ROWS; r++) {
    for (int v = 0; v < BLOCK_VECS; v++) {
      const T of_row = from->row_norms[i + (size_t)r];
      b->row[r][v] = from->kind == LEVELLED ? levelled(b->row[r][v], of_row)
                                            : exponent(b->row[r][v], vec_set1(of_row),
                                                       vec_load(from->col_norms + j + v * LANES));
    }
  }
}
