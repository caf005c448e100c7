/*
 * Sums of decays, for kde_loops.c: states of all terms in registers, what blocks give, how it is carried
 * along the line and becomes polynomials.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* All terms of a state. */
typedef struct terms {
  vec re[PARTS], im[PARTS];
} terms;

INLINE terms load_terms(const gki_decay_state *s) {
  terms t;
  for (size_t i = 0; i < PARTS; i++) {
    t.re[i] = vec_load(s->re + i * LANES);
    t.im[i] = vec_load(s->im + i * LANES);
  }
  return t;
}

INLINE void store_terms(const terms *t, gki_decay_state *s) {
  for (size_t i = 0; i < PARTS; i++) {
    vec_store(s->re + i * LANES, t->re[i]);
    vec_store(s->im + i * LANES, t->im[i]);
  }
}

INLINE terms no_terms(void) {
  terms t;
  for (size_t i = 0; i < PARTS; i++) {
    t.re[i] = t.im[i] = vec_set1(0);
  }
  return t;
}

/*
 * sin and cos of r turns, |r| <= 1/2: by the series of half the angle, x = pi r, which end below
 * 2^-55, and the double angle's formulas. Absolute errors of some units.
 */
INLINE void sine_cosine(vec r, vec *sine, vec *cosine) {
  static const double s[] = {1.0,
                             -1.0 / 6,
                             1.0 / 120,
                             -1.0 / 5040,
                             1.0 / 362880,
                             -1.0 / 39916800,
                             1.0 / 6227020800,
                             -1.0 / 1307674368000,
                             1.0 / 355687428096000,
                             -1.0 / 121645100408832000,
                             1.0 / 51090942171709440000.0};
  static const double c[] = {1.0,
                             -1.0 / 2,
                             1.0 / 24,
                             -1.0 / 720,
                             1.0 / 40320,
                             -1.0 / 3628800,
                             1.0 / 479001600,
                             -1.0 / 87178291200,
                             1.0 / 20922789888000,
                             -1.0 / 6402373705728000,
                             1.0 / 2432902008176640000.0};
  const vec x = vec_mul(r, vec_set1(0x1.921fb54442d18p1)), square = vec_mul(x, x);
  vec half_sine = vec_set1(s[10]), half_cosine = vec_set1(c[10]);
  for (int i = 9; i >= 0; i--) {
    half_sine = vec_fma(half_sine, square, vec_set1(s[i]));
    half_cosine = vec_fma(half_cosine, square, vec_set1(c[i]));
  }
  half_sine = vec_mul(half_sine, x);
  const vec twice = vec_add(half_sine, half_sine);
  *sine = vec_mul(twice, half_cosine);
  *cosine = vec_fnma(twice, half_sine, vec_set1(1));
}

/* Beyond it each e^(-l y) is below the least number. */
static const double farthest = 400;

/* e^(-l y) of all terms, |y| at most `farthest`. Where y < 0 they grow. */
INLINE terms decay(const gki_decay_table *table, double y) {
  terms t;
  for (size_t i = 0; i < PARTS; i++) {
    const vec at = vec_set1(y), whole = vec_set1(0x1.8p52);
    const vec turns = vec_mul(at, vec_load(table->turn + i * LANES));
    const vec r = vec_sub(turns, vec_sub(vec_add(turns, whole), whole));
    const vec minus_rate = vec_sub(vec_set1(0), vec_load(table->rate + i * LANES));
    const vec size = exp2_vec(vec_mul(at, minus_rate), &table->one);
    vec sine, cosine;
    sine_cosine(r, &sine, &cosine);
    t.re[i] = vec_mul(size, cosine);
    t.im[i] = vec_sub(vec_set1(0), vec_mul(size, sine));
  }
  return t;
}

INLINE double decay_length(double from, double to) {
  const double y = to - from;
  return y < 0 ? 0 : y < farthest ? y : farthest;
}

INLINE terms product(const terms *a, const terms *b) {
  terms t;
  for (size_t i = 0; i < PARTS; i++) {
    t.re[i] = vec_fnma(a->im[i], b->im[i], vec_mul(a->re[i], b->re[i]));
    t.im[i] = vec_fma(a->im[i], b->re[i], vec_mul(a->re[i], b->im[i]));
  }
  return t;
}

