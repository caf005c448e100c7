/* Included twice by test_heatmap.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef struct TWIN(scene) {
  size_t n, width, height, ldc, ldmap;
  REAL *centers, *sigmas, *amplitudes; /* sigmas and amplitudes may be NULL */
  gk_spots spots;
} TWIN(scene);

static long double TWIN(sigma_of)(const TWIN(scene) * s, size_t k) {
  return s->sigmas ? (long double)s->sigmas[k] : (long double)s->spots.sigma;
}

/* The spot's exponent at a point, relative to the pixel nearest to its centre where that counts. */
static long double TWIN(exponent)(const TWIN(scene) * s, size_t k, size_t i, size_t j) {
  const long double x = (long double)s->centers[k * s->ldc];
  const long double y = (long double)s->centers[k * s->ldc + 1];
  const long double sigma = TWIN(sigma_of)(s, k);
  const long double dx = (long double)i - x, dy = (long double)j - y;
  long double square = dx * dx + dy * dy;
  if (s->spots.peak == GK_PEAK_PIXEL) {
    const long double nx = rintl(x) - x, ny = rintl(y) - y;
    square -= nx * nx + ny * ny;
  }
  return -square / (2 * sigma * sigma);
}

static int TWIN(reaches)(const TWIN(scene) * s, size_t k, size_t i, size_t j) {
  const long double reach = (long double)s->spots.truncate * TWIN(sigma_of)(s, k);
  return s->spots.truncate == 0 ||
         (fabsl((long double)i - (long double)s->centers[k * s->ldc]) <= reach &&
          fabsl((long double)j - (long double)s->centers[k * s->ldc + 1]) <= reach);
}

/* A pixel by the formula, and the bound of its error: that of the sum in double, rounded. */
static long double TWIN(pixel)(const TWIN(scene) * s, size_t i, size_t j, long double *bound) {
  long double value = 0, magnitude = 0, spots = 0;
  for (size_t k = 0; k < s->n; k++) {
    if (TWIN(reaches)(s, k, i, j)) {
      const long double amplitude = s->amplitudes ? (long double)s->amplitudes[k] : 1;
      const long double spot = amplitude * expl(TWIN(exponent)(s, k, i, j));
      const int largest = s->spots.merge == GK_MERGE_MAXIMUM;
      value = largest ? fmaxl(value, spot) : value + spot;
      magnitude = largest ? fmaxl(magnitude, amplitude) : magnitude + fabsl(amplitude);
      spots += largest ? 0 : 1;
    }
  }
  const long double rounded = sizeof(REAL) < sizeof(double) ? ROUNDOFF * fabsl(value) : 0;
  *bound = 0x1p-53L * (16 + spots) * magnitude * (1 + ROUNDOFF) + rounded + SMALLEST;
  return value;
}

/* Draws and compares every pixel; the gaps stay. Returns the map, to be freed. */
static canvas TWIN(check)(const char *what, const TWIN(scene) * s) {
  canvas c = canvas_new(sizeof(REAL), s->height, s->width, s->ldmap, 1);
  REAL *map = (REAL *)(void *)c.data;
  assert_success(TWIN(gk_heatmap)(s->n, s->width, s->height, s->centers, s->ldc, s->sigmas,
                                  s->amplitudes, &s->spots, map, s->ldmap, NULL));
  assert_gaps_intact(c);
  long double *values = gk_test_array(s->width * s->height, sizeof *values);
  long double *bounds = gk_test_array(s->width * s->height, sizeof *bounds);
  long double largest = 0, largest_bound = 0;
  for (size_t p = 0; p < s->width * s->height; p++) {
    values[p] = TWIN(pixel)(s, p % s->width, p / s->width, &bounds[p]);
    largest = fmaxl(largest, values[p]);
    largest_bound = fmaxl(largest_bound, bounds[p]);
  }
  const int divided = s->spots.peak == GK_PEAK_MAP && s->n > 0;
  for (size_t p = 0; p < s->width * s->height; p++) {
    const REAL value = map[p / s->width * s->ldmap + p % s->width];
    const long double truth = divided ? values[p] / largest : values[p];
    /* divided by a number that has an error, too */
    const long double error =
        divided ? (bounds[p] + largest_bound) / largest + 2 * ROUNDOFF : bounds[p];
    if (!(fabsl((long double)value - truth) <= error)) {
      fail_msg("%s, " PRECISION ", pixel (%zu, %zu): %.17g, expected %.17Lg: off by %.3Lg, the "
               "bound is %.3Lg",
               what, p % s->width, p / s->width, (double)value, truth,
               fabsl((long double)value - truth), error);
    }
  }
  free(values);
  free(bounds);
  return c;
}

