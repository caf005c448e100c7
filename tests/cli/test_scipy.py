# SPDX-License-Identifier: BSD-3-Clause
"""`gausskern filter` with --truncate beside scipy.ndimage, on arrays that numpy saved, and back through numpy."""
from tool import ToolTest, main, skip_all

try:
    import numpy as np
    from scipy import ndimage
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


if __name__ == "__main__":
    main()
