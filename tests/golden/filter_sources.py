# SPDX-License-Identifier: BSD-3-Clause
"""What other programs make of small arrays: scipy, its own tests, OpenCV, scikit-image, astropy."""
import numpy as np
from scipy import ndimage

from filter_cases import U32, Case, Data

MODES = ["reflect", "mirror", "nearest", "wrap", "constant"]


def scipy_case(name, data, sigma, *, kind="filter", truncate=4.0, radius=None, dtype=np.float64, absolute=None,
               wanted=None, count=False, span=False, **more):
    """wanted: the results, where they are known; else scipy computes them."""
    function = {"filter": ndimage.gaussian_filter, "gradient": ndimage.gaussian_gradient_magnitude,
                "laplacian": ndimage.gaussian_laplace}[kind.split("_")[0]]
    keys = {key: more[key] for key in ("order", "mode", "cval") if key in more}
    values = data.values.astype(dtype)
    width = {"truncate": truncate} if radius is None else {"radius": radius}
    results = function(values, sigma, **keys, **width)
    nonzeros = int(np.count_nonzero(results)) if count else 0
    places = np.flatnonzero(results)
    if wanted is not None:
        assert np.abs(results - wanted).max() <= absolute, name
        results = wanted
    if dtype == np.float32:  # the arrays between the axes are float
        absolute = 4 * U32 * np.abs(values).max()
        more["types"] = "f32 f32"
    return Case(name, data, sigma, results, kind=kind, truncate=0.0 if radius else truncate, radius=radius or 0,
                absolute=absolute, nonzeros=nonzeros, span=int(np.ptp(places) + 1) if span else 0, **more)


def of_scipy_tests():
    """test_filters.py of scipy, with the numbers that it states and those that it compares."""
    small = Data((2, 3), "list", 1, 2, 3, 2, 4, 6)
    yield Case("gauss01", small, 0.0, small.values, types="f32 f32")
    yield scipy_case("gauss02", small, 1.0, dtype=np.float32)
    ramp = Data((100, 100), "arange")
    yield scipy_case("gauss03_and_memory_overlap", ramp, [1.0, 1.0], dtype=np.float32, step=97)
    yield scipy_case("gauss04", ramp, [1.0, 1.0], step=89)
    yield scipy_case("gauss05", ramp, [1.0, 1.0], order=1, step=89)
    yield scipy_case("gauss06", ramp, 1.0, step=83)
    x = np.arange(-10, 11.0)
    phi = np.exp(-0.5 * x * x / 4) / np.exp(-0.5 * x * x / 4).sum()
    for order, values in enumerate((phi, -phi * x / 4, phi * (x * x / 4 - 1) / 4, phi * (3 - x * x / 4) * x / 16)):
        yield scipy_case(f"gaussian_kernel1d_{order}", Data((21,), "impulse", 10), 2, radius=10, order=order,
                         mode="constant", wanted=values, absolute=1e-15)
    for order in (0, 3):
        yield scipy_case(f"orders_gauss_{order}", Data((1,), "list", 0), 1, order=order)
    yield from truncations()
    corner = Data((3, 3), "list", 1, 0, 0, 1, 1, 0, 0, 0, 0)
    modes = ["reflect", "wrap"]
    yield scipy_case("multiple_modes_same", corner, 1, mode=["reflect", "reflect"])
    yield scipy_case("multiple_modes_sequentially", corner, 1, mode=modes)
    # scipy makes each derivative with the mode of its axis along all the axes
    laplacian = [[-0.28438687, 0.01559809, 0.19773499], [-0.36630503, -0.20069774, 0.07483620],
                 [0.15849176, 0.18495566, 0.21934094]]
    yield scipy_case("multiple_modes_gaussian_laplace", corner, 1, kind="laplacian_by_axis", mode=modes,
                     wanted=np.array(laplacian), absolute=5e-9)
    gradient = [[0.04928965, 0.09745625, 0.06405368], [0.23056905, 0.14025305, 0.04550846],
                [0.19894369, 0.14950060, 0.06796850]]
    yield scipy_case("multiple_modes_gaussian_gradient_magnitude", corner, 1, kind="gradient_by_axis", mode=modes,
                     wanted=np.array(gradient), absolute=5e-9)
    table = Data((3, 5), "list", 300, 200, 500, 100, 400, 500, 800, 300, 700, 100, 500, 600, 900, 300, 500)
    for dtype in (np.float32, np.float64):
        name = np.dtype(dtype).name
        yield scipy_case(f"gaussian_laplace_{name}", table, 1.0, kind="laplacian", dtype=dtype)
        yield scipy_case(f"gaussian_gradient_magnitude_{name}", table, 1.0, kind="gradient", dtype=dtype)


