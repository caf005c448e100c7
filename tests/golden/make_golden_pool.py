#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Golden pooling: what numpy, scipy, scikit-image and torch make of small arrays.

  make_golden_pool.py DIRECTORY [SOURCE...]           write SOURCE.txt of each source
  make_golden_pool.py --check DIRECTORY [SOURCE...]   exit 1 unless the packages of this system give the
                                                      same numbers; 77 where one is missing

A file is text; axes are in the library's order (x first), of four entries each. Of each pooling:

  pool NAME type seed levels
  dimensions sizes
  blocks strides
  edge boundaries cval
  number of weights (0: the mean), weights
  what the other program may be off, the results, x fastest

The pixels are integers below `levels`, see pixels().
"""
import argparse
import pathlib
import sys

SKIP = 77

try:
    import numpy as np
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(SKIP)

TYPES = {"u8": np.uint8, "u16": np.uint16, "f32": np.float32, "f64": np.float64}
EDGES = ["crop", "pad", "renormalize"]
BOUNDARIES = ["symmetric", "reflect", "edge", "wrap", "constant"]  # numpy.pad's names
ROUNDING = 2.0**-53


def four(values, filler):
    return " ".join(str(value) for value in list(reversed(values)) + [filler] * (4 - len(values)))


def hexadecimal(values):
    return " ".join(float(value).hex() for value in np.ravel(values))


def pixels(shape, kind="f64", seed=1, levels=256):
    """Integers that look random, the same in C."""
    v = (np.arange(np.prod(shape), dtype=np.uint64) * 2654435761 + seed * 97531) % 2**32
    v ^= v >> np.uint64(15)
    v = v * np.uint64(2246822519) % np.uint64(2**32)
    v ^= v >> np.uint64(13)
    return (v % np.uint64(levels)).astype(TYPES[kind]).reshape(shape)


class Pool:
    """A pooling as the library is asked for it, and another program's values; axes as in numpy."""

    def __init__(self, name, shape, block, values, *, kind="f64", seed=1, levels=256, stride=None, edge="crop",
                 boundary="symmetric", cval=0.0, weights=None):
        self.name, self.values = name, np.asarray(values, dtype=float)
        largest = levels * (1.0 if weights is None else np.abs(weights).sum())
        self.off = (np.prod(block) + 8) * ROUNDING * max(largest, abs(cval) * largest / levels)
        self.head = [
            f"pool {name} {list(TYPES).index(kind)} {seed} {levels}",
            f"{len(shape)} " + four(shape, 1),
            four(block, 1) + " " + four(stride or [0] * len(shape), 0),
            f"{EDGES.index(edge)} " + four([BOUNDARIES.index(boundary)] * len(shape), 0) + f" {float(cval).hex()}",
            f"{0 if weights is None else np.size(weights)} "
            + ("" if weights is None else hexadecimal(weights)),
        ]

    def text(self):
        return "\n".join(line.rstrip() for line in self.head + [
            f"{self.off.hex()} {self.values.size} {hexadecimal(self.values)}"]) + "\n"

    def same(self, words):
        """Whether a committed entry is this one, but for the other program's roundings."""
        head = " ".join(self.head).split()
        values = np.array([float.fromhex(word) for word in words[len(head) + 2:]])
        return (words[:len(head)] == head and values.size == self.values.size
                and np.allclose(values, np.ravel(self.values), rtol=0, atol=self.off))


def gaussian(shape):
    """Weights that are no sums of powers of 2, different along each axis and lopsided."""
    w = np.ones(shape)
    for axis, n in enumerate(shape):
        line = np.exp(-0.1 * (np.arange(n) - 0.37 * n) ** 2) * (1 + axis)
        w = w * line.reshape([-1 if k == axis else 1 for k in range(len(shape))])
    return w / w.sum()


