/* The tests of test_fir_loops.c for one precision: REAL, TWIN, ROUNDOFF and table_* are its own. */
/* SPDX-License-Identifier: BSD-3-Clause */

#define LOOPS TWIN(loops_of)

static const TWIN(gki_fir_loops) * LOOPS(void) {
  return tables->TWIN(table);
}

/* Every value of the integer types, with every tail of a vector; and of reals the number itself. */
static void TWIN(loads)(void **state) {
  (void)state;
  uint8_t *u8 = gk_test_array(256, 1);
  uint16_t *u16 = gk_test_array(65536, 2);
  REAL *to = gk_test_array(65536 + 1, sizeof(REAL));
  for (size_t i = 0; i < 65536; i++) {
    u8[i % 256] = (uint8_t)i;
    u16[i] = (uint16_t)i;
  }
  for (size_t n = 0; n <= 256; n++) {
    to[n] = GUARD;
    LOOPS()->load[0](n, u8, 1, to, 1);
    for (size_t i = 0; i < n; i++) {
      assert_true(to[i] == (REAL)i);
    }
    assert_true(to[n] == GUARD);
  }
  for (size_t n = 65536 - 40; n <= 65536; n++) {
    to[n] = GUARD;
    LOOPS()->load[1](n, u16, 1, to, 1);
    for (size_t i = 0; i < n; i++) {
      assert_true(to[i] == (REAL)i);
    }
    assert_true(to[n] == GUARD);
  }
  free(u8);
  free(u16);
  free(to);
}

static void TWIN(whole_numbers)(void **state) {
  (void)state;
  REAL *from = gk_test_array(65536, sizeof(REAL));
  uint8_t *u8 = gk_test_array(257, 1);
  uint16_t *u16 = gk_test_array(65536 + 1, 2);
  for (size_t i = 0; i < 65536; i++) {
    from[i] = (REAL)i;
  }
  for (size_t n = 0; n <= 256; n++) {
    u8[n] = 77;
    LOOPS()->store[0](n, from, 1, u8, 1);
    for (size_t i = 0; i < n; i++) {
      assert_int_equal(u8[i], i);
    }
    assert_int_equal(u8[n], 77);
  }
  for (size_t n = 65536 - 40; n <= 65536; n++) {
    u16[n] = 7777;
    LOOPS()->store[1](n, from, 1, u16, 1);
    for (size_t i = 0; i < n; i++) {
      assert_int_equal(u16[i], i);
    }
    assert_int_equal(u16[n], 7777);
  }
  free(from);
  free(u8);
  free(u16);
}

/* Halves go to the even neighbour, and the numbers next to them to their own side. */
static void TWIN(ties)(void **state) {
  (void)state;
  enum { COUNT = 3 * 65535 };
  REAL *from = gk_test_array(COUNT, sizeof(REAL));
  uint16_t *u16 = gk_test_array(COUNT, 2);
  uint8_t *u8 = gk_test_array(COUNT, 1);
  for (size_t i = 0; i < 65535; i++) {
    const REAL half = (REAL)i + (REAL)0.5;
    from[3 * i] = half;
    from[3 * i + 1] = half * (1 - (REAL)ROUNDOFF * 2);
    from[3 * i + 2] = half * (1 + (REAL)ROUNDOFF * 2);
  }
  LOOPS()->store[1](COUNT, from, 1, u16, 1);
  LOOPS()->store[0](3 * 255, from, 1, u8, 1);
  for (size_t i = 0; i < 65535; i++) {
    assert_int_equal(u16[3 * i], i % 2 == 0 ? i : i + 1);
    assert_int_equal(u16[3 * i + 1], i);
    assert_int_equal(u16[3 * i + 2], i + 1);
  }
  for (size_t i = 0; i < 255; i++) {
    assert_int_equal(u8[3 * i], i % 2 == 0 ? i : i + 1);
    assert_int_equal(u8[3 * i + 1], i);
    assert_int_equal(u8[3 * i + 2], i + 1);
  }
  free(from);
  free(u16);
  free(u8);
}