def truncations():
    image = Data((100, 100), "impulse", 5050)
    for sigma, truncate, step in ((5, 2, 53), (5, 5, 53), ([0.5, 2.5], 3.5, 59)):
        yield scipy_case(f"gaussian_truncate_{truncate}", image, sigma, truncate=truncate, count=True, step=step)
    line = Data((51,), "impulse", 25)
    for kind in ("filter", "laplacian", "gradient"):
        yield scipy_case(f"gaussian_truncate_{kind}", line, 2, kind=kind, truncate=3.5, span=True)
    yield scipy_case("gaussian_radius_line", Data((7,), "impulse", 3), 2, radius=3)
    yield scipy_case("gaussian_truncate_line", Data((7,), "impulse", 3), 2, truncate=1.5)
    yield scipy_case("gaussian_radius_square", Data((9, 9), "impulse", 40), 0.5, radius=2)
    yield scipy_case("gaussian_truncate_square", Data((9, 9), "impulse", 40), 0.5, truncate=3.5)
    yield scipy_case("gaussian_radius_sequence", Data((50, 50), "impulse", 1275), [0.5, 2.5], radius=[2, 9], step=17)


def sweep(random):
    """Dimensions 1 to 4, orders 0 to 4, all modes along all axes, radii beyond the array."""
    shapes = [(1,), (2,), (29,), (7, 11), (1, 13), (16, 5), (4, 5, 6), (2, 9, 3), (3, 4, 2, 5)]
    for i in range(54):
        shape = shapes[i % len(shapes)]
        n = len(shape)
        # scipy's constant stands beyond each axis anew: of derivatives 0, as of the array
        order = [int(o) for o in random.randint(0, 5, n)] if i % 3 else 0
        mode = [MODES[m] for m in random.randint(0, 5, n)]
        cval = 0.0 if order else float(random.randint(-100, 100))
        sigma = [round(float(s), 2) for s in random.uniform(0.4, 4.0, n)]
        width = {"truncate": float(random.randint(2, 7))} if i % 2 else {"radius": [int(r) for r in random.randint(1, 30, n)]}
        data = Data(shape, "noise", i, 256)
        yield scipy_case(f"sweep_{i}", data, sigma, order=order, mode=mode, cval=cval, step=1 + data.values.size // 60,
                         **width)


def of_scipy():
    random = np.random.RandomState(2026)
    yield from sweep(random)
    for i, mode in enumerate(MODES):
        cval = 31.5 if mode == "constant" else 0.0
        for sigma in (2.0, 7.5, 40.0):
            yield scipy_case(f"exact_{mode}_{sigma}", Data((23, 17), "noise", i, 256), sigma, mode=mode, cval=cval,
                             truncate=9.0, exact=True, step=7)
        for kind in ("gradient", "laplacian"):
            yield scipy_case(f"{kind}_{mode}", Data((5, 8, 6), "noise", i, 256), [2.0, 2.5, 3.0], kind=kind, mode=mode,
                             truncate=9.0, exact=True, step=5)
        yield scipy_case(f"float_{mode}", Data((13, 21), "noise", i, 256), [1.0, 2.0], mode=mode, cval=cval,
                         dtype=np.float32, step=5)
    yield from rounded()
    yield from snippet()


