/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap_layout.h"

#include <math.h>

/* Cells are squares until the matrix is this many times longer than wide, or wider than long. */
static const double MOST_OBLONG = 8;

/* By how much whole pixels may change the shape. */
static const double MOST_SKEW = 0.01;

/* A multiple of the cell's size is taken instead of what fits where that costs no more than this.
 */
static const double LEAST_OF_ROOM = 0.85;

/* The colour bar's labels are not known before the matrix is read, nor those of coordinates before
   there are lengths; "-0.00" is what most need. */
static const char USUAL_LABEL[] = "-0.00";

static double widest_label(cairo_t *cr, double font, const axis_marks *marks) {
  bool unknown = marks->axis.coordinates && marks->round.count == 0;
  return unknown ? text_number_width(cr, font, USUAL_LABEL) : axis_widest(cr, font, marks);
}

static void measure_fonts(const heatmap_style *style, layout *result) {
  double font = style->text_side * 14.0 / 800;
  result->font = fmin(fmax(font, 9), 0.035 * style->text_side + 5);
  result->title_font = 1.2 * result->font;
  result->line = fmax(1, round(result->font / 14));
  result->tick = round(0.35 * result->font);
  result->tick_gap = 0.25 * result->font;
}

static void measure_margins(cairo_t *cr, const heatmap_style *style, layout *result) {
  double font = result->font, edge = font;
  text_break(cr, result->title_font, style->title, style->width - 2 * edge, TEXT_LINES,
             &result->title);
  text_break(cr, font, style->xlabel, style->width - 2 * edge, 1, &result->xlabel);
  text_break(cr, font, style->ylabel, style->height - 2 * edge, 1, &result->ylabel);
  double label_line = TEXT_LEADING * font + 0.3 * font;
  result->row_label_width = widest_label(cr, font, &result->y);
  result->left = edge + result->row_label_width + result->tick_gap + result->tick;
  result->left += (double)result->ylabel.count * label_line;
  result->right = edge;
  if (result->x.axis.coordinates) { /* the last tick may be at the very end */
    result->right = fmax(edge, widest_label(cr, font, &result->x) / 2 + 0.3 * font);
  }
  result->top = edge + 1.35 * font;
  result->top += (double)result->title.count * TEXT_LEADING * result->title_font;
  result->bottom = edge + result->tick + result->tick_gap + font;
  bool second_line = result->xlabel.count > 0 || axis_common(&result->x)[0] != '\0';
  result->bottom += second_line ? label_line : 0;
  result->bar_gap = style->colorbar ? round(1.5 * font) : 0;
  result->bar_width = style->colorbar ? round(2 * font) : 0;
}

static double snap(double length, size_t cells) {
  double whole = floor(length / (double)cells) * (double)cells;
  return whole >= LEAST_OF_ROOM * length ? whole : fmax(1, floor(length));
}

/* The cells' width by their height, all together. */
static double shape_of(const heatmap_style *style, size_t rows, size_t cols) {
  double shape = style->aspect > 0 ? style->aspect : (double)cols / (double)rows;
  return fmin(fmax(shape, 1 / MOST_OBLONG), MOST_OBLONG);
}

/* The largest box of that shape, and cells of a whole number of pixels where there is a choice. */
static void fit_cells(double width, double height, double shape, size_t rows, size_t cols,
                      box *cells) {
  if (fabs(shape * (double)rows / (double)cols - 1) < 1e-9) {
    double size = fmin(width / (double)cols, height / (double)rows);
    if (floor(size) >= LEAST_OF_ROOM * size) {
      size = floor(size);
    }
    /* The slack keeps a product that should be whole from falling below. */
    cells->width = fmax(1, floor(size * (double)cols + 1e-6));
    cells->height = fmax(1, floor(size * (double)rows + 1e-6));
    return;
  }
  cells->width = snap(fmin(width, height * shape), cols);
  cells->height = snap(fmin(height, width / shape), rows);
  if (fabs(cells->width / cells->height / shape - 1) > MOST_SKEW) {
    cells->width = fmax(1, floor(fmin(width, height * shape)));
    cells->height = fmax(1, floor(fmin(height, width / shape)));
  }
}

/* Labels must not touch: neither the widest of the columns' nor those of the rows, line under line.
 */
static void choose_ticks(cairo_t *cr, layout *result) {
  axis_marks *x = &result->x, *y = &result->y;
  double row_room = 2.8 * result->font;
  double column_room = fmax(axis_widest(cr, result->font, x) + 1.2 * result->font, row_room);
  x->step = ticks_index_step(column_room * (double)x->cells / result->cells.width);
  y->step = ticks_index_step(row_room * (double)y->cells / result->cells.height);
  if (x->cells == y->cells && !x->axis.coordinates) { /* the same ticks on both sides of a square */
    y->step = x->step;
  }
  axis_choose_x(cr, result->font, result->cells.width, x);
  axis_choose_y(result->font, result->cells.height, y);
}

