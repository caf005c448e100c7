/* Included twice by test_product_contract.c: what one function says of another. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Row sums and products with one vector are those of gk_gram's own entries; entries and product have
 * an error each. Leave-one-out is K with zeros on its diagonal. */
static void TWIN(of_the_gram)(void **state) {
  (void)state;
  REAL *k = gk_test_array((size_t)N * N, sizeof *k);
  for (size_t c = 0; c < 2 * FEATURES; c++) {
    TWIN(product_case) p = TWIN(product_new)(&families[c], 0, N, features[c / 2], 1, 0, 1);
    p.rbf.noise = 0.125;
    p.rbf.variance = 1.5;
    p.diagonal = c % 2 ? GK_DIAGONAL_LEFT_OUT : GK_DIAGONAL_KEPT;
    assert_success(TWIN(gk_gram)(N, p.d, p.x, p.ldx, &p.rbf, k, N, NULL));
    REAL *sums = TWIN(product_result)(&p, ROW_SUMS, NULL),
         *times_v = TWIN(product_result)(&p, MULTIPLY, NULL);
    double bound;
    assert_success(TWIN(gk_gram_error_bound)(p.d, &p.rbf, &bound));
    for (size_t i = 0; i < N; i++) {
      long double sum = 0, with_v = 0, of_v = 0, size = 0;
      for (size_t j = 0; j < N; j++) {
        const long double entry = i == j && c % 2 ? 0 : (long double)k[i * N + j];
        sum += entry;
        with_v += entry * (long double)p.v[j];
        size += entry * fabsl((long double)p.v[j]);
        of_v += fabsl((long double)p.v[j]);
      }
      const double roundings = 300 * ROUNDOFF;
      assert_close(sums[i], sum, 2 * bound * N + roundings * ((double)sum + bound * N));
      assert_close(times_v[i], with_v,
                   2 * bound * (double)of_v + roundings * (double)(size + bound * of_v));
    }
    free(sums);
    free(times_v);
    TWIN(product_free)(&p);
  }
  free(k);
}

/* log sums are the logarithms of the row sums, a product with ones is the row sums, means of ones are
 * 1, and leave-one-out is the product without the diagonal's share. */
static void TWIN(of_each_other)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2 * FEATURES; c++) {
    TWIN(product_case)
    p = TWIN(product_new)(&families[0], c % 2 ? 200 : 0, N, features[c / 2], 1, 0, 1);
    p.rbf.noise = 0.5;
    for (size_t j = 0; j < N; j++) {
      p.v[j] = 1;
    }
    REAL *out[PRODUCTS];
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      out[what] = TWIN(product_result)(&p, what, NULL);
    }
    p.diagonal = GK_DIAGONAL_LEFT_OUT;
    REAL *others = TWIN(product_result)(&p, ROW_SUMS, NULL);
    double bound;
    assert_success(TWIN(gk_gram_error_bound)(p.d, &p.rbf, &bound));
    for (size_t i = 0; i < p.m; i++) {
      const double sum = (double)out[ROW_SUMS][i];
      const double error = bound * N + 290 * ROUNDOFF * (sum + bound * N);
      assert_close(out[MULTIPLY][i], sum, 2 * error);
      assert_close(out[LOG_SUMS][i], log(sum),
                   4 * (error / sum + ROUNDOFF * (320 + 4 * fabs(log(sum))) + bound));
      assert_close(out[MEANS][i], 1, 2 * (bound * 3 + 660 * ROUNDOFF));
      assert_close(sum - (double)others[i], c % 2 ? 0 : 1.5, 2 * error);
    }
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      free(out[what]);
    }
    free(others);
    TWIN(product_free)(&p);
  }
}

