/* A piece of a tile of K: its part in the sums, for one precision; see product_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_piece) piece_shape;

/* Rows i ... and columns j ... of a tile. */
struct piece {
  size_t i, j;
  piece_shape shape;
  exponents from;
};

/* The exponents of a tile's rows from i on and columns from j on, multiples of the pad. */
static exponents exponents_at(const exponents *whole, size_t i, size_t j) {
  exponents from = *whole;
  if (whole->kind == GKI_FROM_DIFFERENCES) {
    from.rows += i * whole->features;
    from.cols += j * whole->features;
    return from;
  }
  from.tile += i * whole->ld + j;
  if (whole->kind == GKI_FROM_PRODUCTS) {
    from.row_norms += i;
    from.col_norms += j;
  }
  return from;
}

/* With few vectors: K, or shares, from registers into the sums. */
static void multiply_fused(const struct tile_job *job, const struct piece *piece) {
  const struct product *product = job->product;
  const struct product_worker *own = job->own;
  const size_t edge = product->problem.edge;
  NAME(gki_sums)
  sums = {.vectors = product->vectors,
          .v = own->col_vectors + piece->j,
          .ldv = edge,
          .row_sums = own->row_sums,
          .ldr = sums_ld(&product->problem)};
  if (job->cols.high) {
    sums.u = own->row_vectors + piece->i;
    sums.ldu = edge;
    sums.col_sums = own->col_sums;
    sums.ldc = sums.ldr;
  }
  product->loops->multiply(&piece->from, &product->exp2, &piece->shape, &sums);
  const struct totals rows = totals_from(&job->rows, piece->i);
  add_sums(product, &rows, piece->shape.rows, sums.row_sums, sums.ldr);
  if (job->cols.high) {
    const struct totals cols = totals_from(&job->cols, piece->j);
    add_sums(product, &cols, piece->shape.cols, sums.col_sums, sums.ldc);
  }
}

static void transpose(size_t rows, size_t cols, const T *from, size_t ld, T *to, size_t ldt) {
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < cols; j++) {
      to[j * ldt + i] = from[i * ld + j];
    }
  }
}

/*
 * products = K V, or K^T V, of a strip of K (rows x cols) without BLAS: on panels of K's rows, or
 * columns, and of the vectors.
 */
static void multiply_strip_panels(const struct tile_job *job, size_t rows, size_t cols,
                                  bool transposed, struct vector_rows v, size_t vectors) {
  const loop_table *loops = job->product->problem.loops;
  const struct product_worker *own = job->own;
  const size_t points = transposed ? cols : rows, terms = transposed ? rows : cols;
  const T *left = own->strip;
  size_t ld = strip_ld();
  if (transposed) {
    transpose(rows, cols, own->strip, ld, own->transposed, STRIP_ROWS);
    left = own->transposed;
    ld = STRIP_ROWS;
  }
  loops->interleave(points, terms, left, ld, NULL, own->left_panel);
  transpose(terms, vectors, v.at, v.ld, own->transposed, PIECE_COLS);
  loops->interleave(vectors, terms, own->transposed, PIECE_COLS, NULL, own->right_panel);
  loops->products(points, vectors, terms, own->left_panel, own->right_panel, 1, true, own->products,
                  GROUP_VECTORS);
}

/* The strip of K, or its transpose, times a group of vectors. */
static void multiply_strip(const struct tile_job *job, const struct piece *piece, bool transposed,
                           struct vector_rows v, size_t vectors) {
  const size_t rows = piece->shape.rows, cols = piece->shape.cols;
  const T *strip = job->own->strip;
  if (!job->product->by_blas) {
    multiply_strip_panels(job, rows, cols, transposed, v, vectors);
  } else if (transposed) {
    GEMM_TN(cols, vectors, rows, 1, strip, strip_ld(), v.at, v.ld, 0, job->own->products,
            GROUP_VECTORS);
  } else {
    GEMM_NN(rows, vectors, cols, 1, strip, strip_ld(), v.at, v.ld, 0, job->own->products,
            GROUP_VECTORS);
  }
}

