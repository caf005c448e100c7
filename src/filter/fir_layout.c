/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/fir_layout.h"

#include "core/memory.h"

#include <stdint.h>

enum {
  AXES = 4,
  SET_PERIOD = 4096, /* bytes after which the sets of the first cache begin again */
  CACHE_WAYS = 12,
  SECOND_CACHE = 640 << 10, /* bytes of it that the rows of a result may take */
  ROW_BYTES = 16 << 10,     /* the longest row of a strip */
  LEAST_ROW_BYTES = 512,    /* below, the memory is read in too small pieces */
  LINES = 8,                /* done at once: their rows come from the second cache less often */
  TOGETHER = 4,             /* of them, in registers: their rows are read at the same time */
  LARGE_BYTES = 16 << 20,   /* of an output that is written past the caches */
  NARROW_BYTES = 4 << 10,   /* rows too short for memory to foresee reads of several at a time */
  STRIP_PIXELS = 32,        /* strips are multiples of so many pixels */
  TASK_ELEMENTS = 64 << 10, /* about as many results a task */
  MOST_INTERLEAVED = 16     /* channels of a line; with more of them they are the row */
};

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

static size_t most(size_t a, size_t b) {
  return a > b ? a : b;
}

static size_t divide_up(size_t a, size_t b) {
  return a / b + (a % b != 0);
}

static size_t magnitude(ptrdiff_t stride) {
  return stride < 0 ? (size_t)0 - (size_t)stride : (size_t)stride;
}

static const gki_fir_axis single = {.size = 1, .out_size = 1, .keep = 1};

static gki_fir_axis axis_of(const gki_pass *pass, size_t k) {
  gki_fir_axis axis = {.size = pass->in.size[k],
                       .out_size = pass->out.size[k],
                       .in_stride = pass->in.stride[k],
                       .out_stride = pass->out.stride[k],
                       .keep = 1};
  for (size_t i = 0; i < pass->axes; i++) {
    if (pass->axis[i] == k) {
      axis.filter = pass->filter[i];
      axis.radius = axis.filter->taps.radius;
      axis.keep = axis.filter->keep;
    }
  }
  return axis;
}

/* Whether b goes on where a ends, in both arrays. */
static bool continues(const gki_fir_axis *a, const gki_fir_axis *b) {
  const ptrdiff_t size = (ptrdiff_t)a->size;
  return b->in_stride == a->in_stride * size && b->out_stride == a->out_stride * size;
}

/* The axes that are not filtered, those of one element left out and those that go on merged. */
static size_t other_axes(const gki_pass *pass, gki_fir_axis others[AXES]) {
  size_t count = 0;
  for (size_t k = 0; k < AXES; k++) {
    const gki_fir_axis axis = axis_of(pass, k);
    if (!axis.filter && axis.size > 1) {
      others[count++] = axis;
    }
  }
  for (size_t a = 0; a < count; a++) {
    for (size_t b = 0; b < count; b++) {
      if (a != b && continues(&others[a], &others[b])) {
        others[a].size *= others[b].size;
        others[a].out_size = others[a].size;
        others[b] = others[--count];
        a = b = 0;
      }
    }
  }
  return count;
}

static gki_fir_axis take(gki_fir_axis *axes, size_t *count, size_t k) {
  const gki_fir_axis axis = axes[k];
  axes[k] = axes[--*count];
  return axis;
}

/* The axis that lies between the pixels; count where there is none. */
static size_t find_channel(const gki_fir_axis *others, size_t count, const gki_fir_axis *pixel) {
  size_t k = 0;
  while (k < count && (others[k].in_stride != 1 || pixel->in_stride != (ptrdiff_t)others[k].size)) {
    k++;
  }
  return k;
}

/* The axis of the smallest stride, which makes the best rows; count where there is none. */
static size_t find_row(const gki_fir_axis *others, size_t count) {
  size_t best = count;
  for (size_t k = 0; k < count; k++) {
    const size_t stride = magnitude(others[k].in_stride);
    if (stride > 0 && (best == count || stride < magnitude(others[best].in_stride))) {
      best = k;
    }
  }
  return best;
}

/* Of a pass along one axis: whether its lines lie side by side, so that it is one across rows. */
static bool goes_across(const gki_fir_axis *others, size_t count, const gki_fir_axis *filtered) {
  const size_t row = find_row(others, count), channel = find_channel(others, count, filtered);
  if (row == count || (channel < count && others[channel].size <= MOST_INTERLEAVED)) {
    return false;
  }
  return filtered->size == 1 || magnitude(others[row].in_stride) < magnitude(filtered->in_stride);
}

static void give_roles(const gki_pass *pass, gki_fir_layout *layout) {
  gki_fir_axis others[AXES];
  size_t count = other_axes(pass, others);
  layout->channel = layout->line = layout->outer[0] = layout->outer[1] = single;
  layout->pixel = axis_of(pass, pass->axis[0]);
  if (pass->axes == 1 && goes_across(others, count, &layout->pixel)) {
    layout->line = layout->pixel;
    layout->pixel = take(others, &count, find_row(others, count));
  } else {
    const size_t channel = find_channel(others, count, &layout->pixel);
    if (channel < count) {
      layout->channel = take(others, &count, channel);
    }
    if (pass->axes == 2) {
      layout->line = axis_of(pass, pass->axis[1]);
    } else if (count > 0) {
      layout->line = take(others, &count, count - 1);
    }
  }
  for (size_t k = 0; k < count; k++) {
    layout->outer[k] = others[k];
  }
  layout->images = layout->outer[0].size * layout->outer[1].size;
}

