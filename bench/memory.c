/* SPDX-License-Identifier: BSD-3-Clause */
#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20)

static void *map_small(size_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static void unmap(void *memory, size_t bytes) {
  munmap(memory, bytes);
}

static size_t whole_huge_pages(size_t bytes) {
  return (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
}

/* Only a stretch that begins at a multiple of 2 MiB can be a huge page: cut off what lies around.
 */
static void *map_huge(size_t bytes) {
  size_t kept = whole_huge_pages(bytes);
  char *memory = map_small(kept + HUGE_PAGE);
  if (!memory)
    return NULL;
  size_t before = (HUGE_PAGE - (uintptr_t)memory % HUGE_PAGE) % HUGE_PAGE;
  if (before > 0)
    munmap(memory, before);
  if (before < HUGE_PAGE)
    munmap(memory + before + kept, HUGE_PAGE - before);
#ifdef MADV_HUGEPAGE
  madvise(memory + before, kept, MADV_HUGEPAGE);
#endif
  return memory + before;
}

static void unmap_huge(void *memory, size_t bytes) {
  munmap(memory, whole_huge_pages(bytes));
}

const bench_memory bench_small_pages = {map_small, unmap};
const bench_memory bench_huge_pages = {map_huge, unmap_huge};

/* A line of /proc/self/status in bytes, such as "VmRSS:"; 0 where there is none. */
static size_t status_bytes(const char *key) {
  FILE *file = fopen("/proc/self/status", "r");
  char line[256];
  size_t kib = 0;
  while (file && fgets(line, sizeof line, file))
    if (strncmp(line, key, strlen(key)) == 0)
      kib = strtoull(line + strlen(key), NULL, 10);
  if (file)
    fclose(file);
  return kib * 1024;
}

size_t bench_resident(void) {
  return status_bytes("VmRSS:");
}

size_t bench_peak(void) {
  return status_bytes("VmHWM:");
}

void bench_reset_peak(void) {
  FILE *file = fopen("/proc/self/clear_refs", "w");
  if (!file)
    return;
  fputs("5", file);
  fclose(file);
}

void bench_prime(const bench_memory *kind, size_t bytes) {
  void *memory = bytes > 0 ? kind->allocate(bytes) : NULL;
  if (!memory)
    return;
  memset(memory, 1, bytes);
  kind->release(memory, bytes);
}
