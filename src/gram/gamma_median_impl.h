/* The median heuristic for one precision: T is the element, NAME(x) adds _f32 or _f64. No guard. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* |factor (x - y)|^2, in eight sums that do not wait for each other. */
static double NAME(square_distance)(size_t d, const T *x, const T *y, double factor) {
  enum { SUMS = 8 };
  double sums[SUMS] = {0.0};
  size_t k = 0;
  for (; d - k >= SUMS; k += SUMS) {
    for (size_t s = 0; s < SUMS; s++) {
      const double difference = ((double)x[k + s] - (double)y[k + s]) * factor;
      sums[s] += difference * difference;
    }
  }
  for (size_t s = 0; k < d; k++, s++) {
    const double difference = ((double)x[k] - (double)y[k]) * factor;
    sums[s] += difference * difference;
  }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/*
 * |x - y|. Where the square overflows it is infinite: a median of that size or half of it has no
 * gamma that is a normal number. Where squares underflow they are taken of larger numbers, for 0 to
 * be the distance of equal points only.
 */
static double NAME(distance)(size_t d, const T *x, const T *y) {
  const double square = NAME(square_distance)(d, x, y, 1.0);
  return square >= 0x1p-900 ? sqrt(square)
                            : sqrt(NAME(square_distance)(d, x, y, 0x1p600)) * 0x1p-600;
}

static void NAME(all_distances)(size_t n, size_t d, const T *x, size_t ldx, double *distances) {
  for (size_t i = 1; i < n; i++) {
    for (size_t j = 0; j < i; j++) {
      *distances++ = NAME(distance)(d, x + i * ldx, x + j * ldx);
    }
  }
}

static void NAME(sampled_distances)(size_t n, size_t d, const T *x, size_t ldx, uint64_t state,
                                    size_t count, double *distances) {
  for (size_t pair = 0; pair < count; pair++) {
    const size_t i = gki_random_index(&state, n);
    const size_t other = gki_random_index(&state, n - 1);
    const size_t j = other < i ? other : other + 1;
    distances[pair] = NAME(distance)(d, x + i * ldx, x + j * ldx);
  }
}

gk_status NAME(gk_gamma_median)(size_t n, size_t d, const T *x, size_t ldx, size_t max_pairs,
                                unsigned long long seed, double *gamma) {
  gk_status status = gki_check_points(__func__, &NAME(gki_precision), n, 2, d, x, ldx, gamma);
  if (status != GK_SUCCESS) {
    return status;
  }
  double least = 0.0, greatest = 0.0;
  status = NAME(gki_find_extent)(__func__, n, d, x, ldx, &least, &greatest);
  if (status != GK_SUCCESS) {
    return status;
  }
  const size_t pairs = count_pairs(n);
  const size_t most = max_pairs != 0 ? max_pairs : DEFAULT_PAIRS;
  const size_t count = pairs < most ? pairs : most;
  size_t bytes;
  if (!gki_multiply_size(count, sizeof(double), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, __func__, "max_pairs = %zu is too large", max_pairs);
  }
  double *distances = gki_alloc(count, sizeof *distances);
  if (!distances) {
    return gki_fail_memory(__func__, bytes);
  }
  if (pairs <= most) {
    NAME(all_distances)(n, d, x, ldx, distances);
  } else {
    NAME(sampled_distances)(n, d, x, ldx, seed, count, distances);
  }
  status = gamma_of_distances(__func__, distances, count, gamma);
  gki_free(distances);
  return status;
}
