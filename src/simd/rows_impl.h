/* What loops_impl.h does with rows of numbers: Gaussians along them, and sums of rows. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_parabola) parabola;

static const T lane_numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* What happens to an exponent on its way to the row. */
typedef enum row_kind {
  ROW_GAUSSIAN,
  ROW_ADD_GAUSSIAN,
  ROW_QUADRATIC,
  ROW_LEVEL,
  ROW_ADD_OVER
} row_kind;

INLINE vec row_vec(row_kind kind, vec t, vec before, vec level, const exp2_plan *plan) {
  switch (kind) {
  case ROW_GAUSSIAN:
    return exp2_vec(t, plan);
  case ROW_ADD_GAUSSIAN:
    return vec_add(before, exp2_vec(t, plan));
  case ROW_LEVEL:
    return vec_max_keeping_nan(before, t);
  case ROW_ADD_OVER:
    t = vec_min_keeping_nan(vec_set1(0), vec_sub(t, level));
    return vec_add(before, exp2_vec(t, plan));
  default:
    return t;
  }
}

INLINE void along_row(row_kind kind, size_t n, const parabola *p, const exp2_plan *plan,
                      const T *levels, T *out) {
  const bool reads = kind != ROW_GAUSSIAN && kind != ROW_QUADRATIC, above = kind == ROW_ADD_OVER;
  const vec step = vec_set1(p->step), offset = vec_set1(p->offset), top = vec_set1(p->top);
  const vec zero = vec_set1(0);
  vec k = vec_add(vec_set1(p->first), vec_load(lane_numbers));
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    const vec u = vec_fma(k, step, offset), t = vec_fnma(u, u, top);
    const vec before = reads ? vec_load(out + i) : zero;
    const vec level = above ? vec_load(levels + i) : zero;
    vec_store(out + i, row_vec(kind, t, before, level, plan));
    k = vec_add(k, vec_set1(LANES));
  }
  if (i < n) {
    const int rest = (int)(n - i);
    const vec u = vec_fma(k, step, offset), t = vec_fnma(u, u, top);
    const vec before = reads ? vec_load_lanes(out + i, rest) : zero;
    const vec level = above ? vec_load_lanes(levels + i, rest) : zero;
    vec_store_lanes(out + i, row_vec(kind, t, before, level, plan), 0, rest);
  }
}

static void gaussian(size_t n, const parabola *p, const exp2_plan *plan, bool add, T *out) {
  if (add) {
    along_row(ROW_ADD_GAUSSIAN, n, p, plan, NULL, out);
  } else {
    along_row(ROW_GAUSSIAN, n, p, plan, NULL, out);
  }
}

static void quadratic(size_t n, const parabola *p, T *out) {
  along_row(ROW_QUADRATIC, n, p, NULL, NULL, out);
}

static void raise_levels(size_t n, const parabola *p, T *levels) {
  along_row(ROW_LEVEL, n, p, NULL, NULL, levels);
}

static void gaussian_over(size_t n, const parabola *p, const T *levels, const exp2_plan *plan,
                          T *sums) {
  along_row(ROW_ADD_OVER, n, p, plan, levels, sums);
}

/* So many vectors of a row are summed side by side, to hide the additions' latency. */
enum { COMBINE_VECS = 4 };

static void combine(size_t n, size_t terms, const T *c, size_t ldc, const T *v, size_t ldv,
                    bool add, T *out) {
  size_t i = 0;
  for (; i + COMBINE_VECS * LANES <= n; i += COMBINE_VECS * LANES) {
    vec sums[COMBINE_VECS];
    for (int s = 0; s < COMBINE_VECS; s++) {
      sums[s] = add ? vec_load(out + i + s * LANES) : vec_set1(0);
    }
    for (size_t k = 0; k < terms; k++) {
      const vec factor = vec_set1(c[k * ldc]);
      for (int s = 0; s < COMBINE_VECS; s++) {
        sums[s] = vec_fma(factor, vec_load(v + k * ldv + i + s * LANES), sums[s]);
      }
    }
    for (int s = 0; s < COMBINE_VECS; s++) {
      vec_store(out + i + s * LANES, sums[s]);
    }
  }
  for (; i < n; i += LANES) {
    const int rest = n - i < LANES ? (int)(n - i) : LANES;
    vec sum = add ? vec_load_lanes(out + i, rest) : vec_set1(0);
    for (size_t k = 0; k < terms; k++) {
      sum = vec_fma(vec_set1(c[k * ldc]), vec_load_lanes(v + k * ldv + i, rest), sum);
    }
    vec_store_lanes(out + i, sum, 0, rest);
  }
}

INLINE vec merge(bool larger, vec factor, vec row, vec before) {
  return larger ? vec_max_keeping_nan(before, vec_mul(factor, row)) : vec_fma(factor, row, before);
}

INLINE void merge_outer(bool larger, size_t rows, size_t cols, const T *column, const T *row,
                        T *out, size_t ldo) {
  const size_t whole = cols / LANES * LANES;
  const int rest = (int)(cols - whole);
  for (size_t j = 0; j < rows; j++) {
    const vec factor = vec_set1(column[j]);
    T *to = out + j * ldo;
    for (size_t i = 0; i < whole; i += LANES) {
      vec_store(to + i, merge(larger, factor, vec_load(row + i), vec_load(to + i)));
    }
    if (rest) {
      const vec before = vec_load_lanes(to + whole, rest);
      const vec merged = merge(larger, factor, vec_load_lanes(row + whole, rest), before);
      vec_store_lanes(to + whole, merged, 0, rest);
    }
  }
}

static void add_outer(size_t rows, size_t cols, const T *column, const T *row, T *out, size_t ldo) {
  merge_outer(false, rows, cols, column, row, out, ldo);
}

static void raise_outer(size_t rows, size_t cols, const T *column, const T *row, T *out,
                        size_t ldo) {
  merge_outer(true, rows, cols, column, row, out, ldo);
}

/* Here the compiler finds the vectors. */
static void narrow(size_t n, const double *restrict from, T *restrict out) {
  for (size_t i = 0; i < n; i++) {
    out[i] = (T)from[i];
  }
}
