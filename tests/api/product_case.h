/*
 * Products with K and sums along its rows (gram.h) on points that a test chooses, compared with the
 * formulas in long double: every tolerance is the bound that the header says.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_PRODUCT_CASE_H
#define GK_TEST_PRODUCT_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "canvas.h"
#include "families.h"

/* What is asked for. */
typedef enum product { MULTIPLY, ROW_SUMS, LOG_SUMS, MEANS, PRODUCTS } product;

/* "gk_gram_multiply_", ... without the precision. */
const char *product_name(product what, bool symmetric);

#include "f64.h"

#include "product_case_impl.h"

#include "f32.h"

#include "product_case_impl.h"

#endif