static TWIN(scene) TWIN(random_scene)(gk_test_rng *rng, size_t n, int variant) {
  TWIN(scene) s = {.n = n, .width = 1 + gk_test_bits(rng) % 70, .spots = GK_SPOTS_INIT};
  s.height = 1 + gk_test_bits(rng) % 40;
  s.ldc = 2 + gk_test_bits(rng) % 3;
  s.ldmap = s.width + gk_test_bits(rng) % 5;
  s.centers = gk_test_array(n * s.ldc, sizeof(REAL));
  s.sigmas = variant % 2 ? gk_test_array(n, sizeof(REAL)) : NULL;
  s.amplitudes = variant % 3 ? gk_test_array(n, sizeof(REAL)) : NULL;
  s.spots.sigma = exp(gk_test_normal(rng));
  s.spots.truncate = variant % 5 ? 0.5 + 5 * gk_test_uniform(rng) : 0;
  s.spots.merge = variant & 4 ? GK_MERGE_MAXIMUM : GK_MERGE_SUM;
  s.spots.peak = (gk_peak)(variant / 8 % 3);
  for (size_t k = 0; k < n; k++) {
    /* some on pixels, some outside of the map */
    const double x = ((double)s.width + 12) * gk_test_uniform(rng) - 6;
    const double y = ((double)s.height + 12) * gk_test_uniform(rng) - 6;
    s.centers[k * s.ldc] = (REAL)(k % 4 ? x : rint(x));
    s.centers[k * s.ldc + 1] = (REAL)(k % 3 ? y : rint(y));
    if (s.sigmas) {
      s.sigmas[k] = (REAL)exp(gk_test_normal(rng));
    }
    if (s.amplitudes) {
      const double amplitude = gk_test_normal(rng);
      s.amplitudes[k] = (REAL)(variant & 4 || s.spots.peak ? fabs(amplitude) : amplitude);
    }
  }
  if (s.spots.peak == GK_PEAK_MAP && n > 0) { /* something is on the map */
    s.centers[0] = s.centers[1] = 0;
  }
  return s;
}

static void TWIN(scene_free)(TWIN(scene) * s) {
  free(s->centers);
  free(s->sigmas);
  free(s->amplitudes);
}

static void TWIN(random_maps)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(91);
  for (int c = 0; c < 144; c++) {
    TWIN(scene) s = TWIN(random_scene)(&rng, gk_test_bits(&rng) % 30, c);
    char what[80];
    snprintf(what, sizeof what, "map %d: %zu spots on %zu x %zu, merge %d, peak %d", c, s.n,
             s.width, s.height, (int)s.spots.merge, (int)s.spots.peak);
    canvas map = TWIN(check)(what, &s);
    canvas_free(&map);
    TWIN(scene_free)(&s);
  }
}

/* What is exactly the amplitude: the pixel nearest to each of some spots that do not meet. */
static void TWIN(peaks)(void **state) {
  (void)state;
  REAL centers[] = {3.25, 4.75, 12, 9, (REAL)20.49, (REAL)3.1, (REAL)27.6, (REAL)14.2};
  REAL sigmas[] = {1, (REAL)0.7, (REAL)1e-3, (REAL)0.01}, amplitudes[] = {(REAL)0.3, 7, 1, 2.5};
  static const size_t nearest[][2] = {{3, 5}, {12, 9}, {20, 3}, {28, 14}};
  TWIN(scene) s = {4, 31, 17, 2, 33, centers, sigmas, amplitudes, GK_SPOTS_INIT};
  for (int merge = GK_MERGE_SUM; merge <= GK_MERGE_MAXIMUM; merge++) {
    s.spots.merge = (gk_merge)merge;
    s.spots.truncate = 0;
    s.spots.peak = GK_PEAK_PIXEL;
    sigmas[0] = (REAL)0.2; /* so that nothing is added to the other spots' peaks */
    sigmas[1] = (REAL)0.15;
    canvas c = TWIN(check)("peaks", &s);
    for (size_t k = 0; k < 4; k++) {
      assert_same(((REAL *)(void *)c.data)[nearest[k][1] * s.ldmap + nearest[k][0]], amplitudes[k]);
    }
    canvas_free(&c);
    s.spots.peak = GK_PEAK_MAP;
    sigmas[0] = 1;
    c = TWIN(check)("the map's peak", &s);
    REAL largest = 0;
    for (size_t p = 0; p < 31 * 17; p++) {
      const REAL value = ((REAL *)(void *)c.data)[p / 31 * s.ldmap + p % 31];
      largest = value > largest ? value : largest;
    }
    assert_same(largest, (REAL)1);
    canvas_free(&c);
  }
}

