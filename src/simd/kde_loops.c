/* The loops of kernel density estimates, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/kde_loops.h"

#define GKI_F64
#define T       double
#define NAME(x) x##_f64

#include "simd/vec.h"

enum { LANES = VEC_BYTES / sizeof(double), PARTS = GKI_DECAYS / LANES };

#define INLINE static inline __attribute__((always_inline))

#include "simd/exp2_impl.h"
/* states and polynomials, by the exponential */
#include "simd/decay_impl.h"

static const double half_log2e = 0x1.71547652b82fep-1;

enum { BATCH = 16 };

/* The blocks that queries belong to: the last whose edge is not above it, and 0 below all. */
INLINE void find_blocks(const gki_decay_table *t, const double q[BATCH], size_t block[BATCH]) {
  for (size_t i = 0; i < BATCH; i++) {
    block[i] = 0;
  }
  for (size_t left = t->blocks; left > 1;) {
    const size_t half = left / 2;
    for (size_t i = 0; i < BATCH; i++) {
      block[i] += t->edge[block[i] + half] <= q[i] ? half : 0;
    }
    left -= half;
  }
}

INLINE void fetch(const void *from, size_t bytes) {
  for (size_t line = 0; line < bytes; line += 64) {
    __builtin_prefetch((const char *)from + line);
  }
}

INLINE void fetch_blocks(const gki_decay_table *t, const size_t block[BATCH]) {
  for (size_t i = 0; i < BATCH; i++) {
    fetch(t->locals + block[i], sizeof *t->locals);
    if (t->fetches) {
      fetch(t->records + block[i], sizeof *t->records);
      fetch(points_of(t, block[i]), GKI_DECAY_BLOCK * sizeof(double));
      fetch(weights_of(t, block[i]), GKI_DECAY_BLOCK * sizeof(double));
    }
  }
}

/* The kernels of a row of points, times their weights. */
INLINE vec near_sum(size_t n, vec q, const double *x, const double *w, const gki_exp2_f64 *one) {
  vec sum = vec_set1(0);
  for (size_t i = 0; i < n; i += LANES) {
    const vec way = vec_sub(vec_load(x + i), q);
    const vec t = vec_mul(vec_mul(way, way), vec_set1(-half_log2e));
    sum = vec_fma(vec_load(w + i), exp2_vec(t, one), sum);
  }
  return sum;
}

INLINE vec real_part(const terms *state, const terms *factor, vec sum) {
  for (size_t i = 0; i < PARTS; i++) {
    sum = vec_fma(state->re[i], factor->re[i], sum);
    sum = vec_fnma(state->im[i], factor->im[i], sum);
  }
  return sum;
}

/* What the other blocks give to a query of block b, each lane a part of the sum, added to one. */
INLINE vec add_far(const gki_decay_table *t, double q, size_t b, vec sum) {
  const terms from_left = decay(t, decay_length(t->edge[b], q));
  const terms left = load_terms(&t->records[b].left);
  sum = real_part(&left, &from_left, sum);
  const terms from_right = decay(t, decay_length(q, t->edge[b + 1]));
  const terms right = load_terms(&t->records[b].right);
  return real_part(&right, &from_right, sum);
}

INLINE double decayed_sum(const gki_decay_table *t, double q, size_t b) {
  const double *x = points_of(t, b), *w = weights_of(t, b);
  return sum_of_lanes(add_far(t, q, b, near_sum(GKI_DECAY_BLOCK, vec_set1(q), x, w, &t->one)));
}

INLINE double sum_at(const gki_decay_table *t, double q, size_t b) {
  const gki_decay_local *local = t->locals + b;
  const double way = q - local->middle;
  if (!(way <= local->half && -way <= local->half)) {
    return decayed_sum(t, q, b);
  }
  double sum = local->c[GKI_LOCAL_TERMS - 1];
  for (size_t k = GKI_LOCAL_TERMS - 1; k > 0; k--) {
    sum = sum * way + local->c[k - 1];
  }
  return sum;
}

static void decayed_sums(const gki_decay_table *table, size_t n, const double *q, double *sums) {
  for (size_t first = 0; first < n; first += BATCH) {
    double some[BATCH];
    size_t block[BATCH];
    for (size_t i = 0; i < BATCH; i++) {
      some[i] = q[first + i < n ? first + i : n - 1];
    }
    find_blocks(table, some, block);
    fetch_blocks(table, block);
    for (size_t i = 0; i < BATCH && first + i < n; i++) {
      sums[first + i] = sum_at(table, some[i], block[i]);
    }
  }
}

