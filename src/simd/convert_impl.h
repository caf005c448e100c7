/*
 * Rows of other element types: brought to T, and T brought to them. Plain C, in which the compiler
 * finds the vectors where strides are 1.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

#ifdef GKI_F64
#define ROUND_MAGIC 0x1.8p52
#else
#define ROUND_MAGIC 0x1.8p23f
#endif

/* x rounded to nearest, ties to even, in 0 ... largest; NaN becomes 0. */
INLINE T settle(T x, T largest) {
  const T above = x > 0 ? x : 0;
  const T within = above < largest ? above : largest;
  return (within + ROUND_MAGIC) - ROUND_MAGIC;
}

INLINE uint8_t to_u8(T x) {
  return (uint8_t)(int32_t)settle(x, 255);
}

INLINE uint16_t to_u16(T x) {
  return (uint16_t)(int32_t)settle(x, 65535);
}

/* In 0 ... largest; NaN becomes 0. */
INLINE vec clamp(vec a, T largest) {
  return vec_min_keeping_nan(vec_set1(largest), vec_max_keeping_nan(a, vec_set1(0)));
}

/* Said with vectors, as the compiler would make a call of memcpy out of it. */
INLINE void copy(size_t n, const T *from, T *to) {
  const size_t lanes = VEC_BYTES / sizeof(T);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    vec_store(to + i, vec_load(from + i));
  }
  if (i < n) {
    vec_store_lanes(to + i, vec_load_lanes(from + i, (int)(n - i)), 0, (int)(n - i));
  }
}

/* Each loop twice, since only with strides that the compiler knows it finds the vectors. */
static void load_u8(size_t n, const void *from, ptrdiff_t from_stride, T *restrict to,
                    ptrdiff_t to_stride) {
  const uint8_t *source = from;
  if (from_stride == 1 && to_stride == 1) {
    for (size_t i = 0; i < n; i++) {
      to[i] = (T)source[i];
    }
    return;
  }
  for (size_t i = 0; i < n; i++) {
    to[(ptrdiff_t)i * to_stride] = (T)source[(ptrdiff_t)i * from_stride];
  }
}

static void load_u16(size_t n, const void *from, ptrdiff_t from_stride, T *restrict to,
                     ptrdiff_t to_stride) {
  const uint16_t *source = from;
  if (from_stride == 1 && to_stride == 1) {
    for (size_t i = 0; i < n; i++) {
      to[i] = (T)source[i];
    }
    return;
  }
  for (size_t i = 0; i < n; i++) {
    to[(ptrdiff_t)i * to_stride] = (T)source[(ptrdiff_t)i * from_stride];
  }
}

static void load_f32(size_t n, const void *from, ptrdiff_t from_stride, T *restrict to,
                     ptrdiff_t to_stride) {
  const float *source = from;
  if (from_stride == 1 && to_stride == 1) {
#ifndef GKI_F64
    copy(n, source, to);
#else
    for (size_t i = 0; i < n; i++) {
      to[i] = (T)source[i];
    }
#endif
    return;
  }
  for (size_t i = 0; i < n; i++) {
    to[(ptrdiff_t)i * to_stride] = (T)source[(ptrdiff_t)i * from_stride];
  }
}

static void load_f64(size_t n, const void *from, ptrdiff_t from_stride, T *restrict to,
                     ptrdiff_t to_stride) {
  const double *source = from;
  if (from_stride == 1 && to_stride == 1) {
#ifdef GKI_F64
    copy(n, source, to);
#else
    for (size_t i = 0; i < n; i++) {
      to[i] = (T)source[i];
    }
#endif
    return;
  }
  for (size_t i = 0; i < n; i++) {
    to[(ptrdiff_t)i * to_stride] = (T)source[(ptrdiff_t)i * from_stride];
  }
}

static void store_u8(size_t n, const T *restrict from, ptrdiff_t from_stride, void *to,
                     ptrdiff_t to_stride) {
  uint8_t *restrict target = to;
  const size_t lanes = VEC_BYTES / sizeof(T);
  size_t i = 0;
  for (; from_stride == 1 && to_stride == 1 && i + lanes <= n; i += lanes) {
    vec_store_u8(target + i, clamp(vec_load(from + i), 255));
  }
  for (; i < n; i++) {
    target[(ptrdiff_t)i * to_stride] = to_u8(from[(ptrdiff_t)i * from_stride]);
  }
}

static void store_u16(size_t n, const T *restrict from, ptrdiff_t from_stride, void *to,
                      ptrdiff_t to_stride) {
  uint16_t *restrict target = to;
  const size_t lanes = VEC_BYTES / sizeof(T);
  size_t i = 0;
  for (; from_stride == 1 && to_stride == 1 && i + lanes <= n; i += lanes) {
    vec_store_u16(target + i, clamp(vec_load(from + i), 65535));
  }
  for (; i < n; i++) {
    target[(ptrdiff_t)i * to_stride] = to_u16(from[(ptrdiff_t)i * from_stride]);
  }
}

static void store_f32(size_t n, const T *restrict from, ptrdiff_t from_stride, void *to,
                      ptrdiff_t to_stride) {
  float *restrict target = to;
  if (from_stride == 1 && to_stride == 1) {
#ifndef GKI_F64
    copy(n, from, target);
#else
    for (size_t i = 0; i < n; i++) {
      target[i] = (float)from[i];
    }
#endif
    return;
  }
  for (size_t i = 0; i < n; i++) {
    target[(ptrdiff_t)i * to_stride] = (float)from[(ptrdiff_t)i * from_stride];
  }
}

static void store_f64(size_t n, const T *restrict from, ptrdiff_t from_stride, void *to,
                      ptrdiff_t to_stride) {
  double *restrict target = to;
  if (from_stride == 1 && to_stride == 1) {
#ifdef GKI_F64
    copy(n, from, target);
#else
    for (size_t i = 0; i < n; i++) {
      target[i] = (double)from[i];
    }
#endif
    return;
  }
  for (size_t i = 0; i < n; i++) {
    target[(ptrdiff_t)i * to_stride] = (double)from[(ptrdiff_t)i * from_stride];
  }
}
