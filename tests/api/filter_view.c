/* Arrays of any strides and types, element by element. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "filter_reference.h"

void view_size(const gk_array *array, size_t size[4]) {
  for (size_t k = 0; k < 4; k++) {
    size[k] = k < array->dimensions ? array->size[k] : 1;
  }
}

size_t view_count(const gk_array *array) {
  size_t size[4];
  view_size(array, size);
  return size[0] * size[1] * size[2] * size[3];
}

void view_index(const gk_array *array, size_t i, size_t index[4]) {
  size_t size[4];
  view_size(array, size);
  for (size_t k = 0; k < 4; k++) {
    index[k] = i % size[k];
    i /= size[k];
  }
}

static ptrdiff_t place(const gk_array *array, const size_t index[4]) {
  ptrdiff_t at = 0;
  for (size_t k = 0; k < array->dimensions; k++) {
    at += (ptrdiff_t)index[k] * array->stride[k];
  }
  return at;
}

wide view_get(const gk_array *array, const size_t index[4]) {
  const ptrdiff_t at = place(array, index);
  switch (array->type) {
  case GK_TYPE_U8:
    return ((const uint8_t *)array->data)[at];
  case GK_TYPE_U16:
    return ((const uint16_t *)array->data)[at];
  case GK_TYPE_F32:
    return (wide)((const float *)array->data)[at];
  default:
    return (wide)((const double *)array->data)[at];
  }
}

void view_set(const gk_array *array, const size_t index[4], double value) {
  const ptrdiff_t at = place(array, index);
  switch (array->type) {
  case GK_TYPE_U8:
    ((uint8_t *)array->data)[at] = (uint8_t)value;
    break;
  case GK_TYPE_U16:
    ((uint16_t *)array->data)[at] = (uint16_t)value;
    break;
  case GK_TYPE_F32:
    ((float *)array->data)[at] = (float)value;
    break;
  default:
    ((double *)array->data)[at] = value;
  }
}

double round_to_type(gk_type type, wide x) {
  const wide most = type == GK_TYPE_U8 ? 255 : 65535;
  return isnan(x) ? 0.0 : (double)rintl(fminl(fmaxl(x, 0), most));
}
