/* gk_filter, gk_filter_difference, and what they choose. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"
#include "core/status.h"
#include "filter/normalized.h"

#include <string.h>

typedef struct filter_call {
  gki_filter_args args;
  gki_mask_scale scale;
  gki_axes axes, wider;
} filter_call;

static void build_filter(void *context, gki_program *program) {
  const filter_call *call = context;
  gki_add_any_filter(program, &call->args, &call->axes, &call->scale, &call->args.out.view);
}

static gk_status run_filter(const char *function, filter_call *call, const gk_options *options) {
  const gk_filter_spec *spec = &call->args.spec;
  gk_status status = gki_choose_axes(function, &call->args, spec->sigma, spec->order,
                                     options->threads, &call->axes);
  if (!status && call->args.normalized) {
    status = gki_scale_mask(function, &call->args, &call->scale);
  }
  if (!status) {
    status = gki_run_program(function, build_filter, call, call->axes.bytes, options);
  }
  gki_free_axes(&call->axes);
  return status;
}

gk_status gk_filter(const gk_array *in, const gk_filter_spec *spec, const gk_array *out,
                    const gk_options *given) {
  static const gki_filter_kind kind = {"gk_filter", 0};
  filter_call call;
  gk_options options;
  gk_status status = gki_read_options(kind.function, given, &options);
  if (!status) {
    status = gki_read_filter(&kind, in, spec, out, &call.args);
  }
  if (status) {
    return status;
  }
  return call.args.empty ? gki_finish_empty(kind.function, &options)
                         : run_filter(kind.function, &call, &options);
}

static gk_status check_wider(const char *function, const gki_filter_args *args, const double *wider,
                             double *sigma) {
  const gk_filter_spec *spec = &args->spec;
  memset(sigma, 0, sizeof spec->sigma);
  if (!wider) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "wider is NULL");
  }
  for (size_t k = 0; k < args->in.view.dimensions; k++) {
    sigma[k] = wider[k];
    const gk_status status = gki_check_sigma(function, "wider", k, wider[k]);
    if (status) {
      return status;
    }
    if ((wider[k] == 0.0) != (spec->sigma[k] == 0.0)) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "wider[%zu] = %g, where spec->sigma[%zu] = %g",
                      k, wider[k], k, spec->sigma[k]);
    }
  }
  return gki_check_sigmas(function, spec, sigma);
}

/* In `out` where it has the type and is not what is read. */
static gk_array first_result(const gki_filter_args *args, gki_program *program) {
  const gk_type type = args->f64 ? GK_TYPE_F64 : GK_TYPE_F32;
  const gk_array *out = &args->out.view;
  return !args->in_place && out->type == type ? *out
                                              : gki_program_array(program, out->size, type, out);
}

static void build_difference(void *context, gki_program *program) {
  const filter_call *call = context;
  const gki_filter_args *args = &call->args;
  const gk_array *out = &args->out.view;
  const gk_array first = first_result(args, program);
  const gk_array second =
      gki_program_array(program, out->size, args->f64 ? GK_TYPE_F64 : GK_TYPE_F32, out);
  gki_add_any_filter(program, args, &call->axes, &call->scale, &first);
  gki_add_any_filter(program, args, &call->wider, &call->scale, &second);
  gki_add_map(program,
              &(gki_map){.kind = GKI_MAP_DIFFERENCE, .a = first, .b = second, .out = *out});
}

static gk_status run_difference(const char *function, filter_call *call, const double *wider,
                                const gk_options *options) {
  const gk_filter_spec *spec = &call->args.spec;
  memset(&call->wider, 0, sizeof call->wider);
  gk_status status = gki_choose_axes(function, &call->args, spec->sigma, spec->order,
                                     options->threads, &call->axes);
  if (!status) {
    status =
        gki_choose_axes(function, &call->args, wider, spec->order, options->threads, &call->wider);
  }
  if (!status && call->args.normalized) {
    status = gki_scale_mask(function, &call->args, &call->scale);
  }
  if (!status) {
    status = gki_run_program(function, build_difference, call, call->axes.bytes + call->wider.bytes,
                             options);
  }
  gki_free_axes(&call->axes);
  gki_free_axes(&call->wider);
  return status;
}

gk_status gk_filter_difference(const gk_array *in, const gk_filter_spec *spec, const double *wider,
                               const gk_array *out, const gk_options *given) {
  static const gki_filter_kind kind = {"gk_filter_difference", 0};
  filter_call call;
  gk_options options;
  double sigma[GKI_AXES];
  gk_status status = gki_read_options(kind.function, given, &options);
  if (!status) {
    status = gki_read_filter(&kind, in, spec, out, &call.args);
  }
  if (!status) {
    status = check_wider(kind.function, &call.args, wider, sigma);
  }
  if (status) {
    return status;
  }
  return call.args.empty ? gki_finish_empty(kind.function, &options)
                         : run_difference(kind.function, &call, sigma, &options);
}

/* Writes as much of a choice as the caller's struct holds. */
static void write_choice(const gk_filter_choice *from, gk_filter_choice *to) {
  const size_t size = to->struct_size;
  memcpy(to, from, size < sizeof *from ? size : sizeof *from);
  to->struct_size = size;
}

gk_status gk_filter_explain(const gk_array *in, const gk_filter_spec *spec, const gk_array *out,
                            size_t axis, gk_filter_choice *choice) {
  static const gki_filter_kind kind = {"gk_filter_explain", 0};
  gki_filter_args args;
  gki_axes axes;
  gk_filter_choice known = GK_FILTER_CHOICE_INIT;
  if (!choice) {
    return gki_fail(GK_ERROR_ARGUMENT, kind.function, "choice is NULL");
  }
  gk_status status =
      gki_read_struct(kind.function, "choice", choice, sizeof known, &known, sizeof known);
  if (!status) {
    status = gki_read_filter(&kind, in, spec, out, &args);
  }
  if (!status && axis >= args.in.view.dimensions) {
    status = gki_fail(GK_ERROR_ARGUMENT, kind.function, "axis = %zu, where in has %zu dimensions",
                      axis, args.in.view.dimensions);
  }
  if (status) {
    return status;
  }
  status = gki_choose_axes(kind.function, &args, args.spec.sigma, args.spec.order, 1, &axes);
  if (!status) {
    known = (gk_filter_choice)GK_FILTER_CHOICE_INIT;
    const gki_axis *chosen = &axes.axis[axis];
    if (axes.filtered[axis]) {
      const bool fir = chosen->engine == GK_ENGINE_FIR;
      known.engine = chosen->engine;
      known.radius = fir ? chosen->taps.radius : 0;
      known.poles = fir ? 0 : chosen->exponentials.poles;
      known.error = chosen->error;
    }
    write_choice(&known, choice);
  }
  gki_free_axes(&axes);
  return status;
}