/* What the other blocks give to each point of block b. */
INLINE void far_sums(const gki_decay_table *t, size_t b, double *sums) {
  const double *x = points_of(t, b);
  if (!is_narrow(t, b)) {
    for (size_t i = 0; i < GKI_DECAY_BLOCK; i++) {
      sums[i] = sum_of_lanes(add_far(t, x[i], b, vec_set1(0)));
    }
    return;
  }
  double c[GKI_LOCAL_TERMS];
  find_far(t, b, c);
  for (size_t i = 0; i < GKI_DECAY_BLOCK; i += LANES) {
    const vec way = vec_sub(vec_load(x + i), vec_set1(middle_of(t, b)));
    vec sum = vec_set1(c[GKI_LOCAL_TERMS - 1]);
    for (size_t k = GKI_LOCAL_TERMS - 1; k > 0; k--) {
      sum = vec_fma(sum, way, vec_set1(c[k - 1]));
    }
    vec_store(sums + i, sum);
  }
}

/* Adds what a block's other points give to each of its points: of a ring of them each one's next, the
 * one after it, and so on, until it would be the point itself. */
INLINE void add_others(const gki_decay_table *t, size_t b, double *sums) {
  const double *x = points_of(t, b), *w = weights_of(t, b);
  double ring[2 * GKI_DECAY_BLOCK], weight[2 * GKI_DECAY_BLOCK];
  for (size_t i = 0; i < GKI_DECAY_BLOCK; i++) {
    ring[i] = ring[i + GKI_DECAY_BLOCK] = x[i];
    weight[i] = weight[i + GKI_DECAY_BLOCK] = w[i];
  }
  for (size_t i = 0; i < GKI_DECAY_BLOCK; i += LANES) {
    const vec at = vec_load(x + i);
    vec sum = vec_set1(0);
    for (size_t next = i + 1; next < i + GKI_DECAY_BLOCK; next++) {
      const vec way = vec_sub(vec_load(ring + next), at);
      const vec value = exp2_vec(vec_mul(vec_mul(way, way), vec_set1(-half_log2e)), &t->one);
      sum = vec_fma(vec_load(weight + next), value, sum);
    }
    vec_store(sums + i, vec_add(vec_load(sums + i), sum));
  }
}

static void left_out_sums(const gki_decay_table *table, size_t first, size_t end, double *sums) {
  for (size_t b = first; b < end; b++) {
    far_sums(table, b, sums + (b - first) * GKI_DECAY_BLOCK);
    add_others(table, b, sums + (b - first) * GKI_DECAY_BLOCK);
  }
}

INLINE void leaf_sums(size_t n, size_t d, const double *q, const double *leaf,
                      const gki_exp2_f64 *one, double *hi, double *lo) {
  for (size_t i = 0; i < n; i++) {
    for (size_t l = 0; l < GKI_LEAF_LANES; l += LANES) {
      vec sum = vec_set1(0);
      for (size_t p = l; p < GKI_LEAF; p += GKI_LEAF_LANES) {
        vec square = vec_set1(0);
        for (size_t k = 0; k < d; k++) {
          const vec way = vec_sub(vec_load(leaf + k * GKI_LEAF + p), vec_set1(q[i * d + k]));
          square = vec_fma(way, way, square);
        }
        const vec value = exp2_vec(vec_mul(square, vec_set1(-half_log2e)), one);
        sum = vec_fma(vec_load(leaf + d * GKI_LEAF + p), value, sum);
      }
      vec high = vec_load(hi + i * GKI_LEAF_LANES + l), low = vec_load(lo + i * GKI_LEAF_LANES + l);
      add_exactly(sum, &high, &low);
      vec_store(hi + i * GKI_LEAF_LANES + l, high);
      vec_store(lo + i * GKI_LEAF_LANES + l, low);
    }
  }
}

static void add_leaf(size_t n, size_t d, const double *q, const double *leaf,
                     const gki_exp2_f64 *one, double *hi, double *lo) {
  if (d == 1) {
    leaf_sums(n, 1, q, leaf, one, hi, lo);
  } else if (d == 2) {
    leaf_sums(n, 2, q, leaf, one, hi, lo);
  } else {
    leaf_sums(n, 3, q, leaf, one, hi, lo);
  }
}

static void axis_table(size_t nodes, const double *node, size_t n, const double *x,
                       const double *weights, const gki_exp2_f64 *one, double *table, size_t ldt) {
  for (size_t i = 0; i < nodes; i++) {
    double *row = table + i * ldt;
    for (size_t p = 0; p < n; p += LANES) {
      const int rest = n - p < LANES ? (int)(n - p) : (int)LANES;
      const vec way = vec_sub(vec_load_lanes(x + p, rest), vec_set1(node[i]));
      vec value = exp2_vec(vec_mul(vec_mul(way, way), vec_set1(-half_log2e)), one);
      value = weights ? vec_mul(value, vec_load_lanes(weights + p, rest)) : value;
      vec_store_lanes(row + p, value, 0, rest);
    }
  }
}

#define TABLE(isa)  TABLE_(isa)
#define TABLE_(isa) gki_kde_loops_##isa##_f64

const gki_kde_loops TABLE(GKI_ISA) = {
    .gather = gather,
    .carry = carry,
    .settle = settle,
    .decayed_sums = decayed_sums,
    .left_out_sums = left_out_sums,
    .add_leaf = add_leaf,
    .axis_table = axis_table,
};
