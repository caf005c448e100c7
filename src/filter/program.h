/*
 * A filter as a list of stages, one after the other: passes of the engines and maps, between the
 * caller's arrays and arrays of the program's own. It is built twice where it has such arrays: first
 * to count their memory, then with it.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_PROGRAM_H
#define GKI_FILTER_PROGRAM_H

#include "filter/axes.h"
#include "filter/map.h"
#include "filter/pass.h"

/* A difference of two filters along four axes, each divided by what its axes make of 1, has 33. */
enum { GKI_MOST_STAGES = 34 };

typedef struct gki_stage {
  const gki_pass_engine *engine; /* NULL: a map */
  union {
    struct {
      gki_pass pass;
      gki_axis axis[2]; /* what pass.filter points to */
      gki_pass_plan plan;
    } pass;
    struct {
      gki_map map;
      gki_map_plan plan;
    } map;
  } of;
  size_t tasks, threads, shared_bytes, thread_bytes;
} gki_stage;

typedef struct gki_program {
  char *base; /* of the program's arrays; NULL where they are counted */
  size_t used, peak, held;
  bool fits; /* in an address space */
  size_t count;
  gki_stage stages[GKI_MOST_STAGES];
} gki_program;

/* An array of the program's own, without gaps; its axes in the order of `like`'s strides. */
gk_array gki_program_array(gki_program *program, const size_t *size, gk_type type,
                           const gk_array *like);

/* Gives back the arrays made since program->used was `used`: stages that follow may have the memory. */
void gki_release_arrays(gki_program *program, size_t used);

void gki_add_map(gki_program *program, const gki_map *map);
/* The pass's filters are copied, so that they may change afterwards. */
void gki_add_pass(gki_program *program, const gki_pass *pass);

/*
 * The passes of a filter from in to out, which are either the same array or apart. With f64 the arrays between passes are double, else float. Axes that are not filtered
 * have the same size in in and out.
 */
void gki_add_filter(gki_program *program, const gki_axes *axes, const gk_array *in,
                    const gk_array *out, double cval, bool f64);

/* The pixels of an array that are kept along the axes that are not filtered: a view. */
gk_array gki_kept(const gk_array *array, const gki_axes *axes, const size_t *keep);

/*
 * Builds, allocates and runs; options are complete, and `held` bytes of the budget are gone.
 * GK_ERROR_OVERFLOW, GK_ERROR_MEMORY, before any stage has begun; GK_ERROR_CANCELLED.
 */
typedef void gki_build_fn(void *context, gki_program *program);
gk_status gki_run_program(const char *function, gki_build_fn *build, void *context, size_t held,
                          const gk_options *options);

/* A call with nothing to do: its progress is told so. */
gk_status gki_finish_empty(const char *function, const gk_options *options);

#endif
