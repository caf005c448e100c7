/*
 * The integral of a turned Gaussian over a pixel. Along x it is that of one axis, given the other
 * coordinates; over those it is Gauss and Legendre's rule.
 *
 * With the factor of the covariance (plan.h) the exponent is q = e_x^2 / D_x + e_y^2 / D_y +
 * e_z^2 / D_z. What a line along x contributes is about exp(-q / 2) at the line's nearest point in
 * the pixel, and that q is a convex function of y and of z. So the rule's panels begin where q is
 * least, march outward as wide as the integrand lets them, and end where nothing is left: in 2-D
 * their number is bounded however narrow the Gaussian is.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/quadrature.h"
#include "image/axis.h"
#include "image/turned.h"

/* What is below e^-50 of the integrand's largest value does not count; in q that is 100. */
static const double enough = 100.0;

/* A line that passes both faces at so many deviations has the whole integral. */
static const double whole = 9.0;

typedef struct pixel {
  const gki_weights_plan *plan;
  gki_dd at[3]; /* its centre, from the Gaussian's */
  double least;
} pixel;

/*
 * The pixel's lines along x for one e_z, by v in [0, 1] from the lower face in y: e_y = y + v, and
 * the pixel's centre lies at x - u v from the line's.
 */
typedef struct plane {
  const pixel *p;
  gki_dd y, x;
  double u, d_x, d_y, sigma_x;
  double rest; /* e_z^2 / D_z */
} plane;

static plane plane_at(const pixel *p, gki_dd e_z) {
  const gki_weights_plan *plan = p->plan;
  plane s = {.p = p,
             .u = plan->upper[0][1].hi,
             .d_x = plan->conditional[0].hi,
             .d_y = plan->conditional[1].hi};
  s.y = gki_dd_subtract(p->at[1], gki_dd_of(0.5));
  s.y = gki_dd_subtract(s.y, gki_dd_multiply(plan->upper[1][2], e_z));
  s.x = gki_dd_subtract(p->at[0], gki_dd_multiply(plan->upper[0][1], s.y));
  s.x = gki_dd_subtract(s.x, gki_dd_multiply(plan->upper[0][2], e_z));
  s.sigma_x = sqrt(s.d_x);
  s.rest = plan->spec.dimensions > 2 ? e_z.hi * e_z.hi / plan->conditional[2].hi : 0.0;
  return s;
}

static double x_at(const plane *s, double v) {
  return gki_dd_value(gki_dd_subtract(s->x, gki_dd_scale(s->p->plan->upper[0][1], v)));
}

static double y_at(const plane *s, double v) {
  return gki_dd_value(gki_dd_add(s->y, gki_dd_of(v)));
}

/* From the pixel's nearest face to the line's centre, 0 where that is between the faces. */
static double outside(double x) {
  return x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0.0;
}

static double q_of(const plane *s, double x, double y) {
  const double edge = outside(x);
  return edge * edge / s->d_x + y * y / s->d_y + s->rest;
}

/* Half the derivative of q by v. */
static double slope_at(const plane *s, double v) {
  return y_at(s, v) / s->d_y - s->u * outside(x_at(s, v)) / s->d_x;
}

/* exp(-(q - least) / 2) times the integral along x. */
static double integrate_line(const plane *s, double x, double y) {
  const double t = -0.5 * (q_of(s, x, y) - s->p->least);
  if (!(t > -800.0)) {
    return 0.0;
  }
  const double distance = fabs(x);
  if (distance < 0.5 - whole * s->sigma_x) {
    return exp(t) * gki_sqrt_2pi.hi * s->sigma_x;
  }
  return exp(t) * gki_pixel_factor(gki_dd_of(distance), s->p->plan->conditional[0]);
}

static double integrate_panel(const plane *s, double from, double length) {
  const double x = x_at(s, from), y = y_at(s, from);
  double total = 0.0;
  for (int k = 0; k < GKI_RULE_POINTS; k++) {
    double weight;
    const double v = gki_rule_point(k, 0.0, length, &weight);
    total += weight * integrate_line(s, x - s->u * v, y + v);
  }
  return total;
}

/* How wide a panel may be that begins at v and goes outward. */
static double panel_width(const plane *s, double v) {
  const double x = x_at(s, v), margin = 0.5 - fabs(x);
  double curvature = 1.0 / s->d_y, width = INFINITY;
  if (margin < whole * s->sigma_x) {
    curvature += s->u * s->u / s->d_x;
  } else if (s->u != 0.0) { /* nothing changes along x until a face comes near */
    width = (margin - (whole - 0.5) * s->sigma_x) / fabs(s->u);
  }
  width = fmin(width, 1.5 / sqrt(curvature));
  return fmin(width, 6.0 / fabs(slope_at(s, v)));
}

/* From v outward to the face on that side. */
static double march_lines(const plane *s, double v, bool up, double most) {
  double total = 0.0;
  for (double left = up ? 1.0 - v : v; left > 0.0;) {
    if (!(q_of(s, x_at(s, v), y_at(s, v)) < most)) {
      break;
    }
    const double width = fmin(left, panel_width(s, v));
    total += integrate_panel(s, up ? v : v - width, width);
    left = width == left ? 0.0 : left - width;
    v += up ? width : -width;
  }
  return total;
}

