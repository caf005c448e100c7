# SPDX-License-Identifier: BSD-3-Clause
"""Gaussian kernels as programs in the wild compute them, and as books and manuals print them; beside
each what the library is asked for instead. Used by make_golden_weights.py."""
import numpy as np
import scipy.stats


def linspace_kernel(size, sigma):
    """gkern(l, sig): the outer product of exp(-x^2 / (2 sig^2)), divided by its sum."""
    x = np.linspace(-(size - 1) / 2.0, (size - 1) / 2.0, size)
    profile = np.exp(-0.5 * np.square(x) / np.square(sigma))
    kernel = np.outer(profile, profile)
    return kernel / np.sum(kernel)


def cdf_kernel(size, deviations):
    """gkern(kernlen, nsig): differences of the normal CDF between -nsig and nsig."""
    edges = np.linspace(-deviations, deviations, size + 1)
    profile = np.diff(scipy.stats.norm.cdf(edges))
    kernel = np.outer(profile, profile)
    return kernel / kernel.sum()


def root_kernel(size, deviations):
    """The same with edges between -nsig - interval / 2 and its mirror, and a square root."""
    interval = (2 * deviations + 1.0) / size
    edges = np.linspace(-deviations - interval / 2, deviations + interval / 2, size + 1)
    profile = np.diff(scipy.stats.norm.cdf(edges))
    kernel = np.sqrt(np.outer(profile, profile))
    return kernel / kernel.sum()


def function_kernel(size, sigma, two_dimensional=True):
    """gaussianKernel(size, sigma, twoDimensional): np.fromfunction of the formula."""
    middle = (size - 1) / 2
    if two_dimensional:
        kernel = np.fromfunction(
            lambda x, y: np.exp(-((x - middle) ** 2 + (y - middle) ** 2) / (2 * sigma**2))
            / (2 * np.pi * sigma**2), (size, size))
    else:
        kernel = np.fromfunction(lambda x: np.exp(-((x - middle) ** 2) / (2 * sigma**2)), (size,))
    return kernel / np.sum(kernel)


def density_kernel(size, sigma):
    """A column of the normal density times its transpose, divided by the sum."""
    x = np.arange(size) - (size - 1) / 2
    column = scipy.stats.multivariate_normal(mean=0, cov=sigma**2).pdf(x)[:, np.newaxis]
    kernel = column @ column.T
    return kernel / kernel.sum()


def floor_kernel(size, sigma):
    """The centre is pixel size // 2: off the middle by half a pixel where the size is even."""
    x = np.arange(size) - size // 2
    kernel = np.exp(-(x[:, np.newaxis] ** 2 + x**2) / (2.0 * sigma**2))
    return kernel / kernel.sum()


def shifted_kernel(size, center, sigma):
    x = np.arange(size)
    along_x = np.exp(-((x - center[0]) ** 2) / (2 * sigma**2))
    along_y = np.exp(-((x - center[1]) ** 2) / (2 * sigma**2))
    kernel = np.outer(along_y, along_x)
    return kernel / kernel.sum()


def meshgrid_kernel(shape, sigma):
    """fspecial('gaussian', shape, sigma): what is below eps times the largest is 0."""
    rows, cols = [(length - 1) / 2 for length in shape]
    y, x = np.ogrid[-rows : rows + 1, -cols : cols + 1]
    kernel = np.exp(-(x * x + y * y) / (2 * sigma * sigma))
    kernel[kernel < np.finfo(float).eps * kernel.max()] = 0
    return kernel / kernel.sum()


