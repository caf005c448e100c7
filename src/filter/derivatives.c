/* The magnitude of the gradient and the Laplacian: derivatives along one axis after the other. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"
#include "core/status.h"
#include "filter/normalized.h"

#include <string.h>

typedef struct derivative_call {
  gki_filter_args args;
  gki_map_kind combine; /* one axis's derivatives with those before */
  gki_axes smooth, derived;
} derivative_call;

static void add_derivative(const derivative_call *call, gki_program *program, size_t axis,
                           const gk_array *out) {
  gki_axes axes = call->smooth;
  axes.axis[axis] = call->derived.axis[axis];
  gki_add_any_filter(program, &call->args, &axes, NULL, out);
}

static size_t count_filtered(const gki_axes *axes) {
  size_t count = 0;
  for (size_t k = 0; k < GKI_AXES; k++) {
    count += axes->filtered[k];
  }
  return count;
}

/* The first result is in `out` where it has the type and is not what is read; the last sum is. */
static void build_derivatives(void *context, gki_program *program) {
  const derivative_call *call = context;
  const gki_filter_args *args = &call->args;
  const gk_array *out = &args->out.view;
  const gk_type type = args->f64 ? GK_TYPE_F64 : GK_TYPE_F32;
  const size_t count = count_filtered(&call->smooth);
  gk_array sum = *out, other = *out;
  if (args->in_place || out->type != type) {
    sum = gki_program_array(program, out->size, type, out);
  }
  if (count > 1) {
    other = gki_program_array(program, out->size, type, out);
  }
  for (size_t k = 0, done = 0; k < GKI_AXES; k++) {
    if (call->smooth.filtered[k]) {
      add_derivative(call, program, k, done == 0 ? &sum : &other);
      if (++done > 1) {
        const gk_array *to = done == count ? out : &sum;
        gki_add_map(program, &(gki_map){.kind = call->combine, .a = sum, .b = other, .out = *to});
      }
    }
  }
  if (count < 2) {
    const bool magnitude = call->combine == GKI_MAP_HYPOT;
    const gki_map_kind only = count == 0  ? GKI_MAP_ZERO
                              : magnitude ? GKI_MAP_MAGNITUDE
                                          : GKI_MAP_COPY;
    gki_add_map(program, &(gki_map){.kind = only, .a = sum, .out = *out});
  }
}

static gk_status run_derivatives(const gki_filter_kind *kind, derivative_call *call,
                                 const gk_options *options) {
  const unsigned smooth[GKI_AXES] = {0, 0, 0, 0};
  const unsigned derived[GKI_AXES] = {kind->derivative, kind->derivative, kind->derivative,
                                      kind->derivative};
  const double *sigma = call->args.spec.sigma;
  memset(&call->derived, 0, sizeof call->derived);
  gk_status status =
      gki_choose_axes(kind->function, &call->args, sigma, smooth, options->threads, &call->smooth);
  if (!status) {
    status = gki_choose_axes(kind->function, &call->args, sigma, derived, options->threads,
                             &call->derived);
  }
  if (!status) {
    status = gki_run_program(kind->function, build_derivatives, call,
                             call->smooth.bytes + call->derived.bytes, options);
  }
  gki_free_axes(&call->smooth);
  gki_free_axes(&call->derived);
  return status;
}

static gk_status filter_derivatives(const gki_filter_kind *kind, gki_map_kind combine,
                                    const gk_array *in, const gk_filter_spec *spec,
                                    const gk_array *out, const gk_options *given) {
  derivative_call call;
  gk_options options;
  gk_status status = gki_read_options(kind->function, given, &options);
  if (!status) {
    status = gki_read_filter(kind, in, spec, out, &call.args);
  }
  if (status) {
    return status;
  }
  call.combine = combine;
  return call.args.empty ? gki_finish_empty(kind->function, &options)
                         : run_derivatives(kind, &call, &options);
}

gk_status gk_filter_gradient_magnitude(const gk_array *in, const gk_filter_spec *spec,
                                       const gk_array *out, const gk_options *options) {
  static const gki_filter_kind kind = {"gk_filter_gradient_magnitude", 1};
  return filter_derivatives(&kind, GKI_MAP_HYPOT, in, spec, out, options);
}

gk_status gk_filter_laplacian(const gk_array *in, const gk_filter_spec *spec, const gk_array *out,
                              const gk_options *options) {
  static const gki_filter_kind kind = {"gk_filter_laplacian", 2};
  return filter_derivatives(&kind, GKI_MAP_SUM, in, spec, out, options);
}
