/*
 * The loops of panel_loops.h for one type: ELEMENT, TYPED(x) adds its name, LOAD_VEC loads a vec of
 * doubles, NARROW(a) is what a double becomes. No guard.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

static void TYPED(load_beside)(size_t numbers, size_t lines, const void *from, ptrdiff_t step,
                               size_t width, double *panel) {
  const ELEMENT *at = from;
  if (lines == MOST && width == MOST) {
    for (size_t n = 0; n < numbers; n++) {
      __builtin_prefetch((const void *)((uintptr_t)at + (uintptr_t)(AHEAD * step) * sizeof *at));
      for (size_t l = 0; l < MOST; l += LANES) {
        vec_store(panel + n * MOST + l, LOAD_VEC(at + l));
      }
      at += n + 1 < numbers ? step : 0;
    }
    return;
  }
  clear(numbers, lines, width, panel);
  for (size_t n = 0; n < numbers; n++) {
    for (size_t l = 0; l < lines; l++) {
      panel[n * width + l] = (double)at[l];
    }
    at += n + 1 < numbers ? step : 0;
  }
}

/* Squares of LANES lines, a multiple of LANES numbers, turned in registers. */
INLINE void TYPED(load_squares)(size_t numbers, size_t lines, size_t begin, const void *const *line,
                                size_t width, double *panel) {
  for (size_t n = begin; n < begin + numbers; n += LANES) {
    for (size_t l = 0; l < lines; l += LANES) {
      vec square[LANES];
      for (size_t i = 0; i < LANES; i++) {
        square[i] = LOAD_VEC((const ELEMENT *)line[l + i] + n);
      }
      vec_transpose(square);
      for (size_t i = 0; i < LANES; i++) {
        vec_store(panel + (n + i) * width + l, square[i]);
      }
    }
  }
}

static void TYPED(load_lines)(size_t numbers, size_t lines, const void *const *line, ptrdiff_t step,
                              size_t width, double *panel) {
  clear(numbers, lines, width, panel);
  const size_t turned = step == 1 ? lines / LANES * LANES : 0;
  for (size_t n = 0; n < numbers; n += PIECE) {
    const size_t piece = numbers - n < PIECE ? numbers - n : PIECE;
    const size_t whole = turned ? piece / LANES * LANES : 0;
    TYPED(load_squares)(whole, turned, n, line, width, panel);
    for (size_t l = 0; l < lines; l++) {
      const size_t begin = n + (l < turned ? whole : 0);
      if (begin < n + piece) {
        TYPED(load)
        (n + piece - begin, (const ELEMENT *)line[l] + (ptrdiff_t)begin * step, step,
         panel + begin * width + l, (ptrdiff_t)width);
      }
    }
  }
}

static void TYPED(store_beside)(size_t numbers, size_t lines, const double *panel, size_t next,
                                void *to, ptrdiff_t step) {
  ELEMENT *at = to;
  for (size_t n = 0; n < numbers; n++) {
    const double *row = panel + n * next;
    __builtin_prefetch((const void *)((uintptr_t)at + (uintptr_t)(AHEAD * step) * sizeof *at), 1);
    if (lines == MOST) {
      for (size_t l = 0; l < MOST; l++) {
        at[l] = NARROW(row[l]);
      }
    } else {
      for (size_t l = 0; l < lines; l++) {
        at[l] = NARROW(row[l]);
      }
    }
    at += n + 1 < numbers ? step : 0;
  }
}

static void TYPED(store_lines)(size_t numbers, size_t lines, const double *panel, size_t next,
                               void *const *line, ptrdiff_t step) {
  const size_t turned = step == 1 ? lines / LANES * LANES : 0;
  for (size_t n = 0; n < numbers; n += PIECE) {
    const size_t piece = numbers - n < PIECE ? numbers - n : PIECE;
    const size_t whole = turned ? piece / LANES * LANES : 0;
    double of[MOST][PIECE];
    turn(whole, turned, panel + n * next, next, of);
    for (size_t l = 0; l < lines; l++) {
      ELEMENT *to = (ELEMENT *)line[l] + (ptrdiff_t)n * step;
      const size_t done = l < turned ? whole : 0;
      for (size_t i = 0; i < done; i++) {
        to[i] = NARROW(of[l][i]);
      }
      if (done < piece) {
        TYPED(store)
        (piece - done, panel + (n + done) * next + l, (ptrdiff_t)next, to + (ptrdiff_t)done * step,
         step);
      }
    }
  }
}

#undef ELEMENT
#undef TYPED
#undef LOAD_VEC
#undef NARROW
