/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "diagnose.h"
#include "interrupt.h"
#include "library_error.h"
#include "linear.h"
#include "number.h"
#include "pool_job.h"
#include "pool_options.h"
#include "raster_compute.h"
#include "raster_warnings.h"
#include "readers.h"
#include "write_raster.h"

#include <gausskern/gausskern.h>
#include <math.h>
#include <stdlib.h>

typedef struct pool_run {
  pool_options options;
  raster in, out;
  double *weights; /* the product of the blocks' sizes, x fastest; NULL: the mean */
  pool_job job;
  raster_loss loss;
  progress meter;
} pool_run;

static bool succeeded(gk_status status) {
  return status == GK_SUCCESS || complain("%s", library_error());
}

static bool allocate_weights(pool_run *run) {
  size_t count = 1;
  bool fits = true;
  for (size_t k = 0; k < 4; k++) {
    fits = fits && number_product(count, run->job.spec.block[k], &count);
  }
  if (!fits) {
    return complain("--block: so many weights do not fit into any memory");
  }
  run->weights = table_allocate("the weights", 1, count, sizeof(double));
  run->job.spec.weights = run->weights;
  return run->weights != NULL;
}

/* The sigma of an axis whose block has more than one pixel. */
static bool choose_sigma(const pool_options *options, double given, size_t block, double *sigma) {
  if (options->sigma.count > 0) {
    *sigma = given;
    return true;
  }
  *sigma = 0;
  bool by_size = options->method == GK_WEIGHTS_BINOMIAL || options->method == GK_WEIGHTS_OPENCV;
  return by_size || succeeded(gk_weights_sigma_opencv(block, sigma));
}

/* A Gaussian over the axes along which a block has more than one pixel. */
static bool make_gaussian(pool_run *run) {
  static const gk_weights_spec initial = GK_WEIGHTS_1D(1, 1.0);
  const pool_options *options = &run->options;
  gk_weights_spec spec = initial;
  double sigma[4];
  if (!axis_list_spread(&options->sigma, &run->in, options->files.input, 0, sigma)) {
    return false;
  }
  spec.method = options->method;
  spec.dimensions = 0;
  for (size_t k = 0; k < 4; k++) {
    size_t block = run->job.spec.block[k];
    if (block > 1 && spec.dimensions == 3) {
      return complain("a Gaussian has up to three axes; four take --weights or --mean");
    }
    if (block > 1) {
      if (!choose_sigma(options, sigma[k], block, &spec.sigma[spec.dimensions])) {
        return false;
      }
      spec.size[spec.dimensions++] = block;
    }
  }
  if (!allocate_weights(run)) {
    return false;
  }
  if (spec.dimensions == 0) { /* one pixel */
    run->weights[0] = 1;
    return true;
  }
  return succeeded(gk_weights_f64(&spec, run->weights));
}

/* The file's shape is the block, or that of --block as it should be. */
static bool match_block(pool_run *run, const raster *weights) {
  const pool_options *options = &run->options;
  size_t axes = raster_axes(&run->in);
  if (weights->channels || weights->dimensions != axes) {
    return complain("%s has %zu %s, but %s has %zu", options->weights, weights->dimensions,
                    weights->dimensions == 1 ? "axis" : "axes", options->files.input, axes);
  }
  for (size_t k = 0; k < axes; k++) {
    if (options->block.count > 0 && run->job.spec.block[k] != weights->size[k]) {
      char words[RASTER_WORDS];
      raster_words(weights, words);
      return complain("%s is an array of %s, which --block is not", options->weights, words);
    }
    if (weights->size[k] == 0) {
      return complain("%s holds no weights", options->weights);
    }
    run->job.spec.block[k] = weights->size[k];
  }
  return true;
}

static bool copy_weights(pool_run *run, const raster *weights) {
  size_t count = raster_count(weights);
  if (!match_block(run, weights) || !allocate_weights(run)) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    run->weights[i] = raster_load(weights->type, raster_at(weights, i));
    if (!isfinite(run->weights[i])) {
      return complain("%s: a weight is %g", run->options.weights, run->weights[i]);
    }
    run->job.weights_sum += run->weights[i];
  }
  return true;
}

static bool read_weights(pool_run *run) {
  raster weights;
  if (!raster_read(run->options.weights, RASTER_BY_NAME, false, &weights)) {
    return false;
  }
  bool ok = copy_weights(run, &weights);
  raster_free(&weights);
  return ok;
}

static bool choose_weights(pool_run *run) {
  if (run->options.choice == POOL_WEIGHTS) {
    return read_weights(run);
  }
  run->job.weights_sum = 1;
  return run->options.choice == POOL_MEAN || make_gaussian(run);
}

