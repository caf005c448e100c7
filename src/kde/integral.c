/*
 * The integral of an estimate over a box: the mean, over the points, of the probability that the
 * kernel there gives to the box.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/dd.h"
#include "core/options.h"
#include "core/status.h"
#include "core/workspace.h"
#include "kde/box.h"
#include "kde/create.h"
#include "kde/engines.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* The most points in a task, and shifts of a lattice. */
enum { TASK = 64, SHIFTS = 12 };

/* The lattices' points, of all shifts and kernels, times the dimensions: what a call may take, and a
 * task, some 20 ms. */
static const double most_work = 3e6, task_work = 2e5;

struct job {
  const gk_kde *kde;
  size_t kept;            /* dimensions that have a bound */
  size_t *features;       /* which */
  double *low, *high;     /* their bounds, less the centre, in deviations of H */
  double *rows;           /* kept x d: L's, of length 1 */
  double *factor;         /* kept x kept: the factor of the correlations */
  size_t shifts, lattice; /* 1 and 0 where the box is computed without */
  size_t points, blocks;  /* a block of so many points is a task, */
  size_t parts;           /* or as many tasks as there are shifts, each of one of them; else 1 */
  double *sums;           /* shifts of each block */
  double *reach;          /* the largest coordinate of each task's points, in deviations */
  char *workers;
  size_t worker_bytes;
};

/* A thread's numbers. */
struct room {
  double *low, *high, *work;
};

static size_t lay_room(size_t kept, char *base, struct room *room) {
  size_t used = 0;
  room->low = gki_carve(base, &used, kept * sizeof(double));
  room->high = gki_carve(base, &used, kept * sizeof(double));
  room->work = gki_carve(base, &used, 3 * kept * sizeof(double));
  return used;
}

/* The box as the kernel at a point sees it; returns the least mass that a dimension alone has in
 * it. *largest is raised to the point's coordinates. */
static double see_box(const struct job *job, const double *z, const struct room *room,
                      double *largest) {
  double least = 1;
  for (size_t k = 0; k < job->kept; k++) {
    double at = 0;
    if (job->kde->diagonal) {
      at = z[job->features[k]];
    } else {
      const double *row = job->rows + k * job->kde->d;
      for (size_t j = 0; j <= job->features[k]; j++) {
        at += row[j] * z[j];
      }
    }
    room->low[k] = job->low[k] - at;
    room->high[k] = job->high[k] - at;
    *largest = fmax(*largest, fabs(at));
    least = fmin(least, gki_box_interval(room->low[k], room->high[k]));
  }
  return least;
}

/* The last dimensions that the box does not bound, as far as double can tell, do not count. */
static size_t bounded(const struct job *job, const struct room *room) {
  size_t kept = job->kept;
  while (kept > 0 && room->low[kept - 1] < -GKI_BOX_FARTHEST &&
         room->high[kept - 1] > GKI_BOX_FARTHEST) {
    kept--;
  }
  return kept;
}

/* The mass of the box that the kernel sees, whose first `kept` dimensions count where H is full; by
 * a lattice that is shifted by the number where there are more than 3. */
static double box_mass(const struct job *job, const struct room *room, size_t kept,
                       uint64_t shift) {
  double product = 1;
  if (job->kde->diagonal) {
    for (size_t k = 0; k < job->kept; k++) {
      product *= gki_box_interval(room->low[k], room->high[k]);
    }
    return product;
  }
  if (kept > 3) {
    return gki_box_lattice(kept, job->factor, job->kept, room->low, room->high, job->lattice, shift,
                           room->work);
  }
  return kept == 0 ? 1 : gki_box_quadrature(kept, job->factor, job->kept, room->low, room->high);
}

/* Adds a point's mass to the sums of the shifts from `first` to `last`. */
static void add_point(const struct job *job, const struct room *room, size_t i, size_t first,
                      size_t last, double *sums, double *largest) {
  const gk_kde *kde = job->kde;
  const double weight = gki_kde_weight(kde, i);
  const double least = see_box(job, kde->points + i * kde->d, room, largest);
  if (weight == 0 || (!kde->diagonal && job->kept > 1 && least < 1e-14)) {
    return;
  }
  const size_t kept = kde->diagonal ? job->kept : bounded(job, room);
  const bool by_lattice = !kde->diagonal && kept > 3;
  double mass = 0;
  for (size_t s = first; s < last; s++) {
    if (s == first || by_lattice) {
      mass = box_mass(job, room, kept, (uint64_t)i * SHIFTS + s);
    }
    sums[s] += weight * mass;
  }
}