/* Saturation, infinities and NaN, in each lane and in the tail, whatever the stride. */
static void TWIN(beyond_range)(void **state) {
  (void)state;
  const struct {
    REAL x;
    unsigned u8, u16;
  } cases[] = {{-1, 0, 0},
               {(REAL)-0.25, 0, 0},
               {-0.0, 0, 0},
               {(REAL)-1e30, 0, 0},
               {255, 255, 255},
               {(REAL)255.5, 255, 256},
               {256, 255, 256},
               {(REAL)65535.5, 255, 65535},
               {65536, 255, 65535},
               {(REAL)3e9, 255, 65535},
               {(REAL)1e30, 255, 65535},
               {INFINITY, 255, 65535},
               {-INFINITY, 0, 0},
               {NAN, 0, 0},
               {-(REAL)NAN, 0, 0},
               {(REAL)1e-30, 0, 0}};
  enum { CASES = sizeof cases / sizeof cases[0], COUNT = 37 };
  for (size_t c = 0; c < CASES; c++) {
    for (ptrdiff_t stride = 1; stride <= 2; stride++) {
      REAL from[COUNT];
      uint8_t u8[2 * COUNT];
      uint16_t u16[2 * COUNT];
      for (size_t i = 0; i < COUNT; i++) {
        from[i] = i % 2 == 0 ? cases[c].x : 9;
      }
      LOOPS()->store[0](COUNT, from, 1, u8, stride);
      LOOPS()->store[1](COUNT, from, 1, u16, stride);
      for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(u8[(ptrdiff_t)i * stride], i % 2 == 0 ? cases[c].u8 : 9);
        assert_int_equal(u16[(ptrdiff_t)i * stride], i % 2 == 0 ? cases[c].u16 : 9);
      }
    }
  }
}

/* Between float and double: what C's conversion gives, NaN and infinity kept, all tails. */
static void TWIN(reals)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(3);
  for (size_t n = 0; n <= 70; n++) {
    REAL real[71];
    float f32[71];
    double f64[71];
    for (size_t i = 0; i < 71; i++) {
      f64[i] = i == 5 ? NAN : i == 6 ? INFINITY : i == 7 ? 1e300 : gk_test_normal(&rng);
      f32[i] = (float)f64[i];
      real[i] = GUARD;
    }
    LOOPS()->load[2](n, f32, 1, real, 1);
    for (size_t i = 0; i < 71; i++) {
      assert_same_f64((double)real[i], i < n ? (double)f32[i] : GUARD);
    }
    LOOPS()->load[3](n, f64, 1, real, 1);
    for (size_t i = 0; i < n; i++) {
      assert_same_f64((double)real[i], (double)(REAL)f64[i]);
    }
    double back64[71] = {0};
    float back32[71] = {0};
    back64[n] = back32[n] = GUARD;
    LOOPS()->store[2](n, real, 1, back32, 1);
    LOOPS()->store[3](n, real, 1, back64, 1);
    for (size_t i = 0; i < n; i++) {
      assert_same_f32(back32[i], (float)real[i]);
      assert_same_f64(back64[i], (double)real[i]);
    }
    assert_true(back64[n] == GUARD && back32[n] == GUARD);
  }
}

/* Strides on both sides, backwards and 0 where that is allowed. */
static void TWIN(strides)(void **state) {
  (void)state;
  enum { N = 21 };
  for (ptrdiff_t from_stride = -3; from_stride <= 3; from_stride++) {
    for (ptrdiff_t to_stride = 1; to_stride <= 3; to_stride++) {
      uint8_t u8[6 * N + 1], back8[3 * N];
      double f64[6 * N + 1], back64[3 * N];
      REAL real[3 * N];
      for (int i = 0; i <= 6 * N; i++) {
        u8[i] = (uint8_t)i;
        f64[i] = i;
      }
      LOOPS()->load[0](N, u8 + 3 * N, from_stride, real, to_stride);
      LOOPS()->store[0](N, real, to_stride, back8 + N - 1, -1);
      LOOPS()->store[3](N, real, to_stride, back64, to_stride);
      for (ptrdiff_t i = 0; i < N; i++) {
        assert_true(real[i * to_stride] == (REAL)(3 * N + i * from_stride));
        assert_int_equal(back8[N - 1 - i], 3 * N + i * from_stride);
        assert_true(back64[i * to_stride] == (double)(3 * N + i * from_stride));
      }
      LOOPS()->load[3](N, f64 + 3 * N, from_stride, real, to_stride);
      for (ptrdiff_t i = 0; i < N; i++) {
        assert_true(real[i * to_stride] == (REAL)(3 * N + i * from_stride));
      }
    }
  }
}

