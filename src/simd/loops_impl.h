/*
 * The loops of loops.h, for one precision and one instruction set. The includer defines T, NAME
 * and, for double, GKI_F64; the build defines GKI_ISA. Only the table at the end has a name
 * outside.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/block_impl.h"
#include "simd/points_impl.h"
#include "simd/rows_impl.h"
#include "simd/target_impl.h"

enum { STRIP_COLS = 32 };

/*
 * Strip by strip of columns, down its rows: the mirror image then is a few rows of K written on and
 * on, in whole lines. Along the rows of the tile it would be a column of lines, which share one set
 * of the caches where K's rows are a power of two apart, or nearly so.
 */
INLINE void make_tile(const source *from, const exp2_plan *plan, const target_tile *to) {
  for (size_t strip = 0; strip < to->cols; strip += STRIP_COLS) {
    const size_t top = to->diagonal ? strip / BLOCK_ROWS * BLOCK_ROWS : 0;
    for (size_t i = top; i < to->rows; i += BLOCK_ROWS) {
      const size_t needed = columns_needed(to, i);
      const size_t end = needed < strip + STRIP_COLS ? needed : strip + STRIP_COLS;
      for (size_t j = strip; j < end; j += BLOCK_COLS) {
        block b;
        fill_block(&b, from, i, j);
        emit(&b, plan, to, i, j);
      }
    }
  }
  vec_fence();
}

/* All of K in one block: its halves are the same bits already, and need no mirror. */
INLINE bool is_one_block(const target_tile *to) {
  return to->diagonal && to->k && to->k == to->mirror && to->rows <= BLOCK_ROWS &&
         to->cols <= BLOCK_COLS;
}

INLINE void make_from_differences(const source *from, const exp2_plan *plan,
                                  const target_tile *to) {
  if (!is_one_block(to)) {
    make_tile(from, plan, to);
    return;
  }
  target_tile whole = *to;
  whole.diagonal = false;
  whole.mirror = NULL;
  block b;
  fill_block(&b, from, 0, 0);
  emit_part(&b, plan, &whole, 0, 0);
  store_diagonal(to->k, to->ldk, 0, to->rows, to->diagonal_value);
}

static void differences(size_t features, const T *rows, const T *cols, const T *w, T factor,
                        const exp2_plan *plan, const target_tile *to) {
  if (w) {
    make_from_differences(
        &(source){WEIGHTED_DIFFERENCES, features, rows, cols, w, factor, NULL, NULL}, plan, to);
  } else {
    make_from_differences(&(source){DIFFERENCES, features, rows, cols, NULL, factor, NULL, NULL},
                          plan, to);
  }
}

static void finish_squares(const T *sums, size_t lds, T factor, const exp2_plan *plan,
                           const target_tile *to) {
  make_tile(&(source){SUMS, lds, sums, NULL, NULL, factor, NULL, NULL}, plan, to);
}

static void finish_products(const T *products, size_t ldp, const T *row_norms, const T *col_norms,
                            const exp2_plan *plan, const target_tile *to) {
  make_tile(&(source){PRODUCTS, ldp, products, NULL, NULL, 1, row_norms, col_norms}, plan, to);
}

/*
 * sums = or += the terms' sums, over the tile. Of a panel with itself the squares above
 * the diagonal are the mirror image of those below, to the last bit, and stored as such.
 */
INLINE void add_block_sums(term kind, size_t rows_count, size_t cols_count, size_t features,
                           const T *rows, const T *cols, const T *w, bool first, T *sums,
                           size_t lds) {
  const bool symmetric = rows == cols && rows_count == cols_count;
  for (size_t i = 0; i < rows_count; i += BLOCK_ROWS) {
    const size_t end = symmetric && i + BLOCK_ROWS < cols_count ? i + BLOCK_ROWS : cols_count;
    for (size_t j = 0; j < end; j += BLOCK_COLS) {
      block b;
      T *to = sums + i * lds + j;
      block_sums(&b, kind, features, rows + i * features, cols + j * features, w);
      for (int r = 0; r < BLOCK_ROWS; r++) {
        for (int v = 0; v < BLOCK_VECS; v++) {
          const vec before = first ? vec_set1(0) : vec_load(to + (size_t)r * lds + v * LANES);
          b.row[r][v] = vec_add(b.row[r][v], before);
        }
      }
      store_rows(&b, to, lds, false);
      if (symmetric && j + BLOCK_COLS <= i) {
        store_mirror(&b, sums + j * lds + i, lds, false);
      }
    }
  }
}

static void squares(size_t rows_count, size_t cols_count, size_t features, const T *rows,
                    const T *cols, const T *w, bool first, T *sums, size_t lds) {
  if (w) {
    add_block_sums(WEIGHTED_SQUARE, rows_count, cols_count, features, rows, cols, w, first, sums,
                   lds);
  } else {
    add_block_sums(SQUARE, rows_count, cols_count, features, rows, cols, NULL, first, sums, lds);
  }
}

#include "simd/panel_products_impl.h"

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
  enum { ABREAST = 4 };
  size_t i = 0;
  for (; i + ABREAST * LANES <= n; i += ABREAST * LANES) {
    vec a[ABREAST];
    for (int v = 0; v < ABREAST; v++) {
      a[v] = vec_load(t + i + v * LANES);
    }
    exp2_vecs(a, ABREAST, plan);
    for (int v = 0; v < ABREAST; v++) {
      vec_store(out + i + v * LANES, a[v]);
    }
  }
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

#define STRING(x)  STRING_(x)
#define STRING_(x) #x

const NAME(gki_loops) GKI_TABLE_NAME(GKI_ISA, SUFFIX) = {
    .isa = STRING(GKI_ISA),
    .lanes = LANES,
    .exp2 = exp2_array,
    .interleave = interleave,
    .differences = differences,
    .squares = squares,
    .products = products,
    .finish_squares = finish_squares,
    .finish_products = finish_products,
    .settle_products = settle_products,
    .centre = centre,
    .norms = norms,
    .stream_rows = stream_rows,
    .square_distance = square_distance,
    .gaussian = gaussian,
    .quadratic = quadratic,
    .raise_levels = raise_levels,
    .gaussian_over = gaussian_over,
    .combine = combine,
    .add_outer = add_outer,
    .raise_outer = raise_outer,
    .narrow = narrow,
};
