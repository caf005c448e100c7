/*
 * The loops of fast kernel density estimates: one table for each instruction set, all in double.
 * Points and queries are whitened: the kernel is exp(-r^2 / 2).
 *
 * Decays. In one dimension, exp(-x^2 / 2) = sum over k of Re(c_k e^(-l_k x)) for x >= 0, so that what
 * all points left of an edge give to the right of it is a state of as many complex numbers as there
 * are terms, which decays on its way. Ascending points are cut in blocks of GKI_DECAY_BLOCK. edge[b] is
 * the first point of block b, edge[blocks] the last point. Record b of the table is
 *
 *     left_k  = c_k sum over the points of the blocks below b of w e^(-l_k (edge[b] - x))
 *     right_k = c_k sum over the points of the blocks above b of w e^(-l_k (x - edge[b + 1]))
 *
 * and a query of block b adds the decayed states of both sides and its block's points, one by one.
 *
 * Where a block is narrow, exponentials e^(+-l u), u the way from its middle, are polynomials of a low
 * degree: what its points give comes from their moments sum w u^k, and what its queries get, its own
 * points' kernels included, is one polynomial.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_KDE_LOOPS_H
#define GKI_SIMD_KDE_LOOPS_H

#include "simd/loops.h"

enum {
  GKI_DECAYS = 8,       /* terms: pairs of conjugate poles */
  GKI_DECAY_BLOCK = 32, /* points */
  GKI_LOCAL_TERMS = 13, /* of polynomials: |l u| up to 1/4, and 4^-13 / 13! is 2.4e-18 */
  GKI_LEAF = 64,        /* points of a leaf, see add_leaf */
  GKI_LEAF_LANES = 8    /* sums kept of a query */
};

typedef struct gki_decay_state {
  double re[GKI_DECAYS], im[GKI_DECAYS];
} gki_decay_state;

typedef struct gki_decay_record {
  gki_decay_state left, right;
} gki_decay_record;

typedef struct gki_decay_local {
  double middle, half; /* of the block's width; -1 where it is not narrow */
  double c[GKI_LOCAL_TERMS], unused;
} gki_decay_local;

typedef struct gki_decay_table {
  double rate[GKI_DECAYS]; /* Re(l) log2(e) */
  double turn[GKI_DECAYS]; /* Im(l) / (2 pi) */
  gki_decay_state c;
  gki_exp2_f64 one; /* the plan of 2^t */
  /* l^k / k!, and what u^k gets of the moment j: of exp(-(u - v)^2 / 2) the coefficient of u^k v^j. */
  gki_decay_state power[GKI_LOCAL_TERMS];
  double kernel[GKI_LOCAL_TERMS][GKI_LOCAL_TERMS];
  double narrow; /* the most that the width of a narrow block is */
  size_t blocks;
  const double *edge;   /* blocks + 1 */
  const double *points; /* of all blocks but the last */
  const double *weights;
  size_t weight_step; /* from a block's weights to the next one's: 0 where all weights are alike */
  /* The last block, filled up with points of weight 0. */
  double last_points[GKI_DECAY_BLOCK], last_weights[GKI_DECAY_BLOCK];
  gki_decay_record *records;
  gki_decay_local *locals;
  bool fetches; /* records and points are worth fetching before they are known to be used */
} gki_decay_table;

typedef struct gki_kde_loops {
  /* Into records first ... end - 1: what block b alone gives to its right, at edge[b + 1], as `left`,
   * and to its left, at edge[b], as `right`, both without c. */
  void (*gather)(const gki_decay_table *table, size_t first, size_t end);

  /* Turns what `gather` has left in all records into the states, those of one side. */
  void (*carry)(const gki_decay_table *table, bool rightwards);

  /* Makes the polynomials of blocks first ... end - 1 of their states. */
  void (*settle)(const gki_decay_table *table, size_t first, size_t end);

  /* sums_i = the sum over all points of w exp(-(q_i - x)^2 / 2), for finite q in any order. */
  void (*decayed_sums)(const gki_decay_table *table, size_t n, const double *q, double *sums);

  /* Of the points of blocks first ... end - 1, all of them with GKI_DECAY_BLOCK, the same sums but for
   * the point itself, which is never added. Without `locals`. */
  void (*left_out_sums)(const gki_decay_table *table, size_t first, size_t end, double *sums);

  /*
   * For each of n queries (n x d, d = 1 to 3) adds the sum over a leaf's points of w exp(-r^2 / 2) to
   * hi + lo (n x GKI_LEAF_LANES each), by two-sums: the sum of a query is that of its lanes. A leaf is
   * GKI_LEAF first coordinates, as many of each other one, and weights.
   */
  void (*add_leaf)(size_t n, size_t d, const double *q, const double *leaf, const gki_exp2_f64 *one,
                   double *hi, double *lo);

  /* Row i of the table, ldt apart, gets exp(-(node_i - x_p)^2 / 2), times weights_p (NULL: 1), of
   * all p < n. Points are finite; a node may be infinite, and gives zeros. */
  void (*axis_table)(size_t nodes, const double *node, size_t n, const double *x,
                     const double *weights, const gki_exp2_f64 *one, double *table, size_t ldt);
} gki_kde_loops;

#endif
