/*
 * Likelihood cross-validation: the a that makes
 *
 *     l(a) = sum_i w_i log f_-i(x_i)
 *     f_-i(x) = sum_(j != i) w_j a^-d exp(-|z - z_j|^2 / (2 a^2)) / (1 - w_i)    (z whitened with C)
 *
 * largest, but for what does not depend on a. Each l is a product with the symmetric Gram matrix
 * without its diagonal; where a sum underflows, by logarithms. In one dimension it is found in
 * linear time (kde/left_out.h).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/constants.h"
#include "core/dd.h"
#include "core/memory.h"
#include "core/status.h"
#include "kde/create.h"
#include "kde/engines.h"
#include "kde/left_out.h"

#include <float.h>
#include <gausskern/gram.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
  EXPECTED = 30,    /* evaluations that progress reckons with */
  SCAN = 8,         /* steps below the first a */
  NODES = 9,        /* of the last interpolation */
  LINE_POINTS = 256 /* from which on linear time is less */
};

/* Of log a: what is asked for, and how near a search comes before the last interpolation. */
static const double tolerance = 1e-6, coarse_tolerance = 0.01;

struct search {
  const char *function;
  const gk_kde *kde;
  const gk_options *options;
  double *sums;
  gki_left_out *line; /* NULL: by products */
  int evaluations;
  gk_status status;
};

/* A point's bits, mixed: equal points have equal ones. */
static uint64_t mix_bits(size_t d, const double *x) {
  uint64_t hash = 0x9e3779b97f4a7c15u;
  for (size_t k = 0; k < d; k++) {
    const double value = x[k] + 0.0; /* -0 is 0 */
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    hash = (hash ^ bits) * 0xbf58476d1ce4e5b9u;
    hash ^= hash >> 29;
  }
  return hash;
}

/* Whether each point with a weight coincides with another; keys and scratch have n. */
static bool all_coincide(const gk_kde *kde, double *keys, double *scratch) {
  const uint64_t exponent_of_one = (uint64_t)0x3ff << 52;
  size_t n = 0;
  for (size_t i = 0; i < kde->n; i++) {
    if (gki_kde_weight(kde, i) > 0) {
      const uint64_t mantissa = mix_bits(kde->d, kde->points + i * kde->d) >> 12;
      const uint64_t bits = exponent_of_one | mantissa; /* a number from 1 to 2 */
      memcpy(&keys[n++], &bits, sizeof bits);
    }
  }
  gki_kde_sort(n, keys, NULL, scratch);
  for (size_t i = 0; i < n; i++) {
    const bool before = i > 0 && keys[i - 1] == keys[i];
    const bool after = i + 1 < n && keys[i + 1] == keys[i];
    if (!before && !after) {
      return false;
    }
  }
  return true;
}

/* sum w_i log sums_i of sums or their logarithms; false where a sum is too small. */
static bool add_logarithms(const struct search *search, bool are_logs, double *total) {
  const gk_kde *kde = search->kde;
  gki_dd sum = {0, 0};
  for (size_t i = 0; i < kde->n; i++) {
    const double weight = gki_kde_weight(kde, i), value = search->sums[i];
    if (weight > 0) {
      if (!are_logs && !(value >= 0x1p-900)) {
        return false;
      }
      sum = gki_dd_add(sum, gki_dd_of(weight * (are_logs ? value : log(value))));
    }
  }
  *total = gki_dd_value(sum);
  return true;
}

/* The sums of the Gram matrix's rows without the diagonal, or their logarithms. */
static gk_status find_sums(const struct search *search, bool logs, const gk_rbf *rbf,
                           const gk_options *options) {
  const gk_kde *kde = search->kde;
  const size_t n = kde->n, d = kde->d;
  if (logs) {
    return gk_gram_log_sums_f64(n, d, kde->points, d, kde->weights, GK_DIAGONAL_LEFT_OUT, rbf,
                                search->sums, options);
  }
  if (kde->weights) {
    return gk_gram_multiply_f64(n, d, 1, kde->points, d, kde->weights, 1, GK_DIAGONAL_LEFT_OUT, rbf,
                                search->sums, 1, options);
  }
  return gk_gram_row_sums_f64(n, d, kde->points, d, GK_DIAGONAL_LEFT_OUT, rbf, search->sums,
                              options);
}

/*
 * A search is a hundred calls in a row. Where each takes a millisecond or two, as n^2 / 2 kernels of
 * so many points do, all of them take no longer than a person notices, but a processor that others
 * use makes a team late by a time slice, each time.
 */
