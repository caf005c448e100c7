/*
 * A task of the FIR engine, for one precision: T, NAME and the members TAPS of gki_taps and LOOPS
 * of gki_isa are the includer's.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/array.h"
#include "filter/boundary.h"
#include "filter/fir_layout.h"

#include <string.h>

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Pixels of the line that lie at a place of the row. */
typedef struct piece {
  size_t at, from, count;
} piece;

/* One band of one strip of one image. */
typedef struct band {
  const gki_pass *pass;
  const gki_fir_layout *layout;
  const NAME(gki_fir_loops) * loops;
  NAME(gki_fir_taps) along, across;
  const char *in; /* the image's first element */
  char *out;
  size_t in_bytes, out_bytes; /* of an element */
  size_t line, line_end;      /* of the output */
  size_t pixel, pixels;       /* of the output */
  ptrdiff_t first_pixel;      /* the line's, at the row's start */
  ptrdiff_t first_line;       /* of the window */
  size_t row_pixels;
  piece piece[GKI_FIR_PIECES]; /* the second is the row's own part of the line */
  size_t before, after;        /* pixels of the row beyond the line's ends */
  size_t *beyond;              /* see find_beyond */
  const T **rows;              /* for each piece: its start in each line of the window */
  size_t loaded;               /* lines of the window, into the ring */
  T *slots, *row, *result;
  const T *constant;
} band;

static const char *in_line(const band *b, size_t line) {
  return b->in + (ptrdiff_t)line * b->layout->line.in_stride * (ptrdiff_t)b->in_bytes;
}

static NAME(gki_fir_taps) taps_of(const gki_fir_axis *axis) {
  NAME(gki_fir_taps) taps = {0};
  if (axis->filter) {
    const gki_taps *from = &axis->filter->taps;
    taps = (NAME(gki_fir_taps)){from->radius, from->odd, (T)from->sum, from->TAPS};
  }
  return taps;
}

/*
 * The pieces of the line that the row needs. Beyond the line's ends they are there only where a
 * strip does not hold the pixels that stand for those beyond: with WRAP.
 */
static void find_pieces(band *b) {
  const gki_fir_axis *pixel = &b->layout->pixel;
  const size_t n = pixel->size;
  const size_t before = b->first_pixel < 0 ? (size_t)-b->first_pixel : 0;
  const size_t start = b->first_pixel < 0 ? 0 : (size_t)b->first_pixel;
  const size_t room = b->row_pixels - before;
  const size_t count = room < n - start ? room : n - start;
  const size_t after = room - count;
  memset(b->piece, 0, sizeof b->piece);
  b->piece[1] = (piece){before, start, count};
  if (b->layout->strips > 1 && pixel->filter && pixel->filter->boundary == GK_BOUNDARY_WRAP) {
    b->piece[0] = (piece){0, n - before, before};
    b->piece[2] = (piece){before + count, 0, after};
  }
}

/* A piece of a line, brought to the work type; `line` is where the line begins. */
static void load_piece(const band *b, const char *line, const piece *p, T *row) {
  const gki_fir_axis *pixel = &b->layout->pixel, *channel = &b->layout->channel;
  const size_t channels = channel->size;
  const char *from = line + (ptrdiff_t)p->from * pixel->in_stride * (ptrdiff_t)b->in_bytes;
  T *to = row + p->at * channels;
  if (b->layout->in_flat) {
    b->loops->load[b->pass->in.type](p->count * channels, from, 1, to, 1);
    return;
  }
  for (size_t c = 0; c < channels; c++) {
    b->loops->load[b->pass->in.type](
        p->count, from + (ptrdiff_t)c * channel->in_stride * (ptrdiff_t)b->in_bytes,
        pixel->in_stride, to + c, (ptrdiff_t)channels);
  }
}

static void load_line(const band *b, size_t line, T *row) {
  for (size_t k = 0; k < GKI_FIR_PIECES; k++) {
    if (b->piece[k].count > 0) {
      load_piece(b, in_line(b, line), &b->piece[k], row);
    }
  }
}

/* The line of the image that is line i of the window; the number of lines: beyond them. */
static size_t window_line(const band *b, size_t i) {
  const gki_fir_axis *line = &b->layout->line;
  return gki_fold(line->filter->boundary, b->first_line + (ptrdiff_t)i, line->size);
}

static const T *row_of(const band *b, size_t i, const piece *p) {
  const gki_fir_layout *layout = b->layout;
  const size_t line = window_line(b, i), at = p->at * layout->channel.size;
  if (line == layout->line.size) {
    return b->constant;
  }
  switch (layout->rows) {
  case GKI_FIR_RING:
    return b->slots + i % layout->slots * layout->row_stride + at;
  case GKI_FIR_PANEL:
    return b->slots + line * layout->row_stride + at;
  case GKI_FIR_INPUT:
    break;
  }
  return (const T *)(const void *)in_line(b, line) + p->from * layout->channel.size;
}

