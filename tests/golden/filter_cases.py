# SPDX-License-Identifier: BSD-3-Clause
"""A filter asked for as scipy asks for it, with what another program makes of it, and its text."""
import numpy as np
from scipy.ndimage._filters import _gaussian_kernel1d

KINDS = ["filter", "gradient", "laplacian", "difference", "gradient_by_axis", "laplacian_by_axis"]
TYPES = ["u8", "u16", "f32", "f64"]
MODES = ["reflect", "mirror", "nearest", "wrap", "constant", "none"]
METHODS = {"sampled": 0, "binomial": 5}
U32, U64 = 2.0**-24, 2.0**-53


def noise(seed, levels, count):
    state, values = seed, []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values.append((state >> 33) % levels)
    return np.array(values, dtype=float)


class Data:
    """An input, or a mask: how C makes it again, and its numbers."""

    def __init__(self, shape, kind, *parameters):
        count = int(np.prod(shape))
        self.text = " ".join([kind, *(word(value) for value in parameters)])
        if kind == "list":
            self.values = np.array(parameters, float)
        elif kind == "noise":
            self.values = noise(*parameters, count)
        elif kind == "arange":
            self.values = np.arange(count, dtype=float)
        else:
            self.values = np.zeros(count)
            self.values[parameters[0]] = 1.0
        self.values = self.values.reshape(shape)


def word(value):
    value = float(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def row(values):
    return " ".join(word(value) if np.isfinite(value) else "nan" for value in np.ravel(values))


def sequence(values, n):
    return list(values) if isinstance(values, (list, tuple)) else [values] * n


def turned(values, filler):
    """numpy's axes in the library's order."""
    return list(reversed(values)) + [filler] * (4 - len(values))


class Case:
    """A filter, asked for in scipy's order of axes."""

    def __init__(self, name, data, sigma, results, *, kind="filter", order=0, mode="reflect", cval=0.0,
                 truncate=0.0, radius=0, method="sampled", wider=0.0, stride=1, holes=(), mask=None,
                 types="f64 f64", nonzeros=0, span=0, exact=False, step=1, absolute=None, weight=1.0):
        n = data.values.ndim
        self.name, self.n, self.step = name, n, step
        self.sigma, self.order = sequence(sigma, n), sequence(order, n)
        self.truncate, self.radius = truncate, sequence(radius, n)
        self.wider = sequence(wider, n)
        modes, strides = sequence(mode, n), sequence(stride, n)
        self.results = np.ravel(np.asarray(results, float))[::step]
        magnitude = max(np.abs(data.values).max(), abs(cval) if "constant" in modes else 0.0)
        terms, amount = self.rounding(kind, 2 if mask or len(holes) else 1)
        if absolute is None:  # another order of sums in double
            absolute = 4 * terms * amount * magnitude * U64 / weight
        self.absolute = absolute
        self.head = [
            f"filter {name} {KINDS.index(kind)} {' '.join(str(TYPES.index(t)) for t in types.split())}",
            " ".join([str(n), *map(str, turned(data.values.shape, 1)), row(turned(self.sigma, 0.0)),
                      row(turned(self.wider, 0.0))]),
            " ".join([*map(str, turned(self.order, 0)), *(str(MODES.index(m)) for m in turned(modes, MODES[0])),
                      *map(str, turned(strides, 1)), *map(str, turned(self.radius, 0))]),
            f"{word(cval)} {word(truncate)} {METHODS[method]} {int(len(holes) > 0)}",
            data.text, " ".join(map(str, [len(holes), *holes])), mask.text if mask else "none",
            f"{nonzeros} {span} {int(exact)} {step}",
        ]
        self.bounds = [absolute, terms * amount * magnitude / weight, amount * magnitude / weight]

    def rounding(self, kind, factor):
        """r and A of filter.h, added up over the filters that the function makes."""
        axes = [k for k in range(self.n) if self.sigma[k] > 0]
        orders = {"gradient": 1, "laplacian": 2}.get(kind.split("_")[0])
        variants = [self.order] if orders is None else [[orders * (k == axis) for k in range(self.n)] for axis in axes]
        terms = amount = 0.0
        for sigmas in [self.sigma] + [self.wider] * (kind == "difference"):
            radii = [self.radius[k] or int(self.truncate * sigmas[k] + 0.5) for k in axes]
            for orders in variants:
                terms = max(terms, sum(radius + 8 for radius in radii))
                product = 1.0
                for k, radius in zip(axes, radii):
                    if orders[k]:
                        product *= np.abs(_gaussian_kernel1d(sigmas[k], orders[k], radius)).sum()
                amount += product
        return terms, amount * factor

    def text(self):
        lines = self.head + [row(self.bounds), str(len(self.results))]
        values = [self.results[i:i + 12] for i in range(0, len(self.results), 12)]
        return "\n".join(lines + [row(part) for part in values]) + "\n"

    def same(self, committed):
        """What is asked for equal to the committed case's, the values within what they may be off."""
        mine, count = self.text().split(), len(self.results)
        first = len(mine) - count
        if len(mine) != len(committed) or mine[: first - 4] != committed[: first - 4]:
            return False
        a = np.array([float(text) for text in committed[first:]])
        b = self.results
        return bool(np.all((np.abs(a - b) <= 2 * self.absolute + 1e-300) | (np.isnan(a) & np.isnan(b))))