static void run_task(void *context, size_t task, size_t worker) {
  const struct job *job = context;
  struct room room;
  lay_room(job->kept, job->workers + worker * job->worker_bytes, &room);
  const size_t block = task / job->parts, part = task % job->parts, own = job->shifts / job->parts;
  const size_t first = block * job->points, rest = job->kde->n - first;
  const size_t end = first + (rest < job->points ? rest : job->points);
  double sums[SHIFTS] = {0}, largest = 0;
  for (size_t i = first; i < end; i++) {
    add_point(job, &room, i, part * own, (part + 1) * own, sums, &largest);
  }
  memcpy(job->sums + block * job->shifts + part * own, sums + part * own, own * sizeof *sums);
  job->reach[task] = largest;
}

/* The dimensions with a bound, their bounds in deviations, and the rows of L of length 1. */
static void set_box(struct job *job, const double *low, const double *high) {
  const gk_kde *kde = job->kde;
  const size_t d = kde->d;
  for (size_t i = 0, k = 0; i < d; i++) {
    if (isinf(low[i]) && isinf(high[i]) && low[i] < high[i]) {
      continue;
    }
    double deviation = kde->root[i];
    if (!kde->diagonal) {
      deviation = sqrt(kde->covariance[i * (d + 1)]);
      for (size_t j = 0; j < d; j++) {
        job->rows[k * d + j] = j <= i ? kde->root[i * d + j] / deviation : 0;
      }
    }
    job->features[k] = i;
    job->low[k] = (low[i] - kde->centre[i]) / deviation;
    job->high[k] = (high[i] - kde->centre[i]) / deviation;
    k++;
  }
}

/* The lower triangular factor of the rows' products: the rows where all are kept, else by
 * Gram and Schmidt's process, twice over; rows become orthonormal in `basis`. */
static void find_factor(const struct job *job, double *basis) {
  const size_t d = job->kde->d, kept = job->kept;
  if (kept == d) {
    memcpy(job->factor, job->rows, d * d * sizeof *job->factor);
    return;
  }
  memcpy(basis, job->rows, kept * d * sizeof *basis);
  memset(job->factor, 0, kept * kept * sizeof *job->factor);
  for (size_t k = 0; k < kept; k++) {
    double *row = basis + k * d, square = 0;
    for (size_t pass = 0; pass < 2; pass++) {
      for (size_t i = 0; i < k; i++) {
        double dot = 0;
        for (size_t j = 0; j < d; j++) {
          dot += row[j] * basis[i * d + j];
        }
        for (size_t j = 0; j < d; j++) {
          row[j] -= dot * basis[i * d + j];
        }
        job->factor[k * kept + i] += dot;
      }
    }
    for (size_t j = 0; j < d; j++) {
      square += row[j] * row[j];
    }
    const double length = sqrt(square);
    job->factor[k * kept + k] = length;
    for (size_t j = 0; j < d; j++) {
      row[j] /= length;
    }
  }
}

/* The mean of the shifts' sums, and how far off it may be. */
static void conclude(const struct job *job, double *integral, double *error) {
  double total[SHIFTS], mean = 0, variance = 0, reach = 0;
  const double shifts = (double)job->shifts;
  for (size_t s = 0; s < job->shifts; s++) {
    gki_dd sum = {0, 0};
    for (size_t block = 0; block < job->blocks; block++) {
      sum = gki_dd_add(sum, gki_dd_of(job->sums[block * job->shifts + s]));
    }
    total[s] = gki_dd_value(sum);
    mean += total[s] / shifts;
  }
  for (size_t s = 0; s < job->shifts; s++) {
    variance += (total[s] - mean) * (total[s] - mean);
  }
  for (size_t task = 0; task < job->blocks * job->parts; task++) {
    reach = fmax(reach, job->reach[task]);
  }
  *integral = fmin(fmax(mean, 0), 1);
  const double rounding = 0x1p-52 * (double)job->kept * (4 + reach);
  *error = rounding;
  if (job->shifts > 1) {
    *error += 3 * sqrt(variance / (shifts * (shifts - 1))) + 1e-10;
  } else if (!job->kde->diagonal && job->kept > 1) {
    *error += 1e-10;
  }
}

