/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/path.h"

#include "gram/error_bound.h"
#include "simd/dispatch.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static gki_path fastest(void) {
  return (gki_path){
      /* One chain of sums is as far as a block can stay in registers. Further up gemm is faster. */
      .direct_features = gki_adds_beside_fma() ? GKI_CHAIN_FEATURES : GKI_DIRECT_FEATURES,
      .direct_points = 256, /* gemm has too little to do */
      /* There OpenBLAS takes longer for a tile: by a tenth in single precision, by a fifth in
       * double. The Gram matrix itself stays with the BLAS that its user has chosen. */
      .own_tiles = gki_adds_beside_fma(),
      /* Up to here it pays to find K in the caches afterwards. */
      .streamed_bytes = (size_t)16 << 20,
      .wide_tile_points = 8192, /* narrower ones leave enough tiles for many threads */
      .wide_row_points = 3072,  /* there a tile is a task, and these are 36 */
  };
}

static bool has_word(const char *words, const char *word) {
  const size_t length = strlen(word);
  while (words) {
    const char *comma = strchr(words, ',');
    const size_t end = comma ? (size_t)(comma - words) : strlen(words);
    if (end == length && memcmp(words, word, length) == 0) {
      return true;
    }
    words = comma ? comma + 1 : NULL;
  }
  return false;
}

gki_path gki_path_from(const char *words) {
  gki_path path = fastest();
  if (has_word(words, "differences")) {
    path.direct_features = path.direct_points = SIZE_MAX;
  } else if (has_word(words, "products")) {
    path.direct_features = path.direct_points = 0;
  }
  path.repair = has_word(words, "repair");
  path.pack = has_word(words, "pack");
  path.own_products = has_word(words, "own");
  path.own_tiles = path.own_tiles && !has_word(words, "blas");
  path.norms_by_tile = has_word(words, "tilewise");
  if (has_word(words, "cached")) {
    path.streamed_bytes = SIZE_MAX;
  } else if (has_word(words, "uncached")) {
    path.streamed_bytes = 0;
  }
  if (has_word(words, "wide")) {
    path.wide_tile_points = path.wide_row_points = 0;
  }
  return path;
}

static gki_path in_use;

static void read_environment(void) {
  in_use = gki_path_from(getenv("GAUSSKERN_PATH"));
}

const gki_path *gki_path_in_use(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, read_environment);
  return &in_use;
}

size_t gki_threads_for(double work, size_t tasks, size_t wanted) {
  const double worth_a_team = 8e6; /* some 200 us; a late thread can cost as much */
  const size_t most = wanted < tasks ? wanted : tasks;
  return work < worth_a_team ? 1 : most;
}
