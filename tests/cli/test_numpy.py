# SPDX-License-Identifier: BSD-3-Clause
"""Files made by numpy itself, of every type and layout, and a Gram matrix computed by numpy."""
import io

from tool import ToolTest, bound, main, skip_all

try:
    import numpy as np
except ImportError:
    skip_all("numpy is not installed")


def expected(x, gamma):
    """In the widest float that there is, from differences."""
    x = x.astype(np.longdouble)
    return np.exp(-gamma * ((x[:, None, :] - x[None, :, :]) ** 2).sum(-1))


class Numpy(ToolTest):
    def setUp(self):
        super().setUp()
        self.generator = np.random.default_rng(1)

    def save(self, x, version=None):
        with open(self.directory / "x.npy", "wb") as file:
            np.lib.format.write_array(file, x, version)

    def load(self, *arguments):
        stderr = self.assert_status(self.run_tool("gram", "-q", "-o", "K.npy", *arguments), 0)
        self.assertEqual(stderr, "")
        return np.load(self.directory / "K.npy", allow_pickle=False)

    def check(self, x, gamma=0.01):
        k = self.load(f"--gamma={gamma}", "x.npy")
        points = x[:, None] if x.ndim == 1 else x
        self.assertEqual(k.shape, (len(x), len(x)))
        self.assertEqual(k.dtype, np.float32 if x.dtype.newbyteorder("=") == np.float32 else np.float64)
        self.assertLessEqual(np.abs(k - expected(points, gamma)).max(), bound(points.shape[1], k.dtype.str))
        self.assertTrue((k == k.T).all())

    def test_every_type_and_layout(self):
        numbers = self.generator.normal(0, 10, (33, 5))
        for dtype in "f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 ?".split():
            x = (np.abs(numbers) if dtype[0] == "u" else numbers).astype(dtype)
            for order in "<>":
                for layout in "CF":
                    with self.subTest(dtype=dtype, order=order, layout=layout):
                        turned = np.array(x, dtype=x.dtype.newbyteorder(order), order=layout)
                        self.save(turned)
                        self.check(turned)

    def test_versions(self):
        x = self.generator.normal(size=(4, 3))
        for version in (1, 0), (2, 0), (3, 0):
            self.save(x, version)
            self.check(x)

    def test_shapes(self):
        for shape in (1, 1), (1, 7), (7, 1), (9,), (130, 48):
            x = self.generator.normal(size=shape)
            self.save(x)
            self.check(x)

    def test_types_that_are_refused(self):
        for x in [np.zeros((2, 2), "f2"), np.zeros((2, 2), "c16"), np.zeros((2, 2), "S3"), np.zeros((2, 2), "M8[s]"),
                  np.zeros(2, [("a", "f8"), ("b", "i4")]), np.zeros((2, 2, 2)), np.float64(3)]:
            buffer = io.BytesIO()
            np.save(buffer, x)
            self.refuses("x.npy", buffer.getvalue(), "x.npy: ")

    def test_text_of_savetxt(self):
        x = self.generator.normal(size=(20, 3))
        for more in [{}, {"delimiter": ","}, {"delimiter": ";", "header": "a;b;c", "comments": ""},
                     {"header": "a b c"}]:
            np.savetxt(self.directory / "x.csv", x, **more)
            k = self.load("--gamma=0.25", "x.csv")
            self.assertLessEqual(np.abs(k - expected(x, 0.25)).max(), bound(3))

    def test_csv_is_read_by_loadtxt(self):
        self.save(self.generator.normal(size=(300, 3)))
        k = self.load("x.npy")
        self.assert_status(self.run_tool("gram", "-q", "-o", "K.csv", "x.npy"), 0)
        self.assertTrue((np.loadtxt(self.directory / "K.csv", delimiter=",") == k).all())

    def test_output_can_be_mapped(self):
        self.save(self.generator.normal(size=(10, 3)))
        self.load("x.npy")
        mapped = np.load(self.directory / "K.npy", mmap_mode="r")
        self.assertEqual(mapped.offset % 64, 0)


if __name__ == "__main__":
    main()
