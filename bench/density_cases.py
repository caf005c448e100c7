# SPDX-License-Identifier: BSD-3-Clause
"""What density.py computes: parameters, who takes part, and the true values on a sample. turns.py
says what each name is for."""
import collections
import math

import numpy as np

NAME, PROGRAM = "density", "density_bench"
PEERS = ("scipy", "astropy", "numpy")
SIZE, QUICK_SIZE, ROUNDS = 1000, 120, 7
SEED = 20240607
DTYPES = {"f64": np.float64, "f32": np.float32}
FORMS = ("full", "diagonal", "spherical")
SAMPLE = 4000  # pixels on which errors are measured
VISIBLE = 1e-30  # a relative error is asked of larger values only
LIMITS = {"f64": 1e-12, "f32": 2e-5}  # the library's own errors must be below, in this benchmark
# Those coordinates are formed in single precision; the truth is what belongs to these.
GIVEN_COORDINATES = ("points", "log-points", "pdf", "logpdf", "astropy")

# The means and covariances of scipy's own example of multivariate_normal, and of the snippet for
# surface plots that is copied most.
MEANS = [(0.5, -0.2), (0.0, 1.0)]
MATRICES = {
    "full": [((2, 0.3), (0.3, 0.5)), ((1, -0.5), (-0.5, 1.5))],
    "diagonal": [(2, 0.5), (1, 1.5)],
    "spherical": [(2,), (1,)],
}
ENDS = (-3, 3)
TURNED = 0.5  # radians
SPOTS, SIGMA, TRUNCATE = 10000, 3.0, 4.0

Contestant = collections.namedtuple("Contestant", "worker task threads", defaults=(0,))
# kind: density, log density, image, spots. variant: the covariances' form, or parallel, turned.
Case = collections.namedtuple("Case", "kind variant type size")

DENSITY = [Contestant("gausskern", "grid"), Contestant("gausskern", "grid", 1),
           Contestant("limits", "fill"), Contestant("gausskern", "points"),
           Contestant("scipy", "pdf")]
LOG_DENSITY = [Contestant("gausskern", "log-grid"), Contestant("gausskern", "log-grid", 1),
               Contestant("limits", "fill"), Contestant("gausskern", "log-points"),
               Contestant("scipy", "logpdf")]
IMAGE = [Contestant("gausskern", "weights"), Contestant("gausskern", "grid"),
         Contestant("gausskern", "grid", 1), Contestant("limits", "fill"),
         Contestant("astropy", "astropy")]
SPOT_MAP = [Contestant("gausskern", "heatmap"), Contestant("gausskern", "heatmap", 1),
            Contestant("limits", "fill"), Contestant("numpy", "products"),
            Contestant("numpy", "patches")]
CONTESTANTS = {"density": DENSITY, "log density": LOG_DENSITY, "image": IMAGE, "spots": SPOT_MAP}


def rounds(_, asked):
    return asked


def contestants(case):
    return CONTESTANTS[case.kind]


def limit(case, _):
    return LIMITS[case.type]


def all_cases(size, types):
    cases = [Case(kind, form, kind_type, size) for kind in ("density", "log density")
             for form in FORMS for kind_type in types]
    cases += [Case("image", variant, kind, size) for variant in ("parallel", "turned")
              for kind in types]
    return cases + [Case("spots", f"{SPOTS} spots", kind, size) for kind in types]


def image_parameters(case):
    """sigma x and y, theta, the centre: in pixels."""
    size = case.size
    theta = TURNED if case.variant == "turned" else 0.0
    return [0.15 * size, 0.09 * size, theta, 0.5 * size - 0.2, 0.48 * size + 0.2]


def image_mixture(case):
    """One component whose height is 1."""
    sigma_x, sigma_y, theta, *center = image_parameters(case)
    weight = 2 * math.pi * sigma_x * sigma_y
    if theta == 0:
        form, matrix = 1, [sigma_x**2, sigma_y**2]
    else:
        turn = np.array([[math.cos(theta), -math.sin(theta)], [math.sin(theta), math.cos(theta)]])
        form, matrix = 0, (turn * [sigma_x**2, sigma_y**2]) @ turn.T
        matrix[0, 1] = matrix[1, 0]
    return [form, 1, 0, case.size - 1, weight, *center, *np.ravel(matrix)]


def mixture(case):
    numbers = [FORMS.index(case.variant), 2, *ENDS, 1, 1, *np.ravel(MEANS)]
    return numbers + list(np.ravel(MATRICES[case.variant]))


def numbers(case, contestant):
    """What a request tells: see density_bench.c."""
    if case.kind == "spots":
        return [SIGMA, TRUNCATE]
    if case.kind != "image":
        return mixture(case)
    return image_mixture(case) if contestant.task == "grid" else image_parameters(case)


