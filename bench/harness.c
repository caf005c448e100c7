/* SPDX-License-Identifier: BSD-3-Clause */
#include "harness.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
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

typedef struct kept_file {
  void *memory;
  char path[sizeof((bench_request *)NULL)->x];
} kept_file;

/* A file's numbers; those of the last one are kept, since requests come many times. */
static const void *numbers(kept_file *kept, const char *path, size_t bytes) {
  if (kept->memory && strcmp(kept->path, path) == 0)
    return kept->memory;
  free(kept->memory);
  snprintf(kept->path, sizeof kept->path, "%s", path);
  kept->memory = read_file(path, bytes);
  return kept->memory;
}

static bool read_points(const bench_request *request, bench_points *points) {
  static kept_file x, y;
  size_t row = request->d * bench_element(request);
  points->x = points->y = numbers(&x, request->x, request->m * row);
  if (request->y[0] != '\0')
    points->y = numbers(&y, request->y, request->n * row);
  return points->x && points->y;
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

/* One request at work, and what is measured. */
typedef struct measurement {
  const bench_program *program;
  const bench_request *request;
  bench_work work;
  bench_points points;
  double seconds; /* the sum of all calls */
  size_t extra;   /* the most memory beyond input and output */
} measurement;

static const char *tell(const measurement *self, const void *out) {
  if (self->request->pairs[0] == '\0' || tell_values(self->request, out))
    return NULL;
  return "the sample could not be written";
}

/* What was held at the peak beyond what is expected. */
static void take_extra(measurement *self, size_t expected) {
  size_t peak = bench_peak();
  if (peak > expected && peak - expected > self->extra)
    self->extra = peak - expected;
}

/*
 * Calls that write to the same output, one after the other between two looks at the clock. Where
 * there are several, one more goes before them: their data are to be in the cache, all alike.
 */
static const char *measure_reused(measurement *self) {
  const bench_request *request = self->request;
  void *out = reused_output(self->program, bench_output_bytes(request));
  if (!out)
    return "no memory for the output";
  const char *problem = NULL;
  if (request->repeat > 1)
    problem = self->work(request, &self->points, out);
  bench_reset_peak();
  size_t before = bench_resident();
  double start = now();
  for (size_t i = 0; i < request->repeat && !problem; i++)
    problem = self->work(request, &self->points, out);
  self->seconds = now() - start;
  take_extra(self, before);
  return problem ? problem : tell(self, out);
}

/* One call, timed from the allocation of its output to the last number in it. */
static const char *measure_fresh(measurement *self, bool last) {
  const bench_request *request = self->request;
  bench_memory source =
      request->output == BENCH_FRESH_HUGE ? self->program->huge_pages : bench_small_pages;
  size_t bytes = bench_output_bytes(request);
  bench_reset_peak();
  size_t before = bench_resident();
  double start = now();
  void *out = source.allocate(bytes);
  const char *problem = out ? self->work(request, &self->points, out) : "no memory for the output";
  self->seconds += now() - start;
  take_extra(self, before + bytes);
  if (!problem && last)
    problem = tell(self, out);
  if (out)
    source.release(out, bytes);
  return problem;
}

static const char *measure(measurement *self) {
  const bench_task *task = self->program->tasks;
  while (task->name && strcmp(task->name, self->request->task) != 0)
    task++;
  if (!task->name)
    return "no such task";
  self->work = task->run;
  if (!read_points(self->request, &self->points))
    return "the points cannot be read";
  if (self->request->output == BENCH_REUSED)
    return measure_reused(self);
  const char *problem = NULL;
  for (size_t i = 1; i <= self->request->repeat && !problem; i++)
    problem = measure_fresh(self, i == self->request->repeat);
  return problem;
}

static void answer_problem(const char *problem) {
  fputs("{\"error\": ", stdout);
  bench_print_string(stdout, problem);
  fputs("}\n", stdout);
}

static void answer_run(const bench_program *program, char *words) {
  bench_request request;
  measurement self = {.program = program, .request = &request};
  const char *problem = bench_parse(words, &request);
  if (!problem)
    problem = measure(&self);
  if (problem) {
    answer_problem(problem);
    return;
  }
  printf("{\"seconds\": %.9g, \"extra_bytes\": %zu", self.seconds / (double)request.repeat,
         self.extra);
  if (program->error_bound)
    printf(", \"bound\": %.9g", program->error_bound(&request));
  puts("}");
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
    } else if (strncmp(line, "prime small ", 12) == 0) {
      bench_prime(&bench_small_pages, strtoull(line + 12, NULL, 10));
      puts("{}");
    } else if (strncmp(line, "prime huge ", 11) == 0) {
      bench_prime(&bench_huge_pages, strtoull(line + 11, NULL, 10));
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
