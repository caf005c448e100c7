/*
 * Comma-separated values and their relatives: one point a line, '#' starts a comment, blank lines
 * are passed over, the first line may be a header. A field that is missing or is no number stops
 * the reading, or is told with the table: a made-up value would go into the matrix unseen.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"
#include "lines.h"
#include "number.h"
#include "readers.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct csv_reader {
  const char *file;
  const table_options *options;
  text_lines lines; /* the end of the current line stands before its comment */
  char delimiter;
  size_t cols, rows;
  double *values;
  size_t count, capacity;
  char *names;                       /* of the columns, each with its '\0'; NULL without a header */
  table_word *words;                 /* as of a table */
  const char *comment, *comment_end; /* the last line that was nothing else, behind its # */
} csv_reader;

typedef struct csv_field {
  const char *begin, *end; /* without blanks and quotes around it */
} csv_field;

typedef enum field_status { FIELD_FOUND, FIELD_NONE, FIELD_BAD } field_status;

enum { FIRST_CAPACITY = 1024 };

/* To the next line that holds something besides a comment. */
static bool next_line(csv_reader *csv) {
  text_lines *lines = &csv->lines;
  while (lines_next(lines)) {
    bool quoted = false;
    bool blank = true;
    const char *c = lines->begin;
    for (; c < lines->end && (quoted || *c != '#'); c++) {
      quoted = *c == '"' ? !quoted : quoted;
      blank = blank && is_blank(*c);
    }
    if (blank && c < lines->end) {
      csv->comment = c + 1;
      csv->comment_end = lines->end;
    }
    lines->end = c;
    if (!blank) {
      return true;
    }
  }
  return false;
}

static bool is_padding(const csv_reader *csv, char c) {
  return is_blank(c) && (c != csv->delimiter || csv->delimiter == ' ');
}

static bool complain_at(const csv_reader *csv, const char *at, const char *what) {
  return complain("%s:%zu:%zu: %s", csv->file, csv->lines.number, lines_column(&csv->lines, at),
                  what);
}

/* A field in quotes; "" inside stands for one. *at stands on the first quote. */
static field_status quoted_field(csv_reader *csv, const char **at, csv_field *field) {
  const char *open = *at;
  const char *c = open + 1;
  while (c < csv->lines.end && (*c != '"' || (c + 1 < csv->lines.end && c[1] == '"'))) {
    c += *c == '"' ? 2 : 1;
  }
  if (c >= csv->lines.end) {
    complain_at(csv, open, "the quote is not closed on this line");
    return FIELD_BAD;
  }
  field->begin = open + 1;
  field->end = c;
  *at = c + 1;
  return FIELD_FOUND;
}

static void plain_field(const csv_reader *csv, const char **at, csv_field *field) {
  const char *c = *at;
  field->begin = c;
  while (c < csv->lines.end && *c != csv->delimiter && !(csv->delimiter == ' ' && is_blank(*c))) {
    c++;
  }
  *at = c;
  while (c > field->begin && is_padding(csv, c[-1])) {
    c--;
  }
  field->end = c;
}

/*
 * The field that starts at *at, which goes on behind the delimiter that follows, or becomes NULL
 * where none does. FIELD_NONE: there is none left.
 */
static field_status next_field(csv_reader *csv, const char **at, csv_field *field) {
  const char *end = csv->lines.end;
  if (*at == NULL) {
    return FIELD_NONE;
  }
  while (*at < end && is_padding(csv, **at)) {
    ++*at;
  }
  if (*at == end && csv->delimiter == ' ') {
    return FIELD_NONE;
  }
  if (*at < end && **at == '"') {
    if (quoted_field(csv, at, field) == FIELD_BAD) {
      return FIELD_BAD;
    }
  } else {
    plain_field(csv, at, field);
  }
  const char *closing = *at;
  while (*at < end && is_padding(csv, **at)) {
    ++*at;
  }
  if (*at == end) {
    *at = NULL;
  } else if (**at == csv->delimiter) {
    ++*at;
  } else if (csv->delimiter != ' ' || *at == closing) {
    complain_at(csv, *at, "a delimiter is expected behind the quote");
    return FIELD_BAD;
  }
  return FIELD_FOUND;
}

/* Outside of quotes: a semicolon, else a comma, else a tab; none of them: blanks. */
static char detect_delimiter(const text_lines *lines) {
  static const char candidates[] = ";,\t";
  for (const char *candidate = candidates; *candidate != '\0'; candidate++) {
    bool quoted = false;
    for (const char *c = lines->begin; c < lines->end; c++) {
      quoted = *c == '"' ? !quoted : quoted;
      if (!quoted && *c == *candidate) {
        return *candidate;
      }
    }
  }
  return ' ';
}

/* The number of fields of the first line, and whether it is a header: words and not one number. */
static bool look_at_first_line(csv_reader *csv, bool *header) {
  const char *at = csv->lines.begin;
  bool words = false;
  bool numbers = false;
  csv_field field;
  field_status status;
  while ((status = next_field(csv, &at, &field)) == FIELD_FOUND) {
    double value;
    size_t length = (size_t)(field.end - field.begin);
    bool number = number_parse(field.begin, length, &value);
    /* What is complained of later is in no header. */
    bool bad = memchr(field.begin, '\0', length) != NULL || number_too_large(field.begin, length);
    numbers = numbers || number || bad;
    words = words || (!number && length > 0);
    csv->cols++;
  }
  *header = words && !numbers;
  return status != FIELD_BAD;
}

