/*
 * p(r) = 1 + C1 r + C2 r^2 + ... approximates 2^r on [-1/2, 1/2]; p(0) is exactly 1. The STEP
 * polynomials do on [-1/32, 1/32]; the powers are 2^(i/16).
 * Made by exp2_coefficients.py: minimax in the relative error by exchange (Remez), each
 * coefficient rounded before those above it are fitted. Do not edit: a test compares.
 * Largest relative error, rounded coefficients and exact arithmetic:
 *   F32, degree 6:       2.99e-09 = 0.051 u, u = 2^-24
 *   F64, degree 11:      4.08e-18 = 0.037 u, u = 2^-53
 *   F32 STEP, degree 3:  1.58e-09 = 0.027 u, u = 2^-24
 *   F64 STEP, degree 6:  7.00e-18 = 0.063 u, u = 2^-53
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

#define GKI_EXP2_F32_STEP_C1 0x1.62e430p-1f
#define GKI_EXP2_F32_STEP_C2 0x1.ebfff4p-3f
#define GKI_EXP2_F32_STEP_C3 0x1.c6acd8p-5f

#define GKI_EXP2_F64_STEP_C1 0x1.62e42fefa39fdp-1
#define GKI_EXP2_F64_STEP_C2 0x1.ebfbdff82c553p-3
#define GKI_EXP2_F64_STEP_C3 0x1.c6b08d6e8cc40p-5
#define GKI_EXP2_F64_STEP_C4 0x1.3b2ab6fe2d5d8p-7
#define GKI_EXP2_F64_STEP_C5 0x1.5d89bd668913bp-10
#define GKI_EXP2_F64_STEP_C6 0x1.4308142da2a6ep-13

#define GKI_EXP2_POWER_0  0x1.0000000000000000p+0L
#define GKI_EXP2_POWER_1  0x1.0b5586cf9890f62ap+0L
#define GKI_EXP2_POWER_2  0x1.172b83c7d517adcep+0L
#define GKI_EXP2_POWER_3  0x1.2387a6e75623866cp+0L
#define GKI_EXP2_POWER_4  0x1.306fe0a31b7152dep+0L
#define GKI_EXP2_POWER_5  0x1.3dea64c12342235cp+0L
#define GKI_EXP2_POWER_6  0x1.4bfdad5362a271d4p+0L
#define GKI_EXP2_POWER_7  0x1.5ab07dd48542958cp+0L
#define GKI_EXP2_POWER_8  0x1.6a09e667f3bcc908p+0L
#define GKI_EXP2_POWER_9  0x1.7a11473eb0186d7ep+0L
#define GKI_EXP2_POWER_10 0x1.8ace5422aa0db5bap+0L
#define GKI_EXP2_POWER_11 0x1.9c49182a3f0901c8p+0L
#define GKI_EXP2_POWER_12 0x1.ae89f995ad3ad5e8p+0L
#define GKI_EXP2_POWER_13 0x1.c199bdd85529c222p+0L
#define GKI_EXP2_POWER_14 0x1.d5818dcfba48725ep+0L
#define GKI_EXP2_POWER_15 0x1.ea4afa2a490d9858p+0L

#endif
