/*
 * The numbers that gk_gram_error_bound tells and the tiles keep.
 *
 * A tile from products has |t computed - t| <= B = u C (gamma r_i^2 + gamma r_j^2), where with u
 * the unit roundoff and gemm called on blocks of GKI_GEMM_FEATURES features
 *
 *     C = min(d, block) + 2 ceil(d / block)   the products, the sums over blocks, theirs and the norms'
 *       + 64                                  centring and scaling 12, chains of a norm's block 44,
 *                                             rounding of the norms and sums of three terms 8
 *
 * and then |K computed - K| <= variance (e^t (e^B - 1) + 6 u). A tile whose B makes that more than
 * the tolerance is computed, wholly or entry by entry, from differences.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_GRAM_ERROR_BOUND_H
#define GKI_GRAM_ERROR_BOUND_H

/*
 * Up to here differences in registers are as fast as gemm on every processor, and the bound is theirs;
 * further than that, see gram/path.c.
 */
#define GKI_DIRECT_FEATURES 48

#define GKI_GEMM_FEATURES 256

#define GKI_TOLERANCE_F32 0x1p-14
#define GKI_TOLERANCE_F64 0x1p-43

#endif
