/* One tile of K, for one precision; see gram_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void compute_tile(const struct problem *problem, struct worker *worker,
                         const struct tile *tile, const target_tile *target) {
  const loop_table *loops = problem->loops;
  const exp2_plan *exp2 = &problem->kernel.exp2;
  const exponents from = tile_exponents(problem, worker, tile, target->diagonal, false);
  if (from.kind == GKI_FROM_DIFFERENCES) {
    loops->differences(from.features, from.rows, from.cols, from.w, from.factor, exp2, target);
  } else if (from.kind == GKI_FROM_PRODUCTS) {
    loops->finish_products(from.tile, from.ld, from.row_norms, from.col_norms, exp2, target);
  } else {
    loops->finish_squares(from.tile, from.ld, from.factor, exp2, target);
  }
}

/*
 * A tile for a K whose rows do not begin on cache lines: made in the cache, in windows, and
 * streamed from there row by row. Storing its blocks at once would first read every line of K.
 */
static void compute_staged(const struct problem *problem, struct worker *worker,
                           const struct tile *tile, const target_tile *target) {
  target_tile staged = *target;
  staged.k = target->k ? worker->window : NULL;
  staged.mirror = target->mirror ? worker->mirror_window : NULL;
  staged.ldk = staged.ldm = scratch_ld(problem->edge);
  compute_tile(problem, worker, tile, &staged);
  if (target->k) {
    problem->loops->stream_rows(tile->rows, tile->cols, staged.k, staged.ldk, target->k,
                                target->ldk);
  }
  if (target->mirror) {
    problem->loops->stream_rows(tile->cols, tile->rows, staged.mirror, staged.ldm, target->mirror,
                                target->ldm);
  }
}