def prepare(case, folder):
    if case.kind == "spots":
        spots(case).tofile(folder / "spots")
    elif case.kind != "image":
        grid_points(case).tofile(folder / "points")


def words(case, contestant, folder):
    found = {"numbers": ",".join(repr(float(number)) for number in numbers(case, contestant))}
    if case.kind == "spots":
        found["input"] = folder / "spots"
    elif contestant.task.endswith("points"):
        found["input"] = folder / "points"
    return found


def spots(case):
    """Centres all over the map, between the pixels."""
    generator = np.random.default_rng(SEED)
    return generator.uniform(0, case.size - 1, (SPOTS, 2)).astype(DTYPES[case.type])


def grid_points(case):
    axis = np.linspace(*ENDS, case.size)
    return np.dstack(np.meshgrid(axis, axis)).reshape(-1, 2).astype(DTYPES[case.type])


class Truth:
    """The true values on random pixels, in long double."""

    def __init__(self, case):
        self.case = case
        generator = np.random.default_rng(SEED + 1)
        self.rows, self.columns = generator.integers(0, case.size, (2, SAMPLE))
        self.kept = {}

    def coordinates(self, contestant, first, last):
        size, found = self.case.size, []
        for index in (self.columns, self.rows):
            if contestant.task in GIVEN_COORDINATES:
                axis = np.linspace(first, last, size).astype(DTYPES[self.case.type])
                found.append(axis[index].astype(np.longdouble))
            else:
                part = np.longdouble(last - first) * index.astype(np.longdouble) / (size - 1)
                found.append(first + part)
        return found

    def quadratic(self, x, y, mean, matrix):
        (a, b), (_, c) = np.asarray(matrix, np.longdouble)
        u, v = x - np.longdouble(mean[0]), y - np.longdouble(mean[1])
        determinant = a * c - b * b
        return (c * u * u - 2 * b * u * v + a * v * v) / determinant, determinant

    def mixture_values(self, contestant):
        x, y = self.coordinates(contestant, *ENDS)
        two_pi, total = 2 * np.arctan2(np.longdouble(0), np.longdouble(-1)), 0
        for mean, matrix in zip(MEANS, MATRICES[self.case.variant]):
            full = matrix if self.case.variant == "full" else np.diag(np.broadcast_to(matrix, 2))
            q, determinant = self.quadratic(x, y, mean, full)
            total = total + np.exp(-q / 2) / (two_pi * np.sqrt(determinant))
        return np.log(total) if self.case.kind == "log density" else total

    def image_values(self, contestant):
        x, y = self.coordinates(contestant, 0, self.case.size - 1)
        sigma_x, sigma_y, theta, *center = image_parameters(self.case)
        if contestant.task == "grid" and theta:
            # the covariance's roundings are the caller's, not the library's
            matrix = np.reshape(image_mixture(self.case)[-4:], (2, 2))
            return np.exp(-self.quadratic(x, y, center, matrix)[0] / 2)
        u, v = x - np.longdouble(center[0]), y - np.longdouble(center[1])
        cos, sin = np.cos(np.longdouble(theta)), np.sin(np.longdouble(theta))
        along, across = (cos * u + sin * v) / sigma_x, (cos * v - sin * u) / sigma_y
        return np.exp(-(along * along + across * across) / 2)

    def spot_values(self):
        values, reach = np.zeros(SAMPLE, np.longdouble), SIGMA * TRUNCATE
        for x, y in spots(self.case).astype(np.longdouble):
            near = (np.abs(self.columns - x) <= reach) & (np.abs(self.rows - y) <= reach)
            square = (self.columns[near] - x) ** 2 + (self.rows[near] - y) ** 2
            values[near] += np.exp(-square / (2 * SIGMA**2))
        return values

    def values(self, contestant):
        """Kept, as several contestants have the same."""
        key = contestant.task in GIVEN_COORDINATES, contestant.task == "grid"
        if key not in self.kept:
            if self.case.kind == "spots":
                self.kept[key] = self.spot_values()
            elif self.case.kind == "image":
                self.kept[key] = self.image_values(contestant)
            else:
                self.kept[key] = self.mixture_values(contestant)
        return self.kept[key]

    def error(self, contestant, path):
        """The largest relative error of values that are visible; of a log density and of a sum of
        spots absolute, which is the relative one of the density, or relative to a spot."""
        out = np.fromfile(path, DTYPES[self.case.type]).reshape(self.case.size, -1)
        values = out[self.rows, self.columns].astype(np.longdouble)
        truth = self.values(contestant)
        if not np.isfinite(values).all():
            return math.inf
        difference = np.abs(values - truth)
        if self.case.kind in ("log density", "spots"):
            return float(difference.max())
        visible = truth > VISIBLE
        return float((difference[visible] / truth[visible]).max())
