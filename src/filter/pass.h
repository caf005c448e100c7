/*
 * A filter is a sequence of passes over arrays: each filters along one axis, or, with FIR, along two
 * at once so that memory is read and written once. The front (filter.c) plans the passes, the
 * engines do them: a pass is a number of independent tasks, bands of rows or groups of lines.
 *
 * Of two axes axis[1] is filtered first: axis[0]'s boundary is that of what comes out of it.
 *
 * Passes along one axis may work in place (in and out the same array): a task reads all it needs
 * before it writes, and writes only lines that it alone reads. Passes along two axes may not.
 *
 * Between passes arrays hold the work type, float or double.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_PASS_H
#define GKI_FILTER_PASS_H

#include <gausskern/filter.h>
#include <stdbool.h>

/*
 * The weights of an FIR filter. Even ones (w(-j) = w(j)) are applied to differences from the centre,
 *
 *     out(i) = sum in(i) + sum over j >= 1 of w(j) ((in(i - j) + in(i + j)) - 2 in(i)),
 *
 * which leaves a constant as it is to the last bit, odd ones (w(-j) = -w(j)) as
 *
 *     out(i) = (in(i) - in(i)) + sum over j >= 1 of w(j) (in(i - j) - in(i + j)),
 *
 * where the centre has a part only so that a NaN there spreads.
 */
typedef struct gki_taps {
  size_t radius;
  bool odd;
  double sum;          /* of all weights, where they are even; exactly 1 of order 0 */
  const double *w_f64; /* w(1) ... w(radius) */
  const float *w_f32;  /* rounded from them */
} gki_taps;

enum { GKI_MOST_TERMS = 8 };

/*
 * Weights as a sum of exponentials: w(0) = centre, w(j) = sum over the terms of Re(c z^j) for j >= 1,
 * and w(-j) = w(j), or -w(j) where odd. A term stands for a conjugate pair of poles, or for a real
 * one with the imaginary parts 0.
 */
typedef struct gki_exponentials {
  size_t terms, poles;
  bool odd;
  double centre;
  double z_re[GKI_MOST_TERMS], z_im[GKI_MOST_TERMS];
  double c_re[GKI_MOST_TERMS], c_im[GKI_MOST_TERMS];
  /* Of the slowest term: |z|^j is below the accuracy of the weights for j >= reach. */
  size_t reach;
} gki_exponentials;

/* How one axis is filtered. */
typedef struct gki_axis {
  gk_engine engine;     /* FIR or recursive */
  gk_boundary boundary; /* never NONE: that is CONSTANT with cval 0, of data and of weights */
  double cval;
  size_t keep; /* only the pixels 0, keep, 2 keep ... are written */
  gki_taps taps;
  gki_exponentials exponentials;
  double error; /* of cutting off, or of the exponentials, relative to the sum of |w| */
} gki_axis;

/*
 * One pass. Arrays have exactly four axes, each with a size of at least 1, in the order of the
 * caller; sizes and strides are checked, and out's size along a filtered axis is ceil(in's / keep).
 */
typedef struct gki_pass {
  gk_array in, out;
  bool f64;    /* rows are held, and FIR computes, in double, else in float */
  size_t axes; /* 1 or 2 */
  /* Which; of two, the first is the one with the smaller stride, and is filtered last: its cval is
     what the second makes of the constant beyond the array. */
  size_t axis[2];
  const gki_axis *filter[2];
} gki_pass;

/* What a pass needs. Bytes are in whole cache lines. */
typedef struct gki_pass_plan {
  size_t tasks;
  size_t threads; /* as many as are of use; does not change results */
  size_t shared_bytes, thread_bytes;
} gki_pass_plan;

/*
 * The engines. `plan` says what the pass needs, and false where that passes any address space;
 * `begin` fills the shared memory before the first task; `run` does a task.
 */
typedef struct gki_pass_engine {
  bool (*plan)(const gki_pass *pass, gki_pass_plan *plan);
  void (*begin)(const gki_pass *pass, char *shared);
  void (*run)(const gki_pass *pass, size_t task, const char *shared, char *thread);
} gki_pass_engine;

extern const gki_pass_engine gki_fir_engine, gki_recursive_engine;

/*
 * The exponentials for an axis of this sigma, order (0 to 2) and method (sampled or integrated)
 * whose error, the sum of |differences| of the weights over the sum of |w|, is at most `error`:
 * as few as will do. Sets axis->exponentials and axis->error; false where there are none.
 */
bool gki_find_exponentials(double sigma, unsigned order, gk_weights_method method, double error,
                           gki_axis *axis);

#endif
