/*
 * Mixtures of normal distributions by the formula, in long double, and what the library may be off
 * there (density.h).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_NORMALS_H
#define GK_TEST_NORMALS_H

#include <stddef.h>

#include "gk_test.h"

enum { NORMALS_MOST_D = 24, NORMALS_MOST_COMPONENTS = 80 };

typedef struct normals {
  size_t components, d;
  double *weights, *means, *covariances; /* components, x d, x d x d */
  long double *scales;                   /* the standard deviations, components x d */
  long double *factors;                  /* L with L L^T the correlation matrix */
  long double *log_heights;              /* the components' log density at their means */
  double *conditions;                    /* of the correlation matrices */
  int computed; /* the library got factors or precisions: another bound on grids */
} normals;

/* What a mixture is at a point, and the bounds that density.h says. */
typedef struct normals_truth {
  long double log_density;
  double log_error;        /* of the log density in double */
  long double grid_spread; /* of a grid's density: this times the type's roundoff, and */
  long double grid_ill;    /* this, from condition numbers of 100 and more */
  long double height;      /* the sum of the components' heights */
  double least_q;
  double error[NORMALS_MOST_COMPONENTS]; /* e_k: of log(w_k N_k) */
} normals_truth;

/* Room for a mixture; weights are 1, means 0, covariances I until they are written over. */
normals normals_new(size_t components, size_t d);
void normals_free(normals *m);
/* To be called when weights, means and covariances are there. */
void normals_prepare(normals *m);
/*
 * Random and prepared: means N(0, 1) * scale, scales of the features from 2^-decades to 2^decades,
 * and correlations whose condition number grows as `near` goes to 0.
 */
normals normals_random(gk_test_rng *rng, size_t components, size_t d, double near, int octaves);

/* The library's mixture of it. Fails the test where it cannot be made. */
gk_mixture *normals_mixture(const normals *m);

/* r: components responsibilities, may be NULL. */
normals_truth normals_at(const normals *m, const long double *x, long double *r);

/* The squared Mahalanobis distance to a component, and log(w N). */
long double normals_distance(const normals *m, size_t component, const long double *x);

/*
 * Component k has this weight, mean and covariance (d x d, no gaps): within mean_error deviations
 * of a feature, and covariance_error times the product of two deviations; symmetric to the bit.
 */
void normals_check_component(const gk_mixture *mixture, size_t k, double weight,
                             const long double *mean, const long double *covariance, size_t d,
                             double mean_error, double covariance_error);

/* The largest eigenvalue over the smallest, of a symmetric matrix, by Jacobi's method. */
double normals_condition(size_t d, const long double *symmetric);

/* What the reference is off where long double is no longer than double, as under valgrind. */
double normals_unit(void);

#endif
