/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"

#include "core/parallel.h"
#include "core/status.h"

#include <string.h>

static int is_zero(const unsigned char *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (bytes[i] != 0) {
      return 0;
    }
  }
  return 1;
}

gk_status gki_read_struct(const char *function, const char *name, const void *given, size_t least,
                          void *known, size_t known_size) {
  if (!given) {
    return GK_SUCCESS;
  }
  size_t size;
  memcpy(&size, given, sizeof size);
  /* No struct of ours will ever be this large: the field was not set. */
  const size_t most = 4096;
  if (size < least || size > most) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "%s->struct_size = %zu, where version %s has %zu; start from the struct's "
                    "initialiser in the header",
                    name, size, gk_version(), known_size);
  }
  if (size > known_size && !is_zero((const unsigned char *)given + known_size, size - known_size)) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "%s sets a member that version %s does not know (struct_size = %zu, known %zu)",
                    name, gk_version(), size, known_size);
  }
  memcpy(known, given, size < known_size ? size : known_size);
  return GK_SUCCESS;
}

gk_status gki_read_options(const char *function, const gk_options *given, gk_options *options) {
  *options = (gk_options)GK_OPTIONS_INIT;
  gk_status status =
      gki_read_struct(function, "options", given, sizeof(gk_options), options, sizeof(gk_options));
  if (status) {
    return status;
  }
  if (options->threads == 0) {
    options->threads = gki_default_threads();
  }
  options->threads = gki_useful_threads(options->threads);
  return GK_SUCCESS;
}
