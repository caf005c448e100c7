#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Golden kernel density estimates: scipy's gaussian_kde (and the cases of its own tests, test_kdeoth.py, restated),
scikit-learn's KernelDensity, and R's, Botev's and likelihood's rules by formulas of this file.

  make_golden_kde.py DIRECTORY [SOURCE...]           write the files
  make_golden_kde.py --check DIRECTORY [SOURCE...]   exit 1 unless the packages of this system give the same numbers;
                                                     77 where one is missing

A file is text, with numbers as hexadecimal floats. An entry is an estimate and what is expected of it:

  estimate NAME, n d rule shape adjust, x (n x d), "weights" (n) or "none", "bandwidth" rows columns numbers or "none"
  then words with numbers, each with its relative and its absolute tolerance at the end:
    covariance (d x d) | factor | effective_size | density m (m x d) values | log_density likewise
    box low high value | gaussian mean covariance value | kde NAME_OF_EARLIER value
  or "refused" with the status and a word of the message; and "end".
"""
import argparse
import pathlib
import sys

SKIP = 77

try:
    import numpy as np
    from scipy import fft, optimize, special, stats
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(SKIP)

SCOTT, SILVERMAN, NRD0, NRD, ISJ, CV, SCALAR, FEATURES, MATRIX = range(9)
FULL, DIAGONAL = 0, 1
DATA, SINGULAR = 5, 6


def row(values):
    return " ".join(float(value).hex() for value in np.ravel(values))


class Estimate:
    def __init__(self, name, x, rule=SCOTT, weights=None, shape=FULL, adjust=1.0, bandwidth=None):
        self.name, self.x = name, np.atleast_2d(np.asarray(x, float))
        n, d = self.x.shape
        self.lines = [f"estimate {name}", f"{n} {d} {rule} {shape} {float(adjust).hex()}", row(self.x)]
        self.lines.append("none" if weights is None else "weights " + row(weights))
        b = None if bandwidth is None else np.atleast_2d(np.asarray(bandwidth, float))
        self.lines.append("none" if b is None else f"bandwidth {b.shape[0]} {b.shape[1]} {row(b)}")

    def expect(self, word, *numbers, relative=1e-12, absolute=0.0):
        counts = {"density", "log_density"}
        lead = f"{word} {len(np.ravel(numbers[-1]))}" if word in counts else word
        parts = [number if isinstance(number, str) else row(number) for number in numbers]
        self.lines.append(" ".join([lead, *parts, row([relative, absolute])]))
        return self

    def text(self):
        return "\n".join(self.lines) + "\nend\n"


def nodes(low, high):
    """Gauss and Legendre's nodes and weights for normal tails beyond 9 cut off, 24 pieces of 24."""
    edges = np.linspace(np.maximum(low, -9.0), np.maximum(np.minimum(high, 9.0), -9.0), 25, axis=-1)
    at, w = np.polynomial.legendre.leggauss(24)
    half, middle = np.diff(edges) / 2, (edges[..., 1:] + edges[..., :-1]) / 2
    z = middle[..., None] + half[..., None] * at
    weight = np.maximum(half[..., None], 0) * w * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    return z.reshape(*z.shape[:-2], -1), weight.reshape(*z.shape[:-2], -1)


def box(x, w, h, low, high):
    """The integral over a box for d <= 3, one dimension after the other, by the factor L of H."""
    d = len(low)
    root = np.linalg.cholesky(h)
    w = np.full(len(x), 1 / len(x)) if w is None else w / w.sum()

    def inner(k, shift, left, right):
        """shift: what the dimensions before add; all of one shape."""
        def end(edge):
            return (edge - shift[k]) / root[k, k]
        if k == d - 1:
            return special.ndtr(end(right[k])) - special.ndtr(end(left[k]))
        z, weight = nodes(end(left[k]), end(right[k]))
        moved = [s[..., None] + root[j, k] * z for j, s in enumerate(shift)]
        wide = lambda edges: [e[..., None] for e in edges]
        return (weight * inner(k + 1, moved, wide(left), wide(right))).sum(-1)

    total = 0.0
    for point, weight in zip(x, w):
        edges = [[np.array(e) for e in side - point] for side in (np.asarray(low, float), np.asarray(high, float))]
        total += weight * float(inner(0, [np.array(0.0)] * d, *edges))
    return total


