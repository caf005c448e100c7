/* SPDX-License-Identifier: BSD-3-Clause */
#define T          double
#define NAME(name) name##_f64
#include "apply_compute_impl.h"
