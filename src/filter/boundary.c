/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/boundary.h"

/* The line and its mirror image in turn, the pixel at either end twice: ~i is -1 - i. */
static size_t reflect(ptrdiff_t i, size_t n) {
  const size_t from_end = i < 0 ? ~(size_t)i : (size_t)i, at = from_end % (2 * n);
  return at < n ? at : 2 * n - 1 - at;
}

/* Likewise, the pixels at the ends once. */
static size_t mirror(ptrdiff_t i, size_t n) {
  if (n == 1) {
    return 0;
  }
  const size_t period = 2 * n - 2;
  const size_t at = (i < 0 ? (size_t)0 - (size_t)i : (size_t)i) % period;
  return at < n ? at : period - at;
}

static size_t wrap(ptrdiff_t i, size_t n) {
  return i < 0 ? n - 1 - ~(size_t)i % n : (size_t)i % n;
}

size_t gki_fold(gk_boundary boundary, ptrdiff_t i, size_t n) {
  if (i >= 0 && (size_t)i < n) {
    return (size_t)i;
  }
  switch (boundary) {
  case GK_BOUNDARY_REFLECT:
    return reflect(i, n);
  case GK_BOUNDARY_MIRROR:
    return mirror(i, n);
  case GK_BOUNDARY_NEAREST:
    return i < 0 ? 0 : n - 1;
  case GK_BOUNDARY_WRAP:
    return wrap(i, n);
  case GK_BOUNDARY_CONSTANT:
  case GK_BOUNDARY_NONE:
    break;
  }
  return n;
}