INLINE void add_times(terms *sum, const terms *t, double weight) {
  for (size_t i = 0; i < PARTS; i++) {
    sum->re[i] = vec_fma(vec_set1(weight), t->re[i], sum->re[i]);
    sum->im[i] = vec_fma(vec_set1(weight), t->im[i], sum->im[i]);
  }
}

INLINE const double *points_of(const gki_decay_table *t, size_t block) {
  return block + 1 == t->blocks ? t->last_points : t->points + block * GKI_DECAY_BLOCK;
}

INLINE const double *weights_of(const gki_decay_table *t, size_t block) {
  return block + 1 == t->blocks ? t->last_weights : t->weights + block * t->weight_step;
}

INLINE double sum_of_lanes(vec sum) {
  double lane[LANES];
  vec_store(lane, sum);
  for (size_t half = LANES / 2; half > 0; half /= 2) {
    for (size_t l = 0; l < half; l++) {
      lane[l] += lane[l + half];
    }
  }
  return lane[0];
}

INLINE bool is_narrow(const gki_decay_table *t, size_t b) {
  return t->edge[b + 1] - t->edge[b] <= t->narrow;
}

INLINE double middle_of(const gki_decay_table *t, size_t b) {
  return t->edge[b] + (t->edge[b + 1] - t->edge[b]) / 2;
}

INLINE void find_moments(const gki_decay_table *t, size_t b, double moment[GKI_LOCAL_TERMS]) {
  const double *x = points_of(t, b), *w = weights_of(t, b);
  const vec middle = vec_set1(middle_of(t, b));
  vec sum[GKI_LOCAL_TERMS];
  for (size_t k = 0; k < GKI_LOCAL_TERMS; k++) {
    sum[k] = vec_set1(0);
  }
  for (size_t i = 0; i < GKI_DECAY_BLOCK; i += LANES) {
    const vec way = vec_sub(vec_load(x + i), middle);
    vec power = vec_load(w + i);
    for (size_t k = 0; k < GKI_LOCAL_TERMS; k++) {
      sum[k] = vec_add(sum[k], power);
      power = vec_mul(power, way);
    }
  }
  for (size_t k = 0; k < GKI_LOCAL_TERMS; k++) {
    moment[k] = sum_of_lanes(sum[k]);
  }
}

/* e^(l u) is the sum of even and odd powers, e^(-l u) their difference. */
static void gather_moments(const gki_decay_table *table, size_t b) {
  double moment[GKI_LOCAL_TERMS];
  terms even = no_terms(), odd = no_terms();
  find_moments(table, b, moment);
  for (size_t k = 0; k < GKI_LOCAL_TERMS; k++) {
    const terms power = load_terms(table->power + k);
    add_times(k % 2 == 0 ? &even : &odd, &power, moment[k]);
  }
  const double middle = middle_of(table, b);
  terms left = even, right = even;
  add_times(&left, &odd, 1);
  add_times(&right, &odd, -1);
  const terms to_right = decay(table, table->edge[b + 1] - middle);
  const terms to_left = decay(table, middle - table->edge[b]);
  left = product(&left, &to_right);
  right = product(&right, &to_left);
  store_terms(&left, &table->records[b].left);
  store_terms(&right, &table->records[b].right);
}

static void gather_points(const gki_decay_table *table, size_t b) {
  const double *x = points_of(table, b), *w = weights_of(table, b);
  terms left = no_terms(), right = no_terms();
  for (size_t i = 0; i < GKI_DECAY_BLOCK; i++) {
    const terms to_right = decay(table, decay_length(x[i], table->edge[b + 1]));
    add_times(&left, &to_right, w[i]);
    const terms to_left = decay(table, decay_length(table->edge[b], x[i]));
    add_times(&right, &to_left, w[i]);
  }
  store_terms(&left, &table->records[b].left);
  store_terms(&right, &table->records[b].right);
}

static void gather(const gki_decay_table *table, size_t first, size_t end) {
  for (size_t b = first; b < end; b++) {
    if (is_narrow(table, b)) {
      gather_moments(table, b);
    } else {
      gather_points(table, b);
    }
  }
}

/* What the other blocks give, as powers of the way from a narrow block's middle: the states of both
 * sides, decayed to there. */
