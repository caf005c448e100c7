/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/heatmap.h"

#include "core/dd.h"
#include "core/memory.h"
#include "core/options.h"
#include "core/status.h"
#include "simd/dispatch.h"

#include <math.h>
#include <stdint.h>

gk_status gki_check_plane(const char *function, size_t element, gki_plane *plane) {
  if (plane->ld < plane->cols) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s = %zu is smaller than %zu", plane->ld_name,
                    plane->ld, plane->cols);
  }
  if (!gki_matrix_bytes(plane->rows, plane->cols, plane->ld, element, &plane->bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "%s of %zu rows of %zu with %s = %zu is larger than an address space",
                    plane->name, plane->rows, plane->cols, plane->ld_name, plane->ld);
  }
  if (plane->bytes > 0 && !plane->data) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL, with %zu rows of %zu", plane->name,
                    plane->rows, plane->cols);
  }
  if ((uintptr_t)plane->data % element != 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is not aligned to its elements of %zu bytes",
                    plane->name, element);
  }
  return GK_SUCCESS;
}

gk_status gki_check_apart(const char *function, const gki_plane *map, const gki_plane *input) {
  const uintptr_t out = (uintptr_t)map->data, in = (uintptr_t)input->data;
  if (map->bytes > 0 && input->bytes > 0 && input->data && out < in + input->bytes &&
      in < out + map->bytes) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s overlaps %s", map->name, input->name);
  }
  return GK_SUCCESS;
}

gk_status gki_read_spots(const char *function, const gk_spots *given, gk_spots *spots) {
  *spots = (gk_spots)GK_SPOTS_INIT;
  gk_status status =
      gki_read_struct(function, "spots", given, sizeof(gk_spots), spots, sizeof(gk_spots));
  if (status) {
    return status;
  }
  if (!(spots->sigma > 0 && isfinite(spots->sigma))) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spots->sigma = %g is not positive and finite",
                    spots->sigma);
  }
  if (!(spots->truncate >= 0 && isfinite(spots->truncate))) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spots->truncate = %g is negative or not finite",
                    spots->truncate);
  }
  if (spots->merge != GK_MERGE_SUM && spots->merge != GK_MERGE_MAXIMUM) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spots->merge = %d is not a gk_merge",
                    (int)spots->merge);
  }
  if (spots->peak != GK_PEAK_CONTINUOUS && spots->peak != GK_PEAK_PIXEL &&
      spots->peak != GK_PEAK_MAP) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spots->peak = %d is not a gk_peak",
                    (int)spots->peak);
  }
  return GK_SUCCESS;
}

/* Whether the distance of pixel i, rounded, is within the reach. */
static bool reaches(double i, double centre, double reach) {
  return fabs(i - centre) <= reach;
}

/* Whether it is not after all, having been rounded to the reach. */
static bool falls_short(double i, double centre, double reach) {
  return fabs(i - centre) == reach &&
         (i < centre ? gki_two_sum(centre, -i) : gki_two_sum(i, -centre)).lo > 0;
}

gki_range gki_pixels(double centre, double sigma, const gki_reach *extent, size_t length) {
  const double all = extent->sigmas * sigma + 1, asked = extent->truncate * sigma;
  const double reach = extent->truncate > 0 && asked < all ? asked : all;
  double low = ceil(centre - reach), high = floor(centre + reach);
  low += reaches(low - 1, centre, reach) ? -1 : reaches(low, centre, reach) ? 0 : 1;
  high += reaches(high + 1, centre, reach) ? 1 : reaches(high, centre, reach) ? 0 : -1;
  low += falls_short(low, centre, reach) ? 1 : 0;
  high -= falls_short(high, centre, reach) ? 1 : 0;
  gki_range pixels = {0, 0};
  if (low <= high && high >= 0 && low < (double)length) {
    pixels.begin = low > 0 ? (size_t)low : 0;
    pixels.end = high < (double)length - 1 ? (size_t)high + 1 : length;
  }
  return pixels;
}

void gki_spot_along(double centre, double sigma, gki_range pixels, bool from_nearest,
                    const gki_exp2_f64 *one, double *out) {
  const double root_half_log2_e = 0x1.b2da4e9808a53p-1;
  const size_t n = pixels.end - pixels.begin;
  if (from_nearest) { /* (i - c)^2 - (nearest - c)^2 without its cancellation */
    /* k is whole and k + twice no less than 2^-52, or 0, where no sigma makes a difference */
    const double rate = fmin(root_half_log2_e / sigma, 0x1p500);
    const double nearest = rint(centre), twice = 2 * (nearest - centre);
    for (size_t i = 0; i < n; i++) {
      const double k = (double)(pixels.begin + i) - nearest;
      out[i] = -(k * rate) * ((k + twice) * rate);
    }
  } else { /* differences and sigma times a power of two, so that 1 / sigma is a number */
    const double scale = sigma < 0x1p-500 ? 0x1p600 : sigma > 0x1p500 ? 0x1p-600 : 1;
    const double rate = root_half_log2_e / (sigma * scale);
    for (size_t i = 0; i < n; i++) {
      const double u = ((double)(pixels.begin + i) - centre) * scale * rate;
      out[i] = -(u * u);
    }
  }
  gki_isa_in_use()->f64->exp2(n, out, one, out);
}

void gki_lists_plan(size_t height, size_t band_rows, gki_lists *lists) {
  *lists = (gki_lists){.bands = (height - 1) / band_rows + 1, .band_rows = band_rows};
  size_t ranges = lists->bands;
  do {
    lists->first_list[lists->levels++] = lists->lists;
    lists->lists += ranges;
    ranges = (ranges + 1) / 2;
  } while ((lists->bands - 1) >> (lists->levels - 1) > 1);
}

size_t gki_list_of(const gki_lists *lists, gki_range rows) {
  size_t first = rows.begin / lists->band_rows, last = (rows.end - 1) / lists->band_rows;
  size_t level = 0;
  for (; last - first > 1; level++) {
    first /= 2;
    last /= 2;
  }
  return lists->first_list[level] + first;
}

void gki_merge_begin(const gki_lists *lists, size_t band, gki_merge *merge) {
  merge->open = 0;
  for (size_t level = 0; level < lists->levels; level++) {
    const size_t own = band >> level;
    for (size_t range = own > 0 ? own - 1 : 0; range <= own; range++) {
      const size_t list = lists->first_list[level] + range;
      const size_t begin = lists->begin[list], end = lists->begin[list + 1];
      if (begin < end) {
        merge->list[merge->open].next = lists->order + begin;
        merge->list[merge->open].end = lists->order + end;
        merge->open++;
      }
    }
  }
}

bool gki_merge_next(gki_merge *merge, size_t *spot) {
  if (merge->open == 0) {
    return false;
  }
  size_t least = 0;
  for (size_t l = 1; l < merge->open; l++) {
    least = *merge->list[l].next < *merge->list[least].next ? l : least;
  }
  *spot = *merge->list[least].next++;
  if (merge->list[least].next == merge->list[least].end) {
    merge->list[least] = merge->list[--merge->open];
  }
  return true;
}
