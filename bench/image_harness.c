/* SPDX-License-Identifier: BSD-3-Clause */
#include "image_harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct {
  const char *name;
  size_t bytes;
} types[] = {[GK_TYPE_U8] = {"u8", 1},
             [GK_TYPE_U16] = {"u16", 2},
             [GK_TYPE_F32] = {"f32", sizeof(float)},
             [GK_TYPE_F64] = {"f64", sizeof(double)}};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void set_numbers(image_request *r, char *text) {
  while (*text && r->count < IMAGE_NUMBERS) {
    r->numbers[r->count++] = strtod(text, &text);
    text += *text == ',';
  }
}

static bool set_type(image_request *r, const char *name) {
  for (int type = GK_TYPE_U8; type <= GK_TYPE_F64; type++) {
    if (strcmp(types[type].name, name) == 0) {
      r->type = (gk_type)type;
      return true;
    }
  }
  return false;
}

static bool set_word(image_request *r, const char *key, char *value) {
  if (strcmp(key, "task") == 0)
    snprintf(r->task, sizeof r->task, "%s", value);
  else if (strcmp(key, "input") == 0)
    snprintf(r->input, sizeof r->input, "%s", value);
  else if (strcmp(key, "mask") == 0)
    snprintf(r->mask, sizeof r->mask, "%s", value);
  else if (strcmp(key, "values") == 0)
    snprintf(r->values, sizeof r->values, "%s", value);
  else if (strcmp(key, "type") == 0)
    return set_type(r, value);
  else if (strcmp(key, "size") == 0)
    r->size = strtoull(value, NULL, 10);
  else if (strcmp(key, "repeat") == 0)
    r->repeat = strtoull(value, NULL, 10);
  else if (strcmp(key, "threads") == 0)
    r->options.threads = strtoull(value, NULL, 10);
  else if (strcmp(key, "numbers") == 0)
    set_numbers(r, value);
  else
    return false;
  return true;
}

static const char *parse(char *words, image_request *r) {
  *r = (image_request){.repeat = 1, .options = GK_OPTIONS_INIT};
  for (char *word = strtok(words, " \n"); word; word = strtok(NULL, " \n")) {
    char *value = strchr(word, '=');
    if (!value)
      return "a word without a value";
    *value++ = '\0';
    if (!set_word(r, word, value))
      return "a word that is not known";
  }
  return r->size == 0 || r->repeat == 0 ? "no size, or nothing to repeat" : NULL;
}

/* The elements of a file; NULL if there are none. */
static void *read_elements(const char *path, size_t bytes_each, size_t *count) {
  FILE *file = fopen(path, "rb");
  if (!file)
    return NULL;
  fseek(file, 0, SEEK_END);
  const long bytes = ftell(file);
  rewind(file);
  void *elements = bytes > 0 ? gk_alloc((size_t)bytes) : NULL;
  if (elements && fread(elements, 1, (size_t)bytes, file) != (size_t)bytes) {
    gk_free(elements);
    elements = NULL;
  }
  *count = (size_t)bytes / bytes_each;
  fclose(file);
  return elements;
}

static const char *write_values(const image_scene *s, size_t count) {
  if (!s->r->values[0])
    return NULL;
  FILE *file = fopen(s->r->values, "wb");
  bool good = file && fwrite(s->out, types[s->r->type].bytes, count, file) == count;
  good = file && fclose(file) == 0 && good;
  return good ? NULL : "the values cannot be written";
}

static const char *read_files(const image_task *task, image_scene *s) {
  const size_t bytes = types[s->r->type].bytes;
  size_t masks;
  if (task->reads_input && !(s->input = read_elements(s->r->input, bytes, &s->inputs)))
    return "the input cannot be read";
  if (s->r->mask[0] && !(s->mask = read_elements(s->r->mask, bytes, &masks)))
    return "the mask cannot be read";
  return NULL;
}

/* Seconds: what takes longer is not done once more beforehand. */
#define LONG 0.25

/* One call to have everything in place, then the timed ones. */
static const char *measure(const image_program *program, image_scene *s, double *seconds) {
  const image_request *r = s->r;
  const image_task *task = program->tasks;
  while (task->name && strcmp(task->name, r->task) != 0)
    task++;
  if (!task->name)
    return "no such task";
  const char *problem = read_files(task, s);
  if (problem)
    return problem;
  if (task->prepare && task->prepare(s) != GK_SUCCESS)
    return gk_error_message();
  const size_t count = program->outputs(r), bytes = count * types[r->type].bytes;
  s->out = gk_alloc(bytes);
  if (!s->out)
    return "no memory for the output";
  memset(s->out, 1, bytes);
  double start = now();
  gk_status status = task->run(s);
  *seconds = now() - start;
  if (*seconds < LONG) {
    start = now();
    for (size_t i = 0; i < r->repeat && status == GK_SUCCESS; i++)
      status = task->run(s);
    *seconds = (now() - start) / (double)r->repeat;
  }
  return status == GK_SUCCESS ? write_values(s, count) : gk_error_message();
}

static void answer(const image_program *program, char *words) {
  image_request r;
  image_scene s = {.r = &r};
  double seconds = 0;
  const char *problem = parse(words, &r);
  problem = problem ? problem : measure(program, &s, &seconds);
  if (problem) {
    printf("{\"error\": \"%s\"}\n", problem); /* no message holds a quotation mark */
  } else {
    printf("{\"seconds\": %.9g", seconds);
    if (program->tell)
      program->tell(&s);
    printf("}\n");
  }
  if (program->release)
    program->release(s.prepared);
  gk_free(s.input);
  gk_free(s.mask);
  gk_free(s.out);
}

int image_serve(const image_program *program) {
  static char line[16384];
  while (fgets(line, sizeof line, stdin)) {
    if (strncmp(line, "run ", 4) == 0)
      answer(program, line + 4);
    else
      printf("{\"gausskern\": \"%s\", \"isa\": \"%s\", \"blas\": \"%s\"}\n", gk_version(),
             gk_isa_name(), gk_blas_name());
    fflush(stdout);
  }
  return 0;
}