def cases(weights):
    for size, sigma in ((5, 1.0), (3, 0.5), (6, 1.5), (21, 3.0)):
        name, both = f"{size}_{sigma}", ((size, size), (sigma, sigma))
        yield weights(f"linspace_{name}", *both, linspace_kernel(size, sigma))
        yield weights(f"function_{name}", *both, function_kernel(size, sigma))
        yield weights(f"function_1d_{name}", size, sigma, function_kernel(size, sigma, False))
        yield weights(f"density_{name}", *both, density_kernel(size, sigma))
        center = (float(size // 2),) * 2
        yield weights(f"floor_{name}", *both, floor_kernel(size, sigma), center=center)
    for size, deviations in ((5, 2.5), (21, 3.0), (8, 2.0)):
        sigma = size / (2.0 * deviations)
        yield weights(f"cdf_{size}_{deviations}", (size, size), (sigma, sigma),
                      cdf_kernel(size, deviations), method="integrated")
    yield weights("shifted", (9, 9), (1.4, 1.4), shifted_kernel(9, (5.5, 4.2), 1.4),
                  center=(5.5, 4.2))
    for shape, sigma in (((3, 3), 0.5), ((5, 9), 0.25), ((15, 15), 1.0), ((4, 6), 2.0)):
        yield weights(f"meshgrid_{shape[1]}x{shape[0]}_{sigma}", shape[::-1], (sigma, sigma),
                      meshgrid_kernel(shape, sigma), cutoff=2.0**-52)


def mirrored(quarter):
    """A matrix of odd size from its upper left quarter, the middle row and column included."""
    half = np.vstack([quarter, np.flipud(quarter)[1:]])
    return np.hstack([half, np.fliplr(half)[:, 1:]])


def published(weights, size):
    """Digits in print, with half a unit of the last one."""
    fspecial = mirrored(np.array([[0.0113, 0.0838], [0.0838, 0.6193]]))
    yield weights("fspecial", (3, 3), (0.5, 0.5), fspecial, cutoff=2.0**-52, absolute=0.5e-4)
    linspace = [[0.00296902, 0.01330621, 0.02193823], [0.01330621, 0.0596343, 0.09832033],
                [0.02193823, 0.09832033, 0.16210282]]
    yield weights("linspace", (5, 5), (1.0, 1.0), mirrored(np.array(linspace)), absolute=0.5e-8)
    cdf = [[1.0278445, 4.10018648, 6.49510362], [4.10018648, 16.35610171, 25.90969361],
           [6.49510362, 25.90969361, 41.0435344]]
    yield weights("cdf_273", (5, 5), (1.0, 1.0), mirrored(np.array(cdf)), method="integrated",
                  amplitude=273.0, absolute=0.5e-8)
    # HIPR2's table: integers, of which 6.4951 became 7
    hipr = mirrored(np.array([[1, 4, 7], [4, 16, 26], [7, 26, 41]]))
    yield weights("hipr_273", (5, 5), (1.0, 1.0), hipr, method="integrated", amplitude=273.0,
                  absolute=0.505)
    turned = [.04087193, .04442386, .03657381, .02280797, .01077372,
              .04442386, .05704137, .05547869, .04087193, .02280797,
              .03657381, .05547869, .06374482]
    turned = np.array(turned + turned[-2::-1]).reshape(5, 5)
    yield weights("astropy_turned", (5, 5), (3.0, 1.5), turned, theta=float(np.pi / 4), absolute=0.5e-8)
    yield weights("opencv_4_1", 4, 1.0, [.1225, .3775, .3775, .1225], method="opencv", absolute=0.5e-4)
    tables = {1: [1], 3: [1, 2, 1], 5: [1, 4, 6, 4, 1], 7: [8, 28, 56, 72, 56, 28, 8],
              9: [4, 13, 30, 51, 60, 51, 30, 13, 4]}
    for taps, table in tables.items():
        yield weights(f"opencv_table_{taps}", taps, 0.0, np.array(table) / sum(table), method="opencv",
                      absolute=0.0, relative=0.0)
    # 8-bit rows of OpenCV: weights of 1/256, rounded so that they sum to 256
    rows = {(3, 1.75): [81, 94, 81], (3, 0.875): [65, 126, 65], (5, 0.375): [0, 7, 242, 7, 0],
            (5, 0.75): [4, 56, 136, 56, 4]}
    for (taps, sigma), integers in rows.items():
        yield weights(f"opencv_8bit_{taps}_{sigma}", taps, sigma, integers, method="opencv",
                      amplitude=256.0, absolute=1.0)
    for taps in (5, 7, 21):  # rows of Pascal's triangle
        triangle = np.ones(1)
        for _ in range(taps - 1):
            triangle = np.convolve(triangle, [1, 1])
        yield weights(f"pascal_{taps}", taps, 0.0, triangle / triangle.sum(), method="binomial",
                      absolute=0.0, relative=0.0)
    for rule, counts in {"scipy": (9, 17, 41), "opencv": (9, 17, 41), "opencv_8bit": (7, 13, 31),
                         "matlab": (5, 9, 21), "astropy": (9, 17, 41)}.items():
        for sigma, taps in zip((1.0, 2.0, 5.0), counts):
            yield size(rule, sigma, taps)
    for sigma in (0.3, 0.5, 0.51, 1.25, 7.5):  # 2 * ceil(2 * sigma) + 1, as imgaussfilt's manual says
        yield size("matlab", sigma, int(2 * np.ceil(2 * sigma) + 1))
