/*
 * Densities that leave out what is far: points and queries are kept in boxes (kde/tree.h), and where
 * a box of queries is further from one of points than the radius r = sqrt(-2 log(tolerance)), the
 * kernels of all its pairs are below the tolerance times their height, and their sum is, too, as weights
 * sum up to 1. All other pairs are computed.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/status.h"
#include "core/workspace.h"
#include "kde/tree.h"
#include "simd/dispatch.h"

#include <math.h>
#include <string.h>

enum {
  ROUND = 1 << 18,    /* queries that are ordered together */
  MOST_TOGETHER = 32, /* queries of a box */
  LOADED = 1024,      /* queries that are loaded together */
  WORK_OF_A_THREAD = 1 << 14
};

typedef struct cutoff_call {
  const gki_kde_call *call;
  const gki_kde_loops *loops;
  gki_exp2_f64 one;
  double square; /* of the radius */
  gki_tree points, queries;
  double *panels; /* of the points' leaves, for add_leaf */
  double *z, *instead;
  char *workers;
  size_t worker_bytes;
} cutoff_call;

/* A box of queries, and the sums of each. */
typedef struct group {
  size_t n;
  const gki_tree_box *box;
  double *q, *hi, *lo;
} group;

static group carve_group(char *base, size_t *bytes) {
  const size_t sums = (size_t)MOST_TOGETHER * GKI_LEAF_LANES * sizeof(double);
  return (group){.q = gki_carve(base, bytes, MOST_TOGETHER * GKI_TREE_AXES * sizeof(double)),
                 .hi = gki_carve(base, bytes, sums),
                 .lo = gki_carve(base, bytes, sums)};
}

static size_t panel_of(const cutoff_call *c) {
  return (c->points.d + 1) * GKI_LEAF;
}

/* How many queries share a box: few where they are few, and far from each other. */
static size_t together(size_t queries) {
  return queries < 1 << 12 ? 1 : queries < 1 << 16 ? MOST_TOGETHER / 4 : MOST_TOGETHER;
}

static size_t lay_shared(cutoff_call *c, char *base) {
  const size_t n = c->points.n, d = c->points.d, queries = c->queries.n;
  size_t used = 0;
  c->points.items = gki_carve(base, &used, n * sizeof(gki_tree_item));
  c->points.boxes = gki_carve(base, &used, gki_tree_nodes(n, GKI_LEAF) * sizeof(gki_tree_box));
  c->panels =
      gki_carve(base, &used, gki_tree_leaves(n, GKI_LEAF) * panel_of(c) * sizeof *c->panels);
  c->queries.items = gki_carve(base, &used, queries * sizeof(gki_tree_item));
  c->queries.boxes =
      gki_carve(base, &used, gki_tree_nodes(queries, c->queries.leaf) * sizeof(gki_tree_box));
  c->z = gki_carve(base, &used, LOADED * d * sizeof *c->z);
  c->instead = gki_carve(base, &used, LOADED * sizeof *c->instead);
  return used;
}

/* The leaves as `add_leaf` wants them; what is missing of the last one has the weight 0. */
static void fill_panels(const cutoff_call *c) {
  const gki_tree *t = &c->points;
  for (size_t leaf = 0; leaf < gki_tree_leaves(t->n, GKI_LEAF); leaf++) {
    double *panel = c->panels + leaf * panel_of(c);
    for (size_t i = 0; i < GKI_LEAF; i++) {
      const size_t at = leaf * GKI_LEAF + i;
      const gki_tree_item *item = t->items + (at < t->n ? at : t->n - 1);
      for (size_t k = 0; k < t->d; k++) {
        panel[k * GKI_LEAF + i] = item->z[k];
      }
      panel[t->d * GKI_LEAF + i] = at < t->n ? item->is.weight : 0;
    }
  }
}

static gk_status order_points(cutoff_call *c, size_t threads, const gk_options *options) {
  const gk_kde *kde = c->call->kde;
  for (size_t i = 0; i < kde->n; i++) {
    gki_tree_item *item = c->points.items + i;
    memcpy(item->z, kde->points + i * kde->d, kde->d * sizeof *item->z);
    item->is.weight = kde->weights ? kde->weights[i] : 1.0 / (double)kde->n;
  }
  gk_status status = gki_tree_build(&c->points, c->call->function, threads, options);
  if (!status) {
    fill_panels(c);
  }
  return status;
}

/* The queries first ... first + count - 1 that are ordinary numbers; others are answered at once. */
static void load_queries(cutoff_call *c, size_t first, size_t count) {
  const size_t d = c->points.d;
  c->queries.n = 0;
  for (size_t at = 0; at < count; at += LOADED) {
    const size_t some = count - at < LOADED ? count - at : LOADED;
    gki_kde_load(c->call, first + at, some, c->z, c->instead);
    for (size_t i = 0; i < some; i++) {
      if (c->instead[i] != 0) { /* NaN, too */
        gki_kde_store_at(c->call, first + at + i, 0, c->instead[i]);
        continue;
      }
      gki_tree_item *item = c->queries.items + c->queries.n++;
      memcpy(item->z, c->z + i * d, d * sizeof *item->z);
      item->is.index = first + at + i;
    }
  }
}