static void open_window(band *b) {
  const gki_fir_layout *layout = b->layout;
  const size_t lines = (b->line_end - b->line - 1) * layout->line.keep + 1;
  for (size_t k = 0; k < GKI_FIR_PIECES; k++) {
    for (size_t i = 0; b->piece[k].count > 0 && i < lines + 2 * layout->line.radius; i++) {
      b->rows[k * layout->window + i] = row_of(b, i, &b->piece[k]);
    }
  }
  b->loaded = 0;
  for (size_t line = 0; layout->rows == GKI_FIR_PANEL && line < layout->line.size; line++) {
    load_line(b, line, b->slots + line * layout->row_stride);
  }
}

/* Brings into the ring the lines of the window before `end`, but for those before `start`. */
static void advance_ring(band *b, size_t start, size_t end) {
  const gki_fir_layout *layout = b->layout;
  b->loaded = b->loaded < start ? start : b->loaded;
  for (; b->loaded < end; b->loaded++) {
    const size_t line = window_line(b, b->loaded);
    if (line < layout->line.size) {
      load_line(b, line, b->slots + b->loaded % layout->slots * layout->row_stride);
    }
  }
}

/* Filters across the lines; each piece of the rows by itself. */
static void filter_across(band *b, size_t line, size_t lines, T *rows, ptrdiff_t ld) {
  const gki_fir_layout *layout = b->layout;
  const size_t channels = layout->channel.size, keep = layout->line.keep;
  const size_t first = (line - b->line) * keep;
  if (layout->rows == GKI_FIR_RING) {
    advance_ring(b, first, first + (lines - 1) * keep + 2 * layout->line.radius + 1);
  }
  for (size_t k = 0; k < GKI_FIR_PIECES; k++) {
    const piece *p = &b->piece[k];
    if (p->count > 0) {
      b->loops->across(p->count * channels, lines, b->rows + k * layout->window + first, keep,
                       &b->across, rows + p->at * channels, ld);
    }
  }
}

/*
 * Where in the row the pixels are that stand for those beyond the line's ends, first those before
 * its start, then those after its end; row_pixels: cval.
 */
static void find_beyond(band *b) {
  const gki_fir_axis *pixel = &b->layout->pixel;
  const piece *start = &b->piece[b->piece[0].count > 0 ? 0 : 1];
  const piece *end = &b->piece[b->piece[2].count > 0 ? 2 : 1];
  b->before = start->at;
  b->after = b->row_pixels - (end->at + end->count);
  for (size_t k = 0; k < b->before + b->after; k++) {
    const size_t at = k < b->before ? k : b->row_pixels - b->after + (k - b->before);
    const ptrdiff_t i = b->first_pixel + (ptrdiff_t)at;
    const size_t stands_for = gki_fold(pixel->filter->boundary, i, pixel->size);
    b->beyond[k] =
        stands_for < pixel->size ? (size_t)((ptrdiff_t)stands_for - b->first_pixel) : b->row_pixels;
  }
}

static void fill_pixels(const band *b, const size_t *from, size_t count, size_t at, T *row) {
  const size_t channels = b->layout->channel.size;
  const T cval = (T)b->layout->pixel.filter->cval;
  for (size_t k = 0; k < count; k++) {
    for (size_t c = 0; c < channels; c++) {
      row[(at + k) * channels + c] = from[k] < b->row_pixels ? row[from[k] * channels + c] : cval;
    }
  }
}

static void store_line(const band *b, const T *result, char *line) {
  const gki_fir_axis *pixel = &b->layout->pixel, *channel = &b->layout->channel;
  const size_t channels = channel->size;
  if (b->layout->out_flat && pixel->keep == 1) {
    b->loops->store[b->pass->out.type](b->pixels * channels, result, 1, line, 1);
    return;
  }
  for (size_t c = 0; c < channels; c++) {
    b->loops->store[b->pass->out.type](
        b->pixels, result + c, (ptrdiff_t)(pixel->keep * channels),
        line + (ptrdiff_t)c * channel->out_stride * (ptrdiff_t)b->out_bytes, pixel->out_stride);
  }
}

/* Filters along a row whose pieces are there, into where `line` begins, or the row `result`. */
static void filter_along(const band *b, T *row, char *line, T *result) {
  const gki_fir_layout *layout = b->layout;
  const gki_fir_axis *pixel = &layout->pixel;
  const size_t channels = layout->channel.size;
  const size_t n = ((b->pixels - 1) * pixel->keep + 1) * channels;
  const T *from = row + pixel->radius * channels;
  fill_pixels(b, b->beyond, b->before, 0, row);
  fill_pixels(b, b->beyond + b->before, b->after, b->row_pixels - b->after, row);
  switch (layout->sink) {
  case GKI_FIR_OUT:
    b->loops->along(n, from, channels, &b->along, (T *)(void *)line);
    break;
  case GKI_FIR_OUT_PAST:
    b->loops->along_past(n, from, channels, &b->along, (T *)(void *)line);
    break;
  case GKI_FIR_OUT_U8:
    b->loops->along_u8(n, from, channels, &b->along, (uint8_t *)line);
    break;
  case GKI_FIR_RESULT:
    b->loops->along(n, from, channels, &b->along, result);
    store_line(b, result, line);
    break;
  }
}

