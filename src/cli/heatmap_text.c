/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap_text.h"

#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "\xe2\x80\xa6";
static const char blanks[] = " \t\r\n";

/* The bytes of the well-formed UTF-8 character at text; 0 if it is none. The ranges of the second
   byte leave out overlong forms, surrogates and what is above U+10FFFF (RFC 3629). */
static size_t utf8_length(const unsigned char *text) {
  if (text[0] < 0x80) {
    return 1;
  }
  size_t length = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
  unsigned char low = text[0] == 0xe0 ? 0xa0 : text[0] == 0xf0 ? 0x90 : 0x80;
  unsigned char high = text[0] == 0xed ? 0x9f : text[0] == 0xf4 ? 0x8f : 0xbf;
  if (text[0] < 0xc2 || text[0] > 0xf4 || text[1] < low || text[1] > high) {
    return 0;
  }
  for (size_t i = 2; i < length; i++) {
    if ((text[i] & 0xc0) != 0x80) {
      return 0;
    }
  }
  return length;
}

bool text_is_utf8(const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at != '\0') {
    size_t length = utf8_length(at);
    if (length == 0) {
      return false;
    }
    at += length;
  }
  return true;
}

void text_set_font(cairo_t *cr) {
  cairo_font_options_t *options = cairo_font_options_create();
  /* No colour fringes, whatever the machine's screen, and the same widths in every medium. */
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(cr, options);
  cairo_font_options_destroy(options);
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
}

double text_width(cairo_t *cr, double size, const char *text) {
  cairo_text_extents_t extents;
  cairo_set_font_size(cr, size);
  cairo_text_extents(cr, text, &extents);
  return extents.x_advance;
}

/* Copies `bytes` bytes of text, as many as fit a line with an ellipsis behind it. */
static void copy_line(char *line, const char *text, size_t bytes) {
  size_t most = TEXT_LINE_BYTES - sizeof ellipsis;
  if (bytes > most) {
    bytes = most;
    while (((unsigned char)text[bytes] & 0xc0) == 0x80) {
      bytes--;
    }
  }
  for (size_t i = 0; i < bytes; i++) {
    line[i] = text[i];
    if ((unsigned char)text[i] < ' ') { /* no font has control characters */
      line[i] = ' ';
    }
  }
  line[bytes] = '\0';
}

/* Takes characters off the end until the line fits with an ellipsis behind it. */
static void shorten(cairo_t *cr, double size, double width, char *line) {
  size_t length = strlen(line);
  do {
    while (length > 0 && ((unsigned char)line[--length] & 0xc0) == 0x80) {
    }
    while (length > 0 && line[length - 1] == ' ') {
      length--;
    }
    memcpy(line + length, ellipsis, sizeof ellipsis);
  } while (length > 0 && text_width(cr, size, line) > width);
}

/* How many bytes of text make the longest line of whole words that fits and has no line feed; at
   least one word. */
static size_t line_length(cairo_t *cr, double size, const char *text, double width) {
  size_t fitting = strcspn(text, blanks);
  while (text[fitting] != '\0') {
    size_t next = fitting + strspn(text + fitting, blanks);
    if (memchr(text + fitting, '\n', next - fitting) != NULL) {
      break;
    }
    next += strcspn(text + next, blanks);
    char line[TEXT_LINE_BYTES];
    copy_line(line, text, next);
    if (next >= TEXT_LINE_BYTES - sizeof ellipsis || text_width(cr, size, line) > width) {
      break;
    }
    fitting = next;
  }
  return fitting;
}

void text_break(cairo_t *cr, double size, const char *text, double width, size_t most_lines,
                text_block *block) {
  block->count = 0;
  text += strspn(text, blanks);
  while (*text != '\0' && block->count < most_lines) {
    char *line = block->lines[block->count++];
    bool last = block->count == most_lines;
    size_t bytes = last ? strlen(text) : line_length(cr, size, text, width);
    copy_line(line, text, bytes);
    if (strlen(line) < bytes || text_width(cr, size, line) > width) {
      shorten(cr, size, width, line);
    }
    text += bytes;
    text += strspn(text, blanks);
  }
}

void text_draw(cairo_t *cr, double size, const char *text, double x, double y, double align) {
  cairo_move_to(cr, x - align * text_width(cr, size, text), y);
  cairo_show_text(cr, text);
}

/* Numbers are far shorter than a line. */
static void print_number(const char *number, char *line) {
  bool negative = number[0] == '-';
  snprintf(line, TEXT_LINE_BYTES, "%s%s", negative ? TEXT_MINUS : "", number + negative);
}

double text_number_width(cairo_t *cr, double size, const char *number) {
  char line[TEXT_LINE_BYTES];
  print_number(number, line);
  return text_width(cr, size, line);
}

void text_draw_number(cairo_t *cr, double size, const char *number, double x, double y,
                      double align) {
  char line[TEXT_LINE_BYTES];
  print_number(number, line);
  text_draw(cr, size, line, x, y, align);
}

void text_draw_upwards(cairo_t *cr, double size, const char *text, double x, double y,
                       double align) {
  cairo_save(cr);
  cairo_translate(cr, x, y);
  cairo_rotate(cr, -1.5707963267948966);
  text_draw(cr, size, text, 0, 0, align);
  cairo_restore(cr);
}
