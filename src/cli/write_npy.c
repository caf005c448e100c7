/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"
#include "interrupt.h"
#include "npy_front.h"
#include "number.h"
#include "writers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>

static void fill_front(const kernel_job *kernel, char front[NPY_FRONT_BYTES]) {
  const size_t shape[] = {kernel_rows(kernel), kernel_cols(kernel)};
  npy_front_fill(kernel->x->dtype, 2, shape, front);
}

/* The size of the whole file. */
static bool file_bytes(const kernel_job *kernel, size_t *bytes) {
  size_t elements = 0;
  size_t data = 0;
  if (!number_product(kernel_rows(kernel), kernel_cols(kernel), &elements) ||
      !number_product(elements, table_element_bytes(kernel->x->dtype), &data) ||
      data > PTRDIFF_MAX - NPY_FRONT_BYTES) {
    return complain("a matrix of %zu x %zu numbers is larger than any file", kernel_rows(kernel),
                    kernel_cols(kernel));
  }
  *bytes = NPY_FRONT_BYTES + data;
  return true;
}

/* A full disk must show itself here: in a memory map it would be a SIGBUS. */
static int reserve(int fd, size_t bytes) {
  int error;
  do {
    error = posix_fallocate(fd, 0, (off_t)bytes);
  } while (error == EINTR && !interrupted());
  return error;
}

static bool fill_map(const kernel_job *kernel, output *out, size_t bytes, char *map) {
  fill_front(kernel, map);
  bool ok = kernel_compute(kernel, map + NPY_FRONT_BYTES);
  if (munmap(map, bytes) != 0) {
    return complain_errno("cannot write %s", out->name);
  }
  return ok;
}

static bool write_blocks(const kernel_job *kernel, output *out) {
  char front[NPY_FRONT_BYTES];
  fill_front(kernel, front);
  size_t n = kernel_rows(kernel);
  size_t row_bytes = kernel_cols(kernel) * table_element_bytes(kernel->x->dtype);
  void *block = kernel_block(kernel);
  bool ok = block != NULL && output_write(out, front, NPY_FRONT_BYTES);
  for (size_t first = 0; ok && first < n; first += KERNEL_BLOCK_ROWS) {
    size_t rows = n - first < KERNEL_BLOCK_ROWS ? n - first : KERNEL_BLOCK_ROWS;
    progress_part(kernel->progress, (double)first / (double)n, (double)rows / (double)n);
    ok = kernel_compute_rows(kernel, first, rows, block) &&
         output_write(out, block, rows * row_bytes);
  }
  gk_free(block);
  return ok;
}

bool write_npy(const kernel_job *kernel, output *out) {
  size_t bytes = 0;
  if (!file_bytes(kernel, &bytes)) {
    return false;
  }
  if (out->temporary == NULL) {
    return write_blocks(kernel, out);
  }
  int error = reserve(out->fd, bytes);
  if (error == EOPNOTSUPP || error == EINVAL) {
    return write_blocks(kernel, out);
  }
  if (error != 0) {
    errno = error;
    return error == EINTR ? false
                          : complain_errno("cannot reserve %zu bytes for %s", bytes, out->name);
  }
  void *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, out->fd, 0);
  if (map == MAP_FAILED) {
    return write_blocks(kernel, out);
  }
  return fill_map(kernel, out, bytes, map);
}
