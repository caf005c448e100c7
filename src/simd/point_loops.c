/* The loops of densities at points, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/point_loops.h"

#define GKI_F64
#define T       double
#define NAME(x) x##_f64

#include "simd/vec.h"

enum { LANES = VEC_BYTES / sizeof(double), VECS = MICRO_VECS };

#define INLINE static inline __attribute__((always_inline))

#include "simd/exp2_impl.h"

static const double log2e = 0x1.71547652b82fep0;

/* How many points a panel has room for. */
INLINE size_t padded(size_t points) {
  return (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
}

/* Groups one after the other, the rest filled up with the last point. */
INLINE void load_rows(size_t points, size_t d, const double *x, size_t ldx, double *panel) {
  for (size_t group = 0; group < padded(points); group += LANES) {
    double *to = panel + group * d;
    if (group + LANES <= points) {
      const double *from = x + group * ldx;
      for (size_t l = 0; l < LANES; l++) {
        for (size_t k = 0; k < d; k++) {
          to[k * LANES + l] = from[l * ldx + k];
        }
      }
      continue;
    }
    for (size_t l = 0; l < LANES; l++) {
      const double *from = x + (group + l < points ? group + l : points - 1) * ldx;
      for (size_t k = 0; k < d; k++) {
        to[k * LANES + l] = from[k];
      }
    }
  }
}

INLINE void load_float_rows(size_t points, size_t d, const float *x, size_t ldx, double *panel) {
  for (size_t group = 0; group < padded(points); group += LANES) {
    double *to = panel + group * d;
    for (size_t l = 0; l < LANES; l++) {
      const float *from = x + (group + l < points ? group + l : points - 1) * ldx;
      for (size_t k = 0; k < d; k++) {
        to[k * LANES + l] = (double)from[k];
      }
    }
  }
}

/* LANES features of a group at once: a square, transposed in registers. */
INLINE void load_squares(size_t points, size_t d, const double *x, size_t ldx, double *panel) {
  for (size_t group = 0; group < padded(points); group += LANES) {
    for (size_t step = 0; step < d; step += LANES) {
      const size_t k = step + LANES <= d ? step : d - LANES; /* the last ones, some once more */
      vec square[LANES];
      for (size_t l = 0; l < LANES; l++) {
        square[l] = vec_load(x + (group + l < points ? group + l : points - 1) * ldx + k);
      }
      vec_transpose(square);
      for (size_t f = 0; f < LANES; f++) {
        vec_store(panel + group * d + (k + f) * LANES, square[f]);
      }
    }
  }
}

static void load_f64(size_t points, size_t d, const double *x, size_t ldx, double *panel) {
  if (d >= LANES) {
    load_squares(points, d, x, ldx, panel);
  } else if (d == 2 && ldx == 2) {
    load_rows(points, 2, x, 2, panel);
  } else if (d == 3 && ldx == 3) {
    load_rows(points, 3, x, 3, panel);
  } else {
    load_rows(points, d, x, ldx, panel);
  }
}

static void load_f32(size_t points, size_t d, const float *x, size_t ldx, double *panel) {
  if (d == 2 && ldx == 2) {
    load_float_rows(points, 2, x, 2, panel);
  } else if (d == 3 && ldx == 3) {
    load_float_rows(points, 3, x, 3, panel);
  } else {
    load_float_rows(points, d, x, ldx, panel);
  }
}

typedef struct strip {
  vec of[GKI_WHITENED_FEATURES][VECS]; /* centred features of VECS groups */
} strip;

/* squares += those of `rows` rows of W from row i on. */
INLINE void add_rows(size_t rows, size_t i, size_t d, const strip *centred, const double *w,
                     vec squares[VECS]) {
  vec sums[8][VECS];
  for (size_t r = 0; r < rows; r++) {
    for (size_t v = 0; v < VECS; v++) {
      sums[r][v] = vec_set1(0);
    }
  }
  for (size_t k = 0; k < i + rows; k++) {
    for (size_t r = 0; r < rows; r++) {
      const vec factor = vec_set1(w[(i + r) * d + k]);
      for (size_t v = 0; v < VECS; v++) {
        sums[r][v] = vec_fma(factor, centred->of[k][v], sums[r][v]);
      }
    }
  }
  for (size_t r = 0; r < rows; r++) {
    for (size_t v = 0; v < VECS; v++) {
      squares[v] = vec_fma(sums[r][v], sums[r][v], squares[v]);
    }
  }
}

/* As many rows at once as the registers hold sums of. */
INLINE void add_all_rows(size_t d, const strip *centred, const double *w, vec squares[VECS]) {
  size_t i = 0;
  if (MICRO_ROWS >= 8) {
    for (; i + 8 <= d; i += 8) {
      add_rows(8, i, d, centred, w, squares);
    }
  }
  if (MICRO_ROWS >= 4) {
    for (; i + 4 <= d; i += 4) {
      add_rows(4, i, d, centred, w, squares);
    }
  }
  for (; i + 2 <= d; i += 2) {
    add_rows(2, i, d, centred, w, squares);
  }
  if (i < d) {
    add_rows(1, i, d, centred, w, squares);
  }
}

INLINE void whiten(size_t points, size_t d, const double *panel, const double *mean,
                   const double *w, double *out) {
  for (size_t point = 0; point < padded(points); point += VECS * LANES) {
    strip centred;
    vec squares[VECS];
    for (size_t v = 0; v < VECS; v++) {
      squares[v] = vec_set1(0);
      for (size_t k = 0; k < d; k++) {
        const double *at = panel + (point + v * LANES) * d + k * LANES;
        centred.of[k][v] = vec_sub(vec_load(at), vec_set1(mean[k]));
      }
    }
    add_all_rows(d, &centred, w, squares);
    for (size_t v = 0; v < VECS; v++) {
      vec_store(out + point + v * LANES, squares[v]);
    }
  }
}

static void whitened_squares(size_t points, size_t d, const double *panel, const double *mean,
                             const double *w, double *squares) {
  switch (d) { /* what the compiler knows stays in registers */
  case 1:
    whiten(points, 1, panel, mean, w, squares);
    break;
  case 2:
    whiten(points, 2, panel, mean, w, squares);
    break;
  case 3:
    whiten(points, 3, panel, mean, w, squares);
    break;
  default:
    whiten(points, d, panel, mean, w, squares);
  }
}

INLINE void weigh(size_t points, size_t d, const double *panel, const double *mean, const double *w,
                  double *out) {
  for (size_t point = 0; point < padded(points); point += VECS * LANES) {
    vec squares[VECS];
    for (size_t v = 0; v < VECS; v++) {
      squares[v] = vec_set1(0);
    }
    for (size_t k = 0; k < d; k++) {
      for (size_t v = 0; v < VECS; v++) {
        const double *at = panel + (point + v * LANES) * d + k * LANES;
        const vec z = vec_mul(vec_sub(vec_load(at), vec_set1(mean[k])), vec_set1(w[k]));
        squares[v] = vec_fma(z, z, squares[v]);
      }
    }
    for (size_t v = 0; v < VECS; v++) {
      vec_store(out + point + v * LANES, squares[v]);
    }
  }
}

static void weighted_squares(size_t points, size_t d, const double *panel, const double *mean,
                             const double *w, double *squares) {
  if (d == 2) {
    weigh(points, 2, panel, mean, w, squares);
  } else {
    weigh(points, d, panel, mean, w, squares);
  }
}

static void centre(size_t points, size_t d, const double *panel, const double *mean,
                   double *centred) {
  for (size_t group = 0; group < padded(points); group += LANES) {
    for (size_t k = 0; k < d; k++) {
      const size_t at = group * d + k * LANES;
      vec_store(centred + at, vec_sub(vec_load(panel + at), vec_set1(mean[k])));
    }
  }
}

static void add_squares(size_t rows, size_t points, const double *a, size_t lda, double *squares) {
  for (size_t j = 0; j < padded(points); j += VECS * LANES) {
    vec sums[VECS];
    for (size_t v = 0; v < VECS; v++) {
      sums[v] = vec_load(squares + j + v * LANES);
    }
    for (size_t i = 0; i < rows; i++) {
      for (size_t v = 0; v < VECS; v++) {
        const vec z = vec_load(a + i * lda + j + v * LANES);
        sums[v] = vec_fma(z, z, sums[v]);
      }
    }
    for (size_t v = 0; v < VECS; v++) {
      vec_store(squares + j + v * LANES, sums[v]);
    }
  }
}

static void exponentials(size_t points, const double *squares, const gki_exp2_f64 *plan, bool add,
                         double *sums) {
  for (size_t i = 0; i < padded(points); i += LANES) {
    const vec t = vec_mul(vec_load(squares + i), vec_set1(-log2e / 2));
    const vec value = exp2_vec(t, plan);
    vec_store(sums + i, add ? vec_add(vec_load(sums + i), value) : value);
  }
}

static void levels(size_t points, const double *squares, double height, bool first, double *level,
                   double *highest) {
  for (size_t i = 0; i < padded(points); i += LANES) {
    const vec value = vec_fma(vec_load(squares + i), vec_set1(-0.5), vec_set1(height));
    vec_store(level + i, value);
    vec_store(highest + i, first ? value : vec_max_keeping_nan(vec_load(highest + i), value));
  }
}

static void shares(size_t points, double *level, const double *highest, const gki_exp2_f64 *plan,
                   bool add, double *sums) {
  for (size_t i = 0; i < padded(points); i += LANES) {
    const vec below = vec_sub(vec_load(level + i), vec_load(highest + i));
    const vec value = exp2_vec(vec_mul(below, vec_set1(log2e)), plan);
    vec_store(level + i, value);
    vec_store(sums + i, add ? vec_add(vec_load(sums + i), value) : value);
  }
}

#define TABLE(isa)  TABLE_(isa)
#define TABLE_(isa) gki_point_loops_##isa##_f64

const gki_point_loops TABLE(GKI_ISA) = {
    .load_f64 = load_f64,
    .load_f32 = load_f32,
    .whitened_squares = whitened_squares,
    .weighted_squares = weighted_squares,
    .centre = centre,
    .add_squares = add_squares,
    .exponentials = exponentials,
    .levels = levels,
    .shares = shares,
};
