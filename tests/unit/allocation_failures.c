/*
 * Each allocation of each public function fails in turn. The call must then say GK_ERROR_MEMORY in
 * words that name it, and give back all it has taken; once nothing fails any more it must succeed.
 *
 * The linker leads the library's aligned_alloc and free through the functions below (--wrap).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void *__real_aligned_alloc(size_t alignment, size_t bytes);
void __real_free(void *memory);
void *__wrap_aligned_alloc(size_t alignment, size_t bytes);
void __wrap_free(void *memory);

static atomic_long allocations; /* since the call began */
static atomic_long failing;     /* which of them fails, from 0; -1 for none */
static atomic_long held;        /* allocated and not yet freed */

void *__wrap_aligned_alloc(size_t alignment, size_t bytes) {
  if (atomic_fetch_add(&allocations, 1) == atomic_load(&failing)) {
    return NULL;
  }
  void *memory = __real_aligned_alloc(alignment, bytes);
  if (memory) {
    atomic_fetch_add(&held, 1);
  }
  return memory;
}

/* Only what the library frees comes here; it frees nothing that it has not allocated. */
void __wrap_free(void *memory) {
  if (memory) {
    atomic_fetch_sub(&held, 1);
  }
  __real_free(memory);
}

/* Two blocks of 256 rows and more features than the loops in registers take: every kind of
 * workspace. */
enum { POINTS = 300, FEATURES = 60, COLUMNS = POINTS + 1 };

typedef gk_status call_fn(void *data);

static long sweep(const char *function, call_fn *call, void *data) {
  for (long n = 0;; n++) {
    atomic_store(&allocations, 0);
    atomic_store(&failing, n);
    const gk_status status = call(data);
    atomic_store(&failing, -1);
    if (atomic_load(&held) != 0) {
      fail_msg("%s: %ld allocations held after failure %ld", function, atomic_load(&held), n);
    }
    if (atomic_load(&allocations) <= n) {
      assert_status(status, GK_SUCCESS);
      return n;
    }
    assert_status(status, GK_ERROR_MEMORY);
    assert_message(function);
    assert_message("memory");
  }
}

#define REAL       double
#define TWIN(name) name##_f64
#define PRECISION  "f64"
#include "allocation_failures_impl.h"
#undef REAL
#undef TWIN
#undef PRECISION

#define REAL       float
#define TWIN(name) name##_f32
#define PRECISION  "f32"
#include "allocation_failures_impl.h"

static void alloc_returns_null(void **state) {
  (void)state;
  const size_t sizes[] = {1, (size_t)8 << 20}; /* ordinary and huge pages */
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    atomic_store(&allocations, 0);
    atomic_store(&failing, 0);
    assert_null(gk_alloc(sizes[i]));
    atomic_store(&failing, -1);
    void *memory = gk_alloc(sizes[i]);
    assert_non_null(memory);
    gk_free(memory);
    assert_int_equal(atomic_load(&held), 0);
  }
}

int main(void) {
  atomic_store(&failing, -1);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(grams_f64),          cmocka_unit_test(grams_f32),
      cmocka_unit_test(rules_f64),          cmocka_unit_test(rules_f32),
      cmocka_unit_test(alloc_returns_null),
  };
  return gk_test_main("allocation_failures", tests);
}
