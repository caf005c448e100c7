/* Products with Gram matrices in double precision: the files below are the code, the first says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/f64.h"

#include "core/dd.h"
#include "gram/pairing.h"

#include <stdatomic.h>

#define GEMM_NN       NAME(gki_gemm_nn)
#define GEMM_TN       NAME(gki_gemm_tn)
#define PRODUCT_LOOPS gki_isa_in_use()->product_f64

#include "gram/kernel_impl.h"

#include "gram/problem_impl.h"

#include "gram/norms_impl.h"

#include "gram/exponents_impl.h"

#include "gram/sources_impl.h"

#include "gram/product_impl.h"

#include "gram/product_totals_impl.h"

#include "gram/product_vectors_impl.h"

#include "gram/product_piece_impl.h"

#include "gram/product_tasks_impl.h"

#include "gram/product_layout_impl.h"

#include "gram/product_call_impl.h"
