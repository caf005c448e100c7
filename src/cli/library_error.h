/* What the library says when a call fails. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_LIBRARY_ERROR_H
#define GAUSSKERN_CLI_LIBRARY_ERROR_H

/* gk_error_message() without the function in front, which who runs the tool has not called. */
const char *library_error(void);

#endif
