/* Numbers of mathematics, in more digits than double has. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_CONSTANTS_H
#define GKI_CORE_CONSTANTS_H

#define GKI_PI          3.14159265358979323846
#define GKI_ROOT_HALF   0.707106781186547524401 /* sqrt(1 / 2) */
#define GKI_ROOT_TWO_PI 2.50662827463100050242  /* sqrt(2 pi) */

#endif
