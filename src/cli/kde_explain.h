/* Why an estimate failed, in the words of who called the tool, before the library's. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_EXPLAIN_H
#define GAUSSKERN_CLI_KDE_EXPLAIN_H

#include "kde_run.h"

#include <stdbool.h>

/* After gk_kde_create, and after what computed the result. Both always return false. */
bool kde_explain_create(const kde_run *run, gk_status status);
bool kde_explain_result(const kde_run *run, gk_status status);

#endif
