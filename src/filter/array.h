/* Arrays as arguments: read, checked and brought to four axes. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_ARRAY_H
#define GKI_FILTER_ARRAY_H

#include <gausskern/filter.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * An array that has been checked. `view` has four axes, those beyond the caller's of size 1; an axis
 * of size 1 has stride 0, so that strides compare.
 */
typedef struct gki_array {
  const char *name; /* for messages: "in" */
  gk_array view;
  bool empty;      /* some size is 0: data may be NULL, strides are not checked */
  uintptr_t first; /* the lowest address of an element ... */
  size_t bytes;    /* ... and the distance to the end of the highest; 0 where empty */
} gki_array;

typedef enum gki_array_use { GKI_ARRAY_INPUT, GKI_ARRAY_OUTPUT } gki_array_use;

/* Bytes of an element; 0 of an unknown type. */
size_t gki_type_bytes(gk_type type);

/*
 * Reads what a caller gave. GK_ERROR_ARGUMENT: NULL, a struct of unknown layout, an unknown type, no
 * or more than four dimensions, NULL or unaligned data, an output whose elements may coincide.
 * GK_ERROR_OVERFLOW: more bytes from the first to the last element than an address space holds.
 */
gk_status gki_read_array(const char *function, const char *name, gki_array_use use,
                         const gk_array *given, gki_array *array);

/* Whether both are the same elements in the same order: what "in place" means. */
bool gki_same_array(const gki_array *a, const gki_array *b);

/* Refuses an output that shares bytes with an input, gaps between elements counted. */
gk_status gki_check_arrays_apart(const char *function, const gki_array *output,
                                 const gki_array *input);

#endif
