/* The types of loops.h for one precision: T is the element, NAME(x) adds _f32 or _f64. No guard. */
/* SPDX-License-Identifier: BSD-3-Clause */

/*
 * variance * 2^t, made once a call by gki_exp2_prepare: as a polynomial in the fraction of t and,
 * for the instruction sets that look them up, as the powers 2^(i/16) with a shorter polynomial.
 */
typedef struct NAME(gki_exp2) {
  T coefficient[12];     /* of 2^r, times variance * 2^shift; degree 6 (f32) or 11 (f64) */
  T step[16];            /* variance * 2^(shift + i/16), less i in the mantissa's first 4 bits */
  T step_coefficient[6]; /* of (2^r - 1) / r for |r| <= 1/32; degree 2 (f32) or 5 (f64) */
  T shift;               /* keeps all these in [1, 8) and what is not flushed to 0 normal */
  T lowest;              /* t at and below it gives 0 */
} NAME(gki_exp2);

/* Where a tile goes. The mirror image is the transposed tile, at its own place in K. */
typedef struct NAME(gki_target) {
  size_t rows, cols;
  T *k; /* NULL: not stored */
  size_t ldk;
  T *mirror; /* NULL: not stored */
  size_t ldm;
  bool stream;   /* past the caches; k, mirror and their rows are then aligned to 64 bytes, or the
                    tile is narrower than a cache line, where nothing is stored so */
  bool diagonal; /* a tile on the diagonal of K: only j <= i is used, K_ii = diagonal_value */
  T diagonal_value;
} NAME(gki_target);

/*
 * The exponent of a Gaussian along a row of a grid: t_i = top - ((first + i) step + offset)^2.
 * Counted from the point next to the summit, `first` is a small integer, which T holds exactly, and
 * |offset| no more than what a step or two add; so t_i - top has a relative error of some units.
 */
typedef struct NAME(gki_parabola) {
  T first, step, offset, top;
} NAME(gki_parabola);

typedef struct NAME(gki_loops) {
  const char *isa;
  size_t lanes; /* points in a group of a panel */

  /* out_i = variance * 2^t_i for t_i <= 0; NaN stays NaN. */
  void (*exp2)(size_t n, const T *t, const NAME(gki_exp2) * exp2, T *out);

  /*
   * A panel for `differences`, `squares` and `products`: the points x (rows of `features` columns,
   * from their first column of interest on), times a scale for each feature (NULL: ones), in
   * groups of `lanes`, each group feature by feature; the last group is filled up with copies of
   * the last point. Needs round_up(points, GKI_TILE_PAD) * features elements.
   */
  void (*interleave)(size_t points, size_t features, const T *x, size_t ldx, const T *scale,
                     T *panel);

  /*
   * Tile of K from differences: t = factor * sum_k (w_k (x_k - y_k))^2, w = NULL meaning ones, on
   * two panels of the same features. Registers only, from the first difference to the store.
   */
  void (*differences)(size_t features, const T *rows, const T *cols, const T *w, T factor,
                      const NAME(gki_exp2) * exp2, const NAME(gki_target) * target);

  /* The same sum over one block of the features, added to (or, first, stored to) `sums`. */
  void (*squares)(size_t rows_count, size_t cols_count, size_t features, const T *rows,
                  const T *cols, const T *w, bool first, T *sums, size_t lds);

  /* alpha * sum_k x_k y_k over one block of the features, likewise: gemm on two panels. */
  void (*products)(size_t rows_count, size_t cols_count, size_t features, const T *rows,
                   const T *cols, T alpha, bool first, T *sums, size_t lds);

  /* Tile of K from sums of squares: t = factor * sums. */
  void (*finish_squares)(const T *sums, size_t lds, T factor, const NAME(gki_exp2) * exp2,
                         const NAME(gki_target) * target);

  /* Tile of K from products: t = min(products - (row_norm + col_norm), 0). */
  void (*finish_products)(const T *products, size_t ldp, const T *row_norms, const T *col_norms,
                          const NAME(gki_exp2) * exp2, const NAME(gki_target) * target);

  /*
   * Replaces products by t = min(products - (row_norm + col_norm), 0) and lists the entries with t
   * above `limit`, up to the capacity; `count` goes on counting. On a diagonal tile only j < i are
   * listed.
   */
  void (*settle_products)(size_t rows, size_t cols, T *products, size_t ldp, const T *row_norms,
                          const T *col_norms, T limit, bool diagonal, gki_flags *flags);

  /*
   * Points made ready for gemm: packed = (x - centre) * scale, row by row with leading dimension
   * `features`, scale = NULL meaning ones.
   */
  void (*centre)(size_t points, size_t features, const T *x, size_t ldx, const T *centre,
                 const T *scale, T *packed);

  /*
   * Adds the squares of what `centre` would make of each point to norms (in double); centre = NULL
   * means the origin.
   */
  void (*norms)(size_t points, size_t features, const T *x, size_t ldx, const T *centre,
                const T *scale, double *norms);

  /* Copies a matrix past the caches, whatever the alignment of `to` and its rows. */
  void (*stream_rows)(size_t rows, size_t cols, const T *from, size_t ldf, T *to, size_t ldt);

  /* sum_k (w_k (s_k x_k - s_k y_k))^2 for one pair; w and s both NULL mean ones. */
  T (*square_distance)(size_t features, const T *x, const T *y, const T *w, const T *scale);

  /* out_i = variance * 2^t_i, or added to what is there; t_i <= 0, so top <= 0. */
  void (*gaussian)(size_t n, const NAME(gki_parabola) * parabola, const NAME(gki_exp2) * exp2,
                   bool add, T *out);

  /* out_i = t_i. */
  void (*quadratic)(size_t n, const NAME(gki_parabola) * parabola, T *out);

  /* levels_i = max(levels_i, t_i). */
  void (*raise_levels)(size_t n, const NAME(gki_parabola) * parabola, T *levels);

  /* sums_i += variance * 2^min(t_i - levels_i, 0). */
  void (*gaussian_over)(size_t n, const NAME(gki_parabola) * parabola, const T *levels,
                        const NAME(gki_exp2) * exp2, T *sums);

  /* out_i = sum_k c_k v_ki over `terms` rows v_k, or added to what is there; c_k is c[k * ldc]. */
  void (*combine)(size_t n, size_t terms, const T *c, size_t ldc, const T *v, size_t ldv, bool add,
                  T *out);

  /* out_ji += column_j row_i; and the same with the larger of the two. */
  void (*add_outer)(size_t rows, size_t cols, const T *column, const T *row, T *out, size_t ldo);
  void (*raise_outer)(size_t rows, size_t cols, const T *column, const T *row, T *out, size_t ldo);

  /* Doubles, rounded. */
  void (*narrow)(size_t n, const double *from, T *out);
} NAME(gki_loops);