/* A spot at a pixel's centre is the amplitude there, and symmetric to the bit. */
static void TWIN(symmetric)(void **state) {
  (void)state;
  for (int c = 0; c < 12; c++) {
    REAL center[2] = {20, 15}, sigma = (REAL)(0.3 + 1.1 * c), amplitude = (REAL)1.7;
    TWIN(scene) s = {1, 41, 31, 2, 41, center, &sigma, &amplitude, GK_SPOTS_INIT};
    s.spots.peak = c % 2 ? GK_PEAK_PIXEL : GK_PEAK_CONTINUOUS;
    s.spots.truncate = c % 3 ? 3 : 0;
    canvas map = TWIN(check)("symmetric", &s);
    const REAL *p = (const REAL *)(const void *)map.data;
    assert_same(p[15 * 41 + 20], amplitude);
    for (size_t i = 0; i < 41 * 31; i++) {
      assert_same(p[i], p[41 * 31 - 1 - i]);
    }
    canvas_free(&map);
  }
}

/* Many spots in one place: what grows with their number is the rounding of a sum in double. */
static void TWIN(crowded)(void **state) {
  (void)state;
  enum { N = 20000 };
  REAL *centers = gk_test_array(2 * N, sizeof *centers),
       *amplitudes = gk_test_array(N, sizeof(REAL));
  gk_test_rng rng = gk_test_seed(92);
  for (size_t k = 0; k < N; k++) {
    centers[2 * k] = (REAL)(2 + 1e-3 * gk_test_normal(&rng));
    centers[2 * k + 1] = 1;
    amplitudes[k] = (REAL)0.1;
  }
  TWIN(scene) s = {N, 5, 3, 2, 5, centers, NULL, amplitudes, GK_SPOTS_INIT};
  s.spots.sigma = 20;
  canvas map = TWIN(check)("crowded", &s);
  canvas_free(&map);
  free(centers);
  free(amplitudes);
}

/* Sigmas and distances that under- and overflow. */
static void TWIN(extreme)(void **state) {
  (void)state;
  REAL centers[] = {0, 0, 2, 1, (REAL)1e6, 0, -(REAL)REAL_MAX, (REAL)REAL_MAX, 1.5, 0.5};
  static const double sigmas[] = {1e-30, 1e-3, 1e3, 1e30};
  for (size_t c = 0; c < 16; c++) {
    TWIN(scene) s = {5, 9, 4, 2, 9, centers, NULL, NULL, GK_SPOTS_INIT};
    s.spots.sigma = sigmas[c % 4];
    s.spots.truncate = c / 4 % 2 ? 3 : 0;
    s.spots.merge = c / 8 ? GK_MERGE_MAXIMUM : GK_MERGE_SUM;
    canvas map = TWIN(check)("extreme", &s);
    canvas_free(&map);
  }
}

/* A map wider than any strip, with spots across it; and the options' defaults. */
static void TWIN(wide)(void **state) {
  (void)state;
  enum { N = 200, WIDTH = 1500, HEIGHT = 7 };
  REAL centers[2 * N];
  gk_test_rng rng = gk_test_seed(93);
  for (size_t k = 0; k < N; k++) {
    centers[2 * k] = (REAL)(WIDTH * gk_test_uniform(&rng));
    centers[2 * k + 1] = (REAL)(HEIGHT * gk_test_uniform(&rng));
  }
  TWIN(scene) s = {N, WIDTH, HEIGHT, 2, WIDTH, centers, NULL, NULL, GK_SPOTS_INIT};
  canvas map = TWIN(check)("wide", &s);
  REAL *plain = gk_test_array((size_t)WIDTH * HEIGHT, sizeof *plain);
  assert_success(
      TWIN(gk_heatmap)(N, WIDTH, HEIGHT, centers, 2, NULL, NULL, NULL, plain, WIDTH, NULL));
  assert_memory_equal(plain, map.data, sizeof *plain * WIDTH * HEIGHT);
  free(plain);
  canvas_free(&map);
}

/* A map taller than any band, with spots on several of them, small ones and a large one. */
static void TWIN(tall)(void **state) {
  (void)state;
  enum { N = 40, WIDTH = 5, HEIGHT = 500 };
  REAL centers[2 * N], sigmas[N];
  gk_test_rng rng = gk_test_seed(94);
  for (size_t k = 0; k < N; k++) {
    centers[2 * k] = (REAL)(WIDTH * gk_test_uniform(&rng));
    centers[2 * k + 1] = (REAL)(HEIGHT * gk_test_uniform(&rng));
    sigmas[k] = (REAL)exp(2 * gk_test_normal(&rng));
  }
  for (int c = 0; c < 12; c++) {
    TWIN(scene) s = {N, WIDTH, HEIGHT, 2, WIDTH, centers, sigmas, NULL, GK_SPOTS_INIT};
    s.spots.truncate = c % 2 ? 3 : 0;
    s.spots.merge = c / 2 % 2 ? GK_MERGE_MAXIMUM : GK_MERGE_SUM;
    s.spots.peak = (gk_peak)(c / 4);
    canvas map = TWIN(check)("tall", &s);
    canvas_free(&map);
  }
}

