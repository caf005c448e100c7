/*
 * The npy format, versions 1.0 to 3.0, as documented in numpy.lib.format. The dictionary is a
 * Python literal; what is read here is the part of that grammar which numpy writes, with free
 * blanks, either quote and any order of the keys. Nothing in it is believed before it is checked
 * against the size of the file.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "npy_header.h"

#include "diagnose.h"
#include "number.h"
#include "readers.h"

#include <stdio.h>
#include <string.h>

static const unsigned char magic[] = {0x93, 'N', 'U', 'M', 'P', 'Y'};

enum { MAGIC_BYTES = 6, PREFIX_BYTES_1 = 10, PREFIX_BYTES_2 = 12, MAX_DIMENSIONS = 32 };

/* What is left of the dictionary's text. */
typedef struct npy_cursor {
  const char *next, *stop;
  const char *file;
  size_t most_dimensions; /* that are accepted */
} npy_cursor;

typedef struct npy_text {
  const char *begin;
  size_t length;
} npy_text;

bool npy_recognised(const source_file *source) {
  return source->size >= MAGIC_BYTES && memcmp(source->bytes, magic, MAGIC_BYTES) == 0;
}

static bool malformed(const npy_cursor *cursor, const char *expected) {
  return complain("%s: the npy header is malformed: %s expected", cursor->file, expected);
}

static void skip_blanks(npy_cursor *cursor) {
  while (cursor->next < cursor->stop && strchr(" \t\n\r\f", *cursor->next) != NULL &&
         *cursor->next != '\0') {
    cursor->next++;
  }
}

static bool accept(npy_cursor *cursor, char c) {
  skip_blanks(cursor);
  if (cursor->next < cursor->stop && *cursor->next == c) {
    cursor->next++;
    return true;
  }
  return false;
}

static bool read_string(npy_cursor *cursor, npy_text *string) {
  skip_blanks(cursor);
  if (cursor->next == cursor->stop || (*cursor->next != '\'' && *cursor->next != '"')) {
    return malformed(cursor, "a string");
  }
  char quote = *cursor->next++;
  const char *end = memchr(cursor->next, quote, (size_t)(cursor->stop - cursor->next));
  if (end == NULL) {
    return malformed(cursor, "the end of a string");
  }
  string->begin = cursor->next;
  string->length = (size_t)(end - cursor->next);
  cursor->next = end + 1;
  return true;
}

static bool text_is(npy_text text, const char *word) {
  return text.length == strlen(word) && memcmp(text.begin, word, text.length) == 0;
}

static bool read_word(npy_cursor *cursor, const char *word) {
  size_t length = strlen(word);
  skip_blanks(cursor);
  if ((size_t)(cursor->stop - cursor->next) < length || memcmp(cursor->next, word, length) != 0) {
    return false;
  }
  cursor->next += length;
  return true;
}

/* 'descr': a string such as '<f8'. Lists of fields, which numpy has as well, are no matrix. */
static bool read_descr(npy_cursor *cursor, npy_header *header) {
  npy_text descr = {"", 0};
  if (accept(cursor, '[')) {
    return complain("%s: an npy file of records (a structured dtype) is not a matrix",
                    cursor->file);
  }
  if (!read_string(cursor, &descr)) {
    return false;
  }
  npy_text rest = descr;
  header->big_endian = rest.length > 0 && rest.begin[0] == '>';
  if (rest.length > 0 && strchr("<>=|", rest.begin[0]) != NULL && rest.begin[0] != '\0') {
    rest.begin++;
    rest.length--;
  }
  static const char *const known[] = {"f4", "f8", "b1", "i1", "i2", "i4",
                                      "i8", "u1", "u2", "u4", "u8"};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    if (text_is(rest, known[i])) {
      header->kind = known[i][0];
      header->bytes = (size_t)(known[i][1] - '0');
      return true;
    }
  }
  return complain("%s: elements of dtype '%.*s' are not supported (f4, f8, i1-i8, u1-u8, b1 are)%s",
                  cursor->file, (int)(descr.length < 40 ? descr.length : 40), descr.begin,
                  text_is(rest, "f2") ? "; numpy's astype('f4') holds the same numbers" : "");
}

