/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "diagnose.h"

#include <argp.h>
#include <gausskern/gausskern.h>
#include <stdio.h>

int info_main(int argc, char **argv) {
  static const struct argp argp = {
      .doc = "Tell the version of the library, the instruction set it uses, its BLAS, and how many "
             "threads a computation takes unless told otherwise.",
  };
  argp_parse(&argp, argc, argv, 0, NULL, NULL);
  printf("version: %s\n", gk_version());
  printf("instruction set: %s\n", gk_isa_name());
  printf("BLAS: %s\n", gk_blas_name());
  printf("threads: %zu\n", gk_default_threads());
  return EXIT_OK;
}