/* What the header calls the columns. */
static bool keep_names(csv_reader *csv) {
  const char *at = csv->lines.begin;
  /* No name is longer than its field, and its delimiter leaves room for the '\0'. */
  char *name = malloc((size_t)(csv->lines.end - at) + 2);
  csv->names = name;
  if (name == NULL) {
    return complain("%s: no memory for the header", csv->file);
  }
  csv_field field;
  while (next_field(csv, &at, &field) == FIELD_FOUND) {
    size_t length = (size_t)(field.end - field.begin);
    memcpy(name, field.begin, length);
    name[length] = '\0';
    name += length + 1;
  }
  return true;
}

/* A comment before the first point that has a word for each column is a header, as numpy.savetxt
   writes it. */
static bool keep_commented_names(csv_reader *csv) {
  const text_lines first = csv->lines;
  const size_t cols = csv->cols;
  bool header = false;
  if (csv->comment == NULL ||
      memchr(csv->comment, '"', (size_t)(csv->comment_end - csv->comment)) != NULL) {
    return true;
  }
  csv->lines.begin = csv->comment;
  csv->lines.end = csv->comment_end;
  csv->cols = 0;
  bool ok = look_at_first_line(csv, &header) && (!header || csv->cols != cols || keep_names(csv));
  csv->lines = first;
  csv->cols = cols;
  return ok;
}

static bool reserve_row(csv_reader *csv) {
  if (csv->capacity - csv->count >= csv->cols) {
    return true;
  }
  size_t wanted = csv->capacity < FIRST_CAPACITY ? FIRST_CAPACITY : csv->capacity;
  while (wanted - csv->count < csv->cols && wanted <= SIZE_MAX / 4 / sizeof(double)) {
    wanted *= 2;
  }
  double *larger = realloc(csv->values, wanted * sizeof(double));
  if (larger == NULL) {
    return complain("%s: no memory for %zu numbers", csv->file, wanted);
  }
  csv->values = larger;
  csv->capacity = wanted;
  return true;
}

static bool keep_word(csv_reader *csv, size_t field, const table_word *word) {
  if (field > csv->cols) {
    return true; /* a line that is too long */
  }
  if (csv->words == NULL) {
    csv->words = calloc(csv->cols, sizeof *csv->words);
  }
  if (csv->words == NULL) {
    return complain("%s: no memory for the words of %zu columns", csv->file, csv->cols);
  }
  if (csv->words[field - 1].line == 0) {
    csv->words[field - 1] = *word;
  }
  return true;
}

/* That field of the line, from 1, is no number. */
static bool take_word(csv_reader *csv, size_t number, const csv_field *field) {
  size_t length = (size_t)(field->end - field->begin);
  size_t shown = length < TABLE_WORD_BYTES ? length : TABLE_WORD_BYTES;
  table_word word = {csv->lines.number, lines_column(&csv->lines, field->begin), length, {0}};
  if (memchr(field->begin, '\0', length) != NULL) {
    return complain("%s:%zu:%zu: field %zu holds a NUL byte", csv->file, word.line, word.at,
                    number);
  }
  if (number_too_large(field->begin, length)) {
    return complain("%s:%zu:%zu: field %zu is too large for a double: '%.*s'", csv->file, word.line,
                    word.at, number, (int)shown, field->begin);
  }
  memcpy(word.text, field->begin, shown);
  return csv->options->words ? keep_word(csv, number, &word)
                             : table_word_complain(&word, number, csv->file);
}

static bool read_row(csv_reader *csv) {
  const char *at = csv->lines.begin;
  size_t fields = 0;
  csv_field field;
  field_status status;
  if (!reserve_row(csv)) {
    return false;
  }
  while ((status = next_field(csv, &at, &field)) == FIELD_FOUND) {
    double value = 0;
    fields++;
    if (!number_parse(field.begin, (size_t)(field.end - field.begin), &value)) {
      if (!take_word(csv, fields, &field)) {
        return false;
      }
      value = NAN;
    }
    if (fields <= csv->cols) {
      csv->values[csv->count++] = value;
    }
  }
  if (status == FIELD_BAD) {
    return false;
  }
  if (fields != csv->cols) {
    return complain("%s:%zu: %zu fields, but the lines before have %zu", csv->file,
                    csv->lines.number, fields, csv->cols);
  }
  csv->rows++;
  return true;
}

static bool read_rows(csv_reader *csv) {
  if (!next_line(csv)) {
    return complain("%s: there is no data", csv->file);
  }
  if (csv->delimiter == '\0') {
    csv->delimiter = detect_delimiter(&csv->lines);
  }
  bool header = false;
  if (!look_at_first_line(csv, &header)) {
    return false;
  }
  if (!(header ? keep_names(csv) : keep_commented_names(csv))) {
    return false;
  }
  bool more = header ? next_line(csv) : true;
  if (!more) {
    return complain("%s: there is no data behind the header", csv->file);
  }
  while (more) {
    if (!read_row(csv)) {
      return false;
    }
    more = next_line(csv);
  }
  return true;
}

bool read_csv(const source_file *source, const table_options *options, table *matrix) {
  csv_reader csv = {.file = source->name,
                    .options = options,
                    .lines = lines_of(source),
                    .delimiter = options->delimiter};
  if (!read_rows(&csv)) {
    free(csv.values);
    free(csv.names);
    free(csv.words);
    return false;
  }
  matrix->rows = csv.rows;
  matrix->cols = csv.cols;
  matrix->dtype = TABLE_F64;
  matrix->data = csv.values;
  matrix->owned_data = csv.values;
  matrix->names = csv.names;
  matrix->owned_names = csv.names;
  matrix->words = csv.words;
  return true;
}
