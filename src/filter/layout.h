/* How arrays lie in memory: their axes by stride, and arrays without gaps. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_LAYOUT_H
#define GKI_FILTER_LAYOUT_H

#include <gausskern/filter.h>
#include <stdbool.h>

/* A function of its own, since the least number has no positive one of its type. */
static inline size_t gki_magnitude(ptrdiff_t stride) {
  return stride < 0 ? (size_t)0 - (size_t)stride : (size_t)stride;
}

/* The four axes from the smallest stride to the largest, those of size 1 last. */
void gki_axes_by_stride(const gk_array *array, size_t *order);

/*
 * An array without gaps of these sizes, its axes in the order of `like`'s strides; data is left to
 * the caller. *bytes is what it takes, false where no address space has them.
 */
bool gki_compact(const size_t *size, gk_type type, const gk_array *like, gk_array *compact,
                 size_t *bytes);

#endif
