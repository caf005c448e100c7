/*
 * The loops of pool_loops.h that meet arrays, for one type: ELEMENT, TYPED(x) adds its name,
 * LOAD_VEC loads a vec of doubles, ROUNDED(a) is what a double becomes. No guard.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

INLINE void TYPED(add_rows_of)(bool weighted, size_t n, size_t rows, const void *const *row,
                               const double *const *w, size_t period, bool first, double *sums) {
  size_t x = 0, offset = 0;
  for (; x + STEP <= n; x += STEP) {
    vec sum[VECS];
    for (size_t v = 0; v < VECS; v++) {
      sum[v] = first ? vec_set1(0) : vec_load(sums + x + v * LANES);
    }
    for (size_t r = 0; r < rows; r++) {
      const ELEMENT *at = (const ELEMENT *)row[r] + x;
      for (size_t v = 0; v < VECS; v++) {
        const vec value = LOAD_VEC(at + v * LANES);
        sum[v] = weighted ? vec_fma(value, vec_load(w[r] + offset + v * LANES), sum[v])
                          : vec_add(value, sum[v]);
      }
    }
    for (size_t v = 0; v < VECS; v++) {
      vec_store(sums + x + v * LANES, sum[v]);
    }
    offset = (offset + STEP) % period;
  }
  for (; x < n; x++) {
    double sum = first ? 0.0 : sums[x];
    for (size_t r = 0; r < rows; r++) {
      const double value = (double)((const ELEMENT *)row[r])[x];
      sum += weighted ? value * w[r][x % period] : value;
    }
    sums[x] = sum;
  }
}

static void TYPED(add_rows)(size_t n, size_t rows, const void *const *row, const double *const *w,
                            size_t period, bool first, double *sums) {
  if (w[0]) {
    TYPED(add_rows_of)(true, n, rows, row, w, period, first, sums);
  } else {
    TYPED(add_rows_of)(false, n, rows, row, w, period, first, sums);
  }
}

INLINE void TYPED(widen_by)(size_t n, const ELEMENT *from, ptrdiff_t stride, double *to) {
  for (size_t i = 0; i < n; i++) {
    to[i] = (double)from[(ptrdiff_t)i * stride];
  }
}

static void TYPED(widen)(size_t n, const void *from, ptrdiff_t stride, double *to) {
  switch (stride) { /* what the compiler knows it vectorises */
  case 1:
    TYPED(widen_by)(n, from, 1, to);
    break;
  case 2:
    TYPED(widen_by)(n, from, 2, to);
    break;
  case 3:
    TYPED(widen_by)(n, from, 3, to);
    break;
  case 4:
    TYPED(widen_by)(n, from, 4, to);
    break;
  default:
    TYPED(widen_by)(n, from, stride, to);
  }
}

static void TYPED(narrow)(size_t n, const double *from, size_t step, void *to, ptrdiff_t stride) {
  ELEMENT *out = to;
  if (step == 1 && stride == 1) {
    for (size_t i = 0; i < n; i++) {
      out[i] = ROUNDED(from[i]);
    }
    return;
  }
  for (size_t i = 0; i < n; i++) {
    out[(ptrdiff_t)i * stride] = ROUNDED(from[i * step]);
  }
}

#undef ELEMENT
#undef TYPED
#undef LOAD_VEC
#undef ROUNDED
