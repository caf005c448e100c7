/* SPDX-License-Identifier: BSD-3-Clause */
#include "output.h"

#include "diagnose.h"
#include "interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As many as Linux follows. */
enum { MOST_LINKS = 40 };

bool output_spares(const char *path, const char *input) {
  struct stat first;
  struct stat second;
  bool same = path != NULL && input != NULL && stat(path, &first) == 0 &&
              stat(input, &second) == 0 && S_ISREG(first.st_mode) &&
              first.st_dev == second.st_dev && first.st_ino == second.st_ino;
  return !same || complain("%s is the input; OUT must be another file", path);
}

static bool open_directly(const char *path, output *out) {
  out->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return out->fd >= 0 || complain_errno("cannot open %s", path);
}

/* The name in the directory of that path. */
static char *beside(const char *path, const char *name) {
  const char *slash = strrchr(path, '/');
  size_t directory = slash != NULL ? (size_t)(slash - path) + 1 : 0;
  char *result = malloc(directory + strlen(name) + 1);
  if (result != NULL) {
    memcpy(result, path, directory);
    strcpy(result + directory, name);
  }
  return result;
}

/* Where the bytes shall stand in the end: behind symbolic links, also those to a file that is not
   there yet, which realpath does not follow. */
static char *target_of(const char *path) {
  char *target = realpath(path, NULL);
  if (target != NULL) {
    return target;
  }
  target = strdup(path);
  char link[PATH_MAX];
  ssize_t length = 0;
  for (int links = 0; target != NULL && links < MOST_LINKS; links++) {
    length = readlink(target, link, sizeof link - 1);
    if (length <= 0) {
      break;
    }
    link[length] = '\0';
    char *next = link[0] == '/' ? strdup(link) : beside(target, link);
    free(target);
    target = next;
  }
  return target;
}

static mode_t mode_by_umask(void) {
  mode_t mask = umask(0);
  umask(mask);
  return (mode_t)(0666 & ~mask);
}

static void forget(output *out) {
  interrupt_guard(NULL);
  free(out->target);
  free(out->temporary);
  out->target = NULL;
  out->temporary = NULL;
  out->fd = -1;
}

static bool open_temporary(const char *path, output *out) {
  out->target = target_of(path);
  out->temporary = out->target != NULL ? beside(out->target, ".gausskern-XXXXXX") : NULL;
  if (out->temporary == NULL) {
    forget(out);
    return complain("no memory for a file name");
  }
  out->fd = mkostemp(out->temporary, O_CLOEXEC);
  if (out->fd < 0) {
    complain_errno("cannot create a file for %s", path);
    forget(out);
    return false;
  }
  interrupt_guard(out->temporary);
  if (fchmod(out->fd, mode_by_umask()) != 0) {
    complain_errno("cannot set the mode of %s", path);
    output_discard(out);
    return false;
  }
  return true;
}

bool output_open(const char *path, output *out) {
  memset(out, 0, sizeof *out);
  out->name = path;
  if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0) {
    out->name = "standard output";
    out->fd = STDOUT_FILENO;
    return true;
  }
  struct stat status;
  bool present = stat(path, &status) == 0;
  if (!present && errno != ENOENT) {
    return complain_errno("cannot create %s", path);
  }
  if (present && S_ISDIR(status.st_mode)) {
    return complain("cannot create %s: it is a directory", path);
  }
  if (present && !S_ISREG(status.st_mode)) {
    return open_directly(path, out);
  }
  return open_temporary(path, out);
}

bool output_write(output *out, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    if (interrupted()) {
      return false;
    }
    ssize_t written = write(out->fd, next, count < SSIZE_MAX ? count : SSIZE_MAX);
    if (written < 0 && errno != EINTR) {
      return complain_errno("cannot write %s", out->name);
    }
    if (written > 0) {
      next += written;
      count -= (size_t)written;
    }
  }
  return true;
}

static bool make_it_appear(const output *out) {
  if (fsync(out->fd) != 0) {
    return complain_errno("cannot write %s", out->name);
  }
  if (interrupted()) {
    return false;
  }
  if (rename(out->temporary, out->target) != 0) {
    return complain_errno("cannot create %s", out->name);
  }
  return true;
}

bool output_finish(output *out) {
  if (out->temporary != NULL && !make_it_appear(out)) {
    output_discard(out);
    return false;
  }
  bool ok = close(out->fd) == 0 || complain_errno("cannot write %s", out->name);
  forget(out);
  return ok;
}

void output_discard(output *out) {
  if (out->temporary != NULL) {
    unlink(out->temporary);
  }
  close(out->fd);
  forget(out);
}
