/* Versioned structs of the public API: read once, checked, into a struct of today's layout. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_OPTIONS_H
#define GKI_CORE_OPTIONS_H

#include <gausskern/common.h>

/*
 * Copies a caller's struct that begins with struct_size into `known`, which holds the defaults and
 * has today's size. A shorter struct, from an older header, leaves the tail at its defaults; a
 * longer one, from a newer header, must have a tail of zeros, that is, ask for nothing this library
 * does not know. `least` is the size of the struct's first version. given = NULL keeps all
 * defaults.
 */
gk_status gki_read_struct(const char *function, const char *name, const void *given, size_t least,
                          void *known, size_t known_size);

/* The options of a call with the defaults filled in; threads is at least 1 afterwards. */
gk_status gki_read_options(const char *function, const gk_options *given, gk_options *options);

#endif
