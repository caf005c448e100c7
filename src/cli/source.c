/* SPDX-License-Identifier: BSD-3-Clause */
#include "source.h"

#include "diagnose.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_BUFFER = 1 << 16 };

static bool map_file(int fd, size_t size, source_file *source) {
  void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (map == MAP_FAILED) {
    return false;
  }
  source->map = map;
  source->bytes = map;
  source->size = size;
  return true;
}

static bool grow(source_file *source, size_t *capacity) {
  size_t wanted = *capacity == 0 ? FIRST_BUFFER : 2 * *capacity;
  void *larger = *capacity <= SIZE_MAX / 2 ? realloc(source->owned, wanted) : NULL;
  if (larger == NULL) {
    return complain("%s: no memory for more than %zu bytes", source->name, *capacity);
  }
  source->owned = larger;
  *capacity = wanted;
  return true;
}

/* A pipe, a terminal, a file of /proc: nothing tells the size beforehand. */
static bool read_to_end(int fd, source_file *source) {
  size_t capacity = 0;
  for (;;) {
    if (source->size == capacity && !grow(source, &capacity)) {
      return false;
    }
    unsigned char *buffer = source->owned;
    ssize_t got = read(fd, buffer + source->size, capacity - source->size);
    if (got < 0 && errno != EINTR) {
      return complain_errno("cannot read %s", source->name);
    }
    if (got == 0) {
      source->bytes = buffer;
      return true;
    }
    source->size += got > 0 ? (size_t)got : 0;
  }
}

static bool read_descriptor(int fd, source_file *source) {
  struct stat status;
  if (fstat(fd, &status) != 0) {
    return complain_errno("cannot read %s", source->name);
  }
  bool whole = S_ISREG(status.st_mode) && status.st_size > 0 && lseek(fd, 0, SEEK_CUR) == 0;
  if (whole && (uintmax_t)status.st_size <= PTRDIFF_MAX &&
      map_file(fd, (size_t)status.st_size, source)) {
    return true;
  }
  return read_to_end(fd, source);
}

bool source_open(const char *path, source_file *source) {
  memset(source, 0, sizeof *source);
  bool standard_input = strcmp(path, "-") == 0;
  source->name = standard_input ? "standard input" : path;
  int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return complain_errno("cannot open %s", path);
  }
  bool ok = read_descriptor(fd, source);
  if (!standard_input) {
    close(fd);
  }
  if (!ok) {
    source_close(source);
  }
  return ok;
}

void source_close(source_file *source) {
  if (source->map != NULL) {
    munmap(source->map, source->size);
  }
  free(source->owned);
  source->map = NULL;
  source->owned = NULL;
  source->bytes = NULL;
  source->size = 0;
}
