/* What the functions of weights.h make of a spec once it is checked. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_IMAGE_PLAN_H
#define GKI_IMAGE_PLAN_H

#include <gausskern/weights.h>
#include <stdbool.h>

#include "image/wide.h"

/* What a precision can hold. */
typedef struct gki_weights_limits {
  size_t element;
  double most_amplitude;
  double least_sum; /* an amplitude that a sum of symmetric weights can reach exactly */
} gki_weights_limits;

extern const gki_weights_limits gki_weights_limits_f32, gki_weights_limits_f64;

/*
 * A checked spec. Dimensions that were not given have one pixel, with the centre upon it. Positions
 * are told from `origin`, the multiple of 1/2 nearest to the centre, which is the middle of the
 * array where the centre is: differences of pixels and origin are exact, and mirrored pixels have
 * opposite ones. The centre is origin + shift.
 */
typedef struct gki_weights_plan {
  gk_weights_spec spec;
  size_t pixels;
  double origin[3], shift[3];
  bool middle[3];  /* the centre is the middle of that axis */
  bool transposed; /* x and y are alike: size, centre, variance */
  bool turned;     /* not axis-parallel: the factor below, else the variances */
  gki_dd variance[3];
  /*
   * S = U D U^T with U unit upper triangular: e_z = d_z, e_y = d_y - u_yz e_z, e_x = d_x - u_xy
   * e_y - u_xz e_z are independent, with the variances D. So x given the rest of the coordinates
   * has the variance D_x: along a row the exponent is a parabola in e_x.
   */
  gki_dd conditional[3];
  gki_dd upper[3][3];
} gki_weights_plan;

/* Reads and checks a spec. NULL weights are an error where there are pixels. */
gk_status gki_read_weights_spec(const char *function, const gki_weights_limits *limits,
                                const gk_weights_spec *given, const void *weights,
                                gki_weights_plan *plan);

/* Fills the covariance's part of the plan; see above. */
gk_status gki_factor_covariance(const char *function, gki_weights_plan *plan);

/* The deviation along an axis for given coordinates along the others, 1 / sqrt((S^-1)_kk), of a
 * Gaussian whose covariance is factored. */
double gki_given_deviation(const gki_weights_plan *plan, size_t axis);

#endif
