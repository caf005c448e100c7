/* Arrays laid out at random, and filters asked for at random. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_FILTER_SHEET_H
#define GK_TEST_FILTER_SHEET_H

#include "filter_reference.h"

/* An array with its memory, which is wider than the array where there are gaps. */
typedef struct sheet {
  gk_array array;
  unsigned char *memory;
  size_t bytes;
} sheet;

typedef enum sheet_layout {
  SHEET_PLAIN,     /* no gaps, x fastest */
  SHEET_ANY,       /* axes in any order, gaps, negative strides */
  SHEET_BROADCAST, /* as SHEET_ANY, some strides 0: of inputs only */
  SHEET_LAYOUTS
} sheet_layout;

sheet sheet_new(gk_test_rng *rng, gk_type type, size_t dimensions, const size_t *size,
                sheet_layout layout);
void sheet_free(sheet *s);
/* The same memory once more, with a place of its own. */
sheet sheet_copy(const sheet *s);
/* Integers of the type's whole range; reals normal with the deviation. */
void sheet_fill(sheet *s, gk_test_rng *rng, double deviation);
void sheet_fill_with(sheet *s, double value);
/* Fails unless the memory between the elements is as sheet_new left it. */
void sheet_check_gaps(const sheet *s, const char *what);
/* Fails unless both hold the same memory. */
void sheet_check_same(const sheet *a, const sheet *b, const char *what);

/* A filter and its arrays. */
typedef struct asked_filter {
  reference_kind kind;
  gk_filter_spec spec;
  double wider[4];
  sheet in, out, mask;
  char what[512];
} asked_filter;

size_t pick(gk_test_rng *rng, size_t count);               /* 0 .. count - 1 */
double between(gk_test_rng *rng, double low, double high); /* evenly in the logarithm */
gk_type random_type(gk_test_rng *rng);

/* The sizes of an out for in and the spec. */
void size_of_out(const gk_array *in, const gk_filter_spec *spec, size_t size[4]);
/* Writes in `what` all that it takes to see what was asked. */
void asked_describe(asked_filter *a);
/* Calls the function, compares with the reference, and returns the worst error over the bound. */
double asked_check(asked_filter *a, const gk_options *options);
void asked_free(asked_filter *a);

#endif
