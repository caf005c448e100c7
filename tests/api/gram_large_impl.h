/* Included twice by test_gram_large.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Address space that costs memory only where it is written; skips the test where there is none. */
static REAL *TWIN(reserve)(size_t elements) {
  void *space = mmap(NULL, elements * sizeof(REAL), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (space == MAP_FAILED) {
    print_message("  no address space of %zu bytes here\n", elements * sizeof(REAL));
    skip();
  }
  return space;
}

/* Blocks of rows of a K with n^2 > 2^31: the first, in the middle, the last; and the whole's
 * mirror. */
static void TWIN(rows_of_many)(void **state) {
  (void)state;
  static const size_t firsts[] = {0, 23499, MANY - 9};
  enum { ROWS = 9 };
  for (size_t c = 0; c < 2; c++) {
    const size_t n = MANY, d = c ? 50 : 3;
    REAL *x = gk_test_array(n * d, sizeof *x);
    REAL *k = gk_test_array(3 * ROWS * n, sizeof *k);
    gk_test_rng rng = gk_test_seed(47);
    TWIN(gk_test_normals)(&rng, n * d, 1e3, 1.0, x);
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    for (size_t b = 0; b < 3; b++) {
      REAL *block = k + b * ROWS * n;
      assert_success(TWIN(gk_gram_rows)(n, d, x, d, firsts[b], ROWS, &rbf, block, n, NULL));
      for (size_t s = 0; s < 4 * n; s++) {
        const size_t i = s % ROWS, j = s < n ? s : gk_test_bits(&rng) % n;
        if (firsts[b] + i != j) {
          const long double truth =
              TWIN(gk_test_kernel)(d, x + (firsts[b] + i) * d, x + j * d, &rbf);
          assert_close(block[i * n + j], truth, TWIN(tolerance)(d, &rbf));
        }
      }
    }
    for (size_t s = 0; s < 9 * ROWS * ROWS; s++) {
      const size_t a = s % 3, i = s / 3 % ROWS, b = s / 27 % 3, j = s / 81 % ROWS;
      assert_same(k[(a * ROWS + i) * n + firsts[b] + j], k[(b * ROWS + j) * n + firsts[a] + i]);
    }
    free(x);
    free(k);
  }
}

/* K's rows so far apart that their offsets do not fit 32 bits, in elements. */
static void TWIN(far_rows)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2; c++) {
    const size_t n = 40, d = c ? 50 : 3, ldk = ((size_t)1 << 27) + 3;
    REAL *far = TWIN(reserve)(n * ldk);
    REAL x[40 * 50], k[40 * 40];
    gk_test_rng rng = gk_test_seed(48);
    TWIN(gk_test_normals)(&rng, n * d, 0.0, 1.0, x);
    assert_success(TWIN(gk_gram)(n, d, x, d, NULL, k, n, NULL));
    assert_success(TWIN(gk_gram)(n, d, x, d, NULL, far, ldk, NULL));
    for (size_t i = 0; i < n; i++) {
      assert_memory_equal(far + i * ldk, k + i * n, n * sizeof *k);
    }
    assert_success(TWIN(gk_cross_gram)(n, n, d, x, d, x, d, NULL, k, n, NULL));
    assert_success(TWIN(gk_cross_gram)(n, n, d, x, d, x, d, NULL, far, ldk, NULL));
    for (size_t i = 0; i < n; i++) {
      assert_memory_equal(far + i * ldk, k + i * n, n * sizeof *k);
    }
    munmap(far, n * ldk * sizeof *far);
  }
}

/* The same for the points. */
static void TWIN(far_points)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2; c++) {
    const size_t n = 40, d = c ? 50 : 3, ldx = ((size_t)1 << 27) + 3;
    REAL *far = TWIN(reserve)(n * ldx);
    REAL x[40 * 50], k[40 * 40], from_far[40 * 40];
    gk_test_rng rng = gk_test_seed(49);
    TWIN(gk_test_normals)(&rng, n * d, 0.0, 1.0, x);
    for (size_t i = 0; i < n; i++) {
      memcpy(far + i * ldx, x + i * d, d * sizeof *x);
    }
    assert_success(TWIN(gk_gram)(n, d, x, d, NULL, k, n, NULL));
    assert_success(TWIN(gk_gram)(n, d, far, ldx, NULL, from_far, n, NULL));
    assert_memory_equal(from_far, k, sizeof k);
    munmap(far, n * ldx * sizeof *far);
  }
}
