/*
 * Loaded before the tool: among the allocations that one object of the process asks for, the tool
 * itself or a library, one fails. FAIL_IN: how the name of the object's file begins; FAIL_AT: which
 * one fails, from 1; COUNT_TO: a file that gets their number. Not for the sanitizers, which have an
 * allocator of their own.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* glibc's own: what dlsym would find, without the memory that dlsym takes. */
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *data, size_t bytes);

static long calls;

static bool is_counted(void *caller) {
  const char *object = getenv("FAIL_IN");
  Dl_info found;
  if (object == NULL || dladdr(caller, &found) == 0) {
    return false;
  }
  const char *slash = strrchr(found.dli_fname, '/');
  const char *name = slash != NULL ? slash + 1 : found.dli_fname;
  return strncmp(name, object, strlen(object)) == 0;
}

static bool fails(void *caller) {
  const char *at = getenv("FAIL_AT");
  if (!is_counted(caller) ||
      __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) != (at ? atol(at) : 0)) {
    return false;
  }
  errno = ENOMEM;
  return true;
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("COUNT_TO");
  FILE *file = path != NULL ? fopen(path, "w") : NULL;
  if (file != NULL) {
    fprintf(file, "%ld\n", calls);
    fclose(file);
  }
}

void *malloc(size_t bytes) {
  return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes) {
  return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *data, size_t bytes) {
  return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(data, bytes);
}

char *strdup(const char *text) {
  size_t bytes = strlen(text) + 1;
  char *copy = fails(__builtin_return_address(0)) ? NULL : __libc_malloc(bytes);
  return copy != NULL ? memcpy(copy, text, bytes) : NULL;
}
