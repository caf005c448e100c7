/*
 * A row of exponents for product_impl.h, of one point and others that lie anywhere: a vector of each
 * one's features at a time, and as many points at once as there are lanes.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* One point, and LANES others. */
typedef struct far_points {
  const T *x;
  const T *y[LANES];
  const T *w, *scale;
} far_points;

/* sums_l += the squares of the features from k to before k + end, lane by lane. */
INLINE void add_squares(vec sums[LANES], const far_points *of, bool weighted, size_t k, int end) {
  const bool whole = end == LANES;
  const vec one = vec_set1(1);
  const vec w = !weighted ? one : whole ? vec_load(of->w + k) : vec_load_lanes(of->w + k, end);
  const vec s = !weighted ? one
                : whole   ? vec_load(of->scale + k)
                          : vec_load_lanes(of->scale + k, end);
  vec x = whole ? vec_load(of->x + k) : vec_load_lanes(of->x + k, end);
  x = weighted ? vec_mul(x, s) : x;
  for (int l = 0; l < LANES; l++) {
    const vec y = whole ? vec_load(of->y[l] + k) : vec_load_lanes(of->y[l] + k, end);
    vec difference = vec_sub(x, weighted ? vec_mul(y, s) : y);
    difference = weighted ? vec_mul(difference, w) : difference;
    sums[l] = vec_fma(difference, difference, sums[l]);
  }
}

/* A block of features: a lane for each of the others. */
INLINE vec block_distances(const far_points *of, bool weighted, size_t begin, size_t end) {
  vec sums[LANES];
  for (int l = 0; l < LANES; l++) {
    sums[l] = vec_set1(0);
  }
  size_t k = begin;
  for (; k + LANES <= end; k += LANES) {
    add_squares(sums, of, weighted, k, LANES);
  }
  if (k < end) {
    add_squares(sums, of, weighted, k, (int)(end - k));
  }
  return sum_of_lanes(sums);
}

/* Blocks of blocks, as GKI_CHAIN_FEATURES has it. */
INLINE vec all_distances(const far_points *of, bool weighted, size_t features) {
  vec total = vec_set1(0);
  for (size_t level = 0; level < features; level += GKI_LEVEL_FEATURES) {
    const size_t rest = features - level;
    const size_t end = rest < GKI_LEVEL_FEATURES ? features : level + GKI_LEVEL_FEATURES;
    vec sum = vec_set1(0);
    for (size_t k = level; k < end; k += GKI_CHAIN_FEATURES) {
      const size_t next = end - k < GKI_CHAIN_FEATURES ? end : k + GKI_CHAIN_FEATURES;
      sum = vec_add(sum, block_distances(of, weighted, k, next));
    }
    total = vec_add(total, sum);
  }
  return total;
}

static void distances(size_t count, size_t features, const T *x, const T *y, size_t ldy,
                      const size_t *columns, const T *w, const T *scale, T factor, T *t) {
  far_points of = {.x = x, .w = w, .scale = scale};
  for (size_t c = 0; c < count; c += LANES) {
    for (size_t l = 0; l < LANES; l++) {
      of.y[l] = y + columns[c + l < count ? c + l : count - 1] * ldy;
    }
    const vec sum = w ? all_distances(&of, true, features) : all_distances(&of, false, features);
    vec_store_lanes(t + c, vec_mul(sum, vec_set1(factor)), 0,
                    count - c < LANES ? (int)(count - c) : LANES);
  }
}
