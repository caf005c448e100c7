/* Included twice by test_density_heights.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Every value of the grid, within its bound. */
static void TWIN(check_heights)(const component *c, size_t components, int diagonal,
                                const gk_axis axes[2]) {
  gk_mixture *mixture = mixture_of(c, components, diagonal);
  const size_t nx = axes[0].count, ny = axes[1].count;
  REAL *out = gk_test_array(nx * ny, sizeof *out);
  assert_success(TWIN(gk_mixture_density_grid)(mixture, axes, out, nx, NULL));
  for (size_t v = 0; v < nx * ny; v++) {
    const long double x[2] = {coordinate(&axes[0], v % nx), coordinate(&axes[1], v / nx)};
    long double bound;
    const long double exact = density_at(c, components, x, ROUNDOFF, &bound);
    const long double error = bound + (long double)components * FLUSHED;
    const int beyond = exact > (long double)REAL_MAX * (1 + 0x1p-10L);
    const int at_the_end = !beyond && exact > (long double)REAL_MAX * (1 - 0x1p-10L);
    if (beyond ? out[v] <= (REAL)REAL_MAX
               : !at_the_end && !(fabsl((long double)out[v] - exact) <= error)) {
      fail_msg(PRECISION ", weight %g, (%zu, %zu): %.17g, expected %.17Lg, bound %.3Lg",
               c[components > 1].weight, v % nx, v / nx, (double)out[v], exact, error);
    }
  }
  free(out);
  gk_mixture_free(mixture);
}

/* A narrow component whose weight makes it high or low: alone, and among three others of which one
 * counts for nothing. */
static void TWIN(high_and_low)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(53);
  static const double weights[] = {1e-320, 1e-308, 1e-43, 1e-36, 1e29, 1e36, 1e299, 1e303, 1e308};
  for (size_t round = 0; round < 18; round++) {
    const int diagonal = round % 2;
    component c[MOST_COMPONENTS];
    for (size_t k = 0; k < MOST_COMPONENTS; k++) {
      c[k] = random_component(&rng, diagonal);
    }
    c[3].weight = 0;
    c[1].weight = weights[round / 2];
    c[1].covariance[0] *= 1e-4;
    c[1].covariance[1] *= 1e-6;
    c[1].covariance[2] *= 1e-6;
    c[1].covariance[3] *= 1e-8;
    const gk_axis axes[2] = {{c[1].mean[0] - 0.05, c[1].mean[0] + 0.1, 70},
                             {c[1].mean[1] - 0.0007, c[1].mean[1] + 0.0005, 9}};
    TWIN(check_heights)(c, MOST_COMPONENTS, diagonal, axes);
    TWIN(check_heights)(c + 1, 1, diagonal, axes);
  }
}