def of_scipy(name, kde, points, rule, shape=FULL, weights=None, bandwidth=None):
    """What scipy says: points are m x d. Its own rounding is allowed for: it solves with a Cholesky factor."""
    e = Estimate(name, kde.dataset.T, rule, weights, shape, bandwidth=bandwidth)
    e.expect("covariance", kde.covariance)
    e.expect("effective_size", kde.neff)
    if bandwidth is None:
        e.expect("factor", kde.factor)
    values = kde.evaluate(points.T)
    e.expect("density", points, values, relative=1e-11, absolute=1e-14 * values.max())
    logs = kde.logpdf(points.T)
    e.expect("log_density", points, logs, relative=1e-11, absolute=1e-11)
    return e


def scipy_cases():
    rng = np.random.RandomState(20101)
    methods = [("scott", SCOTT), ("silverman", SILVERMAN)]
    for d in (1, 2, 3):
        for method, rule in methods:
            for weighted in (False, True):
                n = 60 + 20 * d
                mix = rng.randn(d, d) + 2 * np.eye(d)
                x = rng.randn(n, d) @ mix + 5 * rng.randn(d)
                w = rng.rand(n) if weighted else None
                kde = stats.gaussian_kde(x.T, bw_method=method, weights=w)
                q = x[:12] + rng.randn(12, d)
                e = of_scipy(f"{method}_{d}_{int(weighted)}", kde, q, rule, weights=w)
                mean, s = x.mean(0), mix.T @ mix
                e.expect("gaussian", mean, s, kde.integrate_gaussian(mean, s), relative=1e-11)
                if d == 1:
                    low, high = x.mean() - 1, x.mean() + 2
                    e.expect("box", [low], [high], kde.integrate_box_1d(low, high), relative=1e-12, absolute=1e-14)
                    e.expect("box", [-np.inf], [low], kde.integrate_box_1d(-np.inf, low), relative=1e-12, absolute=1e-14)
                elif d == 2:
                    low, high = x.mean(0) - 1, x.mean(0) + [2, 1.5]
                    value = box(x, w, kde.covariance, low, high)
                    assert abs(value - kde.integrate_box(low, high, maxpts=10**6)) < 1e-5
                    e.expect("box", low, high, value, absolute=2e-10)
                yield e
    x = rng.randn(80, 4) * [1, 10, 0.1, 3]
    kde = stats.gaussian_kde(x.T, bw_method=0.4)
    yield of_scipy("factor_given", kde, x[:9], MATRIX, bandwidth=kde.covariance)
    x3, q3 = x[:20, :3], x[:5, :3]
    kde = stats.gaussian_kde(x3.T)
    low, high = x3.mean(0) - [np.inf, 8, 0.1], x3.mean(0) + [1, 9, 0.05]
    value = box(x3, None, kde.covariance, low, high)
    assert abs(value - kde.integrate_box(np.maximum(low, -50), high, maxpts=10**6)) < 1e-4
    yield of_scipy("box_3", kde, q3, SCOTT).expect("box", low, high, value, absolute=2e-10)
    diagonal = np.cov(x.T).diagonal()
    e = Estimate("diagonal", x, SCOTT, shape=DIAGONAL)
    yield e.expect("covariance", np.diag(diagonal * 80 ** (-2 / 8))).expect("factor", 80 ** (-1 / 8))


def sklearn_cases():
    from sklearn.neighbors import KernelDensity

    rng = np.random.RandomState(7)
    for d, h in ((1, 0.3), (5, 0.9), (20, 2.0)):
        x, w, q = rng.randn(90, d), rng.rand(90), rng.randn(8, d)
        kde = KernelDensity(kernel="gaussian", bandwidth=h, rtol=0, atol=0).fit(x, sample_weight=w)
        e = Estimate(f"sklearn_{d}", x, SCALAR, weights=w, bandwidth=[h])
        e.expect("covariance", h * h * np.eye(d)).expect("factor", 1.0)
        yield e.expect("log_density", q, kde.score_samples(q), relative=1e-10, absolute=1e-10)
        kde = KernelDensity(kernel="gaussian", bandwidth=1, rtol=0, atol=0).fit(x / (1 + np.arange(d)), sample_weight=w)
        e = Estimate(f"features_{d}", x, FEATURES, weights=w, bandwidth=[1.0 + np.arange(d)])
        logs = kde.score_samples(q / (1 + np.arange(d))) - np.log(1 + np.arange(d)).sum()
        yield e.expect("log_density", q, logs, relative=1e-10, absolute=1e-10)


