#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""One peer of products.py as a child process: `products_peers.py NAME`; see peer_process.py.

Each is written the way its users write it where K does not fit into memory: a loop over chunks of rows. Numbers: d, p,
gamma, rows of the result.
"""
import numpy as np

import peer_process

CHUNK = 256  # rows of K at a time


def arrays(request, numbers):
    """X, Y, V, gamma; of X the rows that are asked for."""
    n, d, p, rows = request["size"], int(numbers[0]), int(numbers[1]), int(numbers[3])
    points = np.fromfile(request["input"], request["dtype"]).reshape(2, n, d)
    v = np.fromfile(request["mask"], request["dtype"]).reshape(n, p)
    return points[0, :rows].copy(), points[1].copy(), v, request["dtype"](numbers[2])


def chunks(x):
    return [x[first:first + CHUNK] for first in range(0, len(x), CHUNK)]


class Numpy:
    """|x|^2 + |y|^2 - 2 <x, y>, exp, @."""

    def __init__(self):
        self.versions = {"numpy": np.__version__}

    def prepare(self, request, numbers):
        x, y, v, g = arrays(request, numbers)

        def product():
            yy = (y * y).sum(1)
            return np.concatenate([
                np.exp(-g * ((part * part).sum(1)[:, None] + yy - 2 * part @ y.T)) @ v for part in chunks(x)])

        return product


class Scipy:
    """cdist, exp, @; and logsumexp."""

    def __init__(self):
        import scipy
        from scipy.spatial.distance import cdist
        from scipy.special import logsumexp

        self.cdist, self.logsumexp = cdist, logsumexp
        self.versions = {"scipy": scipy.__version__}

    def prepare(self, request, numbers):
        x, y, v, g = arrays(request, numbers)

        def product():
            return np.concatenate([np.exp(-g * self.cdist(part, y, "sqeuclidean")) @ v for part in chunks(x)])

        def logsumexp():
            return np.concatenate([
                self.logsumexp(-g * self.cdist(part, y, "sqeuclidean"), axis=1) for part in chunks(x)])

        return {"product": product, "logsumexp": logsumexp}[request["task"]]


class Torch:
    """cdist(...)**2, exp, @; logsumexp; softmax, @."""

    def __init__(self):
        import torch

        self.torch = torch
        self.versions = {"torch": torch.__version__}

    def prepare(self, request, numbers):
        torch = self.torch
        torch.set_num_threads(request["threads"])
        *tensors, g = arrays(request, numbers)
        x, y, v = map(torch.from_numpy, tensors)

        def scores(part):
            return -float(g) * torch.cdist(part, y) ** 2

        works = {"product": lambda part: torch.exp(scores(part)) @ v,
                 "logsumexp": lambda part: torch.logsumexp(scores(part), 1),
                 "softmax": lambda part: torch.softmax(scores(part), 1) @ v}
        work = works[request["task"]]
        return lambda: torch.cat([work(part) for part in chunks(x)]).numpy()


PEERS = {"numpy": Numpy, "scipy": Scipy, "torch": Torch}


if __name__ == "__main__":
    peer_process.serve(PEERS)