static size_t lay_shared(struct job *job, char *base) {
  const size_t d = job->kde->d, kept = job->kept, matrix = job->kde->diagonal ? 0 : kept;
  size_t used = 0;
  job->features = gki_carve(base, &used, kept * sizeof(size_t));
  job->low = gki_carve(base, &used, kept * sizeof(double));
  job->high = gki_carve(base, &used, kept * sizeof(double));
  job->rows = gki_carve(base, &used, 2 * matrix * d * sizeof(double));
  job->factor = gki_carve(base, &used, matrix * matrix * sizeof(double));
  job->sums = gki_carve(base, &used, job->blocks * job->shifts * sizeof(double));
  job->reach = gki_carve(base, &used, job->blocks * job->parts * sizeof(double));
  return used;
}

static gk_status run(const char *function, struct job *job, const double *low, const double *high,
                     double *integral, double *error, const gk_options *options) {
  struct room room;
  const gk_kde *kde = job->kde;
  const size_t tasks = job->blocks * job->parts;
  job->worker_bytes = lay_room(job->kept, NULL, &room);
  gki_workspace workspace = {.shared_bytes = lay_shared(job, NULL),
                             .thread_bytes = job->worker_bytes};
  gk_status status = gki_plan_workspace(
      function, options, tasks < options->threads ? tasks : options->threads, &workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(function, workspace.total);
  }
  job->workers = memory + lay_shared(job, memory);
  set_box(job, low, high);
  if (!kde->diagonal) {
    find_factor(job, job->rows + job->kept * kde->d);
  }
  status = gki_run_tasks(function, tasks, workspace.threads, run_task, job, options);
  if (!status) {
    conclude(job, integral, error);
  }
  gki_free(memory);
  return status;
}

/* The lattice and the tasks, of sizes alone. */
static void plan(struct job *job) {
  const double n = (double)job->kde->n, kept = (double)job->kept;
  job->shifts = job->parts = 1;
  job->points = TASK;
  if (!job->kde->diagonal && job->kept > 3) {
    const double point = SHIFTS * kept * (1 + kept / 64); /* of a lattice of one */
    job->shifts = SHIFTS;
    job->lattice = (size_t)fmin(fmax(most_work / (n * point), 31), 8191);
    const double work = point * (double)job->lattice;
    job->points = (size_t)fmin(fmax(task_work / work, 1), TASK);
    job->parts = work > task_work ? SHIFTS : 1;
  }
  job->blocks = (job->kde->n - 1) / job->points + 1;
}

static gk_status check_box(const char *function, const gk_kde *kde, const double *low,
                           const double *high, const double *integral) {
  if (!kde || !low || !high || !integral) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL",
                    !kde    ? "kde"
                    : !low  ? "low"
                    : !high ? "high"
                            : "integral");
  }
  for (size_t k = 0; k < kde->d; k++) {
    if (!(low[k] <= high[k])) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "low[%zu] = %g and high[%zu] = %g are no interval", k, low[k], k, high[k]);
    }
  }
  return GK_SUCCESS;
}

gk_status gk_kde_integral(const gk_kde *kde, const double *low, const double *high,
                          double *integral, double *error, const gk_options *given) {
  const char *function = "gk_kde_integral";
  gk_options options;
  gk_status status = check_box(function, kde, low, high, integral);
  if (!status) {
    status = gki_read_options(function, given, &options);
  }
  if (status) {
    return status;
  }
  struct job job = {.kde = kde};
  for (size_t k = 0; k < kde->d; k++) {
    job.kept += !(isinf(low[k]) && isinf(high[k]) && low[k] < high[k]);
  }
  double off = 0, value = 1;
  if (job.kept > 0) {
    const int caller_errno = errno; /* tails that underflow set it */
    plan(&job);
    status = run(function, &job, low, high, &value, &off, &options);
    errno = caller_errno;
  } else {
    status = gki_kde_tell(function, &options, 0);
    status = status ? status : gki_kde_tell(function, &options, 1);
  }
  if (!status) {
    *integral = value;
    if (error) {
      *error = off;
    }
  }
  return status;
}