/* A node of the points that has `leaves` leaves from `first` on, and those below it. */
static void visit(const cutoff_call *c, const group *g, size_t node, size_t first, size_t leaves) {
  if (gki_tree_gap(g->box, c->points.boxes + node, c->points.d) > c->square) {
    return;
  }
  if (leaves == 1) {
    c->loops->add_leaf(g->n, c->points.d, g->q, c->panels + first * panel_of(c), &c->one, g->hi,
                       g->lo);
    return;
  }
  const size_t lefts = (leaves + 1) / 2;
  visit(c, g, node + 1, first, lefts);
  visit(c, g, node + 2 * lefts, first + lefts, leaves - lefts);
}

static double sum_of(const group *g, size_t i) {
  gki_dd sum = gki_dd_of(0);
  for (size_t l = i * GKI_LEAF_LANES; l < (i + 1) * GKI_LEAF_LANES; l++) {
    sum = gki_dd_add(sum, gki_two_sum(g->hi[l], g->lo[l]));
  }
  return gki_dd_value(sum);
}

/* The node of a leaf: down from the root. */
static size_t node_of(size_t leaf, size_t leaves) {
  size_t node = 0;
  while (leaves > 1) {
    const size_t lefts = (leaves + 1) / 2;
    const bool right = leaf >= lefts;
    node += right ? 2 * lefts : 1;
    leaf -= right ? lefts : 0;
    leaves = right ? leaves - lefts : lefts;
  }
  return node;
}

static void group_task(void *context, size_t task, size_t worker) {
  const cutoff_call *c = context;
  const gki_tree *t = &c->queries;
  const size_t d = t->d, first = task * t->leaf, leaves = gki_tree_leaves(t->n, t->leaf);
  size_t bytes = 0;
  group g = carve_group(c->workers + worker * c->worker_bytes, &bytes);
  g.n = t->n - first < t->leaf ? t->n - first : t->leaf;
  g.box = t->boxes + node_of(task, leaves);
  for (size_t i = 0; i < g.n; i++) {
    memcpy(g.q + i * d, t->items[first + i].z, d * sizeof *g.q);
  }
  memset(g.hi, 0, g.n * GKI_LEAF_LANES * sizeof *g.hi);
  memset(g.lo, 0, g.n * GKI_LEAF_LANES * sizeof *g.lo);
  visit(c, &g, 0, 0, gki_tree_leaves(c->points.n, GKI_LEAF));
  for (size_t i = 0; i < g.n; i++) {
    gki_kde_store_at(c->call, t->items[first + i].is.index, sum_of(&g, i), 0);
  }
}

/* Answers the queries that are loaded; the progress from `begin` to `end`. */
static gk_status answer_round(cutoff_call *c, size_t threads, double begin, double end) {
  const gki_kde_call *call = c->call;
  if (c->queries.n == 0) {
    return gki_kde_tell(call->function, call->options, end);
  }
  const double ordered = begin + 0.1 * (end - begin);
  gki_kde_part part;
  gk_options options = gki_kde_part_options(&part, call->options, begin, ordered);
  gk_status status = gki_tree_build(&c->queries, call->function, threads, &options);
  if (!status) {
    options = gki_kde_part_options(&part, call->options, ordered, end);
    status = gki_run_tasks(call->function, gki_tree_leaves(c->queries.n, c->queries.leaf), threads,
                           group_task, c, &options);
  }
  return status;
}

static gk_status answer(cutoff_call *c, size_t threads) {
  const gki_kde_call *call = c->call;
  static const double for_points = 0.05; /* of the time, for progress */
  gki_kde_part part;
  const gk_options options = gki_kde_part_options(&part, call->options, 0, for_points);
  gk_status status = order_points(c, threads, &options);
  for (size_t first = 0; first < call->m && !status; first += ROUND) {
    const size_t count = call->m - first < ROUND ? call->m - first : ROUND;
    const double all = (1 - for_points) / (double)call->m;
    const double begin = for_points + all * (double)first;
    const double end = first + count == call->m ? 1 : begin + all * (double)count;
    load_queries(c, first, count);
    status = answer_round(c, threads, begin, end);
  }
  return status;
}

gk_status gki_kde_cutoff(const gki_kde_call *call) {
  const gk_kde *kde = call->kde;
  const size_t round = call->m < ROUND ? call->m : ROUND;
  cutoff_call c = {.call = call,
                   .loops = gki_isa_in_use()->kde,
                   .square = -2 * log(call->choice.tolerance),
                   .points = {.n = kde->n, .d = kde->d, .leaf = GKI_LEAF},
                   .queries = {.n = round, .d = kde->d, .leaf = together(round)}};
  size_t bytes;
  (void)carve_group(NULL, &c.worker_bytes);
  if (!gki_multiply_size(kde->n, 256, &bytes)) { /* more than all that is kept of a point */
    return gki_fail(GK_ERROR_OVERFLOW, call->function, "%zu points are too many", kde->n);
  }
  gki_workspace workspace = {.shared_bytes = lay_shared(&c, NULL), .thread_bytes = c.worker_bytes};
  const double work = (double)kde->n * (double)call->m / WORK_OF_A_THREAD;
  const size_t wanted = call->options->threads;
  const size_t useful = work < (double)wanted ? 1 : wanted;
  gk_status status = gki_plan_workspace(call->function, call->options, useful, &workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(call->function, workspace.total);
  }
  c.workers = memory + lay_shared(&c, memory);
  gki_exp2_prepare_f64(1, &c.one);
  status = answer(&c, workspace.threads);
  gki_free(memory);
  return status;
}