/* Whether the numbers of a row with these strides lie one after the other. */
static bool is_flat(const gki_fir_layout *layout, ptrdiff_t channel, ptrdiff_t pixel) {
  const size_t channels = layout->channel.size;
  return (channels == 1 || channel == 1) &&
         (layout->pixel.size == 1 || pixel == (ptrdiff_t)channels);
}

/* Whether rows so many bytes apart fall on too few sets of the first cache for it to hold them. */
static bool rows_collide(size_t apart, size_t rows) {
  for (size_t period = SET_PERIOD; period >= SET_PERIOD / 4; period /= 2) {
    const size_t beyond = apart % period, off = least(beyond, period - beyond);
    if (off < GKI_CACHE_LINE && rows > CACHE_WAYS * (SET_PERIOD / period)) {
      return true;
    }
  }
  return false;
}

/*
 * Rows that are read several at a time, or written past the caches, are fast where each goes on for
 * a while. Of images narrower than that, rows are copied one by one first, which is twice as fast.
 */
static bool is_narrow(const gki_fir_layout *layout, size_t element) {
  return layout->pixel.size < NARROW_BYTES / element / layout->channel.size;
}

/* Whether what a pass writes would only drive out of the caches what is read. */
static bool is_large(const gki_pass *pass) {
  size_t bytes = pass->f64 ? sizeof(double) : sizeof(float);
  for (size_t k = 0; k < AXES; k++) {
    if (!gki_multiply_size(bytes, pass->out.size[k], &bytes)) {
      return true;
    }
  }
  return bytes >= LARGE_BYTES;
}

static gki_fir_sink find_sink(const gki_pass *pass, const gki_fir_layout *layout) {
  const gk_type work = pass->f64 ? GK_TYPE_F64 : GK_TYPE_F32;
  if (!layout->out_flat || layout->pixel.keep > 1) {
    return GKI_FIR_RESULT;
  }
  if (pass->out.type == work) {
    const size_t element = pass->f64 ? sizeof(double) : sizeof(float);
    const bool both = layout->line.filter && layout->pixel.filter;
    const bool past = both && is_large(pass) && !is_narrow(layout, element);
    return past ? GKI_FIR_OUT_PAST : GKI_FIR_OUT;
  }
  return pass->out.type == GK_TYPE_U8 ? GKI_FIR_OUT_U8 : GKI_FIR_RESULT;
}

static void place_rows(const gki_pass *pass, gki_fir_layout *layout) {
  const gk_type work = pass->f64 ? GK_TYPE_F64 : GK_TYPE_F32;
  const gki_fir_axis *pixel = &layout->pixel, *channel = &layout->channel, *line = &layout->line;
  const bool in_place = pass->in.data == pass->out.data;
  const size_t element = pass->f64 ? sizeof(double) : sizeof(float);
  const size_t apart = magnitude(line->in_stride) * element;
  const bool ring = is_narrow(layout, element) || rows_collide(apart, 2 * line->radius + TOGETHER);
  layout->in_flat = is_flat(layout, channel->in_stride, pixel->in_stride);
  layout->out_flat = is_flat(layout, channel->out_stride, pixel->out_stride);
  layout->sink = find_sink(pass, layout);
  if (!line->filter) {
    layout->rows = GKI_FIR_RING; /* of one row that is loaded for each result */
  } else if (in_place) {
    layout->rows = GKI_FIR_PANEL;
  } else if (layout->in_flat && pass->in.type == work && !ring) {
    layout->rows = GKI_FIR_INPUT;
  } else {
    layout->rows = line->size / 2 <= line->radius ? GKI_FIR_PANEL : GKI_FIR_RING;
  }
}

/*
 * The longest row of a strip, in elements: long, since memory is fast where it is read on and on,
 * but the rows that a result needs stay in the second cache.
 */
static size_t row_elements(const gki_pass *pass, const gki_fir_layout *layout) {
  const size_t element = pass->f64 ? sizeof(double) : sizeof(float);
  const gki_fir_axis *line = &layout->line;
  size_t rows = 1;
  if (layout->rows == GKI_FIR_PANEL) {
    rows = line->size;
  } else if (line->filter) {
    rows = 2 * least(line->radius, SECOND_CACHE) + LINES;
  }
  return least(most(SECOND_CACHE / rows, LEAST_ROW_BYTES), ROW_BYTES) / element;
}

