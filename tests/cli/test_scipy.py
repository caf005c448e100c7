# SPDX-License-Identifier: BSD-3-Clause
"""`gausskern filter` with --truncate beside scipy.ndimage, and `gausskern kde` beside gaussian_kde, on arrays that
numpy saved, and back through numpy."""
from tool import ToolTest, main, skip_all

try:
    import numpy as np
    from scipy import ndimage, stats
except ImportError:
    skip_all("scipy is not installed")


class Scipy(ToolTest):
    def setUp(self):
        super().setUp()
        self.x = np.random.default_rng(2).uniform(-1, 1, (24, 31, 5))

    def filter(self, x, *arguments):
        np.save(self.directory / "x.npy", x)
        self.assertEqual(self.assert_status(self.run_tool("filter", "-q", "-o", "y.npy", *arguments, "x.npy"), 0), "")
        return np.load(self.directory / "y.npy", allow_pickle=False)

    def assert_near(self, found, wanted, tolerance=1e-13):
        self.assertEqual((found.shape, found.dtype), (wanted.shape, wanted.dtype))
        self.assertLessEqual(np.abs(found - wanted).max(), tolerance)

    def test_modes_sigmas_orders(self):
        modes = "reflect", "mirror", "nearest", "wrap", "constant"
        for mode in modes:
            found = self.filter(self.x, "--sigma=0.6,2.5,1", f"--mode={mode}", "--truncate=4", "--order=0,1,0")
            self.assert_near(found, ndimage.gaussian_filter(self.x, (1, 2.5, 0.6), (0, 1, 0), mode=mode))
        found = self.filter(self.x, "--sigma=2", "--mode=wrap,nearest,mirror", "--truncate=3")
        self.assert_near(found, ndimage.gaussian_filter(self.x, 2, mode=("mirror", "nearest", "wrap"), truncate=3))

    def test_gradient_and_laplacian(self):
        plane = self.x[..., 0]
        self.assert_near(self.filter(plane, "--sigma=1.5", "--truncate=4", "--gradient"),
                         ndimage.gaussian_gradient_magnitude(plane, 1.5))
        self.assert_near(self.filter(plane, "--sigma=1.5", "--truncate=4", "--laplacian"),
                         ndimage.gaussian_laplace(plane, 1.5))

    def test_layouts_and_channels(self):
        for x in np.asfortranarray(self.x), self.x.astype(">f8"), self.x.astype("f4"):
            wanted = ndimage.gaussian_filter(x.astype("f8"), (2, 2, 0))
            found = self.filter(x, "--channels", "--sigma=2", "--truncate=4")
            single = x.dtype == np.float32
            self.assert_near(found, wanted.astype("f4" if single else "f8"), 1e-5 if single else 1e-13)


class Densities(ToolTest):
    def setUp(self):
        super().setUp()
        random = np.random.default_rng(4)
        self.x = {1: random.normal(0, 2, (200, 1)), 2: random.normal(0, 1, (150, 2)) @ [[2, 1], [0, 0.5]],
                  5: random.normal(0, 1, (90, 5)) @ random.normal(0, 1, (5, 5))}
        self.weights = random.uniform(0, 2, 200)

    def kde(self, *arguments):
        self.assertEqual(self.assert_status(self.run_tool("kde", "-q", "-o", "f.npy", *arguments), 0), "")
        return np.load(self.directory / "f.npy", allow_pickle=False)

    def test_points(self):
        for d, x in self.x.items():
            np.save(self.directory / "x.npy", x)
            queries = np.random.default_rng(d).normal(0, 2, (40, d))
            np.save(self.directory / "q.npy", queries)
            for rule in "scott", "silverman":
                theirs = stats.gaussian_kde(x.T, rule)
                found = self.kde(f"--bandwidth={rule}", "--at=q.npy", "x.npy")
                height = 1 / np.sqrt(np.linalg.det(2 * np.pi * theirs.covariance))
                self.assertLessEqual(np.abs(found - theirs(queries.T)).max(), 2e-10 * height)
                found = self.kde(f"--bandwidth={rule}", "--log", "--at=q.npy", "x.npy")
                wanted = theirs.logpdf(queries.T)
                self.assertLessEqual((np.abs(found - wanted) / (1 + np.abs(wanted))).max(), 1e-11)
                self.assertLessEqual(np.abs(self.kde(f"--bandwidth={rule}", "--print-bandwidth", "x.npy")
                                            / (theirs.covariance if d > 1 else np.sqrt(theirs.covariance)) - 1).max(),
                                     1e-12)

    def test_weights_and_grids(self):
        np.save(self.directory / "x.npy", self.x[1])
        np.save(self.directory / "w.npy", self.weights)
        theirs = stats.gaussian_kde(self.x[1].T, weights=self.weights)
        found = self.kde("--weights=w.npy", "--grid=-5:5:101", "x.npy")
        self.assertLessEqual(np.abs(found - theirs(np.linspace(-5, 5, 101))).max(), 1e-10)
        np.save(self.directory / "x.npy", self.x[2])
        theirs = stats.gaussian_kde(self.x[2].T)
        at = np.meshgrid(np.linspace(-4, 4, 31), np.linspace(-3, 3, 21))
        found = self.kde("--grid=-4:4:31,-3:3:21", "x.npy")
        self.assertLessEqual(np.abs(found - theirs([at[0].ravel(), at[1].ravel()]).reshape(21, 31)).max(), 1e-9)


if __name__ == "__main__":
    main()