/* With many vectors: K, or shares, through a scratch into gemm, group by group of them. */
static void multiply_stored(const struct tile_job *job, const struct piece *piece) {
  const struct product *product = job->product;
  const struct product_worker *own = job->own;
  const struct tile *tile = &job->tile;
  product->loops->store(&piece->from, &product->exp2, &piece->shape, own->strip, strip_ld());
  const struct totals rows = totals_from(&job->rows, piece->i);
  const struct vector_rows v = rows_of_vectors(product, own->col_vectors, tile->j, piece->j);
  for (size_t k = 0; k < product->vectors; k += GROUP_VECTORS) {
    const size_t rest = product->vectors - k, group = rest < GROUP_VECTORS ? rest : GROUP_VECTORS;
    multiply_strip(job, piece, false, (struct vector_rows){v.at + k, v.ld}, group);
    add_products(product, &rows, piece->shape.rows, k, group, own->products);
    if (job->cols.high) {
      const struct totals cols = totals_from(&job->cols, piece->j);
      const struct vector_rows u = rows_of_vectors(product, own->row_vectors, tile->i, piece->i);
      multiply_strip(job, piece, true, (struct vector_rows){u.at + k, u.ld}, group);
      add_products(product, &cols, piece->shape.cols, k, group, own->products);
    }
  }
}

/* Exponents become exponents of shares, less the level that the rows then have. */
static void level_piece(const struct tile_job *job, struct piece *piece, const T *log_weights) {
  const struct product *product = job->product;
  const struct product_worker *own = job->own;
  const struct totals rows = totals_from(&job->rows, piece->i);
  product->loops->levels(&piece->from, &piece->shape, log_weights ? log_weights + piece->j : NULL,
                         own->strip, strip_ld(), own->maxima);
  raise_levels(product, &rows, piece->shape.rows, own->maxima);
  piece->from = (exponents){
      .kind = GKI_FROM_LEVELS, .tile = own->strip, .ld = strip_ld(), .row_levels = rows.levels};
  piece->shape.diagonal = GKI_NO_DIAGONAL; /* it is in the exponents */
}

static void add_piece(const struct tile_job *job, struct piece *piece, const T *log_weights) {
  if (job->product->kind != MULTIPLY) {
    level_piece(job, piece, log_weights);
  }
  if (job->product->is_fused) {
    multiply_fused(job, piece);
  } else {
    multiply_stored(job, piece);
  }
}

/*
 * A tile, piece by piece. Those of a tile on the diagonal are square, so that they lie on it
 * themselves or do not meet it.
 */
static void add_tile(const struct tile_job *job) {
  const struct product *product = job->product;
  const struct tile *tile = &job->tile;
  const bool plain = product->kind == MULTIPLY;
  const bool diagonal = product->problem.symmetric && tile->i == tile->j;
  const size_t most_rows = plain && product->is_fused ? FUSED_ROWS : STRIP_ROWS;
  const size_t square = most_rows < PIECE_COLS ? most_rows : PIECE_COLS;
  const size_t row_step = diagonal ? square : most_rows, col_step = diagonal ? square : PIECE_COLS;
  const exponents from = tile_exponents(&product->problem, job->worker, tile, false, !plain);
  const T *log_weights = tile_log_weights(job);
  pack_tile_vectors(job);
  for (size_t j = 0; j < tile->cols; j += col_step) {
    for (size_t i = 0; i < tile->rows; i += row_step) {
      const size_t rows = tile->rows - i, cols = tile->cols - j;
      struct piece piece = {.i = i, .j = j, .from = exponents_at(&from, i, j)};
      piece.shape =
          (piece_shape){.rows = rows < row_step ? rows : row_step,
                        .cols = cols < col_step ? cols : col_step,
                        .diagonal = diagonal && i == j ? product->diagonal : GKI_NO_DIAGONAL,
                        .diagonal_value = product->diagonal_value};
      add_piece(job, &piece, log_weights);
    }
  }
}
