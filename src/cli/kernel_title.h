/* What stands above the picture of a kernel. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KERNEL_TITLE_H
#define GAUSSKERN_CLI_KERNEL_TITLE_H

#include "kernel_options.h"

enum { KERNEL_TITLE = 256 };

/* "Integrated Gaussian kernel, 5 x 5, sigma = 1", with the signs for x and sigma, into KERNEL_TITLE
   bytes. Of one or two dimensions. */
void kernel_title(const kernel_options *options, const gk_weights_spec *spec, char *title);

#endif
