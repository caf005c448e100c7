/* The loops of recursive filters, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/recursion_loops.h"

#define GKI_F64

#include "simd/vec.h"

enum { LANES = VEC_BYTES / sizeof(double), MOST = GKI_RECURSION_TERMS };

#define INLINE static inline __attribute__((always_inline))

/* The terms in registers, as far as there are so many. */
typedef struct terms {
  vec centre, z[MOST], turn[MOST], out_u[MOST], out_v[MOST];
} terms;

typedef struct lanes_state {
  vec u[MOST], v[MOST];
} lanes_state;

INLINE terms spread(const gki_recursion *r, size_t count) {
  terms t;
  t.centre = vec_set1(r->centre);
  for (size_t i = 0; i < count; i++) {
    t.z[i] = vec_set1(r->z[i]);
    t.turn[i] = vec_set1(r->turn[i]);
    t.out_u[i] = vec_set1(r->out_u[i]);
    t.out_v[i] = vec_set1(r->out_v[i]);
  }
  return t;
}

INLINE lanes_state load_state(const double *state, size_t width, size_t pairs, size_t real) {
  lanes_state s;
  for (size_t i = 0; i < pairs; i++) {
    s.u[i] = vec_load(state + 2 * i * width);
    s.v[i] = vec_load(state + (2 * i + 1) * width);
  }
  if (real) {
    s.u[pairs] = vec_load(state + 2 * pairs * width);
  }
  return s;
}

INLINE void store_state(const lanes_state *s, double *state, size_t width, size_t pairs,
                        size_t real) {
  for (size_t i = 0; i < pairs; i++) {
    vec_store(state + 2 * i * width, s->u[i]);
    vec_store(state + (2 * i + 1) * width, s->v[i]);
  }
  if (real) {
    vec_store(state + 2 * pairs * width, s->u[pairs]);
  }
}

INLINE void go_on(const terms *t, lanes_state *s, vec x, size_t pairs, size_t real) {
  for (size_t i = 0; i < pairs; i++) {
    const vec from_x = vec_fnma(t->turn[i], s->v[i], x);
    s->v[i] = vec_fma(t->z[i], s->v[i], s->u[i]);
    s->u[i] = vec_fma(t->z[i], s->u[i], from_x);
  }
  if (real) {
    s->u[pairs] = vec_fma(t->z[pairs], s->u[pairs], x);
  }
}

INLINE vec outcome(const terms *t, const lanes_state *s, vec sum, size_t pairs, size_t real) {
  for (size_t i = 0; i < pairs; i++) {
    sum = vec_fma(t->out_u[i], s->u[i], sum);
    sum = vec_fma(t->out_v[i], s->v[i], sum);
  }
  return real ? vec_fma(t->out_u[pairs], s->u[pairs], sum) : sum;
}

INLINE void gather_lines(const gki_recursion *r, size_t pairs, size_t real, size_t count,
                         const double *x, ptrdiff_t step, size_t width, double *state) {
  const terms t = spread(r, pairs + real);
  for (size_t l = 0; l < width; l += LANES) {
    lanes_state s = load_state(state + l, width, pairs, real);
    const double *at = x + l;
    for (size_t n = 0; n < count; n++) {
      go_on(&t, &s, vec_load(at), pairs, real);
      at += step;
    }
    store_state(&s, state + l, width, pairs, real);
  }
}

INLINE void filter_lines(const gki_recursion *r, size_t pairs, size_t real, bool add, size_t count,
                         const double *x, double *out, ptrdiff_t step, size_t width,
                         double *state) {
  const terms t = spread(r, pairs + real);
  for (size_t l = 0; l < width; l += LANES) {
    lanes_state s = load_state(state + l, width, pairs, real);
    const double *at = x + l;
    double *to = out + l;
    for (size_t n = 0; n < count; n++) {
      const vec value = vec_load(at);
      const vec first = add ? vec_load(to) : vec_mul(t.centre, value);
      vec_store(to, outcome(&t, &s, first, pairs, real));
      go_on(&t, &s, value, pairs, real);
      at += step;
      to += step;
    }
    store_state(&s, state + l, width, pairs, real);
  }
}

/* One line alone: lanes are terms, those that there are not are 0. */
enum { TERM_VECS = MOST / LANES };

typedef struct line_terms {
  vec z[TERM_VECS], turn[TERM_VECS], out_u[TERM_VECS], out_v[TERM_VECS], u[TERM_VECS], v[TERM_VECS];
} line_terms;

INLINE line_terms load_line_terms(const gki_recursion *r, const double *state) {
  double u[MOST] = {0}, v[MOST] = {0};
  for (size_t i = 0; i < r->pairs; i++) {
    u[i] = state[2 * i];
    v[i] = state[2 * i + 1];
  }
  if (r->real) {
    u[r->pairs] = state[2 * r->pairs];
  }
  line_terms t;
  for (size_t i = 0; i < TERM_VECS; i++) {
    t.z[i] = vec_load(r->z + i * LANES);
    t.turn[i] = vec_load(r->turn + i * LANES);
    t.out_u[i] = vec_load(r->out_u + i * LANES);
    t.out_v[i] = vec_load(r->out_v + i * LANES);
    t.u[i] = vec_load(u + i * LANES);
    t.v[i] = vec_load(v + i * LANES);
  }
  return t;
}

INLINE void store_line_state(const line_terms *t, const gki_recursion *r, double *state) {
  double u[MOST], v[MOST];
  for (size_t i = 0; i < TERM_VECS; i++) {
    vec_store(u + i * LANES, t->u[i]);
    vec_store(v + i * LANES, t->v[i]);
  }
  for (size_t i = 0; i < r->pairs; i++) {
    state[2 * i] = u[i];
    state[2 * i + 1] = v[i];
  }
  if (r->real) {
    state[2 * r->pairs] = u[r->pairs];
  }
}

