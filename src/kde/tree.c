/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/tree.h"

#include "core/workspace.h"

#include <stdint.h>

enum {
  MOST_PARTS = 32,          /* subtrees that are built by tasks of their own */
  ITEMS_OF_A_PART = 1 << 12 /* fewer are not halved before */
};

typedef struct part {
  size_t node, first, leaves; /* first: a leaf */
} part;

static void find_box(const gki_tree *t, const part *p) {
  const size_t first = p->first * t->leaf, end = first + p->leaves * t->leaf;
  gki_tree_box box;
  for (size_t k = 0; k < t->d; k++) {
    box.low[k] = box.high[k] = t->items[first].z[k];
  }
  for (size_t i = first + 1; i < end && i < t->n; i++) {
    for (size_t k = 0; k < t->d; k++) {
      const double z = t->items[i].z[k];
      box.low[k] = z < box.low[k] ? z : box.low[k];
      box.high[k] = z > box.high[k] ? z : box.high[k];
    }
  }
  t->boxes[p->node] = box;
}

static void swap(gki_tree_item *a, gki_tree_item *b) {
  const gki_tree_item kept = *a;
  *a = *b;
  *b = kept;
}

/* The middle one of three items that a generator chooses: the same ones in each run. */
static double pivot_of(const gki_tree_item *items, size_t n, size_t axis, uint64_t *seed) {
  double at[3];
  for (size_t i = 0; i < 3; i++) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    at[i] = items[(size_t)(*seed >> 33) % n].z[axis];
  }
  const double low = at[0] < at[1] ? at[0] : at[1], high = at[0] < at[1] ? at[1] : at[0];
  return at[2] < low ? low : at[2] > high ? high : at[2];
}

/* Hoare's selection: the n items so that none of the first k is above any of the others. */
static void halve(gki_tree_item *items, size_t n, size_t k, size_t axis) {
  ptrdiff_t low = 0, high = (ptrdiff_t)n - 1;
  const ptrdiff_t wanted = (ptrdiff_t)k;
  uint64_t seed = n;
  while (low < high) {
    const double pivot = pivot_of(items + low, (size_t)(high - low) + 1, axis, &seed);
    ptrdiff_t i = low, j = high;
    while (i <= j) {
      while (items[i].z[axis] < pivot) {
        i++;
      }
      while (pivot < items[j].z[axis]) {
        j--;
      }
      if (i <= j) {
        swap(items + i, items + j);
        i++;
        j--;
      }
    }
    if (wanted <= j) {
      high = j;
    } else if (wanted >= i) {
      low = i;
    } else {
      return;
    }
  }
}

/* Orders the items of a part of two leaves or more, and says what its halves are. */
static void split(const gki_tree *t, const part *p, part halves[2]) {
  const gki_tree_box *box = t->boxes + p->node;
  const size_t first = p->first * t->leaf, room = p->leaves * t->leaf;
  const size_t n = t->n - first < room ? t->n - first : room, lefts = (p->leaves + 1) / 2;
  size_t axis = 0;
  for (size_t k = 1; k < t->d; k++) {
    if (box->high[k] - box->low[k] > box->high[axis] - box->low[axis]) {
      axis = k;
    }
  }
  halve(t->items + first, n, lefts * t->leaf, axis);
  halves[0] = (part){p->node + 1, p->first, lefts};
  halves[1] = (part){p->node + 2 * lefts, p->first + lefts, p->leaves - lefts};
}

/* The depth is that of halving: the logarithm of the number of leaves. */
static void build(const gki_tree *t, const part *p) {
  find_box(t, p);
  if (p->leaves > 1) {
    part halves[2];
    split(t, p, halves);
    build(t, halves);
    build(t, halves + 1);
  }
}

typedef struct build_call {
  const gki_tree *tree;
  size_t count;
  part parts[MOST_PARTS];
} build_call;

static void build_task(void *context, size_t task, size_t worker) {
  const build_call *call = context;
  (void)worker;
  build(call->tree, call->parts + task);
}

gk_status gki_tree_build(const gki_tree *tree, const char *function, size_t threads,
                         const gk_options *options) {
  build_call call = {tree, 1, {{0, 0, gki_tree_leaves(tree->n, tree->leaf)}}};
  for (bool more = true; more && 2 * call.count <= MOST_PARTS;) {
    const size_t before = call.count;
    more = false;
    for (size_t i = 0; i < before; i++) {
      const part whole = call.parts[i];
      if (whole.leaves > 1 && whole.leaves * tree->leaf > ITEMS_OF_A_PART) {
        part halves[2];
        find_box(tree, &whole);
        split(tree, &whole, halves);
        call.parts[i] = halves[0];
        call.parts[call.count++] = halves[1];
        more = true;
      }
    }
  }
  return gki_run_tasks(function, call.count, threads, build_task, &call, options);
}

double gki_tree_gap(const gki_tree_box *a, const gki_tree_box *b, size_t d) {
  double square = 0;
  for (size_t k = 0; k < d; k++) {
    const double above = a->low[k] - b->high[k], below = b->low[k] - a->high[k];
    const double way = above > below ? above : below;
    square += way > 0 ? way * way : 0;
  }
  return square;
}
