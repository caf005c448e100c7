/* gausskern plot: a matrix from a file as a heat map. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_PLOT_H
#define GAUSSKERN_CLI_PLOT_H

/* argv[0] is "gausskern plot"; the result is the exit status. */
int plot_main(int argc, char **argv);

#endif
