/* Gauss-Legendre's rule of 16 points: exact for polynomials to degree 31. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_QUADRATURE_H
#define GKI_CORE_QUADRATURE_H

enum { GKI_RULE_POINTS = 16 };

/* Point k of the rule on [-1, 1], and its weight; both of half the points, the others mirrored. */
static const double gki_rule[GKI_RULE_POINTS / 2][2] = {
    {0x1.852bd6676a9f9p-4, 0x1.83feae80e4dfcp-3}, {0x1.205cae642337cp-2, 0x1.75f8c77e0c00fp-3},
    {0x1.d50259a43a772p-2, 0x1.5a6ebbb5a75fcp-3}, {0x1.3c5a466d5e8b8p-1, 0x1.325f61bca3cbfp-3},
    {0x1.82c45dda4726bp-1, 0x1.fe7af2bad386ap-4}, {0x1.bb3403514e483p-1, 0x1.85c4ee79cc258p-4},
    {0x1.e39f56616f9b0p-1, 0x1.fdfb1a2c1265dp-5}, {0x1.fa92c264d787ep-1, 0x1.bcddab4b7c211p-6}};

/* Point k of 16 on [from, from + length], and its weight times the length. */
static inline double gki_rule_point(int k, double from, double length, double *weight) {
  const double *half = gki_rule[k / 2];
  *weight = 0.5 * length * half[1];
  return from + 0.5 * length * (k % 2 ? 1.0 + half[0] : 1.0 - half[0]);
}

#endif