/* Rows of numbers, weights, and where results go. */
typedef struct TWIN(setup) {
  REAL data[ROWS * LD], out[LINES * LD], w[MOST_RADIUS];
  const REAL *rows[ROWS];
  TWIN(gki_fir_taps) taps;
} TWIN(setup);

static TWIN(setup) * TWIN(make_setup)(gk_test_rng *rng, size_t radius, bool odd) {
  TWIN(setup) *s = gk_test_array(1, sizeof *s);
  for (size_t i = 0; i < ROWS * LD; i++) {
    s->data[i] = (REAL)gk_test_normal(rng);
  }
  for (size_t i = 0; i < LINES * LD; i++) {
    s->out[i] = GUARD;
  }
  for (size_t r = 0; r < ROWS; r++) {
    s->rows[r] = s->data + r * LD;
  }
  for (size_t j = 0; j < MOST_RADIUS; j++) {
    s->w[j] = (REAL)gk_test_normal(rng);
  }
  s->taps = (TWIN(gki_fir_taps)){radius, odd, odd ? 0 : (REAL)gk_test_normal(rng), s->w};
  return s;
}

/* The sum for pixels before[0 ... radius] and after[0 ... radius], and what it may be off. */
static long double TWIN(exact)(const TWIN(gki_fir_taps) * taps, const REAL *before,
                               const REAL *after, long double *tolerance) {
  const long double c = (long double)before[0];
  long double centre = (long double)taps->sum, sum = 0, largest = fabsl(c), weights = 0;
  for (size_t j = 1; j <= taps->radius; j++) {
    const long double w = (long double)taps->w[j - 1];
    const long double a = (long double)before[j], b = (long double)after[j];
    sum += taps->odd ? w * (a - b) : w * (a + b);
    centre -= 2 * w;
    weights += 2 * fabsl(w);
    largest = fmaxl(largest, fmaxl(fabsl(a), fabsl(b)));
  }
  if (!taps->odd) {
    sum += centre * c;
    weights += fabsl(centre);
  }
  *tolerance = ((long double)taps->radius + 8) * ROUNDOFF * weights * largest;
  return sum;
}

/* Every length, radius and parity; several lines at once, whose windows are `step` rows apart. */
static void TWIN(sums)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(11);
  for (size_t n = 1; n <= MOST; n++) {
    const size_t radius = n % (MOST_RADIUS + 1), lines = 1 + n % 9, step = n % 2;
    TWIN(setup) *s = TWIN(make_setup)(&rng, radius, n / 2 % 2 == 1);
    REAL before[MOST_RADIUS + 1], after[MOST_RADIUS + 1];
    long double tolerance;
    LOOPS()->across(n, lines, s->rows, step, &s->taps, s->out, LD);
    for (size_t l = 0; l < LINES; l++) {
      for (size_t i = 0; i < LD; i++) {
        if (l >= lines || i >= n) {
          assert_true(s->out[l * LD + i] == GUARD);
          continue;
        }
        for (size_t j = 0; j <= radius; j++) {
          before[j] = s->rows[l * step + radius - j][i];
          after[j] = s->rows[l * step + radius + j][i];
        }
        const long double sum = TWIN(exact)(&s->taps, before, after, &tolerance);
        assert_close(s->out[l * LD + i], sum, tolerance);
      }
    }
    const size_t apart = 1 + n % 4;
    const REAL *row = s->data + radius * apart;
    LOOPS()->along(n, row, apart, &s->taps, s->out);
    for (size_t i = 0; i < n; i++) {
      for (size_t j = 0; j <= radius; j++) {
        before[j] = row[i - j * apart];
        after[j] = row[i + j * apart];
      }
      const long double sum = TWIN(exact)(&s->taps, before, after, &tolerance);
      assert_close(s->out[i], sum, tolerance);
    }
    for (size_t i = n; i < LD; i++) {
      assert_true(s->out[i] == GUARD);
    }
    free(s);
  }
}

