/* Integrals over a pixel in numbers of 113 digits. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_WEIGHTS_QUADRATURE_H
#define GK_TEST_WEIGHTS_QUADRATURE_H

#include <stddef.h>

/*
 * The integral of f over the cube [from, from + 1] in n dimensions (1 to 3): Gauss's rule of 16
 * points on each of panels[k] equal parts along axis k.
 */
__float128 quadrature(__float128 (*f)(const void *data, const __float128 *x), const void *data,
                      size_t n, const __float128 *from, const size_t *panels);

#endif