enum { BISECTIONS = 50 };

/* Where in [0, 1] q is least. */
static double nearest_line(const plane *s) {
  double low = 0.0, high = 1.0;
  if (slope_at(s, low) >= 0.0) {
    return low;
  }
  if (slope_at(s, high) <= 0.0) {
    return high;
  }
  for (int k = 0; k < BISECTIONS; k++) {
    const double middle = 0.5 * (low + high);
    if (slope_at(s, middle) < 0.0) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

static double least_in_plane(const plane *s) {
  const double v = nearest_line(s);
  return q_of(s, x_at(s, v), y_at(s, v));
}

static double integrate_plane(const plane *s) {
  const double v = nearest_line(s), q = q_of(s, x_at(s, v), y_at(s, v));
  if (!(q - s->p->least < 1600.0)) {
    return 0.0;
  }
  return march_lines(s, v, true, q + enough) + march_lines(s, v, false, q + enough);
}

/* The plane at w in [0, 1] from the pixel's lower face in z. */
static plane plane_from_face(const pixel *p, double w) {
  return plane_at(p, gki_dd_add(gki_dd_subtract(p->at[2], gki_dd_of(0.5)), gki_dd_of(w)));
}

/* The least q of the plane at w, and half its derivative by w: that at the nearest line. */
static double least_of_plane(const pixel *p, double w, double *slope) {
  const gki_weights_plan *plan = p->plan;
  const plane s = plane_from_face(p, w);
  const double v = nearest_line(&s), x = x_at(&s, v), y = y_at(&s, v);
  const double u_yz = plan->upper[1][2].hi;
  const double dx = plan->upper[0][1].hi * u_yz - plan->upper[0][2].hi;
  const double z = gki_dd_value(p->at[2]) - 0.5 + w;
  *slope = z / plan->conditional[2].hi - u_yz * y / s.d_y + dx * outside(x) / s.d_x;
  return q_of(&s, x, y);
}

static double nearest_plane(const pixel *p) {
  double low = 0.0, high = 1.0, slope;
  (void)least_of_plane(p, low, &slope);
  if (slope >= 0.0) {
    return low;
  }
  (void)least_of_plane(p, high, &slope);
  if (slope <= 0.0) {
    return high;
  }
  for (int k = 0; k < BISECTIONS; k++) {
    const double middle = 0.5 * (low + high);
    (void)least_of_plane(p, middle, &slope);
    if (slope < 0.0) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

static double march_planes(const pixel *p, double w, bool up, double most) {
  const gki_weights_plan *plan = p->plan;
  const double u_yz = plan->upper[1][2].hi;
  const double dx = plan->upper[0][1].hi * u_yz - plan->upper[0][2].hi;
  const double curvature = 1.0 / plan->conditional[2].hi + u_yz * u_yz / plan->conditional[1].hi +
                           dx * dx / plan->conditional[0].hi;
  double total = 0.0;
  for (double left = up ? 1.0 - w : w; left > 0.0;) {
    double slope;
    if (!(least_of_plane(p, w, &slope) < most)) {
      break;
    }
    const double width = fmin(left, fmin(1.5 / sqrt(curvature), 6.0 / fabs(slope)));
    for (int k = 0; k < GKI_RULE_POINTS; k++) {
      double weight;
      const double at = gki_rule_point(k, up ? w : w - width, width, &weight);
      const plane s = plane_from_face(p, at);
      total += weight * integrate_plane(&s);
    }
    left = width == left ? 0.0 : left - width;
    w += up ? width : -width;
  }
  return total;
}

static double integrate_volume(const pixel *p) {
  double slope;
  const double w = nearest_plane(p), q = least_of_plane(p, w, &slope);
  if (!(q - p->least < 1600.0)) {
    return 0.0;
  }
  return march_planes(p, w, true, q + enough) + march_planes(p, w, false, q + enough);
}

static pixel pixel_at(const gki_weights_plan *plan, size_t i, size_t j, size_t k, double least) {
  pixel p = {.plan = plan, .least = least};
  const size_t at[3] = {i, j, k};
  for (size_t a = 0; a < plan->spec.dimensions; a++) {
    p.at[a] = gki_two_sum((double)at[a] - plan->origin[a], -plan->shift[a]);
  }
  return p;
}

double gki_turned_integral_least(const gki_weights_plan *plan, size_t j, size_t k) {
  double least = INFINITY;
  for (size_t i = 0; i < plan->spec.size[0]; i++) {
    const pixel p = pixel_at(plan, i, j, k, 0.0);
    const bool flat = plan->spec.dimensions == 2;
    const plane s = flat ? plane_at(&p, gki_dd_of(0.0)) : plane_from_face(&p, nearest_plane(&p));
    const double q = least_in_plane(&s);
    least = q < least ? q : least;
  }
  return least;
}

void gki_turned_integral_row(const gki_weights_plan *plan, size_t j, size_t k, double least,
                             double factor, double *row) {
  for (size_t i = 0; i < plan->spec.size[0]; i++) {
    const pixel p = pixel_at(plan, i, j, k, least);
    if (plan->spec.dimensions == 2) {
      const plane s = plane_at(&p, gki_dd_of(0.0));
      row[i] = factor * integrate_plane(&s);
    } else {
      row[i] = factor * integrate_volume(&p);
    }
  }
}
