/*
 * The states at the ends of a line. Where |z|^n is negligible after `reach` pixels, so many pixels
 * determine a state; else it is a sum over the line and a geometric series of its repetitions.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/recursive.h"
#include "simd/dispatch.h"

#include <string.h>

/* Where term t's u and v of the states lie. */
static double *u_of(double *state, size_t term, size_t width) {
  return state + 2 * term * width;
}

static double complex state_at(const gki_recursive_pass *p, const double *state, size_t term,
                               size_t width, size_t line) {
  const double *u = state + 2 * term * width + line;
  const double imaginary = p->imaginary[term];
  return gki_complex(*u, imaginary != 0.0 ? u[width] * imaginary : 0.0);
}

static void set_state(const gki_recursive_pass *p, double *state, size_t term, size_t width,
                      size_t line, double complex y) {
  double *u = u_of(state, term, width) + line;
  *u = creal(y);
  if (p->imaginary[term] != 0.0) {
    u[width] = cimag(y) / p->imaginary[term];
  }
}

/* Products by parts: those of C look for infinities first. */
static double complex product(double complex a, double complex b) {
  return gki_complex(creal(a) * creal(b) - cimag(a) * cimag(b),
                     creal(a) * cimag(b) + cimag(a) * creal(b));
}

/* The states of lines that have been `value` for ever. */
static void constant_state(const gki_recursive_pass *p, const double *value, size_t stride,
                           size_t width, double *state) {
  for (size_t t = 0; t < p->terms; t++) {
    for (size_t l = 0; l < width; l++) {
      const double x = value[l * stride];
      set_state(p, state, t, width, l,
                gki_complex(x * creal(p->steady[t]), x * cimag(p->steady[t])));
    }
  }
}

/*
 * The state after the warm-up's rows: from rest where they are the whole line, else as if the line
 * had been constant before, which leaves constants as they are.
 */
static void gather(const gki_recursive_pass *p, const double *x, ptrdiff_t step, size_t width,
                   double *state) {
  if (p->whole) {
    memset(state, 0, p->states * width * sizeof *state);
  } else {
    constant_state(p, x, 1, width, state);
  }
  gki_isa_in_use()->recursion->gather(&p->causal, p->warm_up, x, step, width, state);
}

/* state = (state + over * other) * repeated; without `other`: state * repeated. */
static void repeat(const gki_recursive_pass *p, size_t width, const double *other, double *state) {
  for (size_t t = 0; t < p->terms; t++) {
    for (size_t l = 0; l < width; l++) {
      double complex y = state_at(p, state, t, width, l);
      if (other) {
        y += product(p->over[t], state_at(p, other, t, width, l));
      }
      set_state(p, state, t, width, l, product(y, p->repeated[t]));
    }
  }
}

/* A line that is read backwards beyond its first pixel (mirror: without repeating it). */
static void turned_state(const gki_recursive_pass *p, const double *x, size_t width, double *state,
                         double *work) {
  const ptrdiff_t row = (ptrdiff_t)width;
  const size_t first = p->boundary == GK_BOUNDARY_MIRROR ? 1 : 0;
  gather(p, x + (first + p->warm_up - 1) * width, -row, width, state);
  if (p->whole) {
    gather(p, x, row, width, work);
    repeat(p, width, work, state);
  }
}

void gki_state_before(const gki_recursive_pass *p, const double *x, size_t width, double *state,
                      double *work) {
  switch (p->boundary) {
  case GK_BOUNDARY_NEAREST:
    constant_state(p, x, 1, width, state);
    break;
  case GK_BOUNDARY_CONSTANT:
  case GK_BOUNDARY_NONE:
    constant_state(p, &p->cval, 0, width, state);
    break;
  case GK_BOUNDARY_WRAP:
    gather(p, x + (p->lines.length - p->warm_up) * width, (ptrdiff_t)width, width, state);
    if (p->whole) {
      repeat(p, width, NULL, state);
    }
    break;
  case GK_BOUNDARY_REFLECT:
  case GK_BOUNDARY_MIRROR:
    turned_state(p, x, width, state, work);
  }
}

