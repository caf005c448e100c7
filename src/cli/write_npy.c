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

static void fill_front(const gram_job *job, char front[NPY_FRONT_BYTES]) {
  const size_t shape[] = {gram_job_rows(job), gram_job_cols(job)};
  npy_front_fill(job->x->dtype, 2, shape, front);
}

/* The size of the whole file. */
static bool file_bytes(const gram_job *job, size_t *bytes) {
  size_t elements = 0;
  size_t data = 0;
  if (!number_product(gram_job_rows(job), gram_job_cols(job), &elements) ||
      !number_product(elements, table_element_bytes(job->x->dtype), &data) ||
      data > PTRDIFF_MAX - NPY_FRONT_BYTES) {
    return complain("a matrix of %zu x %zu numbers is larger than any file", gram_job_rows(job),
                    gram_job_cols(job));
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

static bool fill_map(const gram_job *job, output *out, size_t bytes, char *map) {
  fill_front(job, map);
  bool ok = gram_job_compute(job, map + NPY_FRONT_BYTES);
  if (munmap(map, bytes) != 0) {
    return complain_errno("cannot write %s", out->name);
  }
  return ok;
}

static bool write_blocks(const gram_job *job, output *out) {
  char front[NPY_FRONT_BYTES];
  fill_front(job, front);
  size_t n = gram_job_rows(job);
  size_t row_bytes = gram_job_cols(job) * table_element_bytes(job->x->dtype);
  void *block = gram_job_block(job);
  bool ok = block != NULL && output_write(out, front, NPY_FRONT_BYTES);
  for (size_t first = 0; ok && first < n; first += GRAM_BLOCK_ROWS) {
    size_t rows = n - first < GRAM_BLOCK_ROWS ? n - first : GRAM_BLOCK_ROWS;
    progress_part(job->progress, (double)first / (double)n, (double)rows / (double)n);
    ok = gram_job_compute_rows(job, first, rows, block) &&
         output_write(out, block, rows * row_bytes);
  }
  gk_free(block);
  return ok;
}

bool write_npy(const gram_job *job, output *out) {
  size_t bytes = 0;
  if (!file_bytes(job, &bytes)) {
    return false;
  }
  if (out->temporary == NULL) {
    return write_blocks(job, out);
  }
  int error = reserve(out->fd, bytes);
  if (error == EOPNOTSUPP || error == EINVAL) {
    return write_blocks(job, out);
  }
  if (error != 0) {
    errno = error;
    return error == EINTR ? false
                          : complain_errno("cannot reserve %zu bytes for %s", bytes, out->name);
  }
  void *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, out->fd, 0);
  if (map == MAP_FAILED) {
    return write_blocks(job, out);
  }
  return fill_map(job, out, bytes, map);
}
