#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""One peer of filter.py as a child process: `filter_peers.py NAME`; see peer_process.py.

Each peer is written the way its users write it, and writes to an output that was written before
where it can: OpenCV and scipy. The others return a new array, as they always do. Numbers as in
filter_bench.c.
"""
import numpy as np

import peer_process

SIGMA, RADIUS, BOUNDARY, CHANNELS, DIMENSIONS = 0, 2, 4, 5, 6


def image(request, numbers, key="input"):
    size, channels = request["size"], int(numbers[CHANNELS])
    shape = (size,) * int(numbers[DIMENSIONS]) + ((channels,) if channels > 1 else ())
    return np.fromfile(request[key], request["dtype"]).reshape(shape)


class OpenCV:
    """GaussianBlur. `call` is that of a single pixel: what calling it from Python takes."""

    def __init__(self):
        import cv2

        self.cv2 = cv2
        self.versions = {"OpenCV": cv2.__version__}

    def prepare(self, request, numbers):
        cv2, x = self.cv2, image(request, numbers)
        cv2.setNumThreads(request["threads"])
        borders = (cv2.BORDER_REFLECT, cv2.BORDER_REFLECT_101, cv2.BORDER_REPLICATE)
        border, sigma = borders[int(numbers[BOUNDARY])], numbers[SIGMA]
        taps = 2 * int(numbers[RADIUS]) + 1
        if request["task"] == "call":
            x, taps = x[:1, :1].copy(), 1
        out = np.ones_like(x)
        return lambda: cv2.GaussianBlur(x, (taps, taps), sigma, dst=out, borderType=border)


class Scipy:
    """gaussian_filter and its like, which have one thread."""

    MODES = ("reflect", "mirror", "nearest", "wrap", "constant")

    def __init__(self):
        import scipy
        from scipy import ndimage

        self.ndimage = ndimage
        self.versions = {"scipy": scipy.__version__, "numpy": np.__version__}

    def prepare(self, request, numbers):
        ndimage, x = self.ndimage, image(request, numbers)
        out, sigma = np.ones_like(x), numbers[SIGMA]
        more = {"mode": self.MODES[int(numbers[BOUNDARY])], "radius": int(numbers[RADIUS])}

        def call(function):
            function(x, sigma, output=out, **more)
            return out

        def masked():
            values = ndimage.gaussian_filter(x * m, sigma, **more)
            return values / ndimage.gaussian_filter(m, sigma, **more)

        if request["task"] == "masked":
            m = image(request, numbers, "mask")
            return masked
        function = {"filter": ndimage.gaussian_filter, "laplacian": ndimage.gaussian_laplace,
                    "gradient": ndimage.gaussian_gradient_magnitude}[request["task"]]
        return lambda: call(function)


class Astropy:
    """convolve, which fills in where pixels are NaN."""

    def __init__(self):
        import astropy
        from astropy.convolution import Gaussian2DKernel, convolve

        self.kernel, self.convolve = Gaussian2DKernel, convolve
        self.versions = {"astropy": astropy.__version__, "numpy": np.__version__}

    def prepare(self, request, numbers):
        x, taps = image(request, numbers), 2 * int(numbers[RADIUS]) + 1
        kernel = self.kernel(numbers[SIGMA], x_size=taps)
        return lambda: self.convolve(x, kernel, boundary="extend")


def pooled(request, numbers):
    """The image, the side of a block, its weights."""
    side, size = int(numbers[0]), request["size"]
    x = np.fromfile(request["input"], request["dtype"]).reshape(size, size)
    return x, side, np.reshape(numbers[1:] or [1], (-1, side if numbers[1:] else 1)).astype(x.dtype)


class Numpy:
    """The snippets for pooling."""

    def __init__(self):
        self.versions = {"numpy": np.__version__}

    def prepare(self, request, numbers):
        x, k, w = pooled(request, numbers)
        blocks = x.reshape(len(x) // k, k, len(x) // k, k)
        return {
            "pool-mean": lambda: blocks.mean(axis=(1, 3)),
            "pool-reshape": lambda: (blocks * w[:, None, :]).sum(axis=(1, 3)),
            "pool-tensordot": lambda: np.tensordot(blocks, w, axes=((1, 3), (0, 1))),
        }[request["task"]]


class Skimage:
    def __init__(self):
        import skimage
        from skimage.measure import block_reduce

        self.block_reduce = block_reduce
        self.versions = {"scikit-image": skimage.__version__}

    def prepare(self, request, numbers):
        x, k, _ = pooled(request, numbers)
        return lambda: self.block_reduce(x, (k, k), np.mean)


class Torch:
    def __init__(self):
        import torch

        self.torch = torch
        torch.set_grad_enabled(False)
        self.versions = {"torch": torch.__version__}

    def prepare(self, request, numbers):
        functional = self.torch.nn.functional
        self.torch.set_num_threads(request["threads"])
        x, k, w = pooled(request, numbers)
        x, w = self.torch.from_numpy(x)[None, None], self.torch.from_numpy(w)[None, None]
        if request["task"] == "pool-avg":
            return lambda: functional.avg_pool2d(x, k).numpy()
        return lambda: functional.conv2d(x, w, stride=k).numpy()


PEERS = {"opencv": OpenCV, "scipy": Scipy, "astropy": Astropy, "numpy": Numpy, "skimage": Skimage,
         "torch": Torch}

if __name__ == "__main__":
    peer_process.serve(PEERS)