static bool read_order(npy_cursor *cursor, npy_header *header) {
  if (read_word(cursor, "True")) {
    header->fortran_order = true;
    return true;
  }
  if (read_word(cursor, "False")) {
    header->fortran_order = false;
    return true;
  }
  return malformed(cursor, "True or False for fortran_order");
}

static bool read_extent(npy_cursor *cursor, size_t *extent) {
  skip_blanks(cursor);
  const char *begin = cursor->next;
  while (cursor->next < cursor->stop && *cursor->next >= '0' && *cursor->next <= '9') {
    cursor->next++;
  }
  size_t length = (size_t)(cursor->next - begin);
  bool padded = length > 1 && *begin == '0';
  if (length == 0 || padded) {
    return malformed(cursor, "a whole number in shape");
  }
  if (!number_parse_count(begin, length, extent)) {
    return complain("%s: the npy header's shape holds a number too large for memory", cursor->file);
  }
  accept(cursor, 'L'); /* as Python 2 wrote long numbers */
  return true;
}

static bool keep_shape(const npy_cursor *cursor, size_t dimensions, const size_t *shape,
                       npy_header *header) {
  if (dimensions < 1 || dimensions > cursor->most_dimensions) {
    const char *some =
        dimensions == 3 ? "; save one slice: in numpy a[0], or a[..., 0] of an image" : "";
    bool matrix = cursor->most_dimensions == 2;
    return complain("%s: the array has %zu dimensions; %s%s", cursor->file, dimensions,
                    matrix ? "a matrix has 2 (or 1: one column)" : "1 to 4 can be worked with",
                    matrix ? some : "");
  }
  header->dimensions = dimensions;
  memcpy(header->shape, shape, dimensions * sizeof *shape);
  header->rows = shape[0];
  header->cols = dimensions == 2 ? shape[1] : 1;
  return true;
}

static bool read_shape(npy_cursor *cursor, npy_header *header) {
  size_t shape[MAX_DIMENSIONS] = {0};
  size_t dimensions = 0;
  if (!accept(cursor, '(')) {
    return malformed(cursor, "a tuple for shape");
  }
  bool closed = accept(cursor, ')');
  bool comma = true;
  while (!closed) {
    if (!comma || dimensions == MAX_DIMENSIONS) {
      return malformed(cursor, "the end of shape");
    }
    if (!read_extent(cursor, &shape[dimensions])) {
      return false;
    }
    dimensions++;
    comma = accept(cursor, ',');
    closed = accept(cursor, ')');
  }
  if (dimensions == 1 && !comma) {
    return malformed(cursor, "a tuple for shape");
  }
  return keep_shape(cursor, dimensions, shape, header);
}

typedef bool (*read_value)(npy_cursor *, npy_header *);

static bool read_dictionary(npy_cursor *cursor, npy_header *header) {
  static const char *const keys[] = {"descr", "fortran_order", "shape"};
  static const read_value readers[] = {read_descr, read_order, read_shape};
  bool seen[3] = {false, false, false};
  if (!accept(cursor, '{')) {
    return malformed(cursor, "a dictionary");
  }
  while (!accept(cursor, '}')) {
    npy_text key = {"", 0};
    if (!read_string(cursor, &key)) {
      return false;
    }
    size_t which = 0;
    while (which < 3 && !text_is(key, keys[which])) {
      which++;
    }
    if (which == 3 || seen[which]) {
      return malformed(cursor, "each of descr, fortran_order and shape once");
    }
    seen[which] = true;
    if (!accept(cursor, ':')) {
      return malformed(cursor, "a colon behind a key");
    }
    if (!readers[which](cursor, header)) {
      return false;
    }
    if (!accept(cursor, ',') && (cursor->next == cursor->stop || *cursor->next != '}')) {
      return malformed(cursor, "a comma or the end of the dictionary");
    }
  }
  skip_blanks(cursor);
  if (!(seen[0] && seen[1] && seen[2])) {
    return malformed(cursor, "each of descr, fortran_order and shape once");
  }
  return cursor->next == cursor->stop || malformed(cursor, "nothing behind the dictionary");
}

