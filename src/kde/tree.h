/*
 * Boxes of points: n items, halved again and again across the longest side of their box, until
 * no part has more than `leaf` of them. All leaves but the last are full: leaf l holds the items
 * l * leaf ... Node 0 is the root; the first half of a node of L leaves is the next node, with (L + 1) / 2
 * of them, and the other half comes behind all its nodes.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_KDE_TREE_H
#define GKI_KDE_TREE_H

#include "kde/engines.h"

enum { GKI_TREE_AXES = 3 };

typedef struct gki_tree_item {
  double z[GKI_TREE_AXES];
  union {
    double weight;
    size_t index;
  } is;
} gki_tree_item;

typedef struct gki_tree_box {
  double low[GKI_TREE_AXES], high[GKI_TREE_AXES];
} gki_tree_box;

typedef struct gki_tree {
  size_t n, d, leaf; /* n >= 1 */
  gki_tree_item *items;
  gki_tree_box *boxes; /* gki_tree_nodes(n, leaf) */
} gki_tree;

static inline size_t gki_tree_leaves(size_t n, size_t leaf) {
  return (n - 1) / leaf + 1;
}

static inline size_t gki_tree_nodes(size_t n, size_t leaf) {
  return 2 * gki_tree_leaves(n, leaf) - 1;
}

/* Orders the items and fills the boxes, on several threads; GK_ERROR_CANCELLED at most. */
gk_status gki_tree_build(const gki_tree *tree, const char *function, size_t threads,
                         const gk_options *options);

/* The square of the least distance between points of two boxes. */
double gki_tree_gap(const gki_tree_box *a, const gki_tree_box *b, size_t d);

#endif