void gki_state_behind(const gki_recursive_pass *p, const double *x, size_t width,
                      const double *last, const double *last_but_one, double *state) {
  switch (p->boundary) {
  case GK_BOUNDARY_NEAREST:
    constant_state(p, x + (p->lines.length - 1) * width, 1, width, state);
    break;
  case GK_BOUNDARY_CONSTANT:
  case GK_BOUNDARY_NONE:
    constant_state(p, &p->cval, 0, width, state);
    break;
  case GK_BOUNDARY_WRAP:
    gather(p, x + (p->warm_up - 1) * width, -(ptrdiff_t)width, width, state);
    if (p->whole) {
      repeat(p, width, NULL, state);
    }
    break;
  case GK_BOUNDARY_REFLECT:
    memcpy(state, last, p->states * width * sizeof *state);
    break;
  case GK_BOUNDARY_MIRROR:
    memcpy(state, last_but_one, p->states * width * sizeof *state);
  }
}

/* 1 - z^n by squaring of 1 - z^k, which keeps its digits where z is near 1. */
static double complex less_power(double complex less_z, size_t n) {
  double complex less = 0.0, square = less_z;
  for (; n > 0; n >>= 1) {
    if (n & 1) {
      less = less + square - product(less, square);
    }
    square = product(square, 2.0 - square);
  }
  return less;
}

/* How many pixels determine a state, and what the geometric series of a short line is. */
static void prepare_ends(const gki_exponentials *e, gki_recursive_pass *p) {
  const size_t n = p->lines.length;
  if (p->boundary == GK_BOUNDARY_MIRROR && n == 1) {
    p->boundary = GK_BOUNDARY_NEAREST;
  }
  const size_t most = p->boundary == GK_BOUNDARY_MIRROR ? n - 1 : n;
  p->whole = e->reach >= most;
  p->warm_up = p->whole ? most : e->reach;
  for (size_t t = 0; t < e->terms; t++) {
    const double complex less_z = gki_complex(1.0 - e->z_re[t], -e->z_im[t]);
    const double complex less = less_power(less_z, most);
    const double complex turned = product(less, 2.0 - less);
    p->steady[t] = 1.0 / less_z;
    p->over[t] = 1.0 - less;
    p->repeated[t] = 1.0 / (p->boundary == GK_BOUNDARY_WRAP ? less : turned);
  }
}

void gki_prepare_recursive(const gki_pass *pass, gki_recursive_pass *p) {
  const gki_axis *axis = pass->filter[0];
  const gki_exponentials *e = &axis->exponentials;
  *p = (gki_recursive_pass){.lines = gki_lines_of(pass),
                            .boundary = axis->boundary,
                            .cval = axis->cval,
                            .terms = e->terms,
                            .states = e->poles};
  gki_recursion *r = &p->causal;
  r->real = e->poles % 2 == 1;
  r->pairs = e->poles / 2;
  r->centre = e->centre;
  for (size_t t = 0; t < e->terms; t++) { /* the outcome is Re(c z y), y the state before */
    const double complex cz =
        product(gki_complex(e->c_re[t], e->c_im[t]), gki_complex(e->z_re[t], e->z_im[t]));
    p->imaginary[t] = e->z_im[t];
    r->z[t] = e->z_re[t];
    r->turn[t] = e->z_im[t] * e->z_im[t];
    r->out_u[t] = creal(cz);
    r->out_v[t] = -cimag(cz) * e->z_im[t];
  }
  p->anticausal = p->causal;
  for (size_t t = 0; e->odd && t < e->terms; t++) {
    p->anticausal.out_u[t] = -r->out_u[t];
    p->anticausal.out_v[t] = -r->out_v[t];
  }
  prepare_ends(e, p);
}