/* <u, K v> = <K^T u, v>: of all rows and columns, also for shapes of many tiles. */
static void TWIN(adjoint)(void **state) {
  (void)state;
  static const size_t shapes[][3] = {{1500, 900, 3}, {700, 2100, 64}, {1800, 0, 5}, {0, 0, 0}};
  for (size_t s = 0; shapes[s][0]; s++) {
    const size_t m = shapes[s][0], n = shapes[s][1] ? shapes[s][1] : m, d = shapes[s][2];
    TWIN(product_case) p = TWIN(product_new)(&families[0], shapes[s][1] ? m : 0, n, d, 1, 0, 1);
    TWIN(product_case) turned = p;
    REAL *u = gk_test_array(m, sizeof *u);
    gk_test_rng rng = gk_test_seed(4);
    TWIN(gk_test_normals)(&rng, m, 0, 1, u);
    turned.m = n;
    turned.n = m;
    turned.v = u;
    if (p.y) {
      turned.x = p.y;
      turned.y = p.x;
    }
    double bound;
    assert_success(TWIN(gk_gram_error_bound)(d, &p.rbf, &bound));
    REAL *kv = TWIN(product_result)(&p, MULTIPLY, NULL),
         *ku = TWIN(product_result)(&turned, MULTIPLY, NULL);
    long double one = 0, other = 0, of_u = 0, of_v = 0;
    for (size_t i = 0; i < m; i++) {
      one += (long double)u[i] * (long double)kv[i];
      of_u += fabsl((long double)u[i]);
    }
    for (size_t j = 0; j < n; j++) {
      other += (long double)ku[j] * (long double)p.v[j];
      of_v += fabsl((long double)p.v[j]);
    }
    assert_close(one, other, 2 * (bound + 300 * ROUNDOFF) * (double)(of_u * of_v));
    free(kv);
    free(ku);
    free(u);
    TWIN(product_free)(&p);
  }
}

/* Leading dimensions and alignment change no bit, and inputs may share their memory. */
static void TWIN(layouts)(void **state) {
  (void)state;
  for (size_t c = 0; c < 8; c++) {
    const size_t d = c % 2 ? 9 : 60, p = c / 2 % 2 ? 3 : 20, n = 270, shift = 1 + c;
    TWIN(product_case) k = TWIN(product_new)(&families[0], c / 4 ? 40 : 0, n, d, p, 0, 1);
    TWIN(product_case) wide = k;
    wide.ldx = d + 3;
    wide.ldv = p + 5;
    REAL *x = gk_test_array(k.m * wide.ldx + shift, sizeof *x),
         *v = gk_test_array(n * wide.ldv + shift, sizeof *v);
    wide.x = x + shift;
    wide.v = v + shift;
    for (size_t i = 0; i < k.m; i++) {
      memcpy(wide.x + i * wide.ldx, k.x + i * d, d * sizeof *x);
    }
    for (size_t j = 0; j < n; j++) {
      memcpy(wide.v + j * wide.ldv, k.v + j * p, p * sizeof *v);
    }
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      const size_t columns = TWIN(product_columns)(&k, what), gap = what % 3 ? 0 : 7;
      REAL *plain = TWIN(product_result)(&k, what, NULL);
      canvas out = canvas_new(sizeof(REAL), k.m, columns, columns + gap, shift);
      assert_success(TWIN(product_call)(&wide, what, (REAL *)(void *)out.data, out.ld, NULL));
      assert_gaps_intact(out);
      for (size_t i = 0; i < k.m; i++) {
        assert_memory_equal((REAL *)(void *)out.data + i * out.ld, plain + i * columns,
                            columns * sizeof *plain);
      }
      canvas_free(&out);
      free(plain);
    }
    free(x);
    free(v);
    TWIN(product_free)(&k);
  }
}

/* NULL is the kernel of GK_RBF_INIT; V may be X itself: a step of the mean shift. */
static void TWIN(default_kernel)(void **state) {
  (void)state;
  TWIN(product_case) k = TWIN(product_new)(&families[0], 0, 90, 3, 3, 0, 6);
  free(k.v);
  k.v = k.x;
  REAL *shifted = TWIN(product_result)(&k, MEANS, NULL),
       *same = gk_test_array(90 * 3, sizeof *same);
  assert_close(k.rbf.gamma, 1, 0);
  assert_success(
      TWIN(gk_gram_means)(90, 3, 3, k.x, 3, NULL, k.x, 3, GK_DIAGONAL_KEPT, NULL, same, 3, NULL));
  assert_memory_equal(same, shifted, 90 * 3 * sizeof *same);
  TWIN(product_check)(&k, MEANS, "mean shift", SIZE_MAX);
  free(shifted);
  free(same);
  k.v = NULL;
  TWIN(product_free)(&k);
}
