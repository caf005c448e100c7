/* What common.h promises: names of statuses, memory, what the library says about itself. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

static void the_numbers_are_pinned(void **state) {
  (void)state;
  assert_int_equal(GK_SUCCESS, 0);
  assert_int_equal(GK_ERROR_ARGUMENT, 1);
  assert_int_equal(GK_ERROR_OVERFLOW, 2);
  assert_int_equal(GK_ERROR_MEMORY, 3);
  assert_int_equal(GK_ERROR_CANCELLED, 4);
  assert_int_equal(GK_ERROR_DATA, 5);
  assert_int_equal(GK_ERROR_SINGULAR, 6);
  assert_int_equal(GK_FULL, 0);
  assert_int_equal(GK_LOWER, 1);
  assert_int_equal(GK_UPPER, 2);
}

static void the_layouts_are_pinned(void **state) {
  (void)state;
  assert_int_equal(offsetof(gk_options, struct_size), 0);
  assert_int_equal(offsetof(gk_rbf, struct_size), 0);
  if (sizeof(size_t) == 8 && sizeof(void *) == 8) {
    assert_int_equal(offsetof(gk_options, threads), 8);
    assert_int_equal(offsetof(gk_options, workspace_bytes), 16);
    assert_int_equal(offsetof(gk_options, progress), 24);
    assert_int_equal(offsetof(gk_options, progress_data), 32);
    assert_int_equal(sizeof(gk_options), 40);
    assert_int_equal(offsetof(gk_rbf, gamma), 8);
    assert_int_equal(offsetof(gk_rbf, variance), 16);
    assert_int_equal(offsetof(gk_rbf, noise), 24);
    assert_int_equal(offsetof(gk_rbf, lengthscale), 32);
    assert_int_equal(sizeof(gk_rbf), 40);
  }
}

static void the_init_macros(void **state) {
  (void)state;
  const gk_options options = GK_OPTIONS_INIT;
  assert_int_equal(options.struct_size, sizeof options);
  assert_int_equal(options.threads, 0);
  assert_int_equal(options.workspace_bytes, 0);
  assert_true(options.progress == NULL);
  assert_null(options.progress_data);
  const gk_rbf rbf = GK_RBF_INIT;
  assert_int_equal(rbf.struct_size, sizeof rbf);
  assert_close(rbf.gamma, 1.0, 0.0);
  assert_close(rbf.variance, 1.0, 0.0);
  assert_close(rbf.noise, 0.0, 0.0);
  assert_null(rbf.lengthscale);
}

static void names_of_statuses(void **state) {
  (void)state;
  assert_string_equal(gk_status_name(GK_SUCCESS), "GK_SUCCESS");
  assert_string_equal(gk_status_name(GK_ERROR_ARGUMENT), "GK_ERROR_ARGUMENT");
  assert_string_equal(gk_status_name(GK_ERROR_OVERFLOW), "GK_ERROR_OVERFLOW");
  assert_string_equal(gk_status_name(GK_ERROR_MEMORY), "GK_ERROR_MEMORY");
  assert_string_equal(gk_status_name(GK_ERROR_CANCELLED), "GK_ERROR_CANCELLED");
  assert_string_equal(gk_status_name(GK_ERROR_DATA), "GK_ERROR_DATA");
  assert_string_equal(gk_status_name(GK_ERROR_SINGULAR), "GK_ERROR_SINGULAR");
  assert_string_equal(gk_status_name((gk_status)7), "unknown status");
  assert_string_equal(gk_status_name((gk_status)-1), "unknown status");
  assert_string_equal(gk_status_name((gk_status)1000000), "unknown status");
}

static void versions(void **state) {
  (void)state;
  assert_string_equal(gk_version(), GK_VERSION_STRING);
  char numbers[64];
  snprintf(numbers, sizeof numbers, "%d.%d.%d", GK_VERSION_MAJOR, GK_VERSION_MINOR,
           GK_VERSION_PATCH);
  assert_string_equal(gk_version(), numbers);
}

static void what_is_in_use(void **state) {
  (void)state;
  const char *isa = gk_isa_name();
  assert_true(!strcmp(isa, "base") || !strcmp(isa, "avx2") || !strcmp(isa, "avx512"));
  assert_true(gk_test_cpu_has_isa(isa));
  assert_non_null(strstr(gk_blas_name(), "OpenBLAS "));
  assert_true(gk_default_threads() >= 1);
}

/* The first failure of a thread is its own; a success leaves it. */
static void *fail_elsewhere(void *data) {
  (void)data;
  double gamma = 0.0;
  if (gk_error_message()[0] != '\0' || gk_gamma_auto(0, &gamma) != GK_ERROR_ARGUMENT) {
    return "the first failure of a thread";
  }
  return strstr(gk_error_message(), "gk_gamma_auto") ? NULL : "the message of a thread";
}

static void messages_belong_to_threads(void **state) {
  (void)state;
  assert_string_equal(gk_error_message(), "");
  double k = 0.0, x = 1.0;
  assert_status(gk_gram_f64(1, 1, &x, 0, NULL, &k, 1, NULL), GK_ERROR_ARGUMENT);
  char first[512];
  snprintf(first, sizeof first, "%s", gk_error_message());
  assert_non_null(strstr(first, "gk_gram_f64"));
  assert_success(gk_gram_f64(1, 1, &x, 1, NULL, &k, 1, NULL));
  assert_string_equal(gk_error_message(), first);
  pthread_t thread;
  void *problem = NULL;
  assert_int_equal(pthread_create(&thread, NULL, fail_elsewhere, NULL), 0);
  assert_int_equal(pthread_join(thread, &problem), 0);
  assert_null(problem);
  assert_string_equal(gk_error_message(), first);
}

static void memory(void **state) {
  (void)state;
  static const size_t sizes[] = {1, 63, 64, 4096, 1000001, (size_t)4 << 20, ((size_t)9 << 20) + 1};
  for (size_t c = 0; c < sizeof sizes / sizeof sizes[0]; c++) {
    unsigned char *bytes = gk_alloc(sizes[c]);
    assert_non_null(bytes);
    assert_int_equal((uintptr_t)bytes % 64, 0);
    memset(bytes, 0x5a, sizes[c]);
    assert_int_equal(bytes[sizes[c] - 1], 0x5a);
    gk_free(bytes);
  }
  assert_null(gk_alloc(0));
  gk_free(NULL);
}

/* No memory is NULL, also where rounding the size up would overflow; errno is the caller's. */
static void no_memory(void **state) {
  (void)state;
  static const size_t sizes[] = {SIZE_MAX,
                                 SIZE_MAX - 62,
                                 SIZE_MAX - 4095,
                                 SIZE_MAX / 2 + 1,
                                 SIZE_MAX - ((size_t)2 << 20),
                                 (size_t)1 << 62};
  for (size_t c = 0; c < sizeof sizes / sizeof sizes[0]; c++) {
    errno = 77;
    assert_null(gk_alloc(sizes[c]));
    assert_int_equal(errno, 77);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(messages_belong_to_threads), /* first: nothing has failed yet */
      cmocka_unit_test(the_numbers_are_pinned),
      cmocka_unit_test(the_layouts_are_pinned),
      cmocka_unit_test(the_init_macros),
      cmocka_unit_test(names_of_statuses),
      cmocka_unit_test(versions),
      cmocka_unit_test(what_is_in_use),
      cmocka_unit_test(memory),
      cmocka_unit_test(no_memory),
  };
  return gk_test_main("common", tests);
}
