/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"

#include <errno.h>
#include <gausskern/common.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

static const size_t huge_page = (size_t)2 << 20;
static const size_t huge_threshold = (size_t)4 << 20;

bool gki_multiply_size(size_t a, size_t b, size_t *product) {
  if (b != 0 && a > SIZE_MAX / b) {
    return false;
  }
  *product = a * b;
  return true;
}

bool gki_add_size(size_t a, size_t b, size_t *sum) {
  if (a > SIZE_MAX - b) {
    return false;
  }
  *sum = a + b;
  return true;
}

bool gki_matrix_bytes(size_t rows, size_t cols, size_t ld, size_t element, size_t *bytes) {
  if (rows == 0 || cols == 0) {
    *bytes = 0;
    return true;
  }
  size_t before_last_row, elements, total;
  if (!gki_multiply_size(rows - 1, ld, &before_last_row) ||
      !gki_add_size(before_last_row, cols, &elements) ||
      !gki_multiply_size(elements, element, &total) || total > PTRDIFF_MAX) {
    return false;
  }
  *bytes = total;
  return true;
}

static void *aligned(size_t alignment, size_t bytes) {
  if (bytes > PTRDIFF_MAX - alignment) {
    return NULL;
  }
  const int caller_errno = errno;
  void *memory = aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  /* Compilers take it that allocators leave errno alone, and would drop what restores it. */
  atomic_signal_fence(memory_order_seq_cst);
  errno = caller_errno;
  return memory;
}

void *gki_alloc(size_t count, size_t size) {
  size_t bytes;
  return gki_multiply_size(count, size, &bytes) ? aligned(GKI_CACHE_LINE, bytes) : NULL;
}

void gki_free(void *memory) {
  free(memory);
}

void *gk_alloc(size_t bytes) {
  if (bytes == 0) {
    return NULL;
  }
  if (bytes < huge_threshold) {
    return aligned(GKI_CACHE_LINE, bytes);
  }
  void *memory = aligned(huge_page, bytes);
#ifdef MADV_HUGEPAGE
  if (memory) {
    const int caller_errno = errno;
    madvise(memory, bytes, MADV_HUGEPAGE); /* a wish: without huge pages it is ordinary memory */
    errno = caller_errno;
  }
#endif
  return memory;
}

void gk_free(void *memory) {
  gki_free(memory);
}
