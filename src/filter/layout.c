/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/layout.h"

#include "core/memory.h"
#include "filter/array.h"

enum { AXES = 4 };

static bool lies_before(const gk_array *array, size_t a, size_t b) {
  if (array->size[a] == 1 || array->size[b] == 1) {
    return array->size[a] > 1;
  }
  return gki_magnitude(array->stride[a]) < gki_magnitude(array->stride[b]);
}

void gki_axes_by_stride(const gk_array *array, size_t *order) {
  for (size_t i = 0; i < AXES; i++) {
    size_t j = i;
    for (; j > 0 && array->size[i] > 1 && lies_before(array, i, order[j - 1]); j--) {
      order[j] = order[j - 1];
    }
    order[j] = i;
  }
}

bool gki_compact(const size_t *size, gk_type type, const gk_array *like, gk_array *compact,
                 size_t *bytes) {
  size_t order[AXES], total = gki_type_bytes(type);
  gki_axes_by_stride(like, order);
  *compact = (gk_array){.struct_size = sizeof(gk_array), .type = type, .dimensions = AXES};
  ptrdiff_t stride = 1;
  for (size_t i = 0; i < AXES; i++) {
    const size_t k = order[i];
    if (!gki_multiply_size(total, size[k], &total) || total > PTRDIFF_MAX) {
      return false;
    }
    compact->size[k] = size[k];
    compact->stride[k] = size[k] > 1 ? stride : 0;
    stride *= (ptrdiff_t)size[k];
  }
  *bytes = total;
  return true;
}
