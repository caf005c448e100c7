/* Text of a picture: measured, shortened or broken into lines where it is too long, and drawn. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_TEXT_H
#define GAUSSKERN_CLI_HEATMAP_TEXT_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

#define TEXT_MINUS "\xe2\x88\x92"

/* Heights of a line of text, as parts of the font size. */
#define TEXT_ASCENT  0.76 /* of digits and capitals above the base line */
#define TEXT_DESCENT 0.22 /* below it */
#define TEXT_LEADING 1.25 /* from base line to base line */

enum { TEXT_LINES = 3, TEXT_LINE_BYTES = 512 };

typedef struct text_block {
  size_t count;
  char lines[TEXT_LINES][TEXT_LINE_BYTES];
} text_block;

/* Well-formed UTF-8, which cairo insists on. */
bool text_is_utf8(const char *text);

/* Chooses the font that all text is drawn in. */
void text_set_font(cairo_t *cr);

double text_width(cairo_t *cr, double size, const char *text);

/* Breaks the text at line feeds, and at other blanks where it has to, into at most most_lines (<= TEXT_LINES) lines of that width; "…" ends
   what still does not fit. */
void text_break(cairo_t *cr, double size, const char *text, double width, size_t most_lines,
                text_block *block);

/* Draws with the base line at y and, at x, the left end (align 0), the middle (0.5) or the right
   end (1) of the text. */
void text_draw(cairo_t *cr, double size, const char *text, double x, double y, double align);

/* The same of a number as printf writes it: with a minus sign in place of the hyphen. */
double text_number_width(cairo_t *cr, double size, const char *number);
void text_draw_number(cairo_t *cr, double size, const char *number, double x, double y,
                      double align);

/* As text_draw, read from bottom to top, x being the base line. */
void text_draw_upwards(cairo_t *cr, double size, const char *text, double x, double y,
                       double align);

#endif