static size_t useful_threads(const gk_kde *kde, size_t threads) {
  const double n = (double)kde->n, work = n * n / 2 * ((double)kde->d + 17), worth_a_team = 1e8;
  return work < worth_a_team ? 1 : threads;
}

/* sum w_i log of the Gram matrix's sums; by their logarithms where a sum is too small. */
static gk_status total_of_products(const struct search *search, double scale,
                                   const gk_options *options, const gk_options *rest,
                                   double *total) {
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = scale * scale / 2;
  gk_status status = find_sums(search, false, &rbf, options);
  if (!status && !add_logarithms(search, false, total)) {
    status = find_sums(search, true, &rbf, rest);
    if (!status) {
      add_logarithms(search, true, total);
    }
  }
  return status;
}

/* l, at the logarithm of a; -infinity after a failure, which ends the search. */
static double likelihood(struct search *search, double log_a) {
  const double scale = exp(-log_a), steps = (double)search->evaluations++ / EXPECTED;
  gki_kde_part part, last;
  double total = NAN;
  if (search->status) {
    return -INFINITY;
  }
  /* What is told never reaches the end, and never goes back. */
  const double begin = steps < 1 ? steps : 1 - 1e-9;
  const double end = steps < 1 ? fmin(begin + 1.0 / EXPECTED, 1 - 1e-9) : begin;
  const gk_options options = gki_kde_part_options(&part, search->options, begin, end);
  const gk_options rest = gki_kde_part_options(&last, search->options, end, end);
  /* A small matrix is one task, which tells nothing. */
  search->status = gki_kde_tell(search->function, search->options, begin);
  if (!search->status && search->line) {
    search->status = gki_left_out_total(search->line, search->function, scale, &options, &total);
  }
  if (!search->status && isnan(total)) {
    const gk_options *first = search->line ? &rest : &options;
    search->status = total_of_products(search, scale, first, &rest, &total);
  }
  return search->status ? -INFINITY : total - (double)search->kde->d * log_a;
}

/* Brackets of the maximum: log a at low < best < high, with l there and nowhere seen higher. */
struct bracket {
  double low, best, high, value;
};

/* Steps of a factor of sqrt(2) around Scott's a, and on where the largest is at an end. */
static struct bracket scan(struct search *search) {
  const double step = 0.34657359027997264, d = (double)search->kde->d;
  const double centre = -log(search->kde->effective_size) / (d + 4);
  struct bracket bracket = {0, 0, 0, -INFINITY};
  int best = 0, low = -SCAN, high = SCAN / 2;
  for (int k = low; k <= high && !search->status; k++) {
    const double value = likelihood(search, centre + k * step);
    if (value > bracket.value) {
      bracket.value = value;
      best = k;
    }
  }
  while (!search->status && (best == low || best == high) && low > -200 && high < 200) {
    const int next = best == low ? --low : ++high;
    const double value = likelihood(search, centre + next * step);
    if (value > bracket.value) {
      bracket.value = value;
      best = next;
    }
  }
  bracket.low = centre + (best - 1) * step;
  bracket.best = centre + best * step;
  bracket.high = centre + (best + 1) * step;
  return bracket;
}

/* The parabola through three points has its summit this far from x. */
static double parabola_step(double x, double fx, double v, double fv, double w, double fw) {
  const double r = (x - w) * (fx - fv), q = (x - v) * (fx - fw);
  const double numerator = (x - v) * q - (x - w) * r, denominator = 2 * (q - r);
  return denominator != 0 ? -numerator / denominator : NAN;
}

/* Brent's search for the maximum: parabolas, and golden sections where they do not settle. */
static double maximise(struct search *search, const struct bracket *bracket, double within) {
  const double golden = 0.3819660112501051;
  double a = bracket->low, b = bracket->high, x = bracket->best, fx = bracket->value;
  double w = x, v = x, fw = fx, fv = fx, step = 0, before = 0;
  for (int i = 0; i < 60 && !search->status; i++) {
    const double middle = (a + b) / 2;
    if (fabs(x - middle) <= 2 * within - (b - a) / 2) {
      break;
    }
    const double to_summit = parabola_step(x, fx, v, fv, w, fw);
    if (fabs(before) > within && fabs(to_summit) < fabs(before) / 2 && x + to_summit > a &&
        x + to_summit < b) {
      before = step;
      step = to_summit;
    } else {
      before = (x < middle ? b : a) - x;
      step = golden * before;
    }
    const double u = x + (fabs(step) >= within ? step : copysign(within, step));
    const double fu = likelihood(search, u);
    if (fu >= fx) {
      *(u < x ? &b : &a) = x;
      v = w, fv = fw;
      w = x, fw = fx;
      x = u, fx = fu;
    } else {
      *(u < x ? &a : &b) = u;
      if (fu >= fw || w == x) {
        v = w, fv = fw;
        w = u, fw = fu;
      } else if (fu >= fv || v == x || v == w) {
        v = u, fv = fu;
      }
    }
  }
  return x;
}

