/* The loops of panels, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/panel_loops.h"

#include <stdint.h>

#define GKI_F64
#define T double

#include "simd/vec.h"

#define INLINE static inline __attribute__((always_inline))

#include "simd/convert_impl.h"

/* Numbers of a line that are brought over at once, so that all lines' fit in the first cache; and
 * how many rows ahead a row is asked for that lies far from the one before. */
enum { LANES = VEC_BYTES / sizeof(double), MOST = GKI_PANEL_LINES, PIECE = 64, AHEAD = 16 };

/* The columns of a panel that have no line. */
INLINE void clear(size_t numbers, size_t lines, size_t width, double *panel) {
  for (size_t n = 0; n < numbers && lines < width; n++) {
    for (size_t l = lines; l < width; l++) {
      panel[n * width + l] = 0.0;
    }
  }
}

/* Numbers of a panel, a multiple of LANES of them, as lines of PIECE. */
INLINE void turn(size_t numbers, size_t lines, const double *panel, size_t next,
                 double of[MOST][PIECE]) {
  for (size_t n = 0; n < numbers; n += LANES) {
    for (size_t l = 0; l < lines; l += LANES) {
      vec square[LANES];
      for (size_t i = 0; i < LANES; i++) {
        square[i] = vec_load(panel + (n + i) * next + l);
      }
      vec_transpose(square);
      for (size_t i = 0; i < LANES; i++) {
        vec_store(of[l + i] + n, square[i]);
      }
    }
  }
}

#define ELEMENT   uint8_t
#define TYPED(x)  x##_u8
#define LOAD_VEC  vec_load_u8
#define NARROW(a) to_u8(a)
#include "simd/panel_loops_impl.h"

#define ELEMENT   uint16_t
#define TYPED(x)  x##_u16
#define LOAD_VEC  vec_load_u16
#define NARROW(a) to_u16(a)
#include "simd/panel_loops_impl.h"

#define ELEMENT   float
#define TYPED(x)  x##_f32
#define LOAD_VEC  vec_load_f32
#define NARROW(a) (float)(a)
#include "simd/panel_loops_impl.h"

#define ELEMENT   double
#define TYPED(x)  x##_f64
#define LOAD_VEC  vec_load
#define NARROW(a) (a)
#include "simd/panel_loops_impl.h"

#define TABLE(isa)  TABLE_(isa)
#define TABLE_(isa) gki_panel_loops_##isa##_f64
#define TYPES(x)                                                                                   \
  { x##_u8, x##_u16, x##_f32, x##_f64 }

const gki_panel_loops TABLE(GKI_ISA) = {
    .load_beside = TYPES(load_beside),
    .load_lines = TYPES(load_lines),
    .store_beside = TYPES(store_beside),
    .store_lines = TYPES(store_lines),
};
