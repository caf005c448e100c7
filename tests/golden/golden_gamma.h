/*
 * What the rules that choose gamma must give, from exact rational arithmetic. Feature k of point i
 * is number i d + k of the generator started with `seed`: offset + width * uniform in [0, 1),
 * rounded to the precision. `median` is of all pairs, `sampled` with max_pairs and sample_seed.
 * Made by make_golden_gamma.py; do not edit: a test compares.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_GOLDEN_GAMMA_H
#define GK_GOLDEN_GAMMA_H

#include <stddef.h>
#include <stdint.h>

typedef struct golden_gamma {
  uint64_t seed;
  size_t n, d;
  double offset, width;
  size_t max_pairs;
  uint64_t sample_seed;
  double scale, median, sampled;
} golden_gamma;

/* clang-format off */
static const golden_gamma golden_gamma_f64[] = {
    {1, 2, 1, 0.0, 0x1.0000000000000p+0, 1, UINT64_C(5),
     0x1.f2224b7a43d3fp+6, 0x1.f2224b7a43d3fp+3, 0x1.f2224b7a43d3fp+3},
    {2, 7, 3, 0.0, 0x1.0000000000000p+1, 20, UINT64_C(0),
     0x1.86fa021dacf49p+0, 0x1.b80bada10673ap-2, 0x1.97b2147fa89c9p-2},
    {3, 9, 4, -1.0, 0x1.0000000000000p+1, 35, UINT64_C(1),
     0x1.9335d3c712c96p-1, 0x1.b58c36773ea71p-3, 0x1.dacc680eafc0ep-3},
    {4, 50, 10, 1000.0, 0x1.0000000000000p+3, 1000, UINT64_C(18446744073709551615),
     0x1.281bbb8fac795p-6, 0x1.322105384da4bp-8, 0x1.313a646df9448p-8},
    {5, 60, 64, 1000000.0, 0x1.0000000000000p+2, 999, UINT64_C(12345),
     0x1.7ba7f2dd1edf8p-7, 0x1.7e9f300386af5p-9, 0x1.80f196136adb7p-9},
    {6, 40, 17, -0.0001, 0x1.0000000000000p-20, 2, UINT64_C(77),
     0x1.616f588b71280p+39, 0x1.6a4db9ccc6d57p+37, 0x1.b0688b72932dep+37},
};

static const golden_gamma golden_gamma_f32[] = {
    {1, 2, 1, 0.0, 0x1.0000000000000p+0, 1, UINT64_C(5),
     0x1.f222451aac3b5p+6, 0x1.f222451aac3b5p+3, 0x1.f222451aac3b5p+3},
    {2, 7, 3, 0.0, 0x1.0000000000000p+1, 20, UINT64_C(0),
     0x1.86fa02a4c949cp+0, 0x1.b80baef934e1ap-2, 0x1.97b2175148cf3p-2},
    {3, 9, 4, -1.0, 0x1.0000000000000p+1, 35, UINT64_C(1),
     0x1.9335d43adfd8fp-1, 0x1.b58c372a52346p-3, 0x1.dacc694b62d5fp-3},
    {4, 50, 10, 1000.0, 0x1.0000000000000p+3, 1000, UINT64_C(18446744073709551615),
     0x1.281bb434306dap-6, 0x1.32206003f1ffdp-8, 0x1.313a2f3b4345bp-8},
    {5, 60, 64, 1000000.0, 0x1.0000000000000p+2, 999, UINT64_C(12345),
     0x1.7bc6cc83cabadp-7, 0x1.7ee0188af74a6p-9, 0x1.80866effce6ebp-9},
    {6, 40, 17, -0.0001, 0x1.0000000000000p-20, 2, UINT64_C(77),
     0x1.616f63592c00ap+39, 0x1.6a4da51fd7391p+37, 0x1.b06825f0f27f9p+37},
};
/* clang-format on */

#endif
