/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "diagnose.h"
#include "filter_job.h"
#include "filter_options.h"
#include "interrupt.h"
#include "linear.h"
#include "raster_compute.h"
#include "raster_warnings.h"
#include "write_raster.h"

#include <math.h>
#include <string.h>

typedef struct filter_run {
  filter_options options;
  raster in, mask, out;
  filter_job job;
  raster_loss loss;
  progress meter;
} filter_run;

/* White counts as 1, as does what is beyond a constant boundary. */
static bool scale_mask(raster *mask) {
  raster scaled = *mask;
  size_t count = raster_count(mask);
  scaled.type = GK_TYPE_F64;
  scaled.colors = NULL;
  if (!raster_allocate("the mask", &scaled)) {
    return false;
  }
  double *to = scaled.data, white = linear_white(mask->type);
  for (size_t i = 0; i < count; i++) {
    to[i] = raster_load(mask->type, raster_at(mask, i)) / white;
  }
  raster_free(mask);
  *mask = scaled;
  return true;
}

static bool read_mask(filter_run *run) {
  const char *path = run->options.mask;
  raster *mask = &run->mask;
  if (path == NULL) {
    return true;
  }
  if (!raster_read(path, RASTER_BY_NAME, false, mask)) {
    return false;
  }
  if (mask->channels) {
    return complain("%s: a mask has one channel, not %zu", path, raster_channels(mask));
  }
  return !mask->png || scale_mask(mask);
}

/* Of the same size, for all channels; or in npy with one weight for each channel. */
static bool match_mask(filter_run *run) {
  raster *mask = &run->mask;
  const raster *in = &run->in;
  size_t axes = raster_axes(in), n = mask->dimensions;
  bool each_channel = in->channels && !in->alpha && n == in->dimensions;
  bool same = n == axes || each_channel;
  if (each_channel) { /* it was read as if its last axis were x */
    size_t size[4];
    ptrdiff_t stride[4];
    memcpy(size, mask->size, sizeof size);
    memcpy(stride, mask->stride, sizeof stride);
    for (size_t k = 0; k < n; k++) {
      mask->size[k] = size[(k + 1) % n];
      mask->stride[k] = stride[(k + 1) % n];
    }
    mask->channels = true;
  }
  for (size_t k = 0; same && k < n; k++) {
    same = mask->size[k] == in->size[k];
  }
  if (same) {
    return true;
  }
  char words[RASTER_WORDS], mask_words[RASTER_WORDS];
  raster_words(in, words);
  raster_words(mask, mask_words);
  return complain("%s is an array of %s, but %s of %s", run->options.mask, mask_words,
                  run->options.files.input, words);
}

/* The numbers of the lists for the axes of the input; the axis of channels is left alone. */
static bool set_axes(filter_run *run) {
  const filter_options *options = &run->options;
  const raster *in = &run->in;
  const char *path = options->files.input;
  gk_filter_spec *spec = &run->job.spec;
  double order[4], radius[4], stride[4], mode[4];
  if (!axis_list_spread(&options->sigma, in, path, 0, spec->sigma) ||
      !axis_list_spread(&options->wider, in, path, 0, run->job.wider) ||
      !axis_list_spread(&options->order, in, path, 0, order) ||
      !axis_list_spread(&options->radius, in, path, 0, radius) ||
      !axis_list_spread(&options->stride, in, path, 1, stride) ||
      !axis_list_spread(&options->mode, in, path, GK_BOUNDARY_REFLECT, mode)) {
    return false;
  }
  for (size_t k = 0; k < in->dimensions; k++) {
    spec->order[k] = (unsigned)order[k];
    spec->radius[k] = (size_t)radius[k];
    spec->stride[k] = (size_t)stride[k];
    spec->boundary[k] = (gk_boundary)mode[k];
    if (options->method == GK_WEIGHTS_BINOMIAL) {
      spec->sigma[k] = radius[k] > 0 ? 1 : 0;
    }
  }
  return true;
}

/* What holds of each axis by itself once its numbers are known. */
static bool check_axes(const filter_run *run) {
  const gk_filter_spec *spec = &run->job.spec;
  const double *wider = run->job.wider;
  size_t axes = raster_axes(&run->in), derived = 0;
  /* One number of several axes: scipy would mean all of them, but a derivative is along one. */
  if (run->options.order.count == 1 && axes > 1) {
    return complain("--order has 1 value, but %s has %zu axes; say --order 1,0 or the like",
                    run->options.files.input, axes);
  }
  for (size_t k = 0; k < axes; k++) {
    derived += spec->sigma[k] > 0;
    if (spec->sigma[k] == 0 && spec->order[k] > 0) {
      return complain("--order %u along an axis whose sigma is 0", spec->order[k]);
    }
    if (run->job.kind == FILTER_DIFFERENCE && (spec->sigma[k] == 0) != (wider[k] == 0)) {
      return complain("--sigma and --difference leave different axes alone");
    }
  }
  return !(run->job.derived && derived == 0) ||
         complain("a derivative needs an axis whose sigma is not 0");
}

