#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Golden Gaussian weights: what scipy, astropy, OpenCV, scikit-image, snippets in common use and
published tables have, with what they may be off.

  make_golden_weights.py DIRECTORY [SOURCE...]           write SOURCE.txt of each source
  make_golden_weights.py --check DIRECTORY [SOURCE...]   exit 1 unless the packages of this system give
                                                         the same numbers; 77 where one is missing

A file is text, with numbers as hexadecimal floats. Of each kernel:

  weights NAME f64|f32
  dimensions size_x size_y size_z sigma_x sigma_y sigma_z theta
  order_x order_y order_z method normalize oversample cutoff amplitude
  length of covariance (0 or n n), covariance; length of center (0 or n), center
  absolute error, relative error of the other program, the weights

and of each number of taps: size RULE sigma truncate taps.
"""
import argparse
import pathlib
import sys

SKIP = 77

try:
    import numpy as np
    import scipy.ndimage
    import scipy.signal
    import scipy.special
    import scipy.stats
    from scipy.ndimage import _filters
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(SKIP)

import weights_snippets as snippets

METHODS = ["sampled", "integrated", "discrete", "oversampled", "opencv", "binomial"]
NORMALIZATIONS = ["sum", "peak", "density", "none"]
RULES = ["scipy", "opencv", "opencv_8bit", "matlab", "astropy"]
ROUNDING = 2.0**-52


def triple(values, filler):
    values = tuple(values) if hasattr(values, "__len__") else (values,)
    return values + (filler,) * (3 - len(values))


def row(values):
    return " ".join(float(value).hex() for value in values)


class Weights:
    """A kernel as the library is asked for it (x first), and the values of another program."""

    def __init__(self, name, size, sigma, values, *, method="sampled", normalize="sum", theta=0.0,
                 order=0, oversample=10, cutoff=0.0, amplitude=1.0, covariance=(), center=(),
                 absolute=None, relative=64 * ROUNDING, precision="f64"):
        values = np.asarray(values, dtype=float)
        n = len(size) if hasattr(size, "__len__") else 1
        shape = tuple(reversed(size)) if n > 1 else (np.ravel(size)[0],)
        assert values.shape == shape, (name, values.shape, shape)
        self.name, self.values, self.relative = name, values, relative
        self.absolute = 4 * ROUNDING * np.abs(values).max() if absolute is None else absolute
        self.head = [
            f"weights {name} {precision}",
            " ".join(map(str, (n,) + triple(size, 1))) + " " + row(triple(sigma, 0.0) + (theta,)),
            " ".join(map(str, triple(order, 0))) + f" {METHODS.index(method)} "
            f"{NORMALIZATIONS.index(normalize)} {oversample} " + row([cutoff, amplitude]),
            f"{np.size(covariance)} " + row(np.ravel(covariance)),
            f"{len(center)} " + row(center),
        ]

    def text(self):
        lines = self.head + [row([self.absolute, self.relative])]
        rows = self.values if self.values.ndim > 1 else [self.values]
        return "\n".join(line.rstrip() for line in lines + [row(np.ravel(v)) for v in rows]) + "\n"

    def same(self, committed):
        """The numbers of the same case in the file: what is asked for equal, the values close."""
        mine = self.text().split()
        first = len(mine) - self.values.size
        if len(mine) != len(committed) or mine[: first - 2] != committed[: first - 2]:
            return False
        a = np.array([float.fromhex(word) for word in committed[first:]])
        b = self.values.ravel()
        return bool(np.all(np.abs(a - b) <= 2 * (self.absolute + self.relative * np.abs(b))))


class Size:
    def __init__(self, rule, sigma, taps, truncate=0.0):
        self.name = f"{rule}_{sigma}_{truncate}"
        self.line = f"size {RULES.index(rule)} {row([sigma, truncate])} {taps}\n"

    def text(self):
        return self.line

    def same(self, committed):
        return self.line.split() == committed


def impulse(shape):
    image = np.zeros(shape)
    image[tuple(length // 2 for length in shape)] = 1.0
    return image


def of_scipy():
    for sigma in (0.3, 0.5, 0.84, 1.0, 2.5, 9.0):
        radius = int(4 * sigma + 0.5)
        for order in range(4):
            taps = _filters._gaussian_kernel1d(sigma, order, radius)
            yield Weights(f"kernel1d_{sigma}_{order}", 2 * radius + 1, sigma, taps, order=order)
    taps = scipy.ndimage.gaussian_filter(impulse((11, 17)), sigma=(1.25, 2.0), truncate=4)
    yield Weights("filter_2d", (17, 11), (2.0, 1.25), taps)
    taps = scipy.ndimage.gaussian_filter(impulse((5, 7, 9)), sigma=(0.5, 0.75, 1.0), truncate=4)
    yield Weights("filter_3d", (9, 7, 5), (1.0, 0.75, 0.5), taps)
    # truncated at 4 sigma along each axis, and reversed where the filter correlates: order 2 is even
    taps = scipy.ndimage.gaussian_filter(impulse((13, 17)), sigma=(1.5, 2.0), order=(2, 0), truncate=4)
    yield Weights("filter_order_2", (17, 13), (2.0, 1.5), taps, order=(0, 2))
    for size in (1, 2, 3, 8, 9, 51):
        for sigma in (0.4, 1.0, 7.0):
            window = scipy.signal.windows.gaussian(size, sigma)
            yield Weights(f"window_{size}_{sigma}", size, sigma, window, normalize="none")
            if size > 1:  # periodic: the middle of one sample more
                window = scipy.signal.windows.gaussian(size, sigma, sym=False)
                yield Weights(f"window_periodic_{size}_{sigma}", size, sigma, window,
                              normalize="none", center=(size / 2,))
    for t in (0.01, 0.25, 1.0, 4.0, 30.0, 100.0):
        sigma = float(np.sqrt(t))
        radius = int(6 * sigma + 2)
        taps = scipy.special.ive(np.arange(-radius, radius + 1), sigma * sigma)
        yield Weights(f"ive_{t}", 2 * radius + 1, sigma, taps, method="discrete",
                      normalize="density", relative=1e-13)
    x = np.arange(-6, 7)
    taps = scipy.stats.norm.cdf(x + 0.5, scale=1.5) - scipy.stats.norm.cdf(x - 0.5, scale=1.5)
    yield Weights("cdf", 13, 1.5, taps, method="integrated", normalize="density")
    yield Weights("binomial_9", 9, 0.0, scipy.special.binom(8, np.arange(9)) / 256.0, method="binomial")
    for sigma in (0.1, 0.5, 1.0, 2.0, 3.3, 5.0, 12.345):
        for truncate in (3.0, 4.0, 6.5):
            response = scipy.ndimage.gaussian_filter1d(impulse((301,)), sigma, truncate=truncate)
            yield Size("scipy", sigma, np.count_nonzero(response), truncate)


def of_skimage():
    import skimage.filters

    taps = skimage.filters.gaussian(impulse((17, 25)), sigma=(2.0, 3.0), mode="constant", truncate=4)
    yield Weights("gaussian", (25, 17), (3.0, 2.0), taps)
    response = skimage.filters.gaussian(impulse((101,)), sigma=2.7, mode="constant")
    yield Size("scipy", 2.7, np.count_nonzero(response))


def of_astropy():
    from astropy.convolution import Gaussian1DKernel, Gaussian2DKernel
    from astropy.modeling.models import Gaussian2D

    def square(size, **more):
        return Gaussian2DKernel(x_size=size[0], y_size=size[1], **more).array

    for size, sigma in (((9, 9), (1.0, 1.0)), ((11, 7), (2.0, 1.25)), ((5, 13), (0.6, 3.0))):
        name = f"{size[0]}x{size[1]}"
        more = {"x_stddev": sigma[0], "y_stddev": sigma[1]}
        yield Weights("center_" + name, size, sigma, square(size, **more))
        for factor in (1, 4, 10):
            taps = square(size, mode="oversample", factor=factor, **more)
            yield Weights(f"oversample_{factor}_" + name, size, sigma, taps, oversample=factor,
                          method="oversampled")
        for theta in (0.3, 2.0, -1.1):
            taps = square(size, theta=theta, **more)
            yield Weights(f"turned_{theta}_" + name, size, sigma, taps, theta=theta)
            taps = square(size, theta=theta, mode="oversample", factor=5, **more)
            yield Weights(f"turned_oversample_{theta}_" + name, size, sigma, taps, oversample=5,
                          method="oversampled", theta=theta)
    turned = square((5, 5), x_stddev=3.0, y_stddev=1.5, theta=np.pi / 4)
    yield Weights("turned_5x5", (5, 5), (3.0, 1.5), turned / turned.sum(), theta=float(np.pi / 4))
    kernel = Gaussian1DKernel(1.7, x_size=15, mode="oversample", factor=10).array
    yield Weights("oversample_1d", 15, 1.7, kernel, method="oversampled")
    y, x = np.mgrid[:100, :100]
    model = Gaussian2D(amplitude=1.0, x_mean=8, y_mean=10, x_stddev=3, y_stddev=3)
    yield Weights("model", (100, 100), (3.0, 3.0), model(x, y), normalize="none", center=(8.0, 10.0))
    y, x = np.mgrid[:12, :20]
    covariance = [[9.0, 2.5], [2.5, 4.0]]
    model = Gaussian2D(amplitude=-2.5, x_mean=8.25, y_mean=5.5, cov_matrix=covariance)
    yield Weights("model_covariance", (20, 12), (0.0, 0.0), model(x, y), normalize="none",
                  covariance=covariance, center=(8.25, 5.5), amplitude=-2.5, relative=1e-13)
    model = Gaussian2D(amplitude=7.0, x_mean=8.25, y_mean=5.5, x_stddev=4.0, y_stddev=1.5, theta=0.7)
    yield Weights("model_theta", (20, 12), (4.0, 1.5), model(x, y), normalize="none", theta=0.7,
                  center=(8.25, 5.5), amplitude=7.0, relative=1e-13)
    for sigma in (0.3, 0.5, 1.0, 1.1, 2.0, 2.2, 5.0):
        yield Size("astropy", sigma, Gaussian2DKernel(sigma).shape[0])


def taps_of_blur(cv2, image, sigma):
    """The odd number of taps that OpenCV takes for sigma: the one that gives the same picture."""
    wanted = cv2.GaussianBlur(image, (0, 0), sigma)
    same = [size for size in range(1, 99, 2)
            if np.array_equal(cv2.GaussianBlur(image, (size, size), sigma), wanted)]
    assert len(same) == 1, (sigma, same)
    return same[0]


def of_opencv():
    import cv2

    for size in range(1, 32):
        for sigma in (0.0, 0.5, 1.0, 2.5, 7.0):
            taps = cv2.getGaussianKernel(size, sigma, cv2.CV_64F)[:, 0]
            yield Weights(f"{size}_{sigma}", size, sigma, taps, method="opencv", relative=8 * ROUNDING)
            taps = cv2.getGaussianKernel(size, sigma, cv2.CV_32F)[:, 0]
            yield Weights(f"{size}_{sigma}_f32", size, sigma, taps, method="opencv",
                          precision="f32", absolute=2.0**-24 * taps.max(),
                          relative=2.0**-23)
    taps = cv2.GaussianBlur(impulse((11, 13)), (7, 5), 1.2, sigmaY=0.8)[3:8, 3:10]
    yield Weights("blur", (7, 5), (1.2, 0.8), taps, method="opencv")
    noise = np.random.RandomState(1).randint(0, 256, (64, 64)).astype(np.uint8)
    for sigma in (0.5, 0.8, 1.0, 1.7, 2.0, 3.3, 5.0):
        yield Size("opencv", sigma, taps_of_blur(cv2, noise.astype(np.float64), sigma))
    for sigma in (4.1, 5.0, 6.2):  # where the outermost of the 8-bit weights is not 0
        yield Size("opencv_8bit", sigma, taps_of_blur(cv2, noise, sigma))


SOURCES = {
    "scipy": of_scipy,
    "skimage": of_skimage,
    "astropy": of_astropy,
    "opencv": of_opencv,
    "snippets": lambda: snippets.cases(Weights),
    "published": lambda: snippets.published(Weights, Size),
}


def entries(text):
    """The words of each entry of a file."""
    found = []
    for word in text.split():
        if word in ("weights", "size"):
            found.append([])
        found[-1].append(word)
    return found


def check(source, path):
    cases, committed = list(SOURCES[source]()), entries(path.read_text())
    different = [case.name for case, words in zip(cases, committed) if not case.same(words)]
    if len(cases) != len(committed):
        different.append(f"{len(committed)} entries instead of {len(cases)}")
    print(f"{path.name}: {len(cases)} entries, {'DIFFERS: ' if different else 'as committed'}", *different)
    return not different


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("source", nargs="*")
    arguments = parser.parse_args()
    good = True
    for source in arguments.source or SOURCES:
        path = arguments.directory / f"{source}.txt"
        try:
            if arguments.check:
                good = check(source, path) and good
            else:
                path.write_text("".join(case.text() for case in SOURCES[source]()))
        except ImportError as error:
            print(f"SKIPPED: {error}")
            return SKIP
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
