/*
 * The loops of maps, element by element on rows of doubles: one table for each instruction set. The
 * result takes the place of a.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_MAP_LOOPS_H
#define GKI_SIMD_MAP_LOOPS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gki_map_loops {
  void (*magnitude)(size_t n, double *a); /* |a| */
  void (*hypot)(size_t n, double *a,
                const double *b); /* sqrt(a^2 + b^2), where that overflows, too */
  void (*add)(size_t n, double *a, const double *b);      /* a + b */
  void (*subtract)(size_t n, double *a, const double *b); /* a - b */
  /* a / b, NaN where b is not above `least`. */
  void (*divide)(size_t n, double least, double *a, const double *b);
  /* b scale, and with `skip` 0 where a is NaN; into b. */
  void (*weigh)(size_t n, double scale, bool skip, const double *a, double *b);
  /* a b, 0 where b is 0. */
  void (*multiply)(size_t n, double *a, const double *b);
  /* Raises *largest to the largest of a; false where some are negative or not finite. */
  bool (*largest)(size_t n, const double *a, double *largest);
  /* Whether all of a are finite. */
  bool (*finite_f32)(size_t n, const float *a);
  bool (*finite_f64)(size_t n, const double *a);
  /* Whether some a is infinite or, but with `skip`, NaN where b is above 0. */
  bool (*spoilt)(size_t n, bool skip, const double *a, const double *b);
} gki_map_loops;

#endif