def rounded():
    """Integers: exact numbers, which C rounds. (scipy itself cuts off what is behind the point.)"""
    for i, (types, levels) in enumerate((("u8 u8", 256), ("u16 u16", 65536), ("u8 u16", 256), ("u16 u8", 65536))):
        yield scipy_case(f"integers_{i}", Data((19, 30), "noise", i, levels), [1.3, 2.1], types=types, step=3)


def snippet():
    """The way to filter with NaN that is cited most: V with zeros for NaN, W of ones and zeros, both filtered, and
    divided. In mode constant W is 0 beyond the ends."""
    shape = (12, 15)
    holes = [0, 1, 14, 16, 31, 77, 78, 79, 93, 94, 108, 150, 179]
    for mode in MODES:
        data = Data(shape, "noise", 5, 256)
        v, w = data.values.copy(), np.ones(shape)
        v.flat[holes], w.flat[holes] = 0, 0
        below = ndimage.gaussian_filter(w, [1.5, 2.0], mode=mode, truncate=4)
        values = ndimage.gaussian_filter(v, [1.5, 2.0], mode=mode, truncate=4) / below
        yield Case(f"nan_{mode}", data, [1.5, 2.0], values, mode="none" if mode == "constant" else mode, truncate=4.0,
                   holes=holes, weight=below.min(), step=2)
    mask = Data(shape, "noise", 6, 4)
    below = ndimage.gaussian_filter(mask.values, 1.25, truncate=3)
    values = ndimage.gaussian_filter(mask.values * data.values, 1.25, truncate=3) / below
    yield Case("weights", data, 1.25, values, truncate=3.0, mask=mask, weight=below.min() / 3, step=2)


def of_opencv():
    import cv2

    borders = {"mirror": cv2.BORDER_REFLECT_101, "reflect": cv2.BORDER_REFLECT, "nearest": cv2.BORDER_REPLICATE,
               "constant": cv2.BORDER_CONSTANT}
    widths = [((5, 5), (1.0, 1.0)), ((7, 3), (1.7, 0.6)), ((13, 9), (2.0, 1.3))]
    types = {"u8": (np.uint8, 256), "u16": (np.uint16, 65536), "f32": (np.float32, 256), "f64": (np.float64, 256)}
    for name, (dtype, levels) in types.items():
        for mode, border in borders.items():
            for i, (size, sigma) in enumerate(widths):
                data = Data((15, 22), "noise", i, levels)
                values = cv2.GaussianBlur(data.values.astype(dtype), size, sigma[0], sigmaY=sigma[1], borderType=border)
                yield opencv_case(f"{name}_{mode}_{size[0]}", data, size, sigma, values, name, mode)
    colors = Data((9, 14, 3), "noise", 9, 256)
    values = cv2.GaussianBlur(colors.values, (5, 5), 1.2)
    yield Case("colors", colors, [1.2, 1.2, 0.0], values, mode="mirror", radius=[2, 2, 0])
    for name, shape in (("f64", (13, 18)), ("f64", (16, 9)), ("f32", (13, 18)), ("u8", (13, 18)), ("u8", (16, 16))):
        dtype, levels = types[name]
        data = Data(shape, "noise", 11, levels)
        values = cv2.pyrDown(data.values.astype(dtype))
        # of integers a tie goes up there, to an even number here: one quarter is enough to tell
        absolute = {"f64": 0.0, "f32": 8 * U32 * 255, "u8": 0.5}[name]
        yield Case(f"pyramid_{name}_{shape[0]}x{shape[1]}", data, 1.0, values, mode="mirror", method="binomial",
                   radius=2, stride=2, types=f"{name} {name}", absolute=absolute)


