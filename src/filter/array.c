/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/array.h"

#include "core/memory.h"
#include "core/options.h"
#include "core/status.h"

enum { AXES = 4 };

size_t gki_type_bytes(gk_type type) {
  switch (type) {
  case GK_TYPE_U8:
    return sizeof(uint8_t);
  case GK_TYPE_U16:
    return sizeof(uint16_t);
  case GK_TYPE_F32:
    return sizeof(float);
  case GK_TYPE_F64:
    return sizeof(double);
  }
  return 0;
}

/* A function of its own, since the least number has no positive one of its type. */
static size_t magnitude(ptrdiff_t stride) {
  return stride < 0 ? (size_t)0 - (size_t)stride : (size_t)stride;
}

/* Fills in the axes that the caller left out. */
static void complete(gki_array *array) {
  gk_array *view = &array->view;
  for (size_t k = 0; k < AXES; k++) {
    if (k >= view->dimensions) {
      view->size[k] = 1;
    }
    if (view->size[k] == 1) {
      view->stride[k] = 0;
    }
    array->empty = array->empty || view->size[k] == 0;
  }
}

/* The elements below and above data, and all bytes between; false where no address space has them.
 */
static bool measure(gki_array *array) {
  const gk_array *view = &array->view;
  const size_t element = gki_type_bytes(view->type);
  size_t below = 0, above = 0, elements, bytes;
  for (size_t k = 0; k < AXES; k++) {
    size_t *side = view->stride[k] < 0 ? &below : &above;
    size_t extent;
    if (view->size[k] > PTRDIFF_MAX ||
        !gki_multiply_size(view->size[k] - 1, magnitude(view->stride[k]), &extent) ||
        !gki_add_size(*side, extent, side)) {
      return false;
    }
  }
  if (!gki_add_size(below, above, &elements) || !gki_add_size(elements, 1, &elements) ||
      !gki_multiply_size(elements, element, &bytes) || bytes > PTRDIFF_MAX) {
    return false;
  }
  const uintptr_t data = (uintptr_t)view->data;
  if (view->data && (below * element > data || (above + 1) * element > UINTPTR_MAX - data)) {
    return false;
  }
  array->first = data - below * element;
  array->bytes = bytes;
  return true;
}

/* Whether each stride reaches beyond what the axes of smaller strides take. */
static bool elements_lie_apart(const gk_array *view) {
  size_t order[AXES] = {0, 1, 2, 3}, taken = 0;
  for (size_t i = 1; i < AXES; i++) {
    for (size_t j = i;
         j > 0 && magnitude(view->stride[order[j]]) < magnitude(view->stride[order[j - 1]]); j--) {
      const size_t axis = order[j];
      order[j] = order[j - 1];
      order[j - 1] = axis;
    }
  }
  for (size_t i = 0; i < AXES; i++) {
    const size_t size = view->size[order[i]], stride = magnitude(view->stride[order[i]]);
    if (size > 1 && stride <= taken) {
      return false;
    }
    taken += (size - 1) * stride; /* no more than `measure` has found */
  }
  return true;
}

static gk_status check_elements(const char *function, gki_array_use use, gki_array *array) {
  const gk_array *view = &array->view;
  if (!measure(array)) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "%s is larger than an address space", array->name);
  }
  if (!view->data) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s->data is NULL", array->name);
  }
  const size_t element = gki_type_bytes(view->type);
  if ((uintptr_t)view->data % element != 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "%s->data is not aligned to its elements of %zu bytes", array->name, element);
  }
  if (use == GKI_ARRAY_OUTPUT && !elements_lie_apart(view)) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "the strides of %s, %td %td %td %td, let elements coincide", array->name,
                    view->stride[0], view->stride[1], view->stride[2], view->stride[3]);
  }
  return GK_SUCCESS;
}

gk_status gki_read_array(const char *function, const char *name, gki_array_use use,
                         const gk_array *given, gki_array *array) {
  *array = (gki_array){.name = name};
  if (!given) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL", name);
  }
  gk_array *view = &array->view;
  const gk_status status =
      gki_read_struct(function, name, given, sizeof(gk_array), view, sizeof(gk_array));
  if (status) {
    return status;
  }
  if (gki_type_bytes(view->type) == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s->type = %d is no gk_type", name,
                    (int)view->type);
  }
  if (view->dimensions < 1 || view->dimensions > AXES) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s->dimensions = %zu is not 1 to 4", name,
                    view->dimensions);
  }
  complete(array);
  return array->empty ? GK_SUCCESS : check_elements(function, use, array);
}

bool gki_same_array(const gki_array *a, const gki_array *b) {
  bool same = a->view.data == b->view.data && a->view.type == b->view.type;
  for (size_t k = 0; k < AXES; k++) {
    same = same && a->view.size[k] == b->view.size[k] && a->view.stride[k] == b->view.stride[k];
  }
  return same;
}

gk_status gki_check_arrays_apart(const char *function, const gki_array *output,
                                 const gki_array *input) {
  if (output->bytes > 0 && input->bytes > 0 && output->first < input->first + input->bytes &&
      input->first < output->first + output->bytes) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s overlaps %s", output->name, input->name);
  }
  return GK_SUCCESS;
}
