/* Sizes that are checked before they are multiplied, and memory aligned to cache lines. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_MEMORY_H
#define GKI_CORE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

enum { GKI_CACHE_LINE = 64 };

/* False where a * b does not fit in a size_t; *product is then untouched. */
bool gki_multiply_size(size_t a, size_t b, size_t *product);

/* False where a + b does not fit in a size_t; *sum is then untouched. */
bool gki_add_size(size_t a, size_t b, size_t *sum);

/*
 * The bytes from the first to the last element of a row-major matrix; false where they are more
 * than an address space holds (PTRDIFF_MAX, the most that C lets pointers differ).
 */
bool gki_matrix_bytes(size_t rows, size_t cols, size_t ld, size_t element, size_t *bytes);

/* count * size bytes aligned to GKI_CACHE_LINE; NULL where there are none or the product overflows.
 */
void *gki_alloc(size_t count, size_t size);
void gki_free(void *memory);

#endif
