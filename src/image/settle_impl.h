/*
 * Makes rounded weights add up to the amplitude exactly, for weights_impl.h. No guard.
 *
 * Weights that symmetry keeps equal, an orbit of m = 1, 2, 4, 8 or 16, move together. What an orbit
 * moves the sum by is a multiple of m ulp(w), its step, a power of two. The amplitude is a multiple
 * of all steps, as m w <= amplitude; so what the sum lacks is a multiple of the smallest step, and
 * can be handed down from the large steps to the small ones, each taking what it can represent:
 *
 *     while more is lacking than a step, orbits of that step take one each, but for one of them;
 *     that one, the carrier, takes what is nearest to the rest.
 *
 * What a level of too few orbits leaves is handed down in the same way, or taken whole in a second
 * round. After a level no more than half a step is lacking for the orbits of smaller steps. If
 * those together are smaller than that, they become 0: the others' sum is a multiple of the larger
 * step, and so is the amplitude, so it must be the amplitude. A weight that reaches the next power
 * of two has a larger step than it had; then there is another round.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/*
 * The array as symmetry cuts it: along a mirrored axis the first half stands for both, and where x
 * and y are alike, (i, j) with i >= j stands for (j, i).
 */
typedef struct NAME(orbits) {
  T *w;
  size_t size[3], represented[3];
  bool mirrored[3], transposed;
} NAME(orbits);

/* A representative, or the end. */
typedef struct NAME(orbit) {
  size_t at[3];
  int members;
  T *weight;
} NAME(orbit);

/* What is known of all orbits of one step. */
typedef struct NAME(level) {
  size_t count;
  NAME(orbit) carrier;
} NAME(level);

typedef struct NAME(balance) {
  NAME(orbits) orbits;
  NAME(level) level[LEVELS];
  gki_exact_sum lacking;
} NAME(balance);

static NAME(orbits) NAME(orbits_of)(const gki_weights_plan *plan, T *w) {
  NAME(orbits) orbits = {.w = w};
  const bool reflected = plan->middle[0] && plan->middle[1] && plan->middle[2];
  for (size_t k = 0; k < 3; k++) {
    orbits.size[k] = plan->turned ? (k == 0 ? plan->pixels : 1) : plan->spec.size[k];
    orbits.mirrored[k] = plan->turned ? reflected && k == 0 : plan->middle[k];
    orbits.represented[k] =
        orbits.mirrored[k] ? orbits.size[k] - orbits.size[k] / 2 : orbits.size[k];
  }
  orbits.transposed = plan->transposed;
  return orbits;
}

static size_t NAME(place)(const NAME(orbits) * orbits, const size_t *at) {
  return (at[2] * orbits->size[1] + at[1]) * orbits->size[0] + at[0];
}

static void NAME(look)(const NAME(orbits) * orbits, NAME(orbit) * orbit) {
  orbit->weight = orbits->w + NAME(place)(orbits, orbit->at);
  orbit->members = 1;
  for (size_t k = 0; k < 3; k++) {
    orbit->members <<= orbits->mirrored[k] && 2 * orbit->at[k] + 1 != orbits->size[k];
  }
  orbit->members <<= orbits->transposed && orbit->at[0] != orbit->at[1];
}

static NAME(orbit) NAME(first_orbit)(const NAME(orbits) * orbits) {
  NAME(orbit) orbit = {.at = {0, 0, 0}};
  NAME(look)(orbits, &orbit);
  return orbit;
}

/* False after the last. */
static bool NAME(next_orbit)(const NAME(orbits) * orbits, NAME(orbit) * orbit) {
  size_t k = 0;
  while (++orbit->at[k] == orbits->represented[k]) {
    orbit->at[k] = 0;
    if (++k == 3) {
      return false;
    }
  }
  if (k > 0 && orbits->transposed) {
    orbit->at[0] = orbit->at[1];
  }
  NAME(look)(orbits, orbit);
  return true;
}

/* Writes a value to the members that mirroring makes of one place. */
static void NAME(assign_mirrored)(const NAME(orbits) * orbits, const size_t *place, T value) {
  for (unsigned image = 0; image < 8; image++) {
    size_t at[3];
    bool exists = true;
    for (size_t k = 0; k < 3; k++) {
      const bool other = image >> k & 1;
      at[k] = other ? orbits->size[k] - 1 - place[k] : place[k];
      exists = exists && (!other || orbits->mirrored[k]);
    }
    if (exists) {
      orbits->w[NAME(place)(orbits, at)] = value;
    }
  }
}

/* Writes a value to all members. */
static void NAME(assign)(const NAME(orbits) * orbits, const NAME(orbit) * orbit, T value) {
  NAME(assign_mirrored)(orbits, orbit->at, value);
  if (orbits->transposed) {
    const size_t other[3] = {orbit->at[1], orbit->at[0], orbit->at[2]};
    NAME(assign_mirrored)(orbits, other, value);
  }
}

/* log2 of the orbit's step, from the least that can be; the weight is not 0. */
static int NAME(level_of)(const NAME(orbit) * orbit) {
  const double weight = (double)*orbit->weight;
  uint64_t bits;
  memcpy(&bits, &weight, sizeof bits);
  const int exponent = (int)(bits >> 52 & 0x7ff) - 1023 - LEAST_EXPONENT;
  return (exponent > 0 ? exponent : 0) + (orbit->members > 1) + (orbit->members > 2) +
         (orbit->members > 4) + (orbit->members > 8);
}

