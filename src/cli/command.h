/* The subcommands. argv[0] is the command's full name, "gausskern gram"; the result is the exit
 * status. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_COMMAND_H
#define GAUSSKERN_CLI_COMMAND_H

int apply_main(int argc, char **argv);
int density_main(int argc, char **argv);
int filter_main(int argc, char **argv);
int gram_main(int argc, char **argv);
int info_main(int argc, char **argv);
int kde_main(int argc, char **argv);
int kernel_main(int argc, char **argv);
int pool_main(int argc, char **argv);

#endif
