/*
 * What all parts of libgausskern share: status codes, options, memory, and information about the
 * library.
 *
 * Rules that hold for every function of the library:
 *
 * - Matrices are row-major. A leading dimension (ldx, ldk) is the distance between two rows in
 *   elements, at least the number of columns. Sizes are size_t; n * n may pass 2^31.
 * - Zero points give an empty result, which is a success; an empty array's pointer may be NULL.
 * - A function that fails because of its arguments, or for want of memory, has written nothing. A
 *   call that was cancelled may have written part of its output.
 * - Every function may be called from several threads at once. The library never prints, aborts, or
 *   touches errno or signals, and leaves the state of the process as it was.
 * - Results are the same, bit for bit, for any number of threads.
 * - A calling thread needs 256 KiB of stack, OpenBLAS's share included. In a forked child of a
 *   process that has used several threads, ask for one: OpenMP's threads do not survive a fork. If
 *   another thread was inside a call at the moment of the fork, the child must not call the library
 *   before it calls exec: OpenBLAS's locks may be held in the child for ever.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_COMMON_H
#define GAUSSKERN_COMMON_H

#include <stddef.h>

#if defined(__GNUC__)
#define GK_API __attribute__((visibility("default")))
#else
#define GK_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What a call returns. The numbers are pinned for ever. */
typedef enum gk_status {
  GK_SUCCESS = 0,
  GK_ERROR_ARGUMENT = 1,  /* an argument is wrong: NULL, not finite, out of range, overlapping */
  GK_ERROR_OVERFLOW = 2,  /* the sizes describe an array that no address space can hold */
  GK_ERROR_MEMORY = 3,    /* no memory, or the workspace budget is too small */
  GK_ERROR_CANCELLED = 4, /* the progress callback asked to stop */
  GK_ERROR_DATA = 5,      /* the data do not allow it: NaN or infinity where a number is needed */
  GK_ERROR_SINGULAR = 6 /* a covariance is not positive definite; the message says its rank, or its
                             negative eigenvalues */
} gk_status;

/* The name of a status, such as "GK_ERROR_ARGUMENT"; "unknown status" for any other number. */
GK_API const char *gk_status_name(gk_status status);

/*
 * The calling thread's last failure in words: the function, the argument and the value, as in
 * "gk_gram_f64: ldx = 3 is smaller than d = 5". Empty before the first failure; a success leaves it
 * as it is. The string belongs to the library and lives until this thread's next failure.
 */
GK_API const char *gk_error_message(void);

/*
 * Called with the fraction of the work done, from 0 to 1, never decreasing, always on the thread
 * that called the library: at the beginning, between the tasks of this thread, each of which takes
 * some tens of milliseconds (more only above some 10 000 features), and at the end. Return 0 to go
 * on; anything else, even at 1, cancels, and the call returns GK_ERROR_CANCELLED once the running
 * tasks are done. It must not throw or longjmp.
 */
typedef int (*gk_progress_fn)(double fraction, void *data);

/*
 * Options of a call. Start from GK_OPTIONS_INIT; a NULL pointer means that. The struct may grow at
 * its tail in later versions: struct_size tells the library which one the caller was compiled with.
 */
typedef struct gk_options {
  size_t struct_size;
  size_t threads;          /* the largest number of threads to use; no more are used than four a
                              processor or what OpenMP offers (OMP_NUM_THREADS), whichever is more;
                              0: what OpenMP offers */
  size_t workspace_bytes;  /* the most memory to use beyond inputs and outputs; 0: no limit. Less
                              means fewer threads, or GK_ERROR_MEMORY if it is too little for one */
  gk_progress_fn progress; /* NULL: none */
  void *progress_data;     /* passed to progress */
} gk_options;

#define GK_OPTIONS_INIT                                                                            \
  { sizeof(gk_options), 0, 0, NULL, NULL }

/*
 * Memory for large matrices: aligned to 64 bytes, and from 4 MiB on to huge pages where the system
 * has them, which makes the first write to a fresh matrix two to five times as fast. NULL if there
 * is no memory or bytes is 0. Release it with gk_free, which accepts NULL. The library's functions
 * work on any other memory as well.
 */
GK_API void *gk_alloc(size_t bytes);
GK_API void gk_free(void *memory);

/* The version of the library, "0.1.0". */
GK_API const char *gk_version(void);

/*
 * The instruction set in use: "base", "avx2" or "avx512". The widest that the processor has is
 * chosen once; the environment variable GAUSSKERN_ISA can name a narrower one. A name that is
 * unknown, or that this processor cannot run, is ignored.
 */
GK_API const char *gk_isa_name(void);

/* The BLAS in use, such as "OpenBLAS 0.3.21, pthread, Haswell": version, threading, kernels. */
GK_API const char *gk_blas_name(void);

/* The number of threads that a call from this thread uses if its options ask for 0. */
GK_API size_t gk_default_threads(void);

#ifdef __cplusplus
}
#endif

#endif
