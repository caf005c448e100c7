/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster_compute.h"

#include "linear.h"

static bool compute_light(raster_compute_fn *compute, const void *run, const raster *in,
                          raster *out, raster_loss *loss) {
  raster from = {0}, to = *out;
  to.type = GK_TYPE_F32;
  bool ok = linear_decode(in, &from) && raster_allocate("light", &to) &&
            compute(run, true, &from, &to) && linear_encode(&to, out->type, out, loss);
  raster_free(&from);
  raster_free(&to);
  return ok;
}

static bool compute_rounded(const raster_options *files, raster_compute_fn *compute,
                            const void *run, const raster *in, raster *out, raster_loss *loss) {
  raster values = *out;
  values.type = GK_TYPE_F64;
  bool ok = raster_allocate("the result", &values) && compute(run, false, in, &values) &&
            raster_allocate("the result", out);
  if (ok) {
    raster_round(&values, raster_scale(in, out, files->target), out, loss);
  }
  raster_free(&values);
  return ok;
}

bool raster_compute(raster_way way, const raster_options *files, raster_compute_fn *compute,
                    const void *run, const raster *in, raster *out, raster_loss *loss) {
  switch (way) {
  case RASTER_LIGHT:
    return compute_light(compute, run, in, out, loss);
  case RASTER_ROUNDED:
    return compute_rounded(files, compute, run, in, out, loss);
  case RASTER_DIRECTLY:
    break;
  }
  return raster_allocate("the result", out) && compute(run, false, in, out);
}
