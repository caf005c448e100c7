/* The types of fir_loops.h for one precision: T is the element, NAME(x) adds _f32 or _f64. No
 * guard. */
/* SPDX-License-Identifier: BSD-3-Clause */

/*
 * Weights as gki_taps of filter/pass.h has them: w(1) ... w(radius), with w(-j) = w(j), or -w(j)
 * where odd; sum is that of all weights, of even ones.
 */
typedef struct NAME(gki_fir_taps) {
  size_t radius;
  bool odd;
  T sum;
  const T *w;
} NAME(gki_fir_taps);

typedef struct NAME(gki_fir_loops) {
  /* to[i * to_stride] = from[i * from_stride] for i < n, by the type of `from`. */
  void (*load[GKI_ELEMENT_TYPES])(size_t n, const void *from, ptrdiff_t from_stride, T *to,
                                  ptrdiff_t to_stride);

  /* The same by the type of `to`: u8 and u16 rounded to nearest, ties to even, saturated, NaN 0. */
  void (*store[GKI_ELEMENT_TYPES])(size_t n, const T *from, ptrdiff_t from_stride, void *to,
                                   ptrdiff_t to_stride);

  /*
   * out[l * ldo + i] = the sum over j of w(j) row[radius - j][i], for n pixels of each of `lines`
   * lines; the 2 radius + 1 rows of line l are those from rows[l * step] on, and apart from out.
   * Each pixel by itself, so that lines may be done in pieces:
   *
   *     even   sum c + sum over j >= 1 of w(j) ((a_j + b_j) - 2 c)
   *     odd    (c - c) + sum over j >= 1 of w(j) (a_j - b_j)
   *
   * in one chain of multiply-adds, j rising, a_j = row[radius - j][i], c = a_0,
   * b_j = row[radius + j][i].
   */
  void (*across)(size_t n, size_t lines, const T *const *rows, size_t step,
                 const NAME(gki_fir_taps) * taps, T *out, ptrdiff_t ldo);

  /* Of one line, with a_j = row[i - j step], b_j = row[i + j step]. */
  void (*along)(size_t n, const T *row, size_t step, const NAME(gki_fir_taps) * taps, T *out);

  /* The same, written past the caches; `fence` ends a run of such rows. */
  void (*along_past)(size_t n, const T *row, size_t step, const NAME(gki_fir_taps) * taps, T *out);
  void (*fence)(void);

  /* The same as store[0] would make of it. */
  void (*along_u8)(size_t n, const T *row, size_t step, const NAME(gki_fir_taps) * taps,
                   uint8_t *out);
} NAME(gki_fir_loops);