# ---- scipy's test_kdeoth.py, with its seeds and sizes ----

def the_1d(name, weights):
    rng = np.random.RandomState(8765678)
    xn = rng.randn(500)
    wn = rng.rand(500) if weights else None
    kde = stats.gaussian_kde(xn, weights=wn)
    mean = np.average(xn, weights=wn)
    sd = xn.std(ddof=1) if wn is None else np.sqrt(np.cov(xn, aweights=wn))
    xs = np.linspace(-7, 7, 501)
    pdf, step = kde.evaluate(xs), xs[1] - xs[0]
    normal = stats.norm.pdf(xs, loc=mean, scale=sd)
    e = of_scipy(name, kde, xs[::25, None], SCOTT, weights=wn)
    e.expect("box", [mean], [np.inf], kde.integrate_box_1d(mean, np.inf), absolute=1e-13)
    e.expect("box", [-np.inf], [np.inf], 1.0, absolute=1e-14)
    e.expect("box", [mean], [mean], 0.0, absolute=1e-14)
    e.expect("gaussian", [mean], [[sd**2]], (pdf * normal).sum() * step, relative=1e-9)
    return e.expect("kde", name, (pdf**2).sum() * step, relative=1e-9)


def the_2d(name, weights):
    rng = np.random.RandomState(8765678)
    mean, covariance = np.array([1.0, 3.0]), np.array([[1.0, 2.0], [2.0, 6.0]])
    xn = rng.multivariate_normal(mean, covariance, size=500)
    wn = rng.rand(500) if weights else None
    kde = stats.gaussian_kde(xn.T, weights=wn)
    x, y = np.mgrid[-7:7:500j, -7:7:500j]
    grid = np.vstack([x.ravel(), y.ravel()])
    pdf, step = kde.evaluate(grid), (x[1, 0] - x[0, 0]) ** 2
    normal = stats.multivariate_normal.pdf(grid.T, mean=mean, cov=covariance)
    e = of_scipy(name, kde, xn[::40], SCOTT, weights=wn)
    above = box(xn, wn, kde.covariance, [-np.inf, mean[1]], [np.inf, np.inf])
    assert abs(above - kde.integrate_box([-30, mean[1]], [30, 30], maxpts=10**6)) < 1e-3
    e.expect("box", [-np.inf, mean[1]], [np.inf, np.inf], above, absolute=2e-10)
    e.expect("box", [-np.inf, -np.inf], [np.inf, np.inf], 1.0, absolute=1e-9)
    # the tails leave the square at y = 7, as in scipy's test
    e.expect("gaussian", mean, covariance, (pdf * normal).sum() * step, relative=0, absolute=0.01)
    e.expect("gaussian", mean, covariance, kde.integrate_gaussian(mean, covariance), relative=1e-11)
    e.expect("kde", name, (pdf**2).sum() * step, relative=0, absolute=0.01)
    return e.expect("kde", name, kde.integrate_kde(kde), relative=1e-11)


