/* A box on the command line, "LOW:HIGH" for each dimension. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_BOX_OPTION_H
#define GAUSSKERN_CLI_BOX_OPTION_H

#include <argp.h>
#include <stddef.h>

typedef struct option_box {
  size_t dimensions;
  double *low, *high; /* infinities allowed; low <= high */
} option_box;

/* What --integral says; the text is taken apart. A box that was there before is freed. */
void box_option(struct argp_state *state, char *list, option_box *result);

void box_free(option_box *what);

#endif
