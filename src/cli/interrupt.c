/* SPDX-License-Identifier: BSD-3-Clause */
#include "interrupt.h"

#include "diagnose.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t received;
static const char *volatile guarded;

static void remove_guarded(void) {
  const char *path = guarded;
  if (path != NULL) {
    unlink(path);
  }
}

static void stop(int number) {
  if (received != 0) {
    remove_guarded();
    _exit(128 + number);
  }
  received = number;
}

static void mapped_file_failed(int number) {
  static const char text[] =
      "gausskern: a mapped file became shorter while it was in use, or its disk failed\n";
  (void)number;
  remove_guarded();
  ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
  (void)ignored;
  _exit(EXIT_FAILED);
}

/* Data that do not arrive are an error with words, and leave no file behind. */
static void ignore_write_signals(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

void interrupt_watch(void) {
  static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = stop;
  for (size_t i = 0; i < sizeof stopping / sizeof stopping[0]; i++) {
    struct sigaction present;
    if (sigaction(stopping[i], NULL, &present) == 0 && present.sa_handler != SIG_IGN) {
      sigaction(stopping[i], &action, NULL);
    }
  }
  ignore_write_signals();
}

void interrupt_watch_maps(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = mapped_file_failed;
  sigaction(SIGBUS, &action, NULL);
}

bool interrupted(void) {
  return received != 0;
}

int interrupt_exit_status(void) {
  return 128 + received;
}

int interrupt_exit(bool ok, const char *path) {
  if (ok) {
    return EXIT_OK;
  }
  if (!interrupted()) {
    return EXIT_FAILED;
  }
  if (path != NULL && strcmp(path, "-") != 0) {
    complain("stopped by a signal; %s is not written", path);
  } else {
    complain("stopped by a signal");
  }
  return interrupt_exit_status();
}

void interrupt_guard(const char *path) {
  guarded = path;
}
