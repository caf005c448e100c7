/* SPDX-License-Identifier: BSD-3-Clause */
#include "loop.h"

#include <math.h>

static void loop_f64(size_t n, size_t d, const double *x, double gamma, double variance,
                     double *k) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++) {
      double sum = 0;
      for (size_t c = 0; c < d; c++) {
        double difference = x[i * d + c] - x[j * d + c];
        sum += difference * difference;
      }
      k[i * n + j] = k[j * n + i] = variance * exp(-gamma * sum);
    }
}

static void loop_f32(size_t n, size_t d, const float *x, float gamma, float variance, float *k) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++) {
      float sum = 0;
      for (size_t c = 0; c < d; c++) {
        float difference = x[i * d + c] - x[j * d + c];
        sum += difference * difference;
      }
      k[i * n + j] = k[j * n + i] = variance * expf(-gamma * sum);
    }
}

const char *bench_loop(const bench_request *request, const bench_points *points, void *out) {
  if (request->f32)
    loop_f32(request->n, request->d, points->x, (float)request->gamma, (float)request->variance,
             out);
  else
    loop_f64(request->n, request->d, points->x, request->gamma, request->variance, out);
  return NULL;
}
