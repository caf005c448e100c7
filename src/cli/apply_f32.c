/* SPDX-License-Identifier: BSD-3-Clause */
#define T          float
#define NAME(name) name##_f32
#include "apply_compute_impl.h"
