/*
 * gemm on two panels, for loops_impl.h. A block of the result is kept in registers, PRODUCT_ROWS x
 * PRODUCT_VECS vectors: where the blocks of K are a single vector wide, two of them, as each row's
 * number is then loaded once for both.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

enum {
  PRODUCT_VECS = BLOCK_VECS < 2 ? 2 : BLOCK_VECS,
  PRODUCT_ROWS = MICRO_ROWS * BLOCK_VECS / PRODUCT_VECS,
  PRODUCT_COLS = PRODUCT_VECS * LANES
};

/* alpha X Y^T of panels of `features` features, stored (first) or added to sums. */
typedef struct product_job {
  size_t features;
  const T *rows, *cols;
  T alpha;
  bool first;
  T *sums;
  size_t lds;
} product_job;

/* total = or += the products of features begin ... end - 1, each of them one chain. */
INLINE void chain_products(vec total[MICRO_ROWS][PRODUCT_VECS], int rows, int vecs, bool further,
                           size_t begin, size_t end, size_t features, const T *x, const T *y) {
  vec sum[MICRO_ROWS][PRODUCT_VECS];
  for (int i = 0; i < rows; i++) {
    for (int v = 0; v < vecs; v++) {
      sum[i][v] = vec_set1(0);
    }
  }
  for (size_t k = begin; k < end; k++) {
    vec column[PRODUCT_VECS];
    for (int v = 0; v < vecs; v++) {
      column[v] = vec_load(y + (size_t)v * LANES * features + k * LANES);
    }
    for (int i = 0; i < rows; i++) {
      const vec row = vec_set1(x[k * LANES + (size_t)i]);
      for (int v = 0; v < vecs; v++) {
        sum[i][v] = vec_fma(row, column[v], sum[i][v]);
      }
    }
  }
  for (int i = 0; i < rows; i++) {
    for (int v = 0; v < vecs; v++) {
      total[i][v] = further ? vec_add(total[i][v], sum[i][v]) : sum[i][v];
    }
  }
}

/* A block of `rows` rows, which lie in one group, and `vecs` groups of columns, from i and j on. */
INLINE void multiply_block(const product_job *job, int rows, int vecs, size_t i, size_t j) {
  const size_t features = job->features, cut = features < CHAIN_TERMS ? features : CHAIN_TERMS;
  const T *x = job->rows + i / LANES * LANES * features + i % LANES, *y = job->cols + j * features;
  vec total[MICRO_ROWS][PRODUCT_VECS];
  chain_products(total, rows, vecs, false, 0, cut, features, x, y);
  if (cut < features) {
    chain_products(total, rows, vecs, true, cut, features, features, x, y);
  }
  for (int r = 0; r < rows; r++) {
    for (int v = 0; v < vecs; v++) {
      T *to = job->sums + (i + (size_t)r) * job->lds + j + (size_t)v * LANES;
      const vec before = job->first ? vec_set1(0) : vec_load(to);
      vec_store(to, vec_fma(total[r][v], vec_set1(job->alpha), before));
    }
  }
}

/* Panels and sums have room for whole blocks of K only, so that the last may go alone. */
static void products(size_t rows_count, size_t cols_count, size_t features, const T *rows,
                     const T *cols, T alpha, bool first, T *sums, size_t lds) {
  const product_job job = {features, rows, cols, alpha, first, sums, lds};
  const size_t end = (cols_count + BLOCK_COLS - 1) / BLOCK_COLS * BLOCK_COLS;
  for (size_t i = 0; i < rows_count; i += BLOCK_ROWS) {
    size_t j = 0;
    for (; j + PRODUCT_COLS <= end; j += PRODUCT_COLS) {
      for (size_t r = 0; r < BLOCK_ROWS; r += PRODUCT_ROWS) {
        multiply_block(&job, PRODUCT_ROWS, PRODUCT_VECS, i + r, j);
      }
    }
    for (size_t r = 0; j < end && r < BLOCK_ROWS; r += MICRO_ROWS) {
      multiply_block(&job, MICRO_ROWS, BLOCK_VECS, i + r, j);
    }
  }
}
