/* Columns of rows of the Gram matrix in double precision: columns_impl.h is the code. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/f64.h"

#include "gram/rates_impl.h"

#define PRODUCT_TABLE product_f64

#include "gram/columns_impl.h"
