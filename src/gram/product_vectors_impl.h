/* The vectors that a tile of K is multiplied with, for one precision; see product_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Elements first ... first + count - 1 of vector k, one beside the other, and zeros up to the pad. */
static void pack_vector(const struct product *product, size_t k, size_t first, size_t count,
                        T *to) {
  const size_t padded = padded_points(count);
  if (product->has_ones && k == 0) {
    for (size_t j = 0; j < count; j++) {
      to[j] = 1;
    }
  } else if (product->ldv == 1) {
    memcpy(to, product->v + first, count * sizeof(T));
  } else {
    const T *v = product->v + first * product->ldv + (k - product->has_ones);
    for (size_t j = 0; j < count; j++) {
      to[j] = v[j * product->ldv];
    }
  }
  for (size_t j = count; j < padded; j++) {
    to[j] = 0;
  }
}

/* The same rows of all vectors, row by row. */
static void pack_rows(const struct product *product, size_t first, size_t count, T *to) {
  for (size_t j = 0; j < count; j++) {
    const T *v = product->v + (first + j) * product->ldv;
    if (product->has_ones) {
      *to++ = 1;
    }
    memcpy(to, v, product->p * sizeof(T));
    to += product->p;
  }
}

static void pack_vectors(const struct product *product, size_t first, size_t count, T *to) {
  if (!product->is_fused) {
    pack_rows(product, first, count, to);
    return;
  }
  for (size_t k = 0; k < product->vectors; k++) {
    pack_vector(product, k, first, count, to + k * product->problem.edge);
  }
}

/* Those that the rows and the columns of a tile meet. */
static void pack_tile_vectors(const struct tile_job *job) {
  const struct product *product = job->product;
  struct product_worker *own = job->own;
  if (!own->col_vectors) {
    return;
  }
  pack_vectors(product, job->tile.j, job->tile.cols, own->col_vectors);
  if (job->cols.high && own->vectors_row != job->tile.i) {
    pack_vectors(product, job->tile.i, job->tile.rows, own->row_vectors);
    own->vectors_row = job->tile.i;
  }
}

/* Vectors as the rows of a matrix. */
struct vector_rows {
  const T *at;
  size_t ld;
};

/* From point number `first` of a tile on, whose points begin at `start`. */
static struct vector_rows rows_of_vectors(const struct product *product, const T *packed,
                                          size_t start, size_t first) {
  if (packed) {
    return (struct vector_rows){packed + first * product->vectors, product->vectors};
  }
  return (struct vector_rows){product->v + (start + first) * product->ldv, product->ldv};
}

/* In base 2. log2 of 0 would set errno. */
static T log_weight(T weight) {
  return weight > 0 ? (T)log2((double)weight) : -(T)INFINITY;
}

/* Of the columns of a tile from j on: those kept for the whole call, or made for this tile. */
static const T *tile_log_weights(const struct tile_job *job) {
  const struct product *product = job->product;
  if (!product->weights) {
    return NULL;
  }
  if (product->log_weights) {
    return product->log_weights + job->tile.j;
  }
  T *to = job->own->log_weights;
  const size_t padded = padded_points(job->tile.cols);
  for (size_t j = 0; j < padded; j++) {
    to[j] = j < job->tile.cols ? log_weight(product->weights[job->tile.j + j]) : -(T)INFINITY;
  }
  return to;
}