/* Output pixels of a strip, not less than what lies beyond its ends. */
static size_t strip_pixels(const gki_pass *pass, const gki_fir_layout *layout) {
  const gki_fir_axis *pixel = &layout->pixel;
  const size_t whole = pixel->out_size, elements = row_elements(pass, layout);
  if (pixel->filter && (pass->in.data == pass->out.data || pixel->radius > SIZE_MAX / 8)) {
    return whole;
  }
  const size_t least_pixels = most(1, 4 * pixel->radius);
  const size_t pixels = divide_up(most(elements / layout->channel.size, least_pixels), pixel->keep);
  if (pixels >= whole) {
    return whole;
  }
  const size_t even = divide_up(whole, divide_up(whole, pixels));
  return least(whole, divide_up(even, STRIP_PIXELS) * STRIP_PIXELS);
}

static void cut(const gki_pass *pass, gki_fir_layout *layout) {
  const gki_fir_axis *pixel = &layout->pixel, *line = &layout->line;
  layout->strip = strip_pixels(pass, layout);
  layout->strips = divide_up(pixel->out_size, layout->strip);
  const size_t row = most(layout->strip, 1) * layout->channel.size;
  const size_t lines = most(divide_up(TASK_ELEMENTS, row), 1);
  layout->band = line->out_size;
  if (layout->rows == GKI_FIR_INPUT || !line->filter) {
    layout->band = least(lines, line->out_size);
  } else if (layout->rows == GKI_FIR_RING) {
    /* Twice as many, as each band loads again what it shares with the one before. */
    layout->band = least(most(2 * lines, 4 * line->radius / line->keep), line->out_size);
  }
  layout->bands = divide_up(line->out_size, layout->band);
  layout->lines = line->filter && line->keep == 1 ? least(LINES, layout->band) : 1;
  layout->group = 1;
  if (layout->bands == 1 && layout->strips == 1) {
    layout->group = least(most(lines / layout->band, 1), layout->images);
  }
  layout->groups = divide_up(layout->images, layout->group);
}

/* Adds count * size bytes in whole cache lines; false where that is too much. */
static bool add_bytes(size_t *total, size_t *at, size_t count, size_t size) {
  size_t bytes;
  *at = *total;
  if (!gki_multiply_size(count, size, &bytes) || !gki_add_size(bytes, GKI_CACHE_LINE - 1, &bytes)) {
    return false;
  }
  return gki_add_size(*total, bytes / GKI_CACHE_LINE * GKI_CACHE_LINE, total) &&
         *total <= PTRDIFF_MAX;
}

/* `count` and what is beyond its ends; false: too many. */
static bool add_halo(const gki_fir_axis *axis, size_t count, size_t *sum) {
  size_t halo;
  return gki_multiply_size(axis->radius, 2, &halo) && gki_add_size(count, halo, sum);
}

static bool measure(const gki_pass *pass, gki_fir_layout *layout) {
  const size_t element = pass->f64 ? sizeof(double) : sizeof(float);
  const gki_fir_axis *line = &layout->line;
  size_t pixels, pointers, slots, rows;
  if (!add_halo(&layout->pixel, gki_fir_row_pixels(&layout->pixel, layout->strip), &pixels) ||
      !gki_multiply_size(pixels, layout->channel.size, &layout->row_size) ||
      !add_halo(line, (layout->band - 1) * line->keep + 1, &layout->window) ||
      !gki_add_size(layout->row_size, 2 * GKI_CACHE_LINE / element, &layout->row_stride)) {
    return false;
  }
  layout->row_stride -= layout->row_stride % (2 * GKI_CACHE_LINE / element);
  layout->row_stride += GKI_CACHE_LINE / element; /* odd in lines: rows spread over the cache */
  layout->slots = !line->filter || layout->rows == GKI_FIR_INPUT ? 0
                  : layout->rows == GKI_FIR_PANEL                ? line->size
                                                                 : layout->lines + 2 * line->radius;
  if (!gki_multiply_size(layout->window, GKI_FIR_PIECES, &pointers) ||
      !gki_multiply_size(layout->slots, layout->row_stride, &slots) ||
      !gki_multiply_size(layout->lines, layout->row_stride, &rows)) {
    return false;
  }
  layout->thread_bytes = 0;
  layout->shared_bytes = 0;
  size_t unused;
  const bool constant = line->filter && line->filter->boundary >= GK_BOUNDARY_CONSTANT;
  const size_t beyond = 2 * layout->pixel.radius; /* add_halo has found that it fits */
  return add_bytes(&layout->thread_bytes, &layout->beyond_at, beyond, sizeof(size_t)) &&
         add_bytes(&layout->thread_bytes, &layout->pointers_at, line->filter ? pointers : 0,
                   sizeof(void *)) &&
         add_bytes(&layout->thread_bytes, &layout->slots_at, slots, element) &&
         add_bytes(&layout->thread_bytes, &layout->row_at, rows, element) &&
         add_bytes(&layout->thread_bytes, &layout->result_at, rows, element) &&
         add_bytes(&layout->shared_bytes, &unused, 1, sizeof *layout) &&
         add_bytes(&layout->shared_bytes, &layout->constant_at, constant ? layout->row_size : 0,
                   element);
}

bool gki_fir_lay_out(const gki_pass *pass, gki_fir_layout *layout) {
  give_roles(pass, layout);
  place_rows(pass, layout);
  cut(pass, layout);
  return measure(pass, layout);
}
