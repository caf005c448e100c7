/* The names of the f32 half of a test: see f64.h. No include guard. */
/* SPDX-License-Identifier: BSD-3-Clause */
#undef REAL
#undef TWIN
#undef PRECISION
#undef ROUNDOFF
#undef REAL_MAX
#undef REAL_MIN
#undef FLUSHED
#undef LEAST_VARIANCE
#undef MOST_VARIANCE
#undef MOST_GAMMA
#undef assert_same
#define REAL                          float
#define TWIN(name)                    name##_f32
#define PRECISION                     "f32"
#define ROUNDOFF                      0x1p-24
#define REAL_MAX                      FLT_MAX
#define REAL_MIN                      FLT_MIN
#define FLUSHED                       0x1p-124 /* smaller results may come out as 0 */
#define LEAST_VARIANCE                0x1p-124
#define MOST_VARIANCE                 0x1p125
#define MOST_GAMMA                    0x1p251
#define assert_same(actual, expected) assert_same_f32(actual, expected)
