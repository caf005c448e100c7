/* Where a block of K goes, for loops_impl.h: its exponential and its stores, to a target. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_target) target_tile;

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

/* How many lanes lie before `end`, of a vector that begins at first_lane of its block. */
INLINE int lanes_before(ptrdiff_t end, int first_lane) {
  const ptrdiff_t lanes = end - first_lane;
  return lanes < 0 ? 0 : lanes < LANES ? (int)lanes : LANES;
}

/* The rows of a block, of a diagonal tile up to the diagonal. */
INLINE void store_part_rows(const block *b, const target_tile *to, size_t i0, size_t j0, int rows,
                            int cols) {
  for (int i = 0; i < rows; i++) {
    const ptrdiff_t past_diagonal = (ptrdiff_t)(i0 + (size_t)i + 1) - (ptrdiff_t)j0;
    const ptrdiff_t end = to->diagonal && past_diagonal < cols ? past_diagonal : cols;
    T *k = to->k + (i0 + (size_t)i) * to->ldk + j0;
    for (int v = 0; v < BLOCK_VECS; v++) {
      vec_store_lanes(k + v * LANES, b->row[i][v], 0, lanes_before(end, v * LANES));
    }
  }
}

/* Its columns, of a diagonal tile from the diagonal on. */
INLINE void store_part_mirror(const block *b, const target_tile *to, size_t i0, size_t j0, int rows,
                              int cols) {
  for (int v = 0; v < BLOCK_VECS && v * LANES < cols; v++) {
    for (int g = 0; g < ROW_GROUPS && g * LANES < rows; g++) {
      vec square[LANES];
      for (int i = 0; i < LANES; i++) {
        square[i] = b->row[g * LANES + i][v];
      }
      vec_transpose(square);
      for (int l = 0; l < LANES && v * LANES + l < cols; l++) {
        const size_t j = j0 + (size_t)(v * LANES + l);
        const ptrdiff_t first = to->diagonal ? (ptrdiff_t)j - (ptrdiff_t)i0 : 0;
        vec_store_lanes(to->mirror + j * to->ldm + i0 + g * LANES, square[l],
                        lanes_before(first, g * LANES), lanes_before(rows, g * LANES));
      }
    }
  }
}

/* K_ii for the part of the diagonal in a block; the distance of a point with NaN stays NaN. */
INLINE void store_diagonal(T *k, size_t ld, size_t first, size_t end, T value) {
  for (size_t i = first; k && i < end; i++) {
    T *entry = k + i * (ld + 1);
    *entry = *entry == *entry ? value : *entry;
  }
}

/* On a diagonal tile what lies right of the diagonal is a mirror image. */
INLINE size_t columns_needed(const target_tile *to, size_t i) {
  const size_t below_diagonal = i + BLOCK_ROWS;
  return to->diagonal && below_diagonal < to->cols ? below_diagonal : to->cols;
}

/* A block that the tile's edge or K's diagonal cuts: what is not stored is not computed. */
static __attribute__((noinline)) void emit_part(block *b, const exp2_plan *plan,
                                                const target_tile *to, size_t i0, size_t j0) {
  const int rows = to->rows - i0 < BLOCK_ROWS ? (int)(to->rows - i0) : BLOCK_ROWS;
  const size_t needed = columns_needed(to, i0) - j0;
  const int cols = needed < BLOCK_COLS ? (int)needed : BLOCK_COLS;
  for (int r = 0; r < rows; r++) {
    for (int v = 0; v < BLOCK_VECS && v * LANES < cols; v++) {
      b->row[r][v] = exp2_vec(b->row[r][v], plan);
    }
  }
  if (to->k) {
    store_part_rows(b, to, i0, j0, rows, cols);
  }
  if (to->mirror) {
    store_part_mirror(b, to, i0, j0, rows, cols);
  }
  if (to->diagonal) {
    const size_t first = i0 > j0 ? i0 : j0;
    const size_t row_end = i0 + (size_t)rows, col_end = j0 + (size_t)cols;
    const size_t end = row_end < col_end ? row_end : col_end;
    store_diagonal(to->k, to->ldk, first, end, to->diagonal_value);
    if (to->mirror != to->k) {
      store_diagonal(to->mirror, to->ldm, first, end, to->diagonal_value);
    }
  }
}

/* The exponential of a block of exponents, then all its stores. */
INLINE void emit(block *b, const exp2_plan *plan, const target_tile *to, size_t i, size_t j) {
  const bool cut = i + BLOCK_ROWS > to->rows || j + BLOCK_COLS > to->cols ||
                   (to->diagonal && j + BLOCK_COLS > i);
  if (cut) {
    emit_part(b, plan, to, i, j);
    return;
  }
  block_exp2(b, plan);
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
