# SPDX-License-Identifier: BSD-3-Clause
"""`gausskern filter`: command lines and data that are refused, and in which words."""
import math

from images import GRAY, GRAY_ALPHA, RGB, FilterTest, npy, numbers, png
from tool import main


class Refused(FilterTest):
    def setUp(self):
        super().setUp()
        self.write("x.npy", npy((3, 4), [1.0] * 12))

    def usage(self, *arguments, words):
        with self.subTest(arguments=arguments):
            self.refused(*arguments, "-o", "y.npy", "x.npy", words=words, status=2)

    def data(self, *arguments, words, name="x.npy"):
        with self.subTest(arguments=arguments):
            self.refused(*arguments, "-o", "y.npy", name, words=words)

    def test_files(self):
        self.refused("--sigma=1", "-o", "y.npy", words=["IN is missing"], status=2)
        self.refused("--sigma=1", "x.npy", words=["-o OUT is missing"], status=2)
        self.usage("--sigma=1", "y.npy", words=["one IN only"])
        for name in "y", "y.jpg", "-", "y.svg":
            self.refused("--sigma=1", "-o", name, "x.npy", words=["name it with --format"], status=2)
        self.refused("--sigma=1", "-o", "y.npy", "absent.png", words=["cannot open absent.png"])
        self.refused("--sigma=1", "-o", "absent/y.npy", "x.npy", words=["cannot create a file for absent/y.npy"])
        self.write("x.jpg", b"\xff\xd8\xff\xe0 and so on")
        self.data("--sigma=1", words=["cannot tell the format from the name"], name="x.jpg")
        self.data("--sigma=1", "--input-format=png", words=["x.npy: not a PNG"])
        self.refused("--sigma=1", "--type=f32", "-o", "y.png", "x.npy", words=["a PNG holds u8 or u16"], status=2)

    def test_values(self):
        for text in "-1", "1e-4", "1e7", "nan", "", "1,", "x", "1,2,y":
            self.usage(f"--sigma={text}", words=["--sigma: '", "is neither 0 nor a number from 0.001 to 1e6"])
        self.usage("--sigma=1,2,3,4,5", words=["--sigma has 5 numbers, the most is 4"])
        for text in "-1", "9", "1.5", "":
            self.usage("--sigma=1", f"--order={text}", words=["--order: '"])
        for text in "0", "-1", "1.5":
            self.usage("--sigma=1", f"--stride={text}", words=["--stride: '"])
        for text in "0", "1e-16", "0.2", "nan":
            self.usage("--sigma=1", f"--tolerance={text}", words=[f"--tolerance: '{text}'"])
        self.usage("--sigma=1", "--truncate=0", words=["--truncate: '0' is not a positive number"])
        self.usage("--sigma=1", "--radius=0", words=["--radius: '0' is for --method binomial"])
        self.usage("--sigma=1", "--mode=constant", "--cval=nan", words=["--cval must be a finite number"])
        self.usage("--sigma=1", "--type=i8", words=["--type must be u8, u16, f32 or f64"])
        self.usage("--sigma=1", "--method=opencv",
                   words=["--method must be sampled, integrated, discrete or binomial"])
        self.usage("--sigma=1", "--engine=gpu", words=["--engine must be auto, fir or recursive"])

    def test_blanks_around_commas(self):
        for arguments in ["--sigma=1 ,2"], ["--sigma=1  ,  2", "--mode=wrap , nearest"], ["--sigma=1", "--stride=1 ,1"]:
            self.assertEqual(self.filter(*arguments, "x.npy")[1], (3, 4))
        for text in "1,2 ", " 1,2", "1 2,3", "1, ,2", "1 ":
            self.usage(f"--sigma={text}", words=["is neither 0 nor a number"])

    def test_no_difference(self):
        for sigma, other, warned in [("2", "2", True), ("2", "2,2", True), ("2,0", "2,0", True), ("2", "2,3", False),
                                     ("2", "1", False)]:
            result = self.run_tool("filter", f"--sigma={sigma}", f"--difference={other}", "-o", "y.npy", "x.npy")
            self.assertEqual("are the same, of which the difference is 0" in self.assert_status(result, 0), warned)

    def test_names_of_other_programs(self):
        for theirs, ours in [("edge", "nearest"), ("replicate", "nearest"), ("symmetric", "reflect"),
                             ("circular", "wrap"), ("reflect_101", "mirror"), ("grid-wrap", "wrap"),
                             ("zeros", "constant"), ("EDGE", "nearest")]:
            self.usage("--sigma=1", f"--mode={theirs}", words=[f"what is '{theirs}' elsewhere is {ours} here"])
        for text in "periodic", "", "reflect,", "Reflect":
            self.usage("--sigma=1", f"--mode={text}", words=[
                "--mode must be reflect, mirror, nearest, wrap, constant or none, not '"])
        self.usage("--sigma=1", "--mode=wrap,wrap,wrap,wrap,wrap", words=["--mode has more than 4 names"])

    def test_what_does_not_go_together(self):
        self.usage(words=["--sigma S is missing"])
        for arguments, words in [
                (["--truncate=3", "--radius=3"], "--truncate and --radius exclude each other"),
                (["--truncate=1e10"], "--truncate 1e+10 of a sigma of 1 is a radius above 2^24"),
                (["--radius=16777217"], "16777217"),
                (["--truncate=3", "--tolerance=1e-3"], "--tolerance has no effect with --truncate"),
                (["--radius=3", "--tolerance=1e-3"], "--tolerance has no effect with --radius"),
                (["--gradient", "--laplacian"], "exclude each other"),
                (["--gradient", "--difference=2"], "exclude each other"),
                (["--gradient", "--order=1,0"], "--order does not go with --gradient"),
                (["--order=1,0", "--difference=2"], "--order does not go with --difference"),
                (["--gradient", "--mask=x.npy"], "--mask does not go with --gradient"),
                (["--order=1,0", "--skip-nan"], "--skip-nan does not go with derivatives"),
                (["--laplacian", "--mode=wrap,none"], "--mode none does not go with --laplacian"),
                (["--gradient", "--linear"], "--linear does not go with --gradient"),
                (["--difference=2", "--linear"], "--linear does not go with --difference"),
                (["--linear", "--type=f32"], "--linear encodes into u8 or u16, not into f32"),
                (["--cval=1"], "--cval is for --mode constant"),
                (["--method=binomial", "--radius=1"], "--sigma cannot be given"),
                (["--engine=recursive", "--truncate=3"], "cuts nothing off: no --truncate"),
                (["--engine=recursive", "--radius=3"], "cuts nothing off: no --radius"),
                (["--engine=recursive", "--method=discrete"], "has the methods sampled and integrated"),
                (["--engine=recursive", "--tolerance=1e-13"], "takes a --tolerance from 1e-12 on"),
                (["--engine=recursive", "--order=3,0"], "has derivatives to order 2, not 3"),
                (["--engine=recursive", "--gradient"], "takes sigmas from 2 on with derivatives, not 1")]:
            self.usage("--sigma=1", *arguments, words=[words])
        self.usage("--engine=recursive", "--sigma=0.4,0", words=["takes sigmas from 0.5 on, not 0.4"])
        self.usage("--engine=recursive", "--sigma=3", "--gradient", "--tolerance=1e-10",
                   words=["--tolerance from 1e-09 on with derivatives"])
        self.usage("--method=binomial", words=["--method binomial needs --radius"])
        self.usage("--method=binomial", "--radius=1", "--gradient", words=["binomial does not go with --gradient"])

    def test_the_number_of_axes(self):
        self.write("image.npy", npy((3, 4, 3), [1.0] * 36))
        self.data("--sigma=1,2,3", words=["--sigma has 3 values, but x.npy has 2 axes"])
        self.data("--sigma=1,2", words=["--sigma has 2 values, but image.npy has 3 axes; is the last that of "
                                        "--channels?"], name="image.npy")
        self.data("--sigma=1", "--mode=wrap,wrap,wrap", words=["--mode has 3 values"])
        self.data("--sigma=1", "--order=1", words=["--order has 1 value, but x.npy has 2 axes; say --order 1,0"])
        self.data("--sigma=1,0", "--order=0,1", words=["--order 1 along an axis whose sigma is 0"])
        self.data("--sigma=1,0", "--difference=2", words=["leave different axes alone"])
        self.data("--sigma=0", "--gradient", words=["a derivative needs an axis whose sigma is not 0"])
        self.write("line.npy", npy((4,), [1.0] * 4))
        self.data("--sigma=1", "--channels", words=["an array of one dimension has none"], name="line.npy")
        self.write("x.csv", "1,2\n")
        self.data("--sigma=1", "--channels", words=["--channels is for npy: text has none"], name="x.csv")
        self.write("x.png", png(1, 1, 8, GRAY, [0]))
        self.data("--sigma=1", "--channels", words=["--channels is for npy: a PNG says itself"], name="x.png")

    def test_masks(self):
        self.write("small.npy", npy((3, 3), [1.0] * 9))
        self.write("rgb.png", png(4, 3, 8, RGB, numbers(36)))
        self.data("--sigma=1", "--mask=small.npy", words=["small.npy is an array of 3 x 3, but x.npy of 4 x 3"])
        self.data("--sigma=1", "--mask=rgb.png", words=["rgb.png: a mask has one channel, not 3"])
        self.data("--sigma=1", "--mask=absent.png", words=["cannot open absent.png"])
        for value in -1.0, math.nan, math.inf:
            self.write("m.npy", npy((3, 4), [1.0] * 11 + [value]))
            self.data("--sigma=1", "--mask=m.npy", words=[
                "m.npy: the weights in a mask are finite and not negative; the first that is not, "
                f"{value:g}, is at [2, 3] as numpy counts"])
        self.write("m.npy", npy((3, 4), [1.0] * 5 + [-2.0] + [1.0] * 5 + [-3.0], "<f4", True))
        self.data("--sigma=1", "--mask=m.npy", words=["not, -2, is at [1, 1]"])
        self.write("image.npy", npy((3, 4, 2), [1.0] * 24))
        self.write("m.npy", npy((3, 4, 2), [1.0] * 13 + [-2.0] + [1.0] * 10))
        self.data("--sigma=1", "--channels", "--mask=m.npy", words=["is at [1, 2, 1]"], name="image.npy")
        self.write("image.png", png(4, 3, 8, GRAY_ALPHA, numbers(24)))
        self.write("m.npy", npy((3, 4), [1.0] * 6 + [-1.0] + [1.0] * 5))
        self.data("--sigma=1", "--mask=m.npy", words=["m.npy: ", "not, -1, is at [1, 2]"], name="image.png")

    def test_arrays(self):
        for shape in [(), (1,) * 5]:
            self.write("odd.npy", npy(shape, [1.0]))
            self.data("--sigma=1", words=[f"the array has {len(shape)} dimensions; 1 to 4 can be worked with"],
                      name="odd.npy")
        for shape in [(2**40, 2**40), (0, 2**63 - 1, 2**63 - 1, 2**63 - 1), (2**62, 4)]:
            self.write("odd.npy", npy(shape, []))
            self.data("--sigma=1", words=["odd.npy: ", "do not fit into any memory"], name="odd.npy")
        self.write("odd.npy", npy((3, 4, 5), [1.0] * 59))
        self.data("--sigma=1", words=["3 x 4 x 5 elements of 8 bytes are 480 bytes, but only 472 are there"],
                  name="odd.npy")


if __name__ == "__main__":
    main()