/* Sigmas down to the least number there is, with centres between pixels as far off as they say. */
static void TWIN(tiny)(void **state) {
  (void)state;
  const double least = REAL_MIN * (2 * ROUNDOFF); /* what follows 0 */
  const double sigmas[] = {least,    2 * least,    REAL_MIN / 16,
                           REAL_MIN, 3 * REAL_MIN, 1e10 * REAL_MIN};
  for (size_t c = 0; c < 72; c++) {
    const double sigma = sigmas[c % 6], off = c / 6 % 2 ? 0.5 : (double)(1 + c % 4) * sigma;
    REAL centers[] = {(REAL)off, 0, 2, -(REAL)off, 1, 1};
    TWIN(scene) s = {3, 4, 3, 2, 4, centers, NULL, NULL, GK_SPOTS_INIT};
    s.spots.sigma = sigma;
    s.spots.truncate = c / 12 % 2 ? 5 : 0;
    s.spots.peak = (gk_peak)(c / 24);
    canvas map = TWIN(check)("tiny", &s);
    canvas_free(&map);
  }
}

/* A map whose sums are beyond its numbers is divided by its largest value none the less. */
static void TWIN(peak_beyond_numbers)(void **state) {
  (void)state;
  REAL centers[] = {0, 0, 0, 0, 3, 1, 3, 0, 0, 1, 0, 0};
  REAL amplitudes[] = {(REAL)REAL_MAX, (REAL)REAL_MAX, (REAL)(REAL_MAX / 4), -(REAL)REAL_MAX, 1,
                       (REAL)REAL_MAX};
  for (int merge = GK_MERGE_SUM; merge <= GK_MERGE_MAXIMUM; merge++) {
    amplitudes[3] = merge == GK_MERGE_SUM ? -(REAL)REAL_MAX : 0;
    TWIN(scene) s = {6, 7, 2, 2, 8, centers, NULL, amplitudes, GK_SPOTS_INIT};
    s.spots.merge = (gk_merge)merge;
    s.spots.peak = GK_PEAK_MAP;
    canvas c = TWIN(check)("beyond the numbers", &s);
    assert_same(*(REAL *)(void *)c.data, (REAL)1);
    canvas_free(&c);
  }
}

/* A map that has nothing positive stays as it is, also where its numbers are large. */
static void TWIN(nothing_positive)(void **state) {
  (void)state;
  REAL centers[] = {0, 0, 0, 0, 9, 0, 5, 0}, map[10], plain[10];
  REAL amplitudes[] = {-(REAL)REAL_MAX, -(REAL)REAL_MAX, -(REAL)(REAL_MAX / 3), -(REAL)0.7};
  gk_spots spots = GK_SPOTS_INIT;
  spots.sigma = 0.4;
  assert_success(TWIN(gk_heatmap)(4, 10, 1, centers, 2, NULL, amplitudes, &spots, plain, 10, NULL));
  spots.peak = GK_PEAK_MAP;
  assert_success(TWIN(gk_heatmap)(4, 10, 1, centers, 2, NULL, amplitudes, &spots, map, 10, NULL));
  assert_same(map[0], -(REAL)INFINITY);
  assert_same(map[9], amplitudes[2]);
  for (size_t i = 0; i < 10; i++) {
    assert_same(map[i], plain[i]);
  }
}

/* The differences that a reach is compared with are exact. */
static void TWIN(reach)(void **state) {
  (void)state;
  const double tiny[] = {0, 0x1p-60, 1e-20, REAL_MIN};
  for (size_t c = 0; c < 8; c++) {
    const double off = tiny[c / 2];
    REAL center[2] = {c % 2 ? (REAL)off : -(REAL)off, 0}, map[4];
    gk_spots spots = GK_SPOTS_INIT;
    spots.truncate = 2;
    assert_success(TWIN(gk_heatmap)(1, 4, 1, center, 2, NULL, NULL, &spots, map, 4, NULL));
    assert_true(map[1] > 0);
    assert_int_equal(map[2] > 0, off == 0 || c % 2 == 1); /* at 2 + off or 2 - off */
    assert_true(map[3] == 0);
  }
}
