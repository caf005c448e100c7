/*
 * A task of the FIR engine, for one precision: T, NAME and the members TAPS of gki_taps and LOOPS of
 * gki_isa are the includer's.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/boundary.h"
#include "filter/fir_layout.h"

#include <string.h>

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

/* Brings into the ring what the results of window lines up to i + 2 radius need. */
static void advance_ring(band *b, size_t i) {
  const gki_fir_layout *layout = b->layout;
  b->loaded = b->loaded < i ? i : b->loaded;
  for (; b->loaded <= i + 2 * layout->line.radius; b->loaded++) {
    const size_t line = window_line(b, b->loaded);
    if (line < layout->line.size) {
      load_line(b, line, b->slots + b->loaded % layout->slots * layout->row_stride);
    }
  }
}

/* Filters across the lines; each piece of the row by itself. */
static void filter_across(band *b, size_t i, T *row) {
  const size_t channels = b->layout->channel.size;
  if (b->layout->rows == GKI_FIR_RING) {
    advance_ring(b, i);
  }
  for (size_t k = 0; k < GKI_FIR_PIECES; k++) {
    const piece *p = &b->piece[k];
    if (p->count > 0) {
      b->loops->across(p->count * channels, b->rows + k * b->layout->window + i, &b->across,
                       row + p->at * channels);
    }
  }
}

static void fill_pixel(const band *b, size_t at) {
  const size_t n = b->layout->pixel.size, channels = b->layout->channel.size;
  const gki_axis *filter = b->layout->pixel.filter;
  const size_t pixel = gki_fold(filter->boundary, b->first_pixel + (ptrdiff_t)at, n);
  const size_t from = (size_t)((ptrdiff_t)pixel - b->first_pixel);
  for (size_t c = 0; c < channels; c++) {
    b->row[at * channels + c] = pixel < n ? b->row[from * channels + c] : (T)filter->cval;
  }
}

/* What lies beyond the line's ends, of a row whose pieces are there. */
static void fill_beyond(const band *b) {
  const piece *start = &b->piece[b->piece[0].count > 0 ? 0 : 1];
  const piece *end = &b->piece[b->piece[2].count > 0 ? 2 : 1];
  for (size_t at = start->at; at > 0; at--) {
    fill_pixel(b, at - 1);
  }
  for (size_t at = end->at + end->count; at < b->row_pixels; at++) {
    fill_pixel(b, at);
  }
}

static void store_line(const band *b, const T *result, char *line) {
  const gki_fir_axis *pixel = &b->layout->pixel, *channel = &b->layout->channel;
  const size_t channels = channel->size;
  const bool flat =
      pixel->keep == 1 && channel->out_stride == 1 && pixel->out_stride == (ptrdiff_t)channels;
  if (flat) {
    b->loops->store[b->pass->out.type](b->pixels * channels, result, 1, line, 1);
    return;
  }
  for (size_t c = 0; c < channels; c++) {
    b->loops->store[b->pass->out.type](
        b->pixels, result + c, (ptrdiff_t)(pixel->keep * channels),
        line + (ptrdiff_t)c * channel->out_stride * (ptrdiff_t)b->out_bytes, pixel->out_stride);
  }
}

static void filter_line(band *b, size_t line) {
  const gki_fir_layout *layout = b->layout;
  const size_t channels = layout->channel.size;
  char *out = b->out + ((ptrdiff_t)line * layout->line.out_stride +
                        (ptrdiff_t)b->pixel * layout->pixel.out_stride) *
                           (ptrdiff_t)b->out_bytes;
  T *result = layout->out_direct ? (T *)(void *)out : b->result;
  if (!layout->line.filter) {
    load_line(b, line, b->row);
  } else {
    filter_across(b, (line - b->line) * layout->line.keep, layout->pixel.filter ? b->row : result);
  }
  if (layout->pixel.filter) {
    fill_beyond(b);
    b->loops->along(((b->pixels - 1) * layout->pixel.keep + 1) * channels,
                    b->row + layout->pixel.radius * channels, channels, &b->along, result);
  }
  if (!layout->out_direct) {
    store_line(b, result, out);
  }
}

static void run_band(band *b) {
  const gki_fir_layout *layout = b->layout;
  b->first_pixel = (ptrdiff_t)(b->pixel * layout->pixel.keep) - (ptrdiff_t)layout->pixel.radius;
  b->first_line = (ptrdiff_t)(b->line * layout->line.keep) - (ptrdiff_t)layout->line.radius;
  b->row_pixels = gki_fir_row_pixels(&layout->pixel, b->pixels) + 2 * layout->pixel.radius;
  find_pieces(b);
  if (layout->line.filter) {
    open_window(b);
  }
  for (size_t line = b->line; line < b->line_end; line++) {
    filter_line(b, line);
  }
}

static size_t element_bytes(gk_type type) {
  static const size_t bytes[] = {sizeof(uint8_t), sizeof(uint16_t), sizeof(float), sizeof(double)};
  return bytes[type];
}

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
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
            .in_bytes = element_bytes(pass->in.type),
            .out_bytes = element_bytes(pass->out.type),
            .line = line,
            .line_end = line + least(layout->band, layout->line.out_size - line),
            .pixel = strip,
            .pixels = least(layout->strip, layout->pixel.out_size - strip),
            .rows = (const T **)(void *)(thread + layout->pointers_at),
            .slots = (T *)(void *)(thread + layout->slots_at),
            .row = (T *)(void *)(thread + layout->row_at),
            .result = (T *)(void *)(thread + layout->result_at),
            .constant = (const T *)(const void *)(shared + layout->constant_at)};
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