static double NAME(step_of)(int level) {
  return ldexp(1.0, level + LEAST_ULP);
}

static void NAME(change)(NAME(balance) * b, const NAME(orbit) * orbit, T value) {
  gki_exact_add(&b->lacking, (double)*orbit->weight, orbit->members);
  gki_exact_add(&b->lacking, -(double)value, orbit->members);
  NAME(assign)(&b->orbits, orbit, value);
}

/*
 * Counts the orbits of each step; the carriers are the first, but away from powers of two if any
 * of the first two is.
 */
static void NAME(survey)(NAME(balance) * b) {
  memset(b->level, 0, sizeof b->level);
  NAME(orbit) orbit = NAME(first_orbit)(&b->orbits);
  do {
    if (*orbit.weight != 0) {
      NAME(level) *level = &b->level[NAME(level_of)(&orbit)];
      if (level->count < 2) {
        const double w = fabs((double)*orbit.weight), part = ldexp(w, -ilogb(w));
        if (level->count == 0 || (part > 1.25 && part < 1.75)) {
          level->carrier = orbit;
        }
      }
      level->count++;
    }
  } while (NAME(next_orbit)(&b->orbits, &orbit));
}

/* One step up or down for as many orbits of a level as that takes, except its carrier. */
static void NAME(spread)(NAME(balance) * b, int level) {
  const double lacking = gki_exact_value(&b->lacking), step = NAME(step_of)(level);
  double left = floor(fabs(lacking) / step);
  NAME(orbit) orbit = NAME(first_orbit)(&b->orbits);
  do {
    if (*orbit.weight != 0 && NAME(level_of)(&orbit) == level &&
        orbit.weight != b->level[level].carrier.weight) {
      const T ulp = (T)(step / orbit.members);
      NAME(change)(b, &orbit, lacking < 0.0 ? *orbit.weight - ulp : *orbit.weight + ulp);
      left -= 1.0;
    }
  } while (left >= 1.0 && NAME(next_orbit)(&b->orbits, &orbit));
}

/*
 * Takes what is lacking to the nearest multiple of the step, but no more than so many steps, as far
 * as the weight keeps its sign.
 */
static bool NAME(absorb)(NAME(balance) * b, int level, const NAME(orbit) * orbit, double most) {
  const double step = NAME(step_of)(level);
  const double steps = fmax(-most, fmin(rint(gki_exact_value(&b->lacking) / step), most));
  if (steps != 0.0) {
    const double before = (double)*orbit->weight;
    const double value = before + steps * (step / orbit->members);
    const bool keeps_sign = before > 0.0 ? value >= 0.0 : value <= 0.0;
    NAME(change)(b, orbit, keeps_sign ? (T)value : (T)0);
    return keeps_sign;
  }
  return true;
}

static void NAME(absorb_all)(NAME(balance) * b, int level) {
  NAME(orbit) orbit = NAME(first_orbit)(&b->orbits);
  do {
    if (*orbit.weight != 0 && NAME(level_of)(&orbit) == level &&
        NAME(absorb)(b, level, &orbit, INFINITY)) {
      return;
    }
  } while (NAME(next_orbit)(&b->orbits, &orbit));
}

/* What the weights lack to the amplitude. */
static void NAME(weigh)(NAME(balance) * b, T amplitude) {
  memset(&b->lacking, 0, sizeof b->lacking);
  gki_exact_add(&b->lacking, (double)amplitude, 1);
  NAME(orbit) orbit = NAME(first_orbit)(&b->orbits);
  do {
    gki_exact_add(&b->lacking, -(double)*orbit.weight, orbit.members);
  } while (NAME(next_orbit)(&b->orbits, &orbit));
}

/* From the large steps to the small ones, one step for each orbit as long as that does. */
static void NAME(hand_down)(NAME(balance) * b) {
  for (int level = LEVELS - 1; level >= 0; level--) {
    const NAME(level) *here = &b->level[level];
    if (here->count > 1 && fabs(gki_exact_value(&b->lacking)) > 1.5 * NAME(step_of)(level)) {
      NAME(spread)(b, level);
    }
    if (here->count > 0) {
      NAME(absorb)(b, level, &here->carrier, 1.0);
    }
  }
}

/* Moves weights that lack some units of their last places to the amplitude > 0. */
static void NAME(settle)(NAME(balance) * b, T amplitude) {
  enum { MOST_ROUNDS = 64 };
  NAME(weigh)(b, amplitude);
  for (int round = 0; round < MOST_ROUNDS && gki_exact_value(&b->lacking) != 0.0; round++) {
    NAME(survey)(b);
    if (round == 0) {
      NAME(hand_down)(b);
      continue;
    }
    for (int level = LEVELS - 1; level >= 0; level--) {
      if (b->level[level].count > 0 &&
          !NAME(absorb)(b, level, &b->level[level].carrier, INFINITY)) {
        NAME(absorb_all)(b, level);
      }
    }
  }
}