/* The width and height that are left for the cells, with the ticks that result->x and y have. */
static box measure_room(cairo_t *cr, const heatmap_style *style, layout *result) {
  measure_fonts(style, result);
  measure_margins(cr, style, result);
  double bar = 0;
  if (style->colorbar) {
    bar = result->bar_gap + result->bar_width + result->tick + result->tick_gap;
    bar += text_number_width(cr, result->font, USUAL_LABEL);
  }
  double width = style->width - result->left - result->right - bar;
  double height = style->height - result->top - result->bottom;
  return (box){.width = fmax(1, width), .height = fmax(1, height)};
}

static layout without_ticks(const heatmap_style *style, size_t rows, size_t cols) {
  return (layout){.x = {.axis = style->x, .cells = cols}, .y = {.axis = style->y, .cells = rows}};
}

void layout_measure(cairo_t *cr, const heatmap_style *style, size_t rows, size_t cols,
                    layout *result) {
  *result = without_ticks(style, rows, cols);
  double shape = shape_of(style, rows, cols);
  box room = measure_room(cr, style, result);
  fit_cells(room.width, room.height, shape, rows, cols, &result->cells);
  choose_ticks(cr, result);
  if (style->x.coordinates || style->y.coordinates) { /* now it is known what the labels need */
    room = measure_room(cr, style, result);
    fit_cells(room.width, room.height, shape, rows, cols, &result->cells);
  }
}

static int bounded_side(double side, double most) {
  return (int)fmin(fmax(ceil(side), HEATMAP_SMALLEST), fmin(most, HEATMAP_LARGEST));
}

/*
 * A side of the picture, from that of one for a square matrix, of whose room cells take `square`.
 * shape is the cells' length along the side by that across it; for those across there is
 * room_across. other is the picture's other side, if that is given, or 0.
 */
static int side_for(int usual, double square, double room_across, double shape, int other) {
  if (shape < 1) {
    return bounded_side(usual - square + fmin(square, room_across * shape), usual);
  }
  return other == 0 ? usual : bounded_side(usual + square * (shape - 1), 2.0 * other);
}

void layout_choose_size(cairo_t *cr, heatmap_style *style, size_t rows, size_t cols) {
  int width = style->width, height = style->height;
  if (width == 0) {
    style->width = height == 0 ? 900 : bounded_side(height * 9.0 / 8, HEATMAP_LARGEST);
  }
  if (height == 0) {
    style->height = width == 0 ? 800 : bounded_side(width * 8.0 / 9, HEATMAP_LARGEST);
  }
  style->text_side = style->width < style->height ? style->width : style->height;
  layout usual = without_ticks(style, rows, cols);
  box room = measure_room(cr, style, &usual);
  double square = fmin(room.width, room.height), shape = shape_of(style, rows, cols);
  if (width == 0) {
    style->width = side_for(style->width, square, room.height, shape, height);
  }
  if (height == 0) {
    style->height = side_for(style->height, square, room.width, 1 / shape, width);
  }
}

static double widest(cairo_t *cr, double font, const ticks *marks) {
  double most = 0;
  for (size_t i = 0; i < marks->count; i++) {
    most = fmax(most, text_number_width(cr, font, marks->labels[i]));
  }
  return most;
}

void layout_place(cairo_t *cr, const heatmap_style *style, const ticks *bar_ticks, layout *result) {
  double bar = 0;
  if (style->colorbar) {
    bar = result->bar_gap + result->bar_width + result->tick + result->tick_gap;
    bar += widest(cr, result->font, bar_ticks);
  }
  /* What the labels of the bar, or of y, have in common, "1e-9", stands above it. */
  bool line = bar_ticks->common[0] != '\0' || axis_common(&result->y)[0] != '\0';
  result->title_gap = (line ? 1.35 : 0.8) * result->font;
  double spare_width = style->width - result->left - result->right - result->cells.width - bar;
  double spare_height = style->height - result->top - result->bottom - result->cells.height;
  result->cells.x = floor(result->left + fmax(0, spare_width) / 2);
  result->cells.y = floor(result->top + fmax(0, spare_height) / 2);
  result->bar = (box){.x = result->cells.x + result->cells.width + result->bar_gap,
                      .y = result->cells.y,
                      .width = result->bar_width,
                      .height = result->cells.height};
}

double layout_bar_label_room(const heatmap_style *style, const layout *at) {
  double labels = at->bar.x + at->bar.width + at->tick + at->tick_gap;
  return fmax(1, style->width - labels - 0.3 * at->font);
}

size_t layout_bar_intervals(const layout *at) {
  double intervals = floor(at->cells.height / (3.2 * at->font));
  return (size_t)fmin(fmax(intervals, 1), 10);
}
