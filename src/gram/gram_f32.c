/* gram.h in float precision: the files below are the code, this one says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/f32.h"

#include "gram/kernel_impl.h"

#include "gram/problem_impl.h"

#include "gram/norms_impl.h"

#include "gram/exponents_impl.h"

#include "gram/tile_impl.h"

#include "gram/gram_impl.h"

#include "gram/tasks_impl.h"

#include "gram/sources_impl.h"

#include "gram/layout_impl.h"

#include "gram/call_impl.h"
