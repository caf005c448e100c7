/*
 * Hands every file of a directory to a target: what fuzzing began with and what it found, as a plain
 * test. Files named good_* must be read, bad_* refused; of the others it is enough that they do no
 * harm.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "target.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In memory of just that size, so that a sanitizer sees the first byte that is too much. */
static uint8_t *bytes_of(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    return NULL;
  }
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  uint8_t *bytes = malloc(*size > 0 ? *size : 1);
  if (bytes && fread(bytes, 1, *size, file) != *size) {
    free(bytes);
    bytes = NULL;
  }
  fclose(file);
  return bytes;
}

static bool as_named(const char *name, bool was_read) {
  const bool good = strncmp(name, "good_", 5) == 0, bad = strncmp(name, "bad_", 4) == 0;
  if ((good && !was_read) || (bad && was_read)) {
    printf("%s was %s\n", name, was_read ? "read" : "refused");
    return false;
  }
  return true;
}

static bool replay(const char *directory, const char *name) {
  char path[4096];
  size_t size = 0;
  snprintf(path, sizeof path, "%s/%s", directory, name);
  uint8_t *bytes = bytes_of(path, &size);
  if (!bytes) {
    printf("%s cannot be read\n", path);
    return false;
  }
  fprintf(stderr, "%s:\n", name); /* before what may end us */
  const bool right = as_named(name, fuzz_read(bytes, size));
  free(bytes);
  return right;
}

int main(int argc, char **argv) {
  DIR *directory = argc == 2 ? opendir(argv[1]) : NULL;
  if (!directory) {
    printf("usage: %s DIRECTORY\n", argv[0]);
    return 2;
  }
  size_t files = 0, wrong = 0;
  for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
    if (entry->d_name[0] != '.') {
      files++;
      wrong += !replay(argv[1], entry->d_name);
    }
  }
  closedir(directory);
  printf("%zu files, %zu otherwise than named\n", files, wrong);
  return files == 0 || wrong > 0;
}