def opencv_case(title, data, size, sigma, values, name, mode):
    """8-bit weights are multiples of 2^-8 (16-bit: 2^-16), each off by less than one, and the sum is right: the
    pixels' differences from the middle of their range, half of it, times as many weights, along both axes; and the
    two roundings. float: a sum of as many terms along each."""
    taps = size[0] + size[1]
    absolute = {"u8": 127.5 * taps / 256 + 1.0, "u16": 32767.5 * taps / 65536 + 1.0, "f32": 2 * taps * U32 * 255}
    radius = [size[1] // 2, size[0] // 2]
    case = Case(title, data, [sigma[1], sigma[0]], values, mode=mode, radius=radius, types=f"{name} {name}",
                absolute=absolute.get(name), step=5)
    exact = data.values
    for axis in (0, 1):
        exact = ndimage.gaussian_filter1d(exact, sigma[1 - axis], axis, mode=mode, radius=radius[axis])
    assert np.abs(np.ravel(exact)[::5] - case.results).max() <= case.absolute, title
    return case


def of_skimage():
    from skimage.filters import difference_of_gaussians, gaussian

    for i, mode in enumerate(MODES):
        data = Data((14, 19), "noise", 20 + i, 256)
        values = gaussian(data.values, sigma=(1.0, 2.5), mode=mode, cval=12.0, truncate=4.0, preserve_range=True)
        yield Case(f"gaussian_{mode}", data, [1.0, 2.5], values, mode=mode, truncate=4.0, step=3,
                   cval=12.0 if mode == "constant" else 0.0)
        values = difference_of_gaussians(data.values, 1.5, 4.0, mode=mode)
        yield Case(f"difference_{mode}", data, 1.5, values, kind="difference", wider=4.0, mode=mode, truncate=4.0,
                   step=3)
    colors = Data((8, 11, 3), "noise", 30, 256)
    values = gaussian(colors.values, sigma=1.5, channel_axis=-1, truncate=4.0, preserve_range=True)
    yield Case("colors", colors, [1.5, 1.5, 0.0], values, mode="nearest", truncate=4.0, step=2)
    values = difference_of_gaussians(colors.values, (1.0, 2.0), channel_axis=-1)
    yield Case("difference_colors", colors, [1.0, 2.0, 0.0], values, kind="difference", wider=[1.6, 3.2, 0.0],
               mode="nearest", truncate=4.0, step=2)


def of_astropy():
    from astropy.convolution import Gaussian1DKernel, Gaussian2DKernel, convolve

    boundaries = {"extend": "nearest", "wrap": "wrap", "fill": "constant"}
    holes = [0, 5, 6, 20, 21, 22, 36, 37, 38, 52, 53, 54, 100, 143]
    for boundary, mode in boundaries.items():
        data = Data((12, 16), "noise", 40, 256)
        values = data.values.copy()
        values.flat[holes] = np.nan
        for sigma, radius in ((1.0, 3), (2.0, 5)):
            kernel = Gaussian2DKernel(sigma, x_size=2 * radius + 1)
            results = convolve(values, kernel, boundary=boundary, fill_value=50.0, nan_treatment="interpolate")
            below = ndimage.gaussian_filter(np.isfinite(values).astype(float), sigma, radius=radius, mode=mode, cval=1)
            yield Case(f"{boundary}_{radius}", data, sigma, results, mode=mode, radius=radius, holes=holes,
                       cval=50.0 if mode == "constant" else 0.0, weight=below.min(), step=2)
    data = Data((25,), "noise", 41, 256)
    values = data.values.copy()
    values[8:20] = np.nan  # wider than the window: what nobody has measured stays NaN
    results = convolve(values, Gaussian1DKernel(1.5, x_size=9), boundary="extend", nan_treatment="interpolate")
    below = ndimage.gaussian_filter(np.isfinite(values).astype(float), 1.5, radius=4, mode="nearest")
    yield Case("gap", data, 1.5, results, mode="nearest", radius=4, holes=list(range(8, 20)),
               weight=below[below > 0].min())


SOURCES = {
    "scipy_tests": of_scipy_tests,
    "scipy": of_scipy,
    "opencv": of_opencv,
    "skimage": of_skimage,
    "astropy": of_astropy,
}
