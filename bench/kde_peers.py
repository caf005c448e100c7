#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""One peer of kde.py as a child process: `kde_peers.py NAME`; see peer_process.py.

Each is written the way its users write it; the estimate is made before the clock starts. Numbers: points, dimensions,
bandwidth (0: Scott's rule), two of ours, how many queries.
"""
import numpy as np

import peer_process


def arrays(request, numbers):
    """Points and as many queries as are asked for."""
    n, d, count = int(numbers[0]), int(numbers[1]), int(numbers[5])
    both = np.fromfile(request["input"], np.float64).reshape(-1, d)
    return both[:n].copy(), both[n:n + count].copy()


class Scipy:
    """gaussian_kde; one thread."""

    def __init__(self):
        import scipy
        from scipy.stats import gaussian_kde

        self.kde = gaussian_kde
        self.versions = {"scipy": scipy.__version__, "numpy": np.__version__}

    def prepare(self, request, numbers):
        x, q = arrays(request, numbers)
        kde, queries = self.kde(x.T), q.T.copy()
        return lambda: {"density": kde.evaluate, "log-density": kde.logpdf}[request["task"]](queries)


class ScikitLearn:
    """KernelDensity, which computes logarithms; one thread."""

    def __init__(self):
        import sklearn
        from sklearn.neighbors import KernelDensity

        self.density = KernelDensity
        self.versions = {"scikit-learn": sklearn.__version__}

    def prepare(self, request, numbers):
        x, q = arrays(request, numbers)
        rtol = 1e-4 if request["task"] == "rtol" else 0
        kde = self.density(bandwidth=numbers[2], rtol=rtol).fit(x)
        return lambda: kde.score_samples(q)


PEERS = {"scipy": Scipy, "scikit-learn": ScikitLearn}


if __name__ == "__main__":
    peer_process.serve(PEERS)
