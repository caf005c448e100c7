/* gausskern COMMAND ...: finds the command and hands it its arguments. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "diagnose.h"
#include "plot.h"

#include <argp.h>
#include <errno.h>
#include <gausskern/gausskern.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct command {
  const char *name;
  int (*run)(int argc, char **argv);
  char full_name[24];
} command;

static command commands[] = {
    {"apply", apply_main, "gausskern apply"},    {"density", density_main, "gausskern density"},
    {"filter", filter_main, "gausskern filter"}, {"gram", gram_main, "gausskern gram"},
    {"info", info_main, "gausskern info"},       {"kde", kde_main, "gausskern kde"},
    {"kernel", kernel_main, "gausskern kernel"}, {"plot", plot_main, "gausskern plot"},
    {"pool", pool_main, "gausskern pool"},
};

#define COMMANDS "apply, density, filter, gram, info, kde, kernel, plot and pool"

typedef struct command_choice {
  command *command;
  int at; /* index of its name in argv */
} command_choice;

static command *find_command(const char *name) {
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
    if (strcmp(commands[i].name, name) == 0) {
      return &commands[i];
    }
  }
  return NULL;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  command_choice *choice = state->input;
  switch (key) {
  case ARGP_KEY_ARG:
    choice->command = find_command(argument);
    if (choice->command == NULL) {
      argp_error(state, "'%s' is not a command; there are " COMMANDS, argument);
    }
    choice->at = state->next - 1;
    state->next = state->argc; /* the rest belongs to the command */
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "a command is missing; there are " COMMANDS);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static void print_version(FILE *stream, struct argp_state *state) {
  (void)state;
  fprintf(stream, "gausskern %s\n", gk_version());
}

/* argp ends the process by itself once it has printed help, usage or version. Data do not go by way
   of stdio. */
static void check_standard_output(void) {
  bool failed = ferror(stdout) != 0;
  errno = 0;
  if (fflush(stdout) != 0 || failed) {
    if (errno != 0) {
      complain_errno("cannot write to standard output");
    } else {
      complain("cannot write to standard output");
    }
    _exit(EXIT_FAILED);
  }
}

int main(int argc, char **argv) {
  static const struct argp argp = {
      .parser = parse,
      .args_doc = "COMMAND [ARGUMENT...]",
      .doc = "Gaussian kernel matrices of data in files, kernels and filters for "
             "images, and densities.\n\n"
             "Commands:\n"
             "  apply     multiply with a Gram matrix that is never formed, or sum its rows\n"
             "  density   compute the density of a Gaussian or of a mixture\n"
             "  filter    filter an image or another array with a Gaussian\n"
             "  gram      compute a Gram matrix or a cross-Gram matrix\n"
             "  info      tell version, instruction set, BLAS and threads\n"
             "  kde       estimate the density that data were drawn from\n"
             "  kernel    compute the weights of a Gaussian kernel for images\n"
             "  plot      draw a matrix as a heat map\n"
             "  pool      make a pixel of each block of an image\n\n"
             "`gausskern COMMAND --help' tells the options of a command.\n\nOptions:"
             "\vExit status: 0 done, 1 the data, a file or memory did not allow it, 2 wrong usage, "
             "128 + N stopped by signal N (130 for Ctrl-C).",
  };
  static char tool_name[] = "gausskern"; /* in messages, wherever the tool lies */
  if (argc > 0) {
    argv[0] = tool_name;
  }
  atexit(check_standard_output);
  argp_program_version_hook = print_version;
  argp_err_exit_status = EXIT_USAGE;
  command_choice choice = {NULL, 0};
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &choice);
  argv[choice.at] = choice.command->full_name;
  return choice.command->run(argc - choice.at, argv + choice.at);
}