INLINE void find_far(const gki_decay_table *table, size_t b, double c[GKI_LOCAL_TERMS]) {
  const double middle = middle_of(table, b);
  const terms from_left = decay(table, middle - table->edge[b]);
  const terms from_right = decay(table, table->edge[b + 1] - middle);
  terms left = load_terms(&table->records[b].left), right = load_terms(&table->records[b].right);
  left = product(&left, &from_left);
  right = product(&right, &from_right);
  terms both[2] = {right, right};
  add_times(both, &left, 1);
  add_times(both + 1, &left, -1);
  for (size_t k = 0; k < GKI_LOCAL_TERMS; k++) {
    const terms power = load_terms(table->power + k);
    vec far = vec_set1(0);
    for (size_t i = 0; i < PARTS; i++) {
      far = vec_fma(power.re[i], both[k % 2].re[i], far);
      far = vec_fnma(power.im[i], both[k % 2].im[i], far);
    }
    c[k] = sum_of_lanes(far);
  }
}

/* That, and the block's own kernels. */
static void settle_block(const gki_decay_table *table, size_t b) {
  gki_decay_local *local = table->locals + b;
  double moment[GKI_LOCAL_TERMS];
  find_far(table, b, local->c);
  find_moments(table, b, moment);
  for (size_t k = 0; k < GKI_LOCAL_TERMS; k++) {
    double near = 0;
    for (size_t j = k % 2; j < GKI_LOCAL_TERMS - k; j += 2) {
      near += table->kernel[k][j] * moment[j];
    }
    local->c[k] += near;
  }
  local->middle = middle_of(table, b);
  local->half = (table->edge[b + 1] - table->edge[b]) / 2;
}

static void settle(const gki_decay_table *table, size_t first, size_t end) {
  for (size_t b = first; b < end; b++) {
    if (is_narrow(table, b)) {
      settle_block(table, b);
    } else {
      table->locals[b] = (gki_decay_local){.half = -1};
    }
  }
}

/* What was carried to the anchor, and what has been added behind it, as if it stood there: with its
 * rounding errors, so that a million additions are as good as a few. */
typedef struct carried {
  double anchor;
  terms state, sum, rest;
} carried;

INLINE void add_exactly(vec x, vec *hi, vec *lo) {
  const vec sum = vec_add(*hi, x), from_x = vec_sub(sum, *hi);
  const vec error = vec_add(vec_sub(*hi, vec_sub(sum, from_x)), vec_sub(x, from_x));
  *hi = sum;
  *lo = vec_add(*lo, error);
}

INLINE terms total(const carried *s) {
  terms t;
  for (size_t i = 0; i < PARTS; i++) {
    t.re[i] = vec_add(s->state.re[i], vec_add(s->sum.re[i], s->rest.re[i]));
    t.im[i] = vec_add(s->state.im[i], vec_add(s->sum.im[i], s->rest.im[i]));
  }
  return t;
}

/*
 * The anchor moves once what is added lies `reach` from it. What a point gives is multiplied by
 * e^(l y) when it is added, y its distance from the anchor, and by e^(-l y') when it is read, y' >= y:
 * so relative errors stay those of the two factors, whose exponents are small. Where the anchor moves
 * the states have decayed by e^(-3.4 reach) or more: errors of those products form a geometric series.
 */
static const double reach = 0.5;

static void carry(const gki_decay_table *table, bool rightwards) {
  const size_t blocks = table->blocks;
  const terms c = load_terms(&table->c);
  carried s = {table->edge[rightwards ? 0 : blocks], no_terms(), no_terms(), no_terms()};
  terms here = decay(table, 0); /* e^(-l y), y the way from the anchor to the edge */
  for (size_t i = 0; i < blocks; i++) {
    const size_t b = rightwards ? i : blocks - 1 - i;
    gki_decay_state *record = rightwards ? &table->records[b].left : &table->records[b].right;
    const double next = table->edge[rightwards ? b + 1 : b];
    const double way = rightwards ? decay_length(s.anchor, next) : decay_length(next, s.anchor);
    const terms block = load_terms(record), all = total(&s);
    terms state = product(&all, &here);
    state = product(&state, &c);
    store_terms(&state, record);
    here = decay(table, way);
    if (way <= reach) {
      const terms back = decay(table, -way), grown = product(&block, &back);
      for (size_t k = 0; k < PARTS; k++) {
        add_exactly(grown.re[k], &s.sum.re[k], &s.rest.re[k]);
        add_exactly(grown.im[k], &s.sum.im[k], &s.rest.im[k]);
      }
    } else {
      s.state = product(&all, &here);
      add_times(&s.state, &block, 1);
      s.sum = s.rest = no_terms();
      s.anchor = next;
      here = decay(table, 0);
    }
  }
}
