/* The types of product_loops.h, likewise: T is the element, NAME(x) adds _f32 or _f64. No guard. */
/* SPDX-License-Identifier: BSD-3-Clause */

/*
 * Of which exponents. Panels, norms and levels are padded to GKI_TILE_PAD points, and so are rows and
 * columns of a scratch tile, whose padding is read but does not matter.
 */
typedef struct NAME(gki_exponents) {
  gki_exponent_kind kind;
  size_t features;      /* of the panels */
  const T *rows, *cols; /* panels, of differences */
  const T *w;           /* likewise; NULL: ones */
  const T *tile;        /* scratch, of all but differences */
  size_t ld;
  T factor;                       /* of differences and squares */
  const T *row_norms, *col_norms; /* of products */
  const T *row_levels;            /* of levels */
} NAME(gki_exponents);

/* How large the tile is and what its diagonal is. All of a diagonal tile is computed, not half. */
typedef struct NAME(gki_piece) {
  size_t rows, cols;
  gki_tile_diagonal diagonal;
  T diagonal_value; /* of K in `multiply` and `store`, of t in `levels` */
} NAME(gki_piece);

/*
 * Which sums. Vectors are padded with zeros to GKI_TILE_PAD elements; sums are not padded, and are
 * stored, not added to.
 */
typedef struct NAME(gki_sums) {
  size_t vectors; /* 1 ... GKI_FUSED_VECTORS */
  const T *v;     /* vector k at v + k ldv, an element a column */
  size_t ldv;
  double *row_sums; /* row_sums[k ldr + i] = sum_j K_ij v_kj */
  size_t ldr;
  const T *u; /* vector k at u + k ldu, an element a row */
  size_t ldu;
  double *col_sums; /* col_sums[k ldc + j] = sum_i K_ij u_ki; NULL: none */
  size_t ldc;
} NAME(gki_sums);

typedef struct NAME(gki_product_loops) {
  /*
   * The sums of a tile's rows and, if asked for, columns, each of products with K's entries; of at
   * most GKI_SUM_ROWS x GKI_SUM_COLS. NaN goes the way of the sums: 0 * NaN is NaN.
   */
  void (*multiply)(const NAME(gki_exponents) * exponents, const NAME(gki_exp2) * exp2,
                   const NAME(gki_piece) * piece, const NAME(gki_sums) * sums);

  /*
   * K of the tile (of any size), for a product by gemm. The padding to GKI_TILE_PAD rows and columns
   * becomes zeros. k may be the tile that the exponents come from.
   */
  void (*store)(const NAME(gki_exponents) * exponents, const NAME(gki_exp2) * exp2,
                const NAME(gki_piece) * piece, T *k, size_t ldk);

  /*
   * t_ij + log_weights_j (padded; NULL: zeros) into t, padding and all, and the largest of each row,
   * -infinity where there is none; a NaN does not count there, but stays in t. Of any size; t may be
   * the tile that the exponents come from. The sums of shares 2^(t - level) are then those of
   * `multiply` from levels, with the plan of variance 1, for levels that are not below the row's.
   */
  void (*levels)(const NAME(gki_exponents) * exponents, const NAME(gki_piece) * piece,
                 const T *log_weights, T *t, size_t ldt, T *row_levels);

  /*
   * high_i (+ low_i) += terms_i. In float low is NULL; in double the sum's rounding error goes to low,
   * unless the sum is not finite.
   */
  void (*accumulate)(size_t n, const T *terms, double *high, double *low);

  /*
   * t_c = factor sum_k (w_k (s_k x_k - s_k y_ck))^2 of one point and the rows y_c = y + columns_c ldy,
   * in the chains of `square_distance`, or shorter ones; w and s both NULL mean ones.
   */
  void (*distances)(size_t count, size_t features, const T *x, const T *y, size_t ldy,
                    const size_t *columns, const T *w, const T *scale, T factor, T *t);
} NAME(gki_product_loops);
