/*
 * How the FIR filter sees a pass: images of lines of pixels of channels, as many as the outer axes
 * say, cut into bands of output lines and strips of output pixels.
 *
 * Weights are applied across lines, along them, or both: then across first. A line's channels lie
 * between its pixels, so that a line is one row of numbers whose neighbours are `channels` apart.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_FIR_LAYOUT_H
#define GKI_FILTER_FIR_LAYOUT_H

#include "filter/pass.h"

/* An axis in its role. Without a filter: radius 0, keep 1. */
typedef struct gki_fir_axis {
  size_t size, out_size;
  ptrdiff_t in_stride, out_stride; /* of elements */
  const gki_axis *filter;          /* NULL: not filtered */
  size_t radius, keep;
} gki_fir_axis;

/* Where the rows that are filtered across lie. */
typedef enum gki_fir_rows {
  GKI_FIR_INPUT, /* in the input itself */
  GKI_FIR_RING,  /* brought to the work type, the last 2 radius + 1 */
  GKI_FIR_PANEL  /* brought to the work type, all of them before the first result */
} gki_fir_rows;

/* Where results go. */
typedef enum gki_fir_sink {
  GKI_FIR_OUT,      /* to the output, which is of the work type */
  GKI_FIR_OUT_PAST, /* likewise, past the caches */
  GKI_FIR_OUT_U8,   /* to the output, which is u8 */
  GKI_FIR_RESULT    /* to a row of their own, from where they are stored */
} gki_fir_sink;

typedef struct gki_fir_layout {
  gki_fir_axis pixel, channel, line, outer[2];
  gki_fir_rows rows;
  bool in_flat;  /* the numbers of an input row lie one after the other */
  bool out_flat; /* likewise of an output row, but for keep */
  gki_fir_sink sink;
  size_t strip, strips; /* output pixels, and how many strips */
  size_t band, bands;   /* output lines, and how many bands */
  size_t group, groups; /* images a task does one after the other, and groups of them */
  size_t images;        /* the product of the outer sizes */
  size_t row_size;      /* elements of a row of a strip, with what is beyond its ends */
  size_t row_stride;    /* elements from one row of a ring or panel to the next */
  size_t slots;         /* rows of the ring or panel */
  size_t lines;         /* output lines that are done at once */
  size_t window;        /* input lines that a band reaches, with what is beyond its ends */
  size_t constant_at;   /* where the row of cval is in the shared memory; 0: none */
  size_t shared_bytes;
  size_t beyond_at, pointers_at, slots_at, row_at, result_at,
      thread_bytes; /* in a thread's memory */
} gki_fir_layout;

/* A pass may need a row's pixels from three pieces of the line: its end, its middle, its start. */
enum { GKI_FIR_PIECES = 3 };

/*
 * Pixels of a row without those beyond its ends: up to the last that is kept, but all of a whole
 * line, since the others may stand for some beyond.
 */
static inline size_t gki_fir_row_pixels(const gki_fir_axis *pixel, size_t kept) {
  return kept == pixel->out_size ? pixel->size : (kept - 1) * pixel->keep + 1;
}

/* False where the memory passes any address space. */
bool gki_fir_lay_out(const gki_pass *pass, gki_fir_layout *layout);

/* Does one task, in the pass's precision. */
void gki_fir_run_f32(const gki_pass *pass, size_t task, const char *shared, char *thread);
void gki_fir_run_f64(const gki_pass *pass, size_t task, const char *shared, char *thread);

#endif
