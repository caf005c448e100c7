/* libgausskern: Gaussian kernels. This header includes all the others. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_GAUSSKERN_H
#define GAUSSKERN_GAUSSKERN_H

#include <gausskern/common.h>
#include <gausskern/density.h>
#include <gausskern/filter.h>
#include <gausskern/gram.h>
#include <gausskern/kde.h>
#include <gausskern/rbf.h>
#include <gausskern/version.h>
#include <gausskern/weights.h>

#endif