/* The bytes before the dictionary: where it begins and how long it says to be. */
static bool read_prefix(const source_file *source, size_t *begin, size_t *length) {
  const unsigned char *bytes = source->bytes;
  if (!npy_recognised(source)) {
    return complain("%s: not an npy file (it does not start with \\x93NUMPY)", source->name);
  }
  if (source->size < PREFIX_BYTES_2) {
    return complain("%s: the npy header is cut off", source->name);
  }
  unsigned major = bytes[MAGIC_BYTES];
  unsigned minor = bytes[MAGIC_BYTES + 1];
  if (major < 1 || major > 3 || minor != 0) {
    return complain("%s: npy version %u.%u is not known (1.0, 2.0 and 3.0 are)", source->name,
                    major, minor);
  }
  *begin = major == 1 ? PREFIX_BYTES_1 : PREFIX_BYTES_2;
  *length = bytes[8] | (size_t)bytes[9] << 8;
  if (major > 1) {
    *length |= (size_t)bytes[10] << 16 | (size_t)bytes[11] << 24;
  }
  if (*length > source->size - *begin) {
    return complain("%s: the npy header says to have %zu bytes, but only %zu are there",
                    source->name, *length, source->size - *begin);
  }
  return true;
}

/* "3 x 4"; an array of one dimension is "3 x 1". */
static void shape_words(const npy_header *header, char *words, size_t bytes) {
  size_t used = (size_t)snprintf(words, bytes, "%zu", header->shape[0]);
  for (size_t k = 1; k < header->dimensions; k++) {
    used += (size_t)snprintf(words + used, bytes - used, " x %zu", header->shape[k]);
  }
  if (header->dimensions == 1) {
    snprintf(words + used, bytes - used, " x 1");
  }
}

static bool count_elements(const npy_header *header, size_t *count) {
  *count = 1;
  for (size_t k = 0; k < header->dimensions; k++) {
    if (!number_product(*count, header->shape[k], count)) {
      return false;
    }
  }
  return true;
}

static bool check_size(const source_file *source, npy_header *header) {
  char words[NPY_MOST_DIMENSIONS * 24];
  size_t bytes = 0;
  shape_words(header, words, sizeof words);
  if (!count_elements(header, &header->count) ||
      !number_product(header->count, header->bytes, &bytes)) {
    return complain("%s: %s numbers do not fit into any memory", source->name, words);
  }
  size_t present = source->size - header->offset;
  if (bytes > present) {
    return complain("%s: %s elements of %zu bytes are %zu bytes, but only %zu are there",
                    source->name, words, header->bytes, bytes, present);
  }
  if (bytes < present) {
    warn("%s: %zu bytes behind the array are not looked at", source->name, present - bytes);
  }
  return true;
}

static bool read_header(const source_file *source, size_t most_dimensions, npy_header *header) {
  size_t begin = 0;
  size_t length = 0;
  memset(header, 0, sizeof *header);
  if (!read_prefix(source, &begin, &length)) {
    return false;
  }
  npy_cursor cursor = {(const char *)source->bytes + begin,
                       (const char *)source->bytes + begin + length, source->name, most_dimensions};
  header->offset = begin + length;
  return read_dictionary(&cursor, header) && check_size(source, header);
}

bool npy_header_read(const source_file *source, npy_header *header) {
  return read_header(source, 2, header);
}

bool npy_header_read_array(const source_file *source, npy_header *header) {
  return read_header(source, NPY_MOST_DIMENSIONS, header);
}
