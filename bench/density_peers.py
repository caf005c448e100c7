#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""One peer of density.py as a child process: `density_peers.py NAME`; see peer_process.py.

Each peer is written the way its users write it. Coordinates are there before the clock starts;
the output is new with each call, as all of them have it.
"""
import numpy as np

import peer_process


def coordinates(size, first, last, dtype):
    axis = np.linspace(first, last, size)
    return [part.astype(dtype) for part in np.meshgrid(axis, axis)]


class Scipy:
    """The sum of two multivariate_normal.pdf, or the logarithm of that sum."""

    def __init__(self):
        import scipy
        from scipy.stats import multivariate_normal

        self.normal = multivariate_normal
        self.versions = {"scipy": scipy.__version__, "numpy": np.__version__}

    def components(self, numbers):
        form, count = int(numbers[0]), int(numbers[1])
        weights, rest = numbers[4 : 4 + count], numbers[4 + count :]
        means, rest = np.reshape(rest[: 2 * count], (count, 2)), rest[2 * count :]
        shape = {0: (count, 2, 2), 1: (count, 2), 2: (count,)}[form]
        return list(zip(weights, means, np.reshape(rest, shape)))

    def prepare(self, request, numbers):
        x, y = coordinates(request["size"], numbers[2], numbers[3], request["dtype"])
        points, parts = np.dstack((x, y)), self.components(numbers)

        def pdf():
            return sum(w * self.normal.pdf(points, mean, cov) for w, mean, cov in parts)

        def logpdf():
            logs = [np.log(w) + self.normal.logpdf(points, mean, cov) for w, mean, cov in parts]
            return np.logaddexp(*logs)

        return {"pdf": pdf, "logpdf": logpdf}[request["task"]]


class Astropy:
    """Gaussian2D evaluated at the pixels' indices."""

    def __init__(self):
        import astropy
        from astropy.modeling.models import Gaussian2D

        self.model = Gaussian2D
        self.versions = {"astropy": astropy.__version__, "numpy": np.__version__}

    def prepare(self, request, numbers):
        x, y = coordinates(request["size"], 0, request["size"] - 1, request["dtype"])
        sigma_x, sigma_y, theta, center_x, center_y = numbers
        model = self.model(1.0, center_x, center_y, sigma_x, sigma_y, theta)
        return lambda: model(x, y)


class Numpy:
    """Spots: a loop over them, each a patch of the map."""

    def __init__(self):
        self.versions = {"numpy": np.__version__}

    def prepare(self, request, numbers):
        size, dtype = request["size"], request["dtype"]
        spots = np.fromfile(request["input"], dtype).reshape(-1, 2)
        sigma, reach = dtype(numbers[0]), numbers[0] * numbers[1]

        def span(center):
            first = max(0, int(np.ceil(center - reach)))
            return first, max(first, min(size, int(np.floor(center + reach)) + 1))

        def patches():
            """exp of each pixel of a patch, as it is mostly written"""
            out = np.zeros((size, size), dtype)
            for x, y in spots:
                (left, right), (top, bottom) = span(x), span(y)
                i = np.arange(left, right, dtype=dtype)
                j = np.arange(top, bottom, dtype=dtype)[:, None]
                square = (i - x) ** 2 + (j - y) ** 2
                out[top:bottom, left:right] += np.exp(-square / (2 * sigma**2))
            return out

        def products():
            """the same with exponentials along the axes only"""
            out = np.zeros((size, size), dtype)
            for x, y in spots:
                (left, right), (top, bottom) = span(x), span(y)
                row = np.exp(-((np.arange(left, right, dtype=dtype) - x) ** 2) / (2 * sigma**2))
                column = np.exp(-((np.arange(top, bottom, dtype=dtype) - y) ** 2) / (2 * sigma**2))
                out[top:bottom, left:right] += column[:, None] * row
            return out

        return {"patches": patches, "products": products}[request["task"]]


PEERS = {"scipy": Scipy, "astropy": Astropy, "numpy": Numpy}


if __name__ == "__main__":
    peer_process.serve(PEERS)