/* The derivative of sum c_k T_k(t), k from 1 on: T_k' = k U_(k - 1). */
static double series_slope(const double c[NODES], double t) {
  double slope = 0, before = 0, u = 1;
  for (int k = 1; k < NODES; k++) {
    slope += k * c[k] * u;
    const double next = 2 * t * u - before;
    before = u;
    u = next;
  }
  return slope;
}

/*
 * The maximum near x. Close to it l is flat: values differ by no more than their rounding within some
 * 1e-6 of a and much more where there are many points. So l is interpolated at Chebyshev's nodes
 * within `reach`, and it is the slope of that which is 0. NaN where it is not, or where the last term
 * says that it is no polynomial, which may happen where it is not flat.
 */
static double refine(struct search *search, double x) {
  const double reach = 4 * coarse_tolerance;
  double value[NODES], c[NODES] = {0};
  for (int j = 0; j < NODES; j++) {
    value[j] = likelihood(search, x + reach * cos(GKI_PI * (j + 0.5) / NODES));
  }
  for (int k = 1; k < NODES; k++) {
    for (int j = 0; j < NODES; j++) {
      c[k] += 2.0 / NODES * (value[j] - value[NODES / 2]) * cos(GKI_PI * k * (j + 0.5) / NODES);
    }
  }
  const double curvature = 4 * fabs(c[2]), last = NODES - 1, off = last * last * fabs(c[NODES - 1]);
  double low = -1, high = 1;
  if (!(series_slope(c, low) > 0 && series_slope(c, high) < 0 &&
        off * reach <= tolerance * curvature)) {
    return NAN;
  }
  while (high - low > 1e-9) {
    const double middle = (low + high) / 2;
    *(series_slope(c, middle) > 0 ? &low : &high) = middle;
  }
  return x + reach * low;
}

/* search->line, where it is of use and `options` have room for it and for products, and its memory. */
static gk_status make_line(struct search *search, gki_left_out *line, gk_options *options,
                           char **memory) {
  const gk_kde *kde = search->kde;
  *memory = NULL;
  if (kde->d != 1 || kde->n < LINE_POINTS) {
    return GK_SUCCESS;
  }
  const size_t bytes = gki_left_out_lay(line, kde, NULL);
  const size_t products = 16 * kde->n + ((size_t)4 << 20); /* some threads' */
  if (options->workspace_bytes && options->workspace_bytes < bytes + products) {
    return GK_SUCCESS;
  }
  *memory = gki_alloc(1, bytes);
  if (!*memory) {
    return gki_fail_memory(search->function, bytes);
  }
  options->workspace_bytes -= options->workspace_bytes ? bytes : 0;
  gki_left_out_lay(line, kde, *memory);
  search->line = line;
  return GK_SUCCESS;
}

gk_status gki_kde_cross_validate(const char *function, const gk_kde *kde, const gk_options *options,
                                 double *a) {
  size_t doubles;
  if (!gki_multiply_size(kde->n, 2, &doubles)) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "n = %zu is too large", kde->n);
  }
  gk_options own = *options;
  gk_status status = gki_kde_spend(function, &own, doubles * sizeof(double));
  if (status) {
    return status;
  }
  double *sums = gki_alloc(doubles, sizeof *sums);
  if (!sums) {
    return gki_fail_memory(function, doubles * sizeof *sums);
  }
  struct search search = {
      .function = function, .kde = kde, .options = &own, .sums = sums, .status = GK_SUCCESS};
  if (all_coincide(kde, sums, sums + kde->n)) {
    gki_free(sums);
    return gki_fail(GK_ERROR_DATA, function,
                    "each point coincides with another: no bandwidth makes the likelihood largest");
  }
  char *memory;
  gki_left_out line;
  search.status = make_line(&search, &line, &own, &memory);
  own.threads = useful_threads(kde, own.threads);
  const struct bracket bracket = scan(&search);
  const double refined = refine(&search, maximise(&search, &bracket, coarse_tolerance));
  *a = exp(isnan(refined) ? maximise(&search, &bracket, tolerance) : refined);
  gki_free(memory);
  gki_free(sums);
  return gki_kde_relay(function, search.status);
}
