/*
 * The names of the f64 half of a test: foo.c includes f64.h, foo_impl.h, f32.h and foo_impl.h
 * again. No include guard: each inclusion replaces the other precision's names.
 */
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
#define REAL                          double
#define TWIN(name)                    name##_f64
#define PRECISION                     "f64"
#define ROUNDOFF                      0x1p-53
#define REAL_MAX                      DBL_MAX
#define REAL_MIN                      DBL_MIN
#define FLUSHED                       0x1p-1020 /* smaller results may come out as 0 */
#define LEAST_VARIANCE                0x1p-1020
#define MOST_VARIANCE                 0x1p1021
#define MOST_GAMMA                    DBL_MAX /* without a lengthscale */
#define assert_same(actual, expected) assert_same_f64(actual, expected)
