/* The tables of the instruction set that a test's first argument names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_ISA_ARGUMENT_H
#define GK_TEST_ISA_ARGUMENT_H

#include "gk_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "simd/dispatch.h"

static const char *isa;
static const gki_isa *tables;

/* 0 where the tests can run; else what main returns. */
static int choose_tables(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s base|avx2|avx512\n", argv[0]);
    return EXIT_FAILURE;
  }
  isa = argv[1];
  tables = gki_isa_named(isa);
  if (!tables && !gk_test_cpu_has_isa(isa)) {
    printf("SKIPPED: this processor cannot run %s\n", isa);
    return GK_TEST_SKIP;
  }
  if (!tables) {
    printf("FAILED: the library has no table for %s\n", isa);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

#endif