def kdeoth_cases():
    yield the_1d("kde_1d", False)
    yield the_1d("kde_1d_weighted", True)
    yield the_2d("kde_2d", False)
    yield the_2d("kde_2d_weighted", True)
    rng = np.random.RandomState(8765678)
    xn = rng.randn(50)
    wn = rng.randint(1, 6, 50)  # test_weights_integer: integer weights are weights
    kde = stats.gaussian_kde(xn, weights=wn)
    yield of_scipy("weights_integer", kde, np.linspace(-7, 7, 21)[:, None], SCOTT, weights=wn)
    # ... and as many copies are the same where H is: a weight is a number of repeats
    repeats = Estimate("weights_repeats", np.repeat(xn, wn)[:, None], SCALAR, bandwidth=[np.sqrt(kde.covariance[0, 0])])
    xs = np.linspace(-7, 7, 21)[:, None]
    yield repeats.expect("density", xs, kde.evaluate(xs.T), relative=1e-11, absolute=1e-14)
    ints = np.arange(5)  # test_kde_integer_input
    yield of_scipy("integer_input", stats.gaussian_kde(ints), ints[:, None].astype(float), SCOTT)
    rng = np.random.RandomState(1)
    xn = np.linspace(-3, 3, 20)  # test_pdf_logpdf: of 50 points
    yield of_scipy("pdf_logpdf", stats.gaussian_kde(rng.randn(50)), xn[:, None], SCOTT)
    # test_marginal: the marginal's H is a block of H
    rng = np.random.default_rng(6111799263660870475)
    x = rng.normal(size=(4, 30)) + rng.normal(size=(4, 1))
    kde = stats.gaussian_kde(x, bw_method=0.5, weights=rng.random(30))
    for features in ([1], [0, 3], [2, 1, 0]):
        part = kde.marginal(features)
        q = rng.normal(size=(7, len(features)))
        e = Estimate(f"marginal_{len(features)}", x[features].T, MATRIX, kde.weights, bandwidth=part.covariance)
        yield e.expect("density", q, part.evaluate(q.T), relative=1e-11, absolute=1e-14)
    # gh-10205: data in a plane of three dimensions; gh-17436: fewer points than dimensions
    rng = np.random.default_rng(2321583144339784787)
    z = rng.normal(size=(60, 2))  # with that covariance; multivariate_normal's SVD of it differs from BLAS to BLAS
    x = np.column_stack([1 + 2 * z[:, 0], 10 + 5 * z[:, 0], 20 + 10 * z[:, 1]])
    yield Estimate("gh_10205", x).expect("refused", [SINGULAR], "rank_2", relative=0)
    x = np.random.default_rng(2046127537594925772).multivariate_normal(np.zeros(3), np.eye(3), size=5)
    yield Estimate("gh_17436", x.T).expect("refused", [SINGULAR], "rank_2", relative=0)


# ---- the other rules, by formulas of their own ----

def weighted_quantile(x, w, p):
    """R's type 7, at the midpoints of the cumulated weights where there are weights."""
    order = np.argsort(x, kind="stable")
    x, w = x[order], np.ones(len(x)) if w is None else w[order]
    at = np.cumsum(w) - w / 2
    return np.interp(p, (at - at[0]) / (at[-1] - at[0]), x)


def normal_reference(x, w, constant):
    weights = np.full(len(x), 1 / len(x)) if w is None else w / w.sum()
    mean = weights @ x
    s = np.sqrt(weights @ (x - mean) ** 2 / (1 - weights @ weights))
    iqr = weighted_quantile(x, w, 0.75) - weighted_quantile(x, w, 0.25)
    scale = min(s, iqr / 1.34) if iqr > 0 else s
    return constant * scale * (1 / (weights @ weights)) ** -0.2, s


def botev(x, w, bins=2**14):
    """The improved Sheather-Jones rule: h. By bins as in Botev's program, or by exact cosine sums (bins = 0)."""
    w = np.full(len(x), 1 / len(x)) if w is None else w / w.sum()
    low, high = x.min() - (x.max() - x.min()) / 2, x.max() + (x.max() - x.min()) / 2
    k = np.arange(1.0, bins or 3000)
    if bins:
        histogram = np.bincount(((x - low) / (high - low) * (bins - 1)).astype(int), w, bins)
        a = (fft.dct(histogram)[1:] / 2) ** 2
    else:
        a = (np.cos(np.pi * k[:, None] * ((x - low) / (high - low))[None, :]) @ w) ** 2
    count = min(len(np.unique(x)), 1 / (w @ w))

    def norm(s, t):
        return 2 * np.pi ** (2 * s) * (k ** (2 * s) * a * np.exp(-((np.pi * k) ** 2) * t)).sum()

    def gap(t):
        f = norm(7, t)
        for s in range(6, 1, -1):
            k0 = np.prod(np.arange(1, 2 * s, 2)) / np.sqrt(2 * np.pi)
            time = (2 * (1 + 0.5 ** (s + 0.5)) / 3 * k0 / count / f) ** (2 / (3 + 2 * s))
            f = norm(s, time)
        return t - (2 * count * np.sqrt(np.pi) * f) ** -0.4

    ends = np.geomspace(1e-7, 0.1, 300)  # the smallest root
    values = [gap(t) for t in ends]
    first = next(i for i, value in enumerate(values) if value > 0)
    return np.sqrt(optimize.brentq(gap, ends[first - 1], ends[first], xtol=1e-16, rtol=1e-13)) * (high - low)


def likelihood(x, w, a):
    """sum_i w_i log f_-i(x_i) with H = a^2 C."""
    n, d = x.shape
    w = np.full(n, 1 / n) if w is None else w / w.sum()
    c = np.atleast_2d(np.cov(x.T, aweights=w))
    step = x[:, None, :] - x[None, :, :]
    t = np.einsum("ijk,kl,ijl->ij", step, np.linalg.inv(c * a * a), step) / 2
    np.fill_diagonal(t, np.inf)
    level = t.min(1)
    return w @ (np.log(np.exp(level[:, None] - t) @ w) - level - np.log(1 - w)) - d * np.log(a)