/* Some lines at once: they share most of their rows. */
static void filter_lines(band *b, size_t line, size_t lines) {
  const gki_fir_layout *layout = b->layout;
  const bool direct = layout->sink == GKI_FIR_OUT || layout->sink == GKI_FIR_OUT_PAST;
  const ptrdiff_t out_stride = layout->line.out_stride, stride = (ptrdiff_t)layout->row_stride;
  const ptrdiff_t out_bytes = (ptrdiff_t)b->out_bytes;
  char *out =
      b->out +
      ((ptrdiff_t)line * out_stride + (ptrdiff_t)b->pixel * layout->pixel.out_stride) * out_bytes;
  if (layout->line.filter && layout->pixel.filter) {
    filter_across(b, line, lines, b->row, stride);
  } else if (layout->line.filter && direct) {
    filter_across(b, line, lines, (T *)(void *)out, out_stride);
    return;
  } else if (layout->line.filter) {
    filter_across(b, line, lines, b->result, stride);
  }
  for (size_t l = 0; l < lines; l++) {
    T *row = b->row + (ptrdiff_t)l * stride;
    char *to = out + (ptrdiff_t)l * out_stride * out_bytes;
    if (!layout->pixel.filter) {
      store_line(b, b->result + (ptrdiff_t)l * stride, to);
      continue;
    }
    if (!layout->line.filter) {
      load_line(b, line + l, row);
    }
    filter_along(b, row, to, b->result);
  }
}

/* What is the same for all images. */
static void place_band(band *b) {
  const gki_fir_layout *layout = b->layout;
  b->first_pixel = (ptrdiff_t)(b->pixel * layout->pixel.keep) - (ptrdiff_t)layout->pixel.radius;
  b->first_line = (ptrdiff_t)(b->line * layout->line.keep) - (ptrdiff_t)layout->line.radius;
  b->row_pixels = gki_fir_row_pixels(&layout->pixel, b->pixels) + 2 * layout->pixel.radius;
  find_pieces(b);
  find_beyond(b);
}

static void run_band(band *b) {
  if (b->layout->line.filter) {
    open_window(b);
  }
  for (size_t line = b->line; line < b->line_end; line += b->layout->lines) {
    filter_lines(b, line, least(b->layout->lines, b->line_end - line));
  }
  if (b->layout->sink == GKI_FIR_OUT_PAST) {
    b->loops->fence();
  }
}

void NAME(gki_fir_run)(const gki_pass *pass, size_t task, const char *shared, char *thread) {
  const gki_fir_layout *layout = (const gki_fir_layout *)(const void *)shared;
  const size_t strip = task % layout->strips * layout->strip;
  const size_t line = task / layout->strips % layout->bands * layout->band;
  const size_t image = task / layout->strips / layout->bands * layout->group;
  band b = {.pass = pass,
            .layout = layout,
            .loops = gki_isa_in_use()->LOOPS,
            .along = taps_of(&layout->pixel),
            .across = taps_of(&layout->line),
            .in_bytes = gki_type_bytes(pass->in.type),
            .out_bytes = gki_type_bytes(pass->out.type),
            .line = line,
            .line_end = line + least(layout->band, layout->line.out_size - line),
            .pixel = strip,
            .pixels = least(layout->strip, layout->pixel.out_size - strip),
            .beyond = (size_t *)(void *)(thread + layout->beyond_at),
            .rows = (const T **)(void *)(thread + layout->pointers_at),
            .slots = (T *)(void *)(thread + layout->slots_at),
            .row = (T *)(void *)(thread + layout->row_at),
            .result = (T *)(void *)(thread + layout->result_at),
            .constant = (const T *)(const void *)(shared + layout->constant_at)};
  place_band(&b);
  for (size_t i = image; i < image + layout->group && i < layout->images; i++) {
    const gki_fir_axis *inner = &layout->outer[0], *outer = &layout->outer[1];
    const ptrdiff_t j = (ptrdiff_t)(i % inner->size), k = (ptrdiff_t)(i / inner->size);
    b.in = (const char *)pass->in.data +
           (j * inner->in_stride + k * outer->in_stride) * (ptrdiff_t)b.in_bytes;
    b.out = (char *)pass->out.data +
            (j * inner->out_stride + k * outer->out_stride) * (ptrdiff_t)b.out_bytes;
    run_band(&b);
  }
}
