/*
 * The library's side of density.py: densities on grids and at points, image weights and heat maps,
 * as any program calls them that has the public headers. One request a line, one answer in JSON:
 *
 *     run task=grid type=f64 size=1000 threads=2 repeat=3 numbers=1,2,.. [input=FILE] [values=FILE]
 *
 * The output is size x size. What the numbers mean stands at each task; input holds points or
 * spots, as numbers of the type; values gets the whole output.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_NUMBERS = 64, MOST_PATH = 1024 };

typedef struct request {
  char task[32], input[MOST_PATH], values[MOST_PATH];
  int f32;
  size_t size, repeat, count;
  double numbers[MOST_NUMBERS];
  gk_options options;
} request;

typedef struct scene {
  const request *r;
  gk_mixture *mixture;
  void *input, *out;
  size_t inputs; /* numbers */
} scene;

typedef gk_status (*task_function)(const scene *s);

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void set_numbers(request *r, char *text) {
  while (*text && r->count < MOST_NUMBERS) {
    r->numbers[r->count++] = strtod(text, &text);
    text += *text == ',';
  }
}

static int set_word(request *r, const char *key, char *value) {
  if (strcmp(key, "task") == 0)
    snprintf(r->task, sizeof r->task, "%s", value);
  else if (strcmp(key, "input") == 0)
    snprintf(r->input, sizeof r->input, "%s", value);
  else if (strcmp(key, "values") == 0)
    snprintf(r->values, sizeof r->values, "%s", value);
  else if (strcmp(key, "type") == 0)
    r->f32 = strcmp(value, "f32") == 0;
  else if (strcmp(key, "size") == 0)
    r->size = strtoull(value, NULL, 10);
  else if (strcmp(key, "repeat") == 0)
    r->repeat = strtoull(value, NULL, 10);
  else if (strcmp(key, "threads") == 0)
    r->options.threads = strtoull(value, NULL, 10);
  else if (strcmp(key, "numbers") == 0)
    set_numbers(r, value);
  else
    return 0;
  return 1;
}