def best_factor(x, w):
    grid = np.geomspace(0.02, 3, 60)
    at = int(np.argmax([likelihood(x, w, a) for a in grid]))
    found = optimize.minimize_scalar(lambda s: -likelihood(x, w, np.exp(s)), bounds=np.log(grid[[at - 1, at + 1]]),
                                     method="bounded", options={"xatol": 1e-10})
    return float(np.exp(found.x))


def rules_cases():
    rng = np.random.RandomState(33)
    modes = np.concatenate([rng.randn(150), 0.3 * rng.randn(120) + 6, 2 * rng.randn(80) - 9])
    data = {"normal": 3 + 2 * rng.randn(200), "modes": modes, "rounded": np.round(4 * rng.randn(101)),
            "tails": rng.standard_t(2, 150), "far": 1e6 + rng.randn(90), "two": np.array([1.0, 4.0]),
            "no_iqr": np.concatenate([np.zeros(60), rng.randn(15)])}
    for name, x in data.items():
        for weighted in (False, True):
            w = rng.rand(len(x)) + 0.05 if weighted else None
            for rule, constant in ((NRD0, 0.9), (NRD, 1.06)):
                h, s = normal_reference(x, w, constant)
                e = Estimate(f"nrd{'0' if rule == NRD0 else ''}_{name}_{int(weighted)}", x[:, None], rule, w)
                # far away the numbers themselves have no more digits
                near = 1e-12 if name != "far" else 1e-9
                yield e.expect("covariance", [[h * h]], relative=near).expect("factor", h / s, relative=near)
            if name in ("normal", "modes", "tails"):
                e = Estimate(f"isj_{name}_{int(weighted)}", x[:, None], ISJ, w)
                h = botev(x, w)
                assert abs(botev(x, w, bins=0) / h - 1) < 0.005
                yield e.expect("covariance", [[h * h]], relative=1e-6)
    h, _ = normal_reference(modes, None, 0.9)
    yield Estimate("adjusted", modes[:, None], NRD0, adjust=0.5).expect("covariance", [[h * h / 4]])
    for d in (1, 2, 3):
        for weighted in (False, True):
            x = np.concatenate([rng.randn(60, d), 0.5 * rng.randn(40, d) + 4])
            w = rng.rand(100) + 0.1 if weighted else None
            a = best_factor(x, w)
            e = Estimate(f"cv_{d}_{int(weighted)}", x, CV, w)
            yield e.expect("factor", a, relative=1e-5).expect("covariance", a * a * np.cov(x.T, aweights=w), relative=1e-4, absolute=1e-5)
    twice = np.repeat(rng.randn(20, 2), 2, axis=0)
    yield Estimate("cv_twice", twice, CV).expect("refused", [DATA], "coincide", relative=0)


SOURCES = {"scipy": scipy_cases, "sklearn": sklearn_cases, "kdeoth": kdeoth_cases, "rules": rules_cases}


def number(word):
    try:
        return float.fromhex(word) if "x" in word or word.lstrip("-") in ("inf", "nan") else float(word)
    except ValueError:
        return None


def same(word, other):
    """Equal, but for what another version or another BLAS may round otherwise; a maximum is as flat as 1e-7."""
    one, two = number(word), number(other)
    if one is None or two is None:
        return word == other
    return one == two or abs(one - two) <= 1e-6 * max(abs(one), abs(two)) + 1e-9


def check(text, path):
    committed, made = path.read_text().split(), text.split()
    different = [f"{i}: {a} {b}" for i, (a, b) in enumerate(zip(made, committed)) if not same(a, b)]
    if len(made) != len(committed):
        different.append(f"{len(committed)} words instead of {len(made)}")
    print(f"{path.name}: {len(made)} words, {'DIFFERS: ' if different else 'as committed'}", *different[:5])
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
            text = "".join(case.text() for case in SOURCES[source]())
        except ImportError as missing:
            print(f"SKIPPED: {missing}")
            sys.exit(SKIP)
        if given.check:
            good = check(text, path) and good
        else:
            path.write_text(text)
    sys.exit(0 if good else 1)


main()