INLINE void line_goes_on(line_terms *t, double value) {
  const vec x = vec_set1(value);
  for (size_t i = 0; i < TERM_VECS; i++) {
    const vec from_x = vec_fnma(t->turn[i], t->v[i], x);
    t->v[i] = vec_fma(t->z[i], t->v[i], t->u[i]);
    t->u[i] = vec_fma(t->z[i], t->u[i], from_x);
  }
}

static void gather_line(const gki_recursion *r, size_t count, const double *x, ptrdiff_t step,
                        double *state) {
  line_terms t = load_line_terms(r, state);
  for (size_t n = 0; n < count; n++) {
    line_goes_on(&t, x[(ptrdiff_t)n * step]);
  }
  store_line_state(&t, r, state);
}

/* The outcomes of up to LANES pixels: sums over the lanes, made at once by turning a square. */
INLINE void filter_piece(const gki_recursion *r, line_terms *t, size_t count, const double *x,
                         double *out, ptrdiff_t step, bool add) {
  vec square[LANES];
  for (size_t n = 0; n < LANES; n++) {
    vec sum = vec_set1(0);
    if (n < count) {
      for (size_t i = 0; i < TERM_VECS; i++) {
        sum = vec_fma(t->out_u[i], t->u[i], sum);
        sum = vec_fma(t->out_v[i], t->v[i], sum);
      }
      line_goes_on(t, x[(ptrdiff_t)n * step]);
    }
    square[n] = sum;
  }
  vec_transpose(square);
  for (size_t n = 1; n < LANES; n++) {
    square[0] = vec_add(square[0], square[n]);
  }
  double sums[LANES];
  vec_store(sums, square[0]);
  for (size_t n = 0; n < count; n++) {
    const ptrdiff_t at = (ptrdiff_t)n * step;
    out[at] = (add ? out[at] : r->centre * x[at]) + sums[n];
  }
}

static void filter_line(const gki_recursion *r, size_t count, const double *x, double *out,
                        ptrdiff_t step, bool add, double *state) {
  line_terms t = load_line_terms(r, state);
  size_t n = 0;
  for (; n + LANES <= count; n += LANES) {
    const ptrdiff_t at = (ptrdiff_t)n * step;
    filter_piece(r, &t, LANES, x + at, out + at, step, add);
  }
  if (n < count) {
    const ptrdiff_t at = (ptrdiff_t)n * step;
    filter_piece(r, &t, count - n, x + at, out + at, step, add);
  }
  store_line_state(&t, r, state);
}

/* Each number of terms on its own, so that the compiler knows it. */
#define NUMBERS(CASE)                                                                              \
  CASE(2, 0)                                                                                       \
  CASE(2, 1)                                                                                       \
  CASE(3, 0)                                                                                       \
  CASE(3, 1)                                                                                       \
  CASE(4, 0)                                                                                       \
  CASE(4, 1)                                                                                       \
  CASE(5, 0)                                                                                       \
  CASE(5, 1)                                                                                       \
  CASE(6, 0)                                                                                       \
  CASE(6, 1)                                                                                       \
  CASE(7, 0)                                                                                       \
  CASE(7, 1)                                                                                       \
  CASE(8, 0)

#define DEFINE(pairs, real)                                                                        \
  static __attribute__((noinline)) void gather_##pairs##_##real(                                   \
      const gki_recursion *r, size_t count, const double *x, ptrdiff_t step, size_t width,         \
      double *state) {                                                                             \
    gather_lines(r, pairs, real, count, x, step, width, state);                                    \
  }                                                                                                \
  static __attribute__((noinline)) void filter_##pairs##_##real(                                   \
      const gki_recursion *r, size_t count, const double *x, double *out, ptrdiff_t step,          \
      size_t width, bool add, double *state) {                                                     \
    if (add) {                                                                                     \
      filter_lines(r, pairs, real, true, count, x, out, step, width, state);                       \
    } else {                                                                                       \
      filter_lines(r, pairs, real, false, count, x, out, step, width, state);                      \
    }                                                                                              \
  }

NUMBERS(DEFINE)

static void gather(const gki_recursion *r, size_t count, const double *x, ptrdiff_t step,
                   size_t width, double *state) {
  if (width == 1) {
    gather_line(r, count, x, step, state);
    return;
  }
#define CASE(pairs, real)                                                                          \
  case 2 * pairs + real:                                                                           \
    gather_##pairs##_##real(r, count, x, step, width, state);                                      \
    break;
  switch (2 * r->pairs + r->real) { NUMBERS(CASE) }
#undef CASE
}

static void filter(const gki_recursion *r, size_t count, const double *x, double *out,
                   ptrdiff_t step, size_t width, bool add, double *state) {
  if (width == 1) {
    filter_line(r, count, x, out, step, add, state);
    return;
  }
#define CASE(pairs, real)                                                                          \
  case 2 * pairs + real:                                                                           \
    filter_##pairs##_##real(r, count, x, out, step, width, add, state);                            \
    break;
  switch (2 * r->pairs + r->real) { NUMBERS(CASE) }
#undef CASE
}

#define TABLE(isa)  TABLE_(isa)
#define TABLE_(isa) gki_recursion_loops_##isa##_f64

const gki_recursion_loops TABLE(GKI_ISA) = {
    .lanes = LANES,
    .gather = gather,
    .filter = filter,
};