static bool make_spec(filter_run *run) {
  static const gk_filter_spec initial = GK_FILTER_1D(0);
  const filter_options *options = &run->options;
  filter_job *job = &run->job;
  bool whole = raster_type_is_whole(run->in.type);
  job->kind = options->kind;
  job->derived = filter_options_derive(options);
  job->spec = initial;
  job->spec.cval = options->cval;
  job->spec.truncate = options->truncate;
  job->spec.method = options->method;
  job->spec.engine = options->engine;
  job->spec.tolerance = options->tolerance;
  job->spec.missing = options->skip_nan ? GK_MISSING_SKIP : GK_MISSING_SPREAD;
  job->mask = options->mask != NULL ? &run->mask : NULL;
  job->mask_name = options->mask;
  job->white = whole ? linear_white(run->in.type) : 1;
  job->threads = options->files.threads;
  job->meter = &run->meter;
  if (options->linear && !whole) {
    return complain("--linear decodes u8 and u16; %s holds %s", options->files.input,
                    raster_type_name(run->in.type));
  }
  return set_axes(run) && check_axes(run);
}

/* A derivative or a difference has both signs. */
static bool is_signed(const filter_run *run) {
  return run->job.kind == FILTER_LAPLACIAN || run->job.kind == FILTER_DIFFERENCE ||
         (run->job.kind == FILTER_PLAIN && run->job.derived);
}

static gk_type choose_type(const filter_run *run) {
  const raster_options *files = &run->options.files;
  if (files->has_type) {
    return files->type;
  }
  bool derivative = is_signed(run) || run->job.kind == FILTER_GRADIENT;
  if (derivative && raster_type_is_whole(run->in.type) && files->target != TARGET_PNG) {
    return GK_TYPE_F32;
  }
  return run->in.type;
}

/* Type and size of the result, checked against the file that is wanted; no memory yet. */
static bool describe_result(filter_run *run) {
  const raster *in = &run->in;
  const raster_options *files = &run->options.files;
  raster *out = &run->out;
  out->type = choose_type(run);
  out->dimensions = in->dimensions;
  out->channels = in->channels;
  out->png = in->png;
  out->alpha = in->alpha;
  for (size_t k = 0; k < in->dimensions; k++) {
    size_t stride = run->job.spec.stride[k];
    out->size[k] = in->size[k] / stride + (in->size[k] % stride != 0);
  }
  return raster_suits(out, files->target, files->output);
}

/* In light white is 1, and the constant beyond the edge light, too. */
static bool compute_job(const void *context, bool light, const raster *from, raster *to) {
  const filter_run *run = context;
  filter_job job = run->job;
  if (light) {
    job.spec.cval = job.spec.cval == 0 ? 0 : linear_from_srgb(job.spec.cval / job.white);
    job.white = 1;
  }
  return filter_job_compute(&job, from, to);
}

/* Whether the library can write the result as it is to stand in the file: nothing is lost there. */
static bool is_direct(const filter_run *run) {
  const filter_job *job = &run->job;
  bool mean = job->kind == FILTER_PLAIN && !job->derived && job->mask == NULL &&
              job->spec.cval >= 0 && job->spec.cval <= job->white;
  return !raster_type_is_whole(run->out.type) || (mean && run->out.type == run->in.type);
}

static bool compute(filter_run *run) {
  progress_start(&run->meter, run->options.files.quiet);
  raster_way way = run->options.linear ? RASTER_LIGHT
                   : is_direct(run)    ? RASTER_DIRECTLY
                                       : RASTER_ROUNDED;
  bool ok =
      raster_compute(way, &run->options.files, compute_job, run, &run->in, &run->out, &run->loss);
  progress_end(&run->meter);
  return ok;
}

/* With a mask those of weight 0 are left out; they may be all. */
static void warn_of_nan(const filter_run *run) {
  const filter_options *options = &run->options;
  if (!options->skip_nan && options->mask == NULL) {
    raster_warn_of_nan(&run->in, &options->files,
                       run->job.derived ? "" : "; --skip-nan leaves NaN out");
  }
}

/* Also where one number stands for all axes and the other list names them. */
static void warn_of_no_difference(const filter_run *run) {
  bool equal = run->job.kind == FILTER_DIFFERENCE && !run->options.files.quiet;
  for (size_t k = 0; k < raster_axes(&run->in); k++) {
    equal = equal && run->job.spec.sigma[k] == run->job.wider[k];
  }
  if (equal) {
    warn("--sigma and --difference are the same, of which the difference is 0");
  }
}

static bool execute(filter_run *run) {
  const filter_options *options = &run->options;
  const raster_options *files = &options->files;
  interrupt_watch_maps();
  if (!raster_read(files->input, files->input_format, files->channels, &run->in) ||
      !make_spec(run) || !read_mask(run) || (options->mask != NULL && !match_mask(run)) ||
      !describe_result(run)) {
    return false;
  }
  raster_warn_of_channels(&run->in, files,
                          options->sigma.count > 0 ? &options->sigma : &options->radius);
  warn_of_nan(run);
  warn_of_no_difference(run);
  /* Until here a signal may end the process: nothing has been written. */
  interrupt_watch();
  if (!compute(run)) {
    return false;
  }
  raster_warn_of_loss(&run->loss, &run->out, files);
  raster_hand_colors_on(&run->in, &run->out);
  return raster_write(&run->out, files->target, files->output);
}

int filter_main(int argc, char **argv) {
  filter_run run = {0};
  filter_options_parse(argc, argv, &run.options);
  bool ok = execute(&run);
  int status = interrupt_exit(ok, run.options.files.output);
  raster_free(&run.in);
  raster_free(&run.mask);
  raster_free(&run.out);
  return status;
}
