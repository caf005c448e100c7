/* SPDX-License-Identifier: BSD-3-Clause */
#include "harness.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

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

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* A line of /proc/self/status in bytes, such as "VmRSS:"; 0 where there is none. */
static size_t memory_status(const char *key) {
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

/* From here on VmHWM is the peak of what follows. */
static void reset_peak(void) {
  FILE *file = fopen("/proc/self/clear_refs", "w");
  if (!file)
    return;
  fputs("5", file);
  fclose(file);
}

void bench_print_string(FILE *out, const char *text) {
  fputc('"', out);
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\')
      fputc('\\', out);
    fputc(c < ' ' ? ' ' : c, out);
  }
  fputc('"', out);
}

static void set_string(char *field, size_t capacity, const char *value) {
  snprintf(field, capacity, "%s", value);
}

static bool set_output(bench_request *request, const char *value) {
  static const char *const names[] = {"reused", "fresh", "fresh-huge"};
  for (int i = 0; i < 3; i++)
    if (strcmp(value, names[i]) == 0) {
      request->output = (bench_output)i;
      return true;
    }
  return false;
}

static bool set_size(bench_request *request, const char *key, const char *value) {
  const struct {
    const char *key;
    size_t *field;
  } sizes[] = {{"n", &request->n},
               {"d", &request->d},
               {"threads", &request->threads},
               {"repeat", &request->repeat},
               {"count", &request->count}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    if (strcmp(key, sizes[i].key) == 0) {
      *sizes[i].field = strtoull(value, NULL, 10);
      return true;
    }
  return false;
}

static bool set_field(bench_request *request, const char *key, const char *value) {
  if (strcmp(key, "task") == 0)
    set_string(request->task, sizeof request->task, value);
  else if (strcmp(key, "x") == 0)
    set_string(request->x, sizeof request->x, value);
  else if (strcmp(key, "pairs") == 0)
    set_string(request->pairs, sizeof request->pairs, value);
  else if (strcmp(key, "values") == 0)
    set_string(request->values, sizeof request->values, value);
  else if (strcmp(key, "type") == 0)
    request->f32 = strcmp(value, "f32") == 0;
  else if (strcmp(key, "gamma") == 0)
    request->gamma = strtod(value, NULL);
  else if (strcmp(key, "variance") == 0)
    request->variance = strtod(value, NULL);
  else if (strcmp(key, "output") == 0)
    return set_output(request, value);
  else
    return set_size(request, key, value);
  return true;
}

/* "key=value key=value": NULL, or the word that is not understood. */
static const char *parse(char *words, bench_request *request) {
  *request = (bench_request){.threads = 1, .repeat = 1, .gamma = 1, .variance = 1};
  char *rest = NULL;
  for (char *word = strtok_r(words, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
    char *value = strchr(word, '=');
    if (!value)
      return word;
    *value++ = '\0';
    if (!set_field(request, word, value))
      return word;
  }
  return NULL;
}

static size_t element(const bench_request *request) {
  return request->f32 ? sizeof(float) : sizeof(double);
}

/* The whole of a file in memory that starts at a multiple of 64 bytes. */
static void *read_file(const char *path, size_t bytes) {
  FILE *file = fopen(path, "rb");
  if (!file)
    return NULL;
  void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (memory && fread(memory, 1, bytes, file) != bytes) {
    free(memory);
    memory = NULL;
  }
  fclose(file);
  return memory;
}

/* The points of the request; those of the last one are kept, since requests come many times. */
static const void *points(const bench_request *request) {
  static void *kept;
  static char kept_path[sizeof request->x];
  if (kept && strcmp(kept_path, request->x) == 0)
    return kept;
  free(kept);
  set_string(kept_path, sizeof kept_path, request->x);
  kept = read_file(request->x, request->n * request->d * element(request));
  return kept;
}

/* The output that is used again and again, on huge pages. */
static struct {
  void *memory;
  size_t bytes;
} reused;

static void drop_reused(const bench_program *program) {
  if (reused.memory)
    program->huge_pages.release(reused.memory, reused.bytes);
  reused.memory = NULL;
  reused.bytes = 0;
}

static void *reused_output(const bench_program *program, size_t bytes) {
  if (reused.bytes == bytes)
    return reused.memory;
  drop_reused(program);
  reused.memory = program->huge_pages.allocate(bytes);
  if (reused.memory) {
    memset(reused.memory, 1, bytes);
    reused.bytes = bytes;
  }
  return reused.memory;
}

static bool tell_values(const bench_request *request, const void *out) {
  int64_t *pairs = read_file(request->pairs, request->count * 2 * sizeof(int64_t));
  FILE *file = pairs ? fopen(request->values, "wb") : NULL;
  bool written = file != NULL;
  for (size_t p = 0; written && p < request->count; p++) {
    size_t at = (size_t)pairs[2 * p] * request->n + (size_t)pairs[2 * p + 1];
    double value = request->f32 ? (double)((const float *)out)[at] : ((const double *)out)[at];
    written = fwrite(&value, sizeof value, 1, file) == 1;
  }
  if (file && fclose(file) != 0)
    written = false;
  free(pairs);
  return written;
}

typedef struct measurement {
  double seconds; /* the sum of all calls */
  size_t extra;   /* the most memory beyond input and output */
} measurement;

/* One call, timed: from the allocation of a fresh output to the last number in it. */
static const char *measure_once(const bench_program *program, bench_work work,
                                const bench_request *request, const void *x, bool tell,
                                measurement *sum) {
  bool fresh = request->output != BENCH_REUSED;
  size_t bytes = request->n * request->n * element(request);
  bench_memory source =
      request->output == BENCH_FRESH_HUGE ? program->huge_pages : bench_small_pages;
  void *out = fresh ? NULL : reused_output(program, bytes);
  reset_peak();
  size_t before = memory_status("VmRSS:");
  double start = now();
  if (fresh)
    out = source.allocate(bytes);
  const char *problem = out ? work(request, x, out) : "no memory for the output";
  sum->seconds += now() - start;
  size_t peak = memory_status("VmHWM:"), expected = before + (fresh ? bytes : 0);
  if (peak > expected && peak - expected > sum->extra)
    sum->extra = peak - expected;
  if (!problem && tell && !tell_values(request, out))
    problem = "the sample could not be written";
  if (fresh && out)
    source.release(out, bytes);
  return problem;
}

static const char *measure(const bench_program *program, const bench_request *request,
                           measurement *sum) {
  const bench_task *task = program->tasks;
  while (task->name && strcmp(task->name, request->task) != 0)
    task++;
  if (!task->name)
    return "no such task";
  const void *x = points(request);
  if (!x)
    return "the points cannot be read";
  const char *problem = NULL;
  for (size_t i = 1; i <= request->repeat && !problem; i++)
    problem = measure_once(program, task->run, request, x,
                           request->pairs[0] != '\0' && i == request->repeat, sum);
  return problem;
}

static void answer_problem(const char *problem) {
  fputs("{\"error\": ", stdout);
  bench_print_string(stdout, problem);
  fputs("}\n", stdout);
}

static void answer_run(const bench_program *program, char *words) {
  bench_request request;
  measurement sum = {0, 0};
  const char *problem = parse(words, &request);
  if (!problem)
    problem = measure(program, &request, &sum);
  if (problem) {
    answer_problem(problem);
    return;
  }
  printf("{\"seconds\": %.9g, \"extra_bytes\": %zu", sum.seconds / (double)request.repeat,
         sum.extra);
  if (program->error_bound)
    printf(", \"bound\": %.9g", program->error_bound(&request));
  puts("}");
}

/*
 * Touches so much memory and gives it back, for whatever comes next on this machine. A virtual
 * machine's host may take free memory away within a second, and a first touch that has to get it
 * back measures the host: tens of times as slow, and at random.
 */
static void prime(size_t bytes) {
  void *memory = bytes > 0 ? map_huge(bytes) : NULL;
  if (!memory)
    return;
  memset(memory, 1, bytes);
  unmap_huge(memory, bytes);
}

int bench_serve(const bench_program *program) {
  static char line[8192];
  while (fgets(line, sizeof line, stdin)) {
    if (strncmp(line, "run ", 4) == 0) {
      answer_run(program, line + 4);
    } else if (strncmp(line, "info", 4) == 0) {
      putchar('{');
      program->describe(stdout);
      puts("}");
    } else if (strncmp(line, "prime ", 6) == 0) {
      prime(strtoull(line + 6, NULL, 10));
      puts("{}");
    } else if (strncmp(line, "drop", 4) == 0) {
      drop_reused(program);
      puts("{}");
    } else {
      answer_problem("no such command");
    }
    fflush(stdout);
  }
  drop_reused(program);
  return 0;
}
