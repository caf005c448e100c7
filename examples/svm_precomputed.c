/*
 * A support vector machine on a Gram matrix that was computed once: libsvm's kernel type
 * PRECOMPUTED. The lines to copy are make_rows and precompute; the rest compares the machine with
 * libsvm's own RBF kernel, for a grid of C.
 *
 *     svm_precomputed digits.libsvm 0.5
 *
 * The second argument is gamma for features scaled to [-1, 1]. Every second line trains, the others
 * test. Both machines must classify alike, and their decision values must agree within 1e-6. The
 * kernels differ by roundings, after which the solver may take other steps and stop elsewhere near
 * the optimum; so both are trained until the gradient is off by no more than 1e-9, as differences
 * would show with libsvm's usual 1e-3. Exit code 1 where the two machines differ.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>

#include <libsvm/svm.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LINE = 8192, CLASSES = 10, PAIRS = CLASSES * (CLASSES - 1) / 2 };

typedef struct points {
  size_t n, d, ldx;
  double *x, *label; /* n x d with the leading dimension ldx, n */
} points;

static double seconds(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void *need(size_t bytes) {
  void *memory = gk_alloc(bytes);
  if (!memory) {
    fprintf(stderr, "there is no memory\n");
    exit(1);
  }
  return memory;
}

/* Rows for libsvm: those of a matrix (m x n), each ended by the index -1. With PRECOMPUTED each row
 * begins with a serial number, counted from 1, at the index 0. */
static struct svm_node **make_rows(size_t m, size_t n, const double *matrix, size_t ld,
                                   int numbered) {
  const size_t each = n + 1 + (numbered ? 1 : 0);
  struct svm_node **rows = need(m * sizeof *rows), *node = need(m * each * sizeof *node);
  for (size_t i = 0; i < m; i++) {
    rows[i] = node;
    if (numbered) {
      *node++ = (struct svm_node){0, (double)(i + 1)};
    }
    for (size_t j = 0; j < n; j++) {
      *node++ = (struct svm_node){(int)(j + 1), matrix[i * ld + j]};
    }
    *node++ = (struct svm_node){-1, 0};
  }
  return rows;
}

/* The rows of K(train, train), for svm_train, and of K(test, train), for svm_predict. */
static gk_status precompute(const points *train, const points *test, double gamma,
                            struct svm_node ***train_rows, struct svm_node ***test_rows) {
  const size_t n = train->n, d = train->d;
  double *k = need(n * n * sizeof *k), *cross = need(test->n * n * sizeof *cross);
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = gamma;
  gk_status status = gk_gram_f64(n, d, train->x, train->ldx, &rbf, k, n, NULL);
  if (status == GK_SUCCESS) {
    status = gk_cross_gram_f64(test->n, n, d, test->x, test->ldx, train->x, train->ldx, &rbf, cross,
                               n, NULL);
  }
  if (status == GK_SUCCESS) {
    *train_rows = make_rows(n, n, k, n, 1);
    *test_rows = make_rows(test->n, n, cross, n, 1);
  }
  gk_free(k);
  gk_free(cross);
  return status;
}

/* Adds the features of "7 3:5 4:13.5 ..." to row, which holds zeros, and returns the largest index;
 * NULL for row: only that. */
static size_t read_line(const char *line, double *label, double *row) {
  int read = 0, index;
  double value;
  size_t d = 0;
  sscanf(line, "%lf%n", label, &read);
  for (line += read; sscanf(line, "%d:%lf%n", &index, &value, &read) == 2 && index > 0;
       line += read) {
    d = (size_t)index > d ? (size_t)index : d;
    if (row) {
      row[index - 1] = value;
    }
  }
  return d;
}

static points read_points(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) {
    perror(path);
    exit(1);
  }
  char line[LINE];
  points p = {0, 0, 0, NULL, NULL};
  double label;
  for (; fgets(line, sizeof line, file); p.n++) {
    const size_t d = read_line(line, &label, NULL);
    p.d = d > p.d ? d : p.d;
  }
  if (p.d == 0) {
    fprintf(stderr, "%s: no line has the form 'label index:value ...'\n", path);
    exit(1);
  }
  rewind(file);
  p.ldx = p.d;
  p.x = need(p.n * p.d * sizeof *p.x);
  p.label = need(p.n * sizeof *p.label);
  for (size_t i = 0; i < p.n * p.d; i++) {
    p.x[i] = 0;
  }
  for (size_t i = 0; i < p.n && fgets(line, sizeof line, file); i++) {
    read_line(line, p.label + i, p.x + i * p.d);
  }
  fclose(file);
  return p;
}

/* Each feature divided by its largest absolute value, as svm-scale does. */
static void scale(points *p) {
  for (size_t k = 0; k < p->d; k++) {
    double largest = 0;
    for (size_t i = 0; i < p->n; i++) {
      largest = fmax(largest, fabs(p->x[i * p->d + k]));
    }
    for (size_t i = 0; i < p->n && largest > 0; i++) {
      p->x[i * p->d + k] /= largest;
    }
  }
}

