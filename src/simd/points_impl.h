/* What loops_impl.h does with points: panels, norms, distances; and rows that are streamed. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* LANES features of a group from k on: a square, transposed in registers. */
INLINE void interleave_square(const T *const point[LANES], size_t k, const T *scale, T *group) {
  vec square[LANES];
  for (int l = 0; l < LANES; l++) {
    square[l] = vec_load(point[l] + k);
    square[l] = scale ? vec_mul(square[l], vec_load(scale + k)) : square[l];
  }
  vec_transpose(square);
  for (size_t f = 0; f < LANES; f++) {
    vec_store(group + (k + f) * LANES, square[f]);
  }
}

INLINE void interleave_group(size_t features, const T *const point[LANES], const T *scale,
                             T *group) {
  for (size_t k = 0; k + LANES <= features; k += LANES) {
    interleave_square(point, k, scale, group);
  }
  if (features >= LANES) { /* the last ones, some of them once more */
    interleave_square(point, features - LANES, scale, group);
    return;
  }
  for (size_t k = 0; k < features; k++) {
    for (size_t l = 0; l < LANES; l++) {
      group[k * LANES + l] = scale ? point[l][k] * scale[k] : point[l][k];
    }
  }
}

static void interleave(size_t points, size_t features, const T *x, size_t ldx, const T *scale,
                       T *panel) {
  const size_t padded = (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
  for (size_t group = 0; group < padded; group += LANES) {
    const T *point[LANES];
    for (size_t l = 0; l < LANES; l++) {
      point[l] = x + (group + l < points ? group + l : points - 1) * ldx;
    }
    if (scale) {
      interleave_group(features, point, scale, panel + group * features);
    } else {
      interleave_group(features, point, NULL, panel + group * features);
    }
  }
}

/* The sum of `count` vectors' lanes, pairwise. */
INLINE double sum_lanes(const vec *sums, size_t count) {
  T lane[4 * LANES];
  for (size_t c = 0; c < count; c++) {
    vec_store(lane + c * LANES, sums[c]);
  }
  for (size_t half = count * LANES / 2; half > 0; half /= 2) {
    for (size_t l = 0; l < half; l++) {
      lane[l] += lane[l + half];
    }
  }
  return (double)lane[0];
}

/* The square norm of one centred point: many short chains of sums, so that it adds little to the
 * error. */
INLINE double point_norm(size_t features, const T *x, const T *at, const T *scale) {
  enum { CHAINS = 4 };
  vec sums[CHAINS];
  for (size_t c = 0; c < CHAINS; c++) {
    sums[c] = vec_set1(0);
  }
  size_t k = 0;
  for (; k + CHAINS * LANES <= features; k += CHAINS * LANES) {
    for (size_t c = 0; c < CHAINS; c++) {
      const size_t f = k + c * LANES;
      vec value = vec_load(x + f);
      value = at ? vec_sub(value, vec_load(at + f)) : value;
      value = scale ? vec_mul(value, vec_load(scale + f)) : value;
      sums[c] = vec_fma(value, value, sums[c]);
    }
  }
  double norm = sum_lanes(sums, CHAINS);
  for (; k < features; k++) {
    const T value = (at ? x[k] - at[k] : x[k]) * (scale ? scale[k] : 1);
    norm += (double)value * (double)value;
  }
  return norm;
}

static void norms(size_t points, size_t features, const T *x, size_t ldx, const T *at,
                  const T *scale, double *sums) {
  for (size_t i = 0; i < points; i++) {
    const T *point = x + i * ldx;
    sums[i] += !at      ? point_norm(features, point, NULL, NULL)
               : !scale ? point_norm(features, point, at, NULL)
                        : point_norm(features, point, at, scale);
  }
}

static void centre(size_t points, size_t features, const T *x, size_t ldx, const T *at,
                   const T *scale, T *packed) {
  for (size_t i = 0; i < points; i++) {
    const T *from = x + i * ldx;
    T *to = packed + i * features;
    for (size_t k = 0; k < features; k++) {
      to[k] = scale ? (from[k] - at[k]) * scale[k] : from[k] - at[k];
    }
  }
}

static void stream_rows(size_t rows, size_t cols, const T *from, size_t ldf, T *to, size_t ldt) {
  for (size_t i = 0; i < rows; i++) {
    const T *row = from + i * ldf;
    T *target = to + i * ldt;
    const size_t before_line = (size_t)(-(uintptr_t)target % 64) / sizeof(T);
    size_t j = 0;
    for (; j < before_line && j < cols; j++) {
      target[j] = row[j];
    }
    for (; j + LINE <= cols; j += LINE) {
      for (size_t l = 0; l < LINE; l += LANES) {
        vec_stream(target + j + l, vec_load(row + j + l));
      }
    }
    for (; j < cols; j++) {
      target[j] = row[j];
    }
  }
  vec_fence();
}

/* Short chains again: 8 terms each of 16 chains, and blocks of blocks. */
static T square_distance_block(size_t features, const T *x, const T *y, const T *w,
                               const T *scale) {
  enum { CHAINS = 16 };
  T partial[CHAINS] = {0};
  for (size_t k = 0; k < features; k += CHAINS) {
    const size_t chains = features - k < CHAINS ? features - k : CHAINS;
    for (size_t c = 0; c < chains; c++) {
      const size_t f = k + c;
      const T difference = w ? (x[f] * scale[f] - y[f] * scale[f]) * w[f] : x[f] - y[f];
      partial[c] += difference * difference;
    }
  }
  T sum = 0;
  for (size_t c = 0; c < CHAINS; c++) {
    sum += partial[c];
  }
  return sum;
}

static T square_distance(size_t features, const T *x, const T *y, const T *w, const T *scale) {
  T total = 0;
  for (size_t level = 0; level < features; level += GKI_LEVEL_FEATURES) {
    const size_t end =
        features - level < GKI_LEVEL_FEATURES ? features : level + GKI_LEVEL_FEATURES;
    T sum = 0;
    for (size_t k = level; k < end; k += GKI_CHAIN_FEATURES) {
      const size_t count = end - k < GKI_CHAIN_FEATURES ? end - k : GKI_CHAIN_FEATURES;
      sum += square_distance_block(count, x + k, y + k, w ? w + k : NULL, w ? scale + k : NULL);
    }
    total += sum;
  }
  return total;
}