/* Of even weights with the sum 1 a constant comes out as it is, to the last bit. */
static void TWIN(constants)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(12);
  for (size_t n = 1; n <= MOST; n += 7) {
    TWIN(setup) *s = TWIN(make_setup)(&rng, MOST_RADIUS, false);
    const REAL value = (REAL)gk_test_normal(&rng);
    s->taps.sum = 1;
    for (size_t i = 0; i < ROWS * LD; i++) {
      s->data[i] = value;
    }
    LOOPS()->across(n, 1, s->rows, 1, &s->taps, s->out, LD);
    LOOPS()->along(n, s->data + MOST_RADIUS, 1, &s->taps, s->out + LD);
    for (size_t i = 0; i < n; i++) {
      assert_true(s->out[i] == value && s->out[LD + i] == value);
    }
    free(s);
  }
}

/* A row done in two pieces gives the bits of the whole row. */
static void TWIN(cut_anywhere)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(13);
  for (size_t cut = 0; cut <= MOST; cut += 3) {
    TWIN(setup) *s = TWIN(make_setup)(&rng, 1 + cut % MOST_RADIUS, cut % 2 == 1);
    const REAL *row = s->data + MOST_RADIUS, *rows[ROWS];
    for (size_t r = 0; r < ROWS; r++) {
      rows[r] = s->rows[r] + cut;
    }
    LOOPS()->along(MOST, row, 1, &s->taps, s->out);
    LOOPS()->along(cut, row, 1, &s->taps, s->out + LD);
    LOOPS()->along(MOST - cut, row + cut, 1, &s->taps, s->out + LD + cut);
    assert_memory_equal(s->out, s->out + LD, MOST * sizeof(REAL));
    LOOPS()->across(MOST, 1, s->rows, 1, &s->taps, s->out, LD);
    LOOPS()->across(cut, 1, s->rows, 1, &s->taps, s->out + LD, LD);
    LOOPS()->across(MOST - cut, 1, rows, 1, &s->taps, s->out + LD + cut, LD);
    assert_memory_equal(s->out, s->out + LD, MOST * sizeof(REAL));
    free(s);
  }
}

/* The ways around a row of results give the same numbers, at any place in memory. */
static void TWIN(other_ways)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(15);
  for (size_t n = 1; n <= MOST; n++) {
    TWIN(setup) *s = TWIN(make_setup)(&rng, 1 + n % MOST_RADIUS, n % 3 == 1);
    const REAL *row = s->data + 3 * MOST_RADIUS;
    uint8_t bytes[MOST + 1], same[MOST];
    for (size_t i = 0; i < LD; i++) {
      s->data[i] = (REAL)(40 * gk_test_normal(&rng) + 100); /* some results in range, some not */
    }
    REAL *past = s->out + LD + n % 19;
    LOOPS()->along(n, row, 1 + n % 3, &s->taps, s->out);
    LOOPS()->along_past(n, row, 1 + n % 3, &s->taps, past);
    LOOPS()->fence();
    assert_memory_equal(s->out, past, n * sizeof(REAL));
    assert_true(past[-1] == GUARD && past[n] == GUARD);
    bytes[n] = 77;
    LOOPS()->along_u8(n, row, 1 + n % 3, &s->taps, bytes);
    LOOPS()->store[0](n, s->out, 1, same, 1);
    assert_memory_equal(bytes, same, n);
    assert_int_equal(bytes[n], 77);
    free(s);
  }
}

/* A NaN or an infinity reaches what has it in the window, the centre included, and nothing else. */
static void TWIN(spreading)(void **state) {
  (void)state;
  enum { N = 100, RADIUS = 3 };
  gk_test_rng rng = gk_test_seed(14);
  for (size_t at = 0; at < N; at++) {
    TWIN(setup) *s = TWIN(make_setup)(&rng, RADIUS, at % 2 == 1);
    s->data[RADIUS + at] = at % 3 == 0 ? INFINITY : NAN;
    LOOPS()->along(N, s->data + RADIUS, 1, &s->taps, s->out);
    for (size_t i = 0; i < N; i++) {
      const bool near = i + RADIUS >= at && i <= at + RADIUS;
      assert_int_equal(!isfinite(s->out[i]), near);
    }
    LOOPS()->across(LD, 1, s->rows, 1, &s->taps, s->out, LD);
    for (size_t i = 0; i < LD; i++) {
      assert_int_equal(!isfinite(s->out[i]), i == RADIUS + at);
    }
    free(s);
  }
}

#undef LOOPS