static void free_rows(struct svm_node **rows) {
  if (rows) {
    gk_free(rows[0]);
    gk_free(rows);
  }
}

typedef struct machine {
  struct svm_problem problem;
  struct svm_node **tests; /* as many as labels that they should get */
  struct svm_parameter parameter;
  double seconds; /* all that it took, for all C */
} machine;

typedef struct outcome {
  size_t correct;
  double *predicted, *decisions; /* a test, PAIRS a test */
} outcome;

static void quiet(const char *text) {
  (void)text;
}

static outcome train_and_test(machine *m, double c, size_t tests, const double *labels) {
  outcome o = {0, need(tests * sizeof(double)), need(tests * PAIRS * sizeof(double))};
  m->parameter.C = c;
  const double start = seconds();
  struct svm_model *model = svm_train(&m->problem, &m->parameter);
  if (svm_get_nr_class(model) > CLASSES) {
    fprintf(stderr, "more than %d classes\n", CLASSES);
    exit(1);
  }
  for (size_t i = 0; i < tests * PAIRS; i++) {
    o.decisions[i] = 0;
  }
  for (size_t i = 0; i < tests; i++) {
    o.predicted[i] = svm_predict_values(model, m->tests[i], o.decisions + i * PAIRS);
    o.correct += o.predicted[i] == labels[i];
  }
  m->seconds += seconds() - start;
  svm_free_and_destroy_model(&model);
  return o;
}

static void free_outcome(outcome *o) {
  gk_free(o->predicted);
  gk_free(o->decisions);
}

/* One C for both machines; 0 where they do not agree. */
static int compare(machine *own, machine *ours, double c, size_t tests, const double *labels) {
  outcome a = train_and_test(own, c, tests, labels), b = train_and_test(ours, c, tests, labels);
  double off = 0;
  size_t other = 0;
  for (size_t i = 0; i < tests * PAIRS; i++) {
    off = fmax(off, fabs(a.decisions[i] - b.decisions[i]));
  }
  for (size_t i = 0; i < tests; i++) {
    other += a.predicted[i] != b.predicted[i];
  }
  printf("%8g   %zu of %zu     %zu of %zu     %zu     %.1e\n", c, a.correct, tests, b.correct,
         tests, other, off);
  free_outcome(&a);
  free_outcome(&b);
  return other == 0 && off <= 1e-6;
}

static int run(const points *train, const points *test, double gamma, double *train_labels,
               const double *test_labels) {
  static const double grid[] = {0.1, 1, 10, 100, 1000, 10000};
  machine own = {.problem = {(int)train->n, train_labels, NULL}, .seconds = 0};
  own.parameter = (struct svm_parameter){
      .svm_type = C_SVC, .kernel_type = RBF, .gamma = gamma, .cache_size = 200, .eps = 1e-9};
  own.parameter.shrinking = 1;
  own.problem.x = make_rows(train->n, train->d, train->x, train->ldx, 0);
  own.tests = make_rows(test->n, train->d, test->x, test->ldx, 0);
  machine ours = {.problem = {own.problem.l, train_labels, NULL}, .parameter = own.parameter};
  ours.parameter.kernel_type = PRECOMPUTED;
  const double start = seconds();
  const gk_status status = precompute(train, test, gamma, &ours.problem.x, &ours.tests);
  ours.seconds = seconds() - start;
  int good = status == GK_SUCCESS;
  if (!good) {
    fprintf(stderr, "%s\n", gk_error_message());
  }
  printf("       C   libsvm's RBF   on our Gram    unlike  decision values differ by\n");
  for (size_t i = 0; i < sizeof grid / sizeof *grid && status == GK_SUCCESS; i++) {
    good &= compare(&own, &ours, grid[i], test->n, test_labels);
  }
  printf("all of it: libsvm's RBF %.3f s, on our Gram %.3f s, the Gram's time included; %s\n",
         own.seconds, ours.seconds, good ? "alike" : "NOT alike");
  free_rows(own.problem.x);
  free_rows(own.tests);
  free_rows(ours.problem.x);
  free_rows(ours.tests);
  return good ? 0 : 1;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: svm_precomputed DATA.libsvm GAMMA\n");
    return 2;
  }
  svm_set_print_string_function(quiet);
  points all = read_points(argv[1]);
  scale(&all);
  /* Every second row: the leading dimension is 2 d. */
  const points train = {(all.n + 1) / 2, all.d, 2 * all.d, all.x, NULL};
  const points test = {all.n / 2, all.d, 2 * all.d, all.x + all.d, NULL};
  double *labels = need(all.n * sizeof *labels);
  for (size_t i = 0; i < all.n; i++) {
    labels[i / 2 + (i % 2 ? train.n : 0)] = all.label[i];
  }
  printf("%zu points of %zu features, %zu for training\n", all.n, all.d, train.n);
  const int result = run(&train, &test, atof(argv[2]), labels, labels + train.n);
  gk_free(labels);
  gk_free(all.x);
  gk_free(all.label);
  return result;
}
