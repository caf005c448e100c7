# SPDX-License-Identifier: BSD-3-Clause
"""What filter.py filters: images, masks, and the weights of pooling."""
import functools

import numpy as np

SEED = 20240607
DTYPES = {"f32": np.float32, "f64": np.float64, "u8": np.uint8, "u16": np.uint16}
PEAK = {"f32": 1.0, "f64": 1.0, "u8": 255, "u16": 65535}
MASKED = 0.3  # of the pixels


@functools.lru_cache(maxsize=2)
def pixels(kind, size, channels, dimensions):
    """Steps with noise upon them, from 0 to the largest value; 3-D: noise."""
    generator = np.random.default_rng(SEED)
    shape = (size,) * dimensions + ((channels,) if channels > 1 else ())
    values = generator.random(shape, np.float32).astype(np.float64)
    if dimensions == 2:
        coarse = generator.random((-(-size // 61),) * 2).repeat(61, 0).repeat(61, 1)[:size, :size]
        values = 0.7 * (coarse if channels == 1 else coarse[..., None]) + 0.3 * values
    values *= PEAK[kind]
    return (np.rint(values) if kind in ("u8", "u16") else values).astype(DTYPES[kind])


def data(case):
    return pixels(case.type, case.size, case.channels, case.dimensions)


def mask(case):
    """1 where there is a pixel."""
    generator = np.random.default_rng(SEED + 2)
    return (generator.random(data(case).shape) >= MASKED).astype(DTYPES[case.type])


def weights(case):
    """Of pooling: a Gaussian over the block, of sum 1."""
    axis = np.exp(-(((np.arange(case.block) - (case.block - 1) / 2) / (case.block / 4)) ** 2) / 2)
    kernel = np.outer(axis, axis)
    return kernel / kernel.sum()
