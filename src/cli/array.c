/* SPDX-License-Identifier: BSD-3-Clause */
#include "array.h"

#include "diagnose.h"
#include "interrupt.h"
#include "npy_front.h"
#include "number.h"
#include "readers.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With all decimals that may be asked for, of the largest double. */
enum { ENTRY_BYTES = 400, BUFFER_BYTES = 1 << 16 };

/* How many numbers are formatted between two looks at signals. */
enum { ENTRIES_PER_LOOK = 4096 };

bool array_allocate(array *values) {
  size_t rows = 1, cols = values->shape[values->dimensions - 1];
  for (size_t k = 0; k + 1 < values->dimensions; k++) {
    if (!number_product(rows, values->shape[k], &rows)) {
      return complain("an array of so many numbers does not fit into any memory");
    }
  }
  values->data = table_allocate_zeros("the result", rows, cols, table_element_bytes(values->dtype));
  return values->data != NULL;
}

void array_free(array *values) {
  free(values->data);
  values->data = NULL;
}

size_t array_count(const array *values) {
  size_t count = 1;
  for (size_t k = 0; k < values->dimensions; k++) {
    count *= values->shape[k];
  }
  return count;
}

static double value_at(const array *values, size_t at) {
  return values->dtype == TABLE_F32 ? ((const float *)values->data)[at]
                                    : ((const double *)values->data)[at];
}

void array_scale(array *values, double factor) {
  size_t count = array_count(values);
  for (size_t i = 0; i < count; i++) {
    double scaled = factor * value_at(values, i);
    if (values->dtype == TABLE_F32) {
      ((float *)values->data)[i] = (float)scaled;
    } else {
      ((double *)values->data)[i] = scaled;
    }
  }
}

table array_matrix(const array *values) {
  bool row = values->dimensions == 1;
  return (table){.rows = row ? 1 : values->shape[0],
                 .cols = values->shape[row ? 0 : 1],
                 .dtype = values->dtype,
                 .data = values->data};
}

/* The fewest digits that bring a float back. */
static size_t format_float(double value, char *text) {
  int length = 0;
  for (int digits = FLT_DIG; digits <= FLT_DECIMAL_DIG; digits++) {
    length = snprintf(text, ENTRY_BYTES, "%.*g", digits, value);
    if (strtof(text, NULL) == (float)value) {
      break;
    }
  }
  return (size_t)length;
}

/* One number as text; gives the length. */
static size_t put(const array *values, array_format format, int decimals, size_t at, char *text) {
  bool f32 = values->dtype == TABLE_F32;
  double value = number_shown(value_at(values, at));
  if (fabs(value) < (decimals >= 0 ? pow(10, -decimals) / 2 : DBL_TRUE_MIN)) {
    value = 0; /* neither -0 nor -0.00 */
  }
  if (decimals >= 0) {
    return (size_t)snprintf(text, ENTRY_BYTES, "%.*f", decimals, value);
  }
  if (format == ARRAY_CSV) {
    int digits = f32 ? FLT_DECIMAL_DIG : DBL_DECIMAL_DIG;
    return (size_t)snprintf(text, ENTRY_BYTES, "%.*g", digits, value);
  }
  return f32 ? format_float(value, text) : number_format(value, text);
}

/* Text on its way to a file. */
typedef struct writer {
  output *out;
  size_t used;
  char buffer[BUFFER_BYTES];
} writer;

static bool flush(writer *to) {
  size_t used = to->used;
  to->used = 0;
  return output_write(to->out, to->buffer, used);
}

static bool add(writer *to, const char *text, size_t length) {
  if (to->used + length > sizeof to->buffer && !flush(to)) {
    return false;
  }
  memcpy(to->buffer + to->used, text, length);
  to->used += length;
  return true;
}

static size_t widest(const array *values, array_format format, int decimals, size_t count) {
  size_t most = 0;
  for (size_t i = 0; i < count; i++) {
    if (i % ENTRIES_PER_LOOK == 0 && interrupted()) {
      return 0; /* the first write will see it as well */
    }
    char text[ENTRY_BYTES];
    size_t length = put(values, format, decimals, i, text);
    most = length > most ? length : most;
  }
  return most;
}

static bool add_number(writer *to, const char *text, size_t length, size_t width) {
  char padded[ENTRY_BYTES];
  size_t before = length < width ? width - length : 0;
  memset(padded, ' ', before);
  memcpy(padded + before, text, length);
  return add(to, padded, before + length);
}

static bool write_text(const array *values, array_format format, int decimals, writer *to) {
  size_t count = array_count(values);
  size_t cols = values->dimensions == 1 ? 1 : values->shape[values->dimensions - 1];
  size_t slice = values->dimensions == 3 ? values->shape[1] * cols : count;
  size_t width = format == ARRAY_TEXT ? widest(values, format, decimals, count) : 0;
  const char *between = format == ARRAY_TEXT ? " " : ",";
  for (size_t i = 0; i < count; i++) {
    char text[ENTRY_BYTES];
    size_t length = put(values, format, decimals, i, text);
    bool ends_line = (i + 1) % cols == 0, ends_slice = (i + 1) % slice == 0 && i + 1 < count;
    if (!add_number(to, text, length, width) || !add(to, ends_line ? "\n" : between, 1) ||
        (ends_slice && !add(to, "\n", 1))) {
      return false;
    }
  }
  return flush(to);
}

static bool write_npy_array(const array *values, output *out) {
  char front[NPY_FRONT_BYTES];
  npy_front_fill(values->dtype, values->dimensions, values->shape, front);
  return output_write(out, front, sizeof front) &&
         output_write(out, values->data, array_count(values) * table_element_bytes(values->dtype));
}

bool array_write(const array *values, array_format format, int decimals, output *out) {
  if (format == ARRAY_NPY) {
    return write_npy_array(values, out);
  }
  writer *to = malloc(sizeof *to);
  if (to == NULL) {
    return complain("no memory to write text");
  }
  to->out = out;
  to->used = 0;
  bool ok = write_text(values, format, decimals, to);
  free(to);
  return ok;
}
