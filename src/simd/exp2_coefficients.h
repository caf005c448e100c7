/*
 * p(r) = 1 + C1 r + C2 r^2 + ... approximates 2^r on [-1/2, 1/2]; p(0) is exactly 1.
 * Made by exp2_coefficients.py: minimax in the relative error by exchange (Remez), each
 * coefficient rounded before those above it are fitted. Do not edit: a test compares.
 * Largest relative error, rounded coefficients and exact arithmetic:
 *   F32, degree  6: 2.99e-09 = 0.051 u, u = 2^-24
 *   F64, degree 11: 4.08e-18 = 0.037 u, u = 2^-53
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_SIMD_EXP2_COEFFICIENTS_H
#define GAUSSKERN_SIMD_EXP2_COEFFICIENTS_H

#define GKI_EXP2_F32_C1 0x1.62e430p-1f
#define GKI_EXP2_F32_C2 0x1.ebfbdcp-3f
#define GKI_EXP2_F32_C3 0x1.c6af7ap-5f
#define GKI_EXP2_F32_C4 0x1.3b2dd0p-7f
#define GKI_EXP2_F32_C5 0x1.5f094ep-10f
#define GKI_EXP2_F32_C6 0x1.417d30p-13f

#define GKI_EXP2_F64_C1  0x1.62e42fefa39efp-1
#define GKI_EXP2_F64_C2  0x1.ebfbdff82c59cp-3
#define GKI_EXP2_F64_C3  0x1.c6b08d704a0d4p-5
#define GKI_EXP2_F64_C4  0x1.3b2ab6fba11f5p-7
#define GKI_EXP2_F64_C5  0x1.5d87fe78b3b8fp-10
#define GKI_EXP2_F64_C6  0x1.4309130c0138ap-13
#define GKI_EXP2_F64_C7  0x1.ffcbfbf8cf7f8p-17
#define GKI_EXP2_F64_C8  0x1.62bfcdde0cfb5p-20
#define GKI_EXP2_F64_C9  0x1.b5260d861fedap-24
#define GKI_EXP2_F64_C10 0x1.e611a140de513p-28
#define GKI_EXP2_F64_C11 0x1.e80f19976f8cbp-32

#endif
