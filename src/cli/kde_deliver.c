/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_picture.h"
#include "kde_run.h"
#include "kde_show.h"
#include "number.h"

#include <stdio.h>

enum { WORDS = 160 };

/* A curve as text has its x in front: a grid that was chosen would not be known otherwise. */
static bool put_x_in_front(kde_run *run) {
  array *result = &run->result;
  const gk_axis *axis = &run->axes[0];
  array both = {.dtype = result->dtype, .dimensions = 2, .shape = {axis->count, 2}};
  if (!array_allocate(&both)) {
    return false;
  }
  for (size_t i = 0; i < axis->count; i++) {
    double along = axis->count > 1 ? (double)i / (double)(axis->count - 1) : 0;
    double x =
        i + 1 == axis->count && i > 0 ? axis->last : axis->first * (1 - along) + axis->last * along;
    if (both.dtype == TABLE_F32) {
      ((float *)both.data)[2 * i] = (float)x;
      ((float *)both.data)[2 * i + 1] = ((float *)result->data)[i];
    } else {
      ((double *)both.data)[2 * i] = x;
      ((double *)both.data)[2 * i + 1] = ((double *)result->data)[i];
    }
  }
  array_free(result);
  *result = both;
  return true;
}

static bool is_text(const result_options *to) {
  return to->format == RESULT_CSV || to->format == RESULT_TEXT;
}

/* As the area below it. */
static bool show_curve(const kde_run *run, drawing *what) {
  result_options shown = run->options.result;
  array area = {0};
  shown.format = RESULT_NONE;
  bool ok = kde_show_area(&run->result, &area) && result_deliver(&shown, &area, what);
  array_free(&area);
  return ok;
}

static bool deliver_curve(kde_run *run, drawing *what) {
  result_options written = run->options.result;
  bool shown = written.picture.show;
  written.picture.show = false;
  return (!shown || show_curve(run, what)) && (!is_text(&written) || put_x_in_front(run)) &&
         result_deliver(&written, &run->result, what);
}

static bool deliver(kde_run *run, const char *words) {
  const kde_options *options = &run->options;
  const result_options *to = &options->result;
  kde_picture picture = {0};
  drawing what = {0};
  bool curve = options->place == KDE_GRID && run->bandwidth.d == 1;
  bool drawn = result_is_picture(to) || to->picture.show;
  bool ok = !drawn ||
            kde_picture_make(options, &run->data, run->axes, &run->result, words, &picture, &what);
  ok = ok && (curve ? deliver_curve(run, &what) : result_deliver(to, &run->result, &what));
  kde_picture_free(&picture);
  return ok;
}

/* "on -3:3:100 by exponentials, " */
static void tell_grid(const kde_run *run) {
  for (size_t k = 0; k < run->bandwidth.d; k++) {
    char first[NUMBER_BYTES], last[NUMBER_BYTES];
    number_format(run->axes[k].first, first);
    number_format(run->axes[k].last, last);
    fprintf(stderr, "%s%s:%s:%zu", k == 0 ? "on " : ",", first, last, run->axes[k].count);
  }
  fprintf(stderr, " ");
}

static void tell_engine(const kde_run *run) {
  const kde_options *options = &run->options;
  gk_kde_method method = kde_options_method(options);
  gk_kde_engine engine = GK_KDE_EXACT;
  bool grid = options->place == KDE_GRID;
  bool known = options->log || gk_kde_error(run->kde, run->at.rows, grid ? run->axes : NULL,
                                            &method, &engine, NULL) == GK_SUCCESS;
  if (known) {
    fprintf(stderr, "by %s, ", kde_engine_name(engine));
  }
}

static void summarise(const kde_run *run, const char *words, double seconds) {
  const kde_options *options = &run->options;
  size_t n = gk_kde_points(run->kde);
  fprintf(stderr, "gausskern: n = %zu, ", n);
  if (run->data.weights.data != NULL) {
    fprintf(stderr, "n_eff = %.6g, ", gk_kde_effective_size(run->kde));
  }
  fprintf(stderr, "d = %zu, %s, ", run->bandwidth.d, words);
  if (options->place == KDE_GRID) {
    tell_grid(run);
  }
  if (options->place == KDE_GRID || options->place == KDE_POINTS) {
    tell_engine(run);
  }
  bool named = options->result.output != NULL;
  fprintf(stderr, "%.2f s%s%s\n", seconds, named ? ", " : "", named ? options->result.output : "");
}

bool kde_run_deliver(kde_run *run, double started) {
  char words[WORDS];
  kde_bandwidth_words(&run->bandwidth, run->options.rule, words, sizeof words);
  if (!deliver(run, words)) {
    return false;
  }
  if (!run->options.result.quiet) {
    summarise(run, words, progress_clock() - started);
  }
  return true;
}