static bool set_axes(pool_run *run) {
  const pool_options *options = &run->options;
  const char *path = options->files.input;
  gk_pool_spec *spec = &run->job.spec;
  double block[4], stride[4], mode[4];
  if (!axis_list_spread(&options->block, &run->in, path, 1, block) ||
      !axis_list_spread(&options->stride, &run->in, path, 0, stride) ||
      !axis_list_spread(&options->mode, &run->in, path, GK_BOUNDARY_REFLECT, mode)) {
    return false;
  }
  for (size_t k = 0; k < 4; k++) {
    spec->block[k] = (size_t)block[k];
    spec->stride[k] = (size_t)stride[k];
    spec->boundary[k] = (gk_boundary)mode[k];
  }
  spec->edge = options->edge;
  spec->cval = options->cval;
  bool whole = raster_type_is_whole(run->in.type);
  run->job.white = whole ? linear_white(run->in.type) : 1;
  return whole || !options->linear ||
         complain("--linear decodes u8 and u16; %s holds %s", path, raster_type_name(run->in.type));
}

/* Type and size of the result, checked against the file that is wanted; no memory yet. */
static bool describe_result(pool_run *run) {
  const raster *in = &run->in;
  const raster_options *files = &run->options.files;
  const gk_pool_spec *spec = &run->job.spec;
  raster *out = &run->out;
  out->type = files->has_type ? files->type : in->type;
  out->dimensions = in->dimensions;
  out->channels = in->channels;
  out->png = in->png;
  out->alpha = in->alpha;
  for (size_t k = 0; k < in->dimensions; k++) {
    if (!succeeded(gk_pool_size(in->size[k], spec->block[k], spec->stride[k], spec->edge,
                                &out->size[k]))) {
      return false;
    }
    if (in->size[k] > 0 && out->size[k] == 0) {
      char words[RASTER_WORDS];
      raster_words(in, words);
      return complain("a block is larger than %s, which is %s; %s", files->input, words,
                      k == 0 && raster_hides_channels(in)
                          ? "is the last axis in numpy that of --channels?"
                          : "--edge pad or renormalize");
    }
  }
  return raster_suits(out, files->target, files->output);
}

/* In light white is 1, and the constant beyond the edge light, too. */
static bool compute_job(const void *context, bool light, const raster *from, raster *to) {
  const pool_run *run = context;
  pool_job job = run->job;
  if (light) {
    job.spec.cval = job.spec.cval == 0 ? 0 : linear_from_srgb(job.spec.cval / job.white);
    job.white = 1;
  }
  return pool_job_compute(&job, from, to);
}

/* Whether the library can write the result as it is to stand in the file: nothing is lost there. */
static bool is_direct(const pool_run *run) {
  bool mean = run->options.choice != POOL_WEIGHTS && !run->options.has_cval;
  return !raster_type_is_whole(run->out.type) || (mean && run->out.type == run->in.type);
}

static bool compute(pool_run *run) {
  run->job.threads = run->options.files.threads;
  run->job.meter = &run->meter;
  progress_start(&run->meter, run->options.files.quiet);
  raster_way way = run->options.linear ? RASTER_LIGHT
                   : is_direct(run)    ? RASTER_DIRECTLY
                                       : RASTER_ROUNDED;
  bool ok =
      raster_compute(way, &run->options.files, compute_job, run, &run->in, &run->out, &run->loss);
  progress_end(&run->meter);
  return ok;
}

static bool execute(pool_run *run) {
  static const gk_pool_spec initial = GK_POOL_1D(1, NULL);
  const raster_options *files = &run->options.files;
  run->job.spec = initial;
  interrupt_watch_maps();
  if (!raster_read(files->input, files->input_format, files->channels, &run->in) ||
      !set_axes(run) || !choose_weights(run) || !describe_result(run)) {
    return false;
  }
  raster_warn_of_channels(&run->in, files, &run->options.block);
  raster_warn_of_nan(&run->in, files, "");
  /* Until here a signal may end the process: nothing has been written. */
  interrupt_watch();
  if (!compute(run)) {
    return false;
  }
  raster_warn_of_loss(&run->loss, &run->out, files);
  raster_hand_colors_on(&run->in, &run->out);
  return raster_write(&run->out, files->target, files->output);
}

int pool_main(int argc, char **argv) {
  pool_run run = {0};
  pool_options_parse(argc, argv, &run.options);
  bool ok = execute(&run);
  int status = interrupt_exit(ok, run.options.files.output);
  raster_free(&run.in);
  raster_free(&run.out);
  free(run.weights);
  return status;
}
