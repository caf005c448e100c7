/* Failures: a status for the caller's code, a message for the caller's eyes. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_STATUS_H
#define GKI_CORE_STATUS_H

#include <gausskern/common.h>

/*
 * Records "function: " and the formatted text as this thread's message and returns status, so that
 * a check reads `return gki_fail(GK_ERROR_ARGUMENT, function, "ldx = %zu is smaller than ...",
 * ldx)`.
 */
__attribute__((format(printf, 3, 4))) gk_status gki_fail(gk_status status, const char *function,
                                                         const char *format, ...);

/* The failure of gki_alloc, in one wording. */
gk_status gki_fail_memory(const char *function, size_t bytes);

/* What a call says that progress has stopped. */
gk_status gki_fail_cancelled(const char *function);

#endif
