/* SPDX-License-Identifier: BSD-3-Clause */
#include "sweep.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>

void *__real_aligned_alloc(size_t alignment, size_t bytes);
void __real_free(void *memory);
void *__wrap_aligned_alloc(size_t alignment, size_t bytes);
void __wrap_free(void *memory);

static atomic_long allocations;  /* since the call began */
static atomic_long failing = -1; /* which of them fails, from 0; -1 for none */
static atomic_long held;         /* allocated and not yet freed */
static atomic_long held_bytes, most_bytes;

/* One thread allocates at a time in what is tested. */
static void count_bytes(long change) {
  const long now = atomic_fetch_add(&held_bytes, change) + change;
  if (now > atomic_load(&most_bytes)) {
    atomic_store(&most_bytes, now);
  }
}

void *__wrap_aligned_alloc(size_t alignment, size_t bytes) {
  if (atomic_fetch_add(&allocations, 1) == atomic_load(&failing)) {
    return NULL;
  }
  void *memory = __real_aligned_alloc(alignment, bytes);
  if (memory) {
    atomic_fetch_add(&held, 1);
    count_bytes((long)malloc_usable_size(memory));
  }
  return memory;
}

/* Only what the library frees comes here; it frees nothing that it has not allocated. */
void __wrap_free(void *memory) {
  if (memory) {
    atomic_fetch_sub(&held, 1);
    count_bytes(-(long)malloc_usable_size(memory));
  }
  __real_free(memory);
}

void free_uncounted(void *memory) {
  __real_free(memory);
}

void fail_allocation(long n) {
  atomic_store(&allocations, 0);
  atomic_store(&failing, n);
}

long allocations_held(void) {
  return atomic_load(&held);
}

size_t most_bytes_held(void) {
  return (size_t)atomic_load(&most_bytes);
}

void hold_allocations(void) {
  atomic_store(&held, 0);
  atomic_store(&held_bytes, 0);
  atomic_store(&most_bytes, 0);
}

long sweep_to(const char *function, call_fn *call, void *data, gk_status expected) {
  for (long n = 0;; n++) {
    fail_allocation(n);
    const gk_status status = call(data);
    atomic_store(&failing, -1);
    if (atomic_load(&held) != 0) {
      fail_msg("%s: %ld allocations held after failure %ld", function, atomic_load(&held), n);
    }
    if (atomic_load(&allocations) <= n) {
      assert_status(status, expected);
      return n;
    }
    assert_status(status, GK_ERROR_MEMORY);
    assert_message(function);
    assert_message("memory");
  }
}

long sweep(const char *function, call_fn *call, void *data) {
  return sweep_to(function, call, data, GK_SUCCESS);
}
