# SPDX-License-Identifier: BSD-3-Clause
"""True values of filter.py: sums over all of the image in double, at the pixels where some rows and
columns cross, the first and last of each among them; and the errors that the library may have.

The filter along an axis is a matrix, one row for each pixel of the sample; what lies beyond the
ends of a line is folded into it as the boundary says.
"""
import math

import numpy as np

import filter_data

ENDS, INSIDE = 6, 24  # rows of a sample at each end of an axis, and anywhere
# The rounding of the true values themselves.
OWN = 1e-14


def weights(sigma, radius, order):
    """w(-radius) ... w(radius) of a convolution, order 0 to 2."""
    x = np.arange(-radius, radius + 1) / sigma
    g = np.exp(-x * x / 2)
    factor = {0: 1.0, 1: -x / sigma, 2: (x * x - 1) / sigma**2}[order]
    return factor * g / g.sum()


def folded(index, n, boundary):
    """Where a pixel beyond the ends is found, and whether it is."""
    inside = (index >= 0) & (index < n)
    if boundary == "reflect":
        place = index % (2 * n)
        place = np.where(place < n, place, 2 * n - 1 - place)
    elif boundary == "mirror":
        period = max(1, 2 * n - 2)
        place = index % period
        place = np.where(place < n, place, period - place)
    elif boundary == "wrap":
        place = index % n
    else:
        place = np.clip(index, 0, n - 1)
    return place, inside if boundary == "constant" else np.ones_like(inside)


def matrix(n, picked, w, boundary):
    radius = len(w) // 2
    offsets = np.arange(-radius, radius + 1)
    place, there = folded(picked[:, None] - offsets[None, :], n, boundary)
    found = np.zeros((len(picked), n))
    rows = np.broadcast_to(np.arange(len(picked))[:, None], place.shape)
    np.add.at(found, (rows[there], place[there]), np.broadcast_to(w, place.shape)[there])
    return found


def apply(matrices, values):
    """The matrices along the first axes of the values."""
    for axis, each in enumerate(matrices):
        values = np.moveaxis(np.tensordot(each, values, (1, axis)), 0, axis)
    return values


class Truth:
    def __init__(self, case):
        self.case, self.kept = case, {}
        n = case.size // case.block if case.block else case.size
        generator = np.random.default_rng(filter_data.SEED + 1)
        inside = generator.integers(0, n, INSIDE if case.dimensions == 2 else 6)
        ends = np.concatenate([np.arange(ENDS), n - 1 - np.arange(ENDS)])
        self.picked = np.unique(np.concatenate([ends, inside]))
        self.x = filter_data.data(case).astype(np.float64)

    def filtered(self, x, sigma, *orders):
        case = self.case
        orders = orders or (0,) * case.dimensions
        matrices = [matrix(case.size, self.picked, weights(sigma, case.reach, order), case.boundary)
                    for order in orders]
        return apply(matrices, x)

    def pooled(self):
        k, picked = self.case.block, self.picked
        blocks = self.x.reshape(self.case.size // k, k, -1, k)[picked][:, :, picked]
        if self.case.kind == "pool, mean":
            return blocks.mean(axis=(1, 3))
        return np.einsum("iajb,ab->ij", blocks, filter_data.weights(self.case))

    def values(self, sigma):
        kind, x = self.case.kind, self.x
        if self.case.block:
            return self.pooled()
        if kind == "gradient":
            return np.hypot(self.filtered(x, sigma, 0, 1), self.filtered(x, sigma, 1, 0))
        if kind == "laplacian":
            return self.filtered(x, sigma, 0, 2) + self.filtered(x, sigma, 2, 0)
        if kind == "mask":
            m = filter_data.mask(self.case).astype(np.float64)
            return self.filtered(m * x, sigma) / self.filtered(m, sigma)
        return self.filtered(x, sigma)

    def error(self, contestant, path):
        """The largest, where the largest pixel is 1; of u8 and u16 in units of these types."""
        if contestant.task == "call":
            return None
        if contestant.sigma not in self.kept:
            self.kept[contestant.sigma] = self.values(contestant.sigma)
        truth, case = self.kept[contestant.sigma], self.case
        n = case.size // case.block if case.block else case.size
        shape = (n,) * case.dimensions + truth.shape[case.dimensions :]
        out = np.fromfile(path, filter_data.DTYPES[case.type]).reshape(shape)
        for axis in range(case.dimensions):
            out = np.take(out, self.picked, axis)
        error = np.abs(out.astype(np.float64) - truth).max()
        return float(error) if np.isfinite(error) else math.inf


def magnitudes(case):
    """The sum of |w|, of all that is added up."""
    if case.kind in ("gradient", "laplacian"):
        order = 1 if case.kind == "gradient" else 2
        return 2 * np.abs(weights(case.sigma, case.reach, order)).sum()
    if case.kind == "mask":
        return 2 / (0.5 * (1 - filter_data.MASKED))  # twice, over a small denominator
    return 1.0


def limit(case, contestant):
    """What the library promises; see filter.h."""
    peak, single = filter_data.PEAK[case.type], case.type in ("f32", "u8")
    unit = 2.0**-24 if single else 2.0**-53
    rounding = 0.5 if peak > 1 else 2.0 ** (-24 if case.type == "f32" else -53)
    if case.block:
        return (case.block**2 + 4) * 2.0**-53 + rounding + OWN
    tolerance = contestant.tolerance or (1e-5 if single else 1e-9)
    if contestant.radius and contestant.radius == case.reach:
        tolerance = 0
    elif contestant.radius:
        tolerance = 3e-4  # what is cut off at 4 sigma
    recursion = 0 if contestant.radius else 2.0**-45 * (contestant.sigma + 16)
    units = (contestant.radius or 8 * contestant.sigma) + 8
    relative = tolerance + case.dimensions * (units * unit + recursion)
    return (relative + OWN) * magnitudes(case) * peak + rounding
