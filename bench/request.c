/* SPDX-License-Identifier: BSD-3-Clause */
#include "request.h"

#include <stdlib.h>
#include <string.h>

static bool set_string(char *field, size_t capacity, const char *value) {
  size_t length = strlen(value);
  if (length >= capacity)
    return false;
  memcpy(field, value, length + 1);
  return true;
}

static bool set_text(bench_request *request, const char *key, const char *value) {
  const struct {
    const char *key;
    char *field;
    size_t capacity;
  } texts[] = {{"task", request->task, sizeof request->task},
               {"x", request->x, sizeof request->x},
               {"y", request->y, sizeof request->y},
               {"pairs", request->pairs, sizeof request->pairs},
               {"values", request->values, sizeof request->values}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (strcmp(key, texts[i].key) == 0)
      return set_string(texts[i].field, texts[i].capacity, value);
  return false;
}

static bool set_size(bench_request *request, const char *key, const char *value) {
  const struct {
    const char *key;
    size_t *field;
  } sizes[] = {{"m", &request->m},
               {"n", &request->n},
               {"d", &request->d},
               {"threads", &request->threads},
               {"repeat", &request->repeat},
               {"count", &request->count},
               {"p", &request->p}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    if (strcmp(key, sizes[i].key) == 0) {
      *sizes[i].field = strtoull(value, NULL, 10);
      return true;
    }
  return false;
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

static bool set_field(bench_request *request, const char *key, const char *value) {
  if (strcmp(key, "type") == 0)
    request->f32 = strcmp(value, "f32") == 0;
  else if (strcmp(key, "gamma") == 0)
    request->gamma = strtod(value, NULL);
  else if (strcmp(key, "variance") == 0)
    request->variance = strtod(value, NULL);
  else if (strcmp(key, "output") == 0)
    return set_output(request, value);
  else
    return set_size(request, key, value) || set_text(request, key, value);
  return true;
}

const char *bench_parse(char *words, bench_request *request) {
  *request = (bench_request){.threads = 1, .repeat = 1, .p = 1, .gamma = 1, .variance = 1};
  char *rest = NULL;
  for (char *word = strtok_r(words, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
    char *value = strchr(word, '=');
    if (!value)
      return word;
    *value++ = '\0';
    if (!set_field(request, word, value))
      return word;
  }
  if (request->m == 0)
    request->m = request->n;
  return NULL;
}

size_t bench_element(const bench_request *request) {
  return request->f32 ? sizeof(float) : sizeof(double);
}

size_t bench_output_bytes(const bench_request *request) {
  return request->m * request->n * bench_element(request);
}