def tiles(a, block):
    """The blocks of an array, whole ones only: indices of blocks, then of pixels."""
    a = a[tuple(slice(0, n // b * b) for n, b in zip(a.shape, block))].astype(float)
    split = a.reshape([m for n, b in zip(a.shape, block) for m in (n // b, b)])
    return split.transpose(list(range(0, split.ndim, 2)) + list(range(1, split.ndim, 2)))


def numpy_cases():
    cases = [("line", (23,), (4,)), ("square", (13, 17), (3, 4)), ("tall", (40, 7), (9, 1)), ("wide", (4, 90), (1, 8)),
             ("rgb", (12, 15, 3), (4, 2, 1)), ("volume", (9, 10, 11), (2, 3, 4)), ("batch", (2, 8, 9, 3), (1, 2, 3, 1)),
             ("whole", (6, 7), (6, 7)), ("four", (5, 6, 7, 8), (2, 2, 2, 2))]
    for seed, (name, shape, block) in enumerate(cases):
        for kind in TYPES:
            axes = tuple(range(len(shape), 2 * len(shape)))
            a = pixels(shape, kind, seed)
            yield Pool(f"reshape_mean_{name}_{kind}", shape, block, tiles(a, block).mean(axes), kind=kind, seed=seed)
            w = gaussian(block)
            yield Pool(f"reshape_sum_{name}_{kind}", shape, block, (tiles(a, block) * w).sum(axes), kind=kind, seed=seed,
                       weights=w)
            yield Pool(f"tensordot_{name}_{kind}", shape, block,
                       np.tensordot(tiles(a, block), w, (axes, tuple(range(len(shape))))), kind=kind, seed=seed,
                       weights=w)
    for boundary in BOUNDARIES:
        for shape, block in [((11,), (4,)), ((10, 13), (4, 3)), ((3, 5, 6), (2, 3, 4)), ((3, 2), (5, 7))]:
            a, w = pixels(shape, seed=7), gaussian(block)
            more = [(0, -n % b) for n, b in zip(shape, block)]
            padded = np.pad(a, more, boundary, **({"constant_values": 9.5} if boundary == "constant" else {}))
            yield Pool(f"pad_{boundary}_{'x'.join(map(str, shape))}", shape, block,
                       (tiles(padded, block) * w).sum(tuple(range(len(shape), 2 * len(shape)))), seed=7, edge="pad",
                       boundary=boundary, cval=9.5, weights=w)


def scipy_cases():
    import scipy.signal
    cases = [((40,), (7,), (3,)), ((19, 23), (3, 5), (1, 2)), ((12, 30), (4, 6), (7, 11)), ((8, 9, 10), (3, 2, 4), (2, 1, 3)),
             ((4, 5, 6, 7), (2, 1, 3, 2), (1, 2, 2, 1))]
    for seed, (shape, block, stride) in enumerate(cases):
        a, w = pixels(shape, seed=seed), gaussian(block)
        dense = scipy.signal.correlate(a, w, mode="valid", method="direct")
        yield Pool(f"correlate_{len(shape)}d_{seed}", shape, block, dense[tuple(slice(None, None, s) for s in stride)],
                   seed=seed, stride=stride, weights=w)


def skimage_cases():
    from skimage.measure import block_reduce
    from skimage.transform import downscale_local_mean
    cases = [((20, 30), (4, 5)), ((21, 31), (4, 5)), ((7, 9, 11), (2, 4, 3)), ((10, 11, 3), (3, 3, 1))]
    for seed, (shape, block) in enumerate(cases):
        for kind in ("u8", "f64"):
            a = pixels(shape, kind, seed)
            for cval in (0, 17):
                yield Pool(f"block_reduce_{kind}_{seed}_{cval}", shape, block,
                           block_reduce(a.astype(float), block, np.mean, cval=cval), kind=kind, seed=seed, edge="pad",
                           boundary="constant", cval=cval)
            yield Pool(f"downscale_{kind}_{seed}", shape, block, downscale_local_mean(a.astype(float), block), kind=kind,
                       seed=seed, edge="pad", boundary="constant")


def torch_cases():
    import torch
    pools = {1: torch.nn.functional.avg_pool1d, 2: torch.nn.functional.avg_pool2d, 3: torch.nn.functional.avg_pool3d}
    cases = [((2, 30), (4,), (3,)), ((2, 3, 17, 20), (3, 4), (2, 3)), ((2, 3, 17, 20), (2, 3), (4, 5)),
             ((3, 21, 22), (5, 5), (5, 5)), ((2, 9, 10, 11), (3, 2, 4), (2, 2, 3)), ((1, 8, 9), (4, 4), (1, 1))]
    for seed, (shape, block, stride) in enumerate(cases):
        a = torch.from_numpy(pixels(shape, seed=seed))
        lead = [1] * (len(shape) - len(block))
        for edge in ("crop", "renormalize"):
            batched = a if len(lead) == 2 or len(block) == 1 else a[None]
            out = pools[len(block)](batched if len(block) > 1 else a[None], block, stride, ceil_mode=edge != "crop",
                                    count_include_pad=False)
            out = out.reshape(out.shape[-len(shape):])
            yield Pool(f"avg_pool{len(block)}d_{edge}_{seed}", shape, lead + list(block), out.numpy(), seed=seed,
                       stride=lead + list(stride), edge=edge)
    for seed, (shape, block, stride) in enumerate([((2, 15, 18), (3, 4), (2, 1)), ((3, 16, 16), (4, 4), (4, 4)),
                                                   ((1, 20, 31), (2, 5), (3, 7))]):
        a, w = pixels(shape, seed=seed), gaussian(block)
        out = torch.nn.functional.conv2d(torch.from_numpy(a)[:, None], torch.from_numpy(w)[None, None], stride=stride)
        yield Pool(f"conv2d_{seed}", shape, [1] + list(block), out[:, 0].numpy(), seed=seed, stride=[1] + list(stride),
                   weights=w)


SOURCES = {"numpy": numpy_cases, "scipy": scipy_cases, "skimage": skimage_cases, "torch": torch_cases}


def entries(text):
    found = []
    for line in text.splitlines():
        if line.startswith("pool "):
            found.append([])
        found[-1] += line.split()
    return found


def check(cases, path):
    committed = entries(path.read_text())
    different = [case.name for case, words in zip(cases, committed) if not case.same(words)]
    if len(cases) != len(committed):
        different.append(f"{len(committed)} entries instead of {len(cases)}")
    print(f"{path.name}: {len(cases)} entries, {'DIFFERS: ' if different else 'as committed'}", *different)
    return not different


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help=", ".join(SOURCES))
    given = parser.parse_args()
    good = True
    for source in given.sources or SOURCES:
        path = given.directory / f"{source}.txt"
        try:
            cases = list(SOURCES[source]())
        except ImportError as missing:
            print(f"SKIPPED: {missing}")
            sys.exit(SKIP)
        if given.check:
            good = check(cases, path) and good
        else:
            path.write_text("".join(case.text() for case in cases))
    sys.exit(0 if good else 1)


main()