static const char *parse(char *words, request *r) {
  *r = (request){.repeat = 1, .options = GK_OPTIONS_INIT};
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

/* Numbers: form, components, the axes' ends, weights, means, matrices; of two dimensions. */
static gk_status make_mixture(scene *s) {
  const request *r = s->r;
  const gk_covariance_form form = (gk_covariance_form)r->numbers[0];
  const size_t components = (size_t)r->numbers[1];
  const double *weights = r->numbers + 4, *means = weights + components;
  return gk_mixture_create(components, 2, weights, means, 2, form, means + 2 * components,
                           form == GK_COVARIANCE_SPHERICAL ? 1 : 2, &s->mixture);
}

static gk_status grid(const scene *s) {
  const request *r = s->r;
  const gk_axis axis = {r->numbers[2], r->numbers[3], r->size}, axes[2] = {axis, axis};
  return r->f32 ? gk_mixture_density_grid_f32(s->mixture, axes, s->out, r->size, &r->options)
                : gk_mixture_density_grid_f64(s->mixture, axes, s->out, r->size, &r->options);
}

static gk_status log_grid(const scene *s) {
  const request *r = s->r;
  const gk_axis axis = {r->numbers[2], r->numbers[3], r->size}, axes[2] = {axis, axis};
  return r->f32 ? gk_mixture_log_density_grid_f32(s->mixture, axes, s->out, r->size, &r->options)
                : gk_mixture_log_density_grid_f64(s->mixture, axes, s->out, r->size, &r->options);
}

static gk_status points(const scene *s) {
  const size_t n = s->inputs / 2;
  const gk_options *options = &s->r->options;
  return s->r->f32 ? gk_mixture_density_f32(s->mixture, n, s->input, 2, s->out, options)
                   : gk_mixture_density_f64(s->mixture, n, s->input, 2, s->out, options);
}

static gk_status log_points(const scene *s) {
  const size_t n = s->inputs / 2;
  const gk_options *options = &s->r->options;
  return s->r->f32 ? gk_mixture_log_density_f32(s->mixture, n, s->input, 2, s->out, options)
                   : gk_mixture_log_density_f64(s->mixture, n, s->input, 2, s->out, options);
}

/* Numbers: sigma x and y, theta, the centre's x and y. */
static gk_status weights(const scene *s) {
  const double *numbers = s->r->numbers;
  gk_weights_spec spec = GK_WEIGHTS_2D(s->r->size, 1.0);
  spec.sigma[0] = numbers[0];
  spec.sigma[1] = numbers[1];
  spec.theta = numbers[2];
  spec.center = numbers + 3;
  spec.normalize = GK_NORMALIZE_NONE;
  return s->r->f32 ? gk_weights_f32(&spec, s->out) : gk_weights_f64(&spec, s->out);
}

/* Numbers: sigma, truncate. */
static gk_status heatmap(const scene *s) {
  const request *r = s->r;
  const size_t n = s->inputs / 2, size = r->size;
  gk_spots spots = GK_SPOTS_INIT;
  spots.sigma = r->numbers[0];
  spots.truncate = r->numbers[1];
  return r->f32 ? gk_heatmap_f32(n, size, size, s->input, 2, NULL, NULL, &spots, s->out, size,
                                 &r->options)
                : gk_heatmap_f64(n, size, size, s->input, 2, NULL, NULL, &spots, s->out, size,
                                 &r->options);
}

static const struct {
  const char *name;
  task_function run;
  int needs_mixture, needs_input;
} tasks[] = {{"grid", grid, 1, 0},       {"log-grid", log_grid, 1, 0},
             {"points", points, 1, 1},   {"log-points", log_points, 1, 1},
             {"weights", weights, 0, 0}, {"heatmap", heatmap, 0, 1}};
enum { TASKS = sizeof tasks / sizeof tasks[0] };

static size_t element(const request *r) {
  return r->f32 ? sizeof(float) : sizeof(double);
}

static int read_input(scene *s) {
  FILE *file = fopen(s->r->input, "rb");
  if (!file)
    return 0;
  fseek(file, 0, SEEK_END);
  const long bytes = ftell(file);
  rewind(file);
  s->input = bytes > 0 ? gk_alloc((size_t)bytes) : NULL;
  const int read = s->input && fread(s->input, 1, (size_t)bytes, file) == (size_t)bytes;
  s->inputs = (size_t)bytes / element(s->r);
  fclose(file);
  return read;
}

static const char *write_values(const scene *s) {
  if (!s->r->values[0])
    return NULL;
  FILE *file = fopen(s->r->values, "wb");
  const size_t count = s->r->size * s->r->size;
  int good = file && fwrite(s->out, element(s->r), count, file) == count;
  good = file && fclose(file) == 0 && good;
  return good ? NULL : "the values cannot be written";
}

/* One call to have everything in place, then the timed ones. */
static const char *measure(scene *s, double *seconds) {
  const request *r = s->r;
  size_t t = 0;
  while (t < TASKS && strcmp(tasks[t].name, r->task) != 0)
    t++;
  if (t == TASKS)
    return "no such task";
  if (tasks[t].needs_mixture && make_mixture(s) != GK_SUCCESS)
    return gk_error_message();
  if (tasks[t].needs_input && !read_input(s))
    return "the input cannot be read";
  const size_t bytes = r->size * r->size * element(r);
  s->out = gk_alloc(bytes);
  if (!s->out)
    return "no memory for the output";
  memset(s->out, 1, bytes);
  gk_status status = tasks[t].run(s);
  const double start = now();
  for (size_t i = 0; i < r->repeat && status == GK_SUCCESS; i++)
    status = tasks[t].run(s);
  *seconds = (now() - start) / (double)r->repeat;
  return status == GK_SUCCESS ? write_values(s) : gk_error_message();
}

static void answer(char *words) {
  request r;
  scene s = {.r = &r};
  double seconds = 0;
  const char *problem = parse(words, &r);
  problem = problem ? problem : measure(&s, &seconds);
  if (problem)
    printf("{\"error\": \"%s\"}\n", problem); /* no message holds a quotation mark */
  else
    printf("{\"seconds\": %.9g}\n", seconds);
  gk_mixture_free(s.mixture);
  gk_free(s.input);
  gk_free(s.out);
}

int main(void) {
  static char line[8192];
  while (fgets(line, sizeof line, stdin)) {
    if (strncmp(line, "run ", 4) == 0)
      answer(line + 4);
    else
      printf("{\"gausskern\": \"%s\", \"isa\": \"%s\", \"blas\": \"%s\"}\n", gk_version(),
             gk_isa_name(), gk_blas_name());
    fflush(stdout);
  }
}
