# SPDX-License-Identifier: BSD-3-Clause
"""What gausskern kde refuses, and in which words."""
from test_kde import ONE, KdeTest
from tool import main


class Refused(KdeTest):
    def refused(self, *arguments, words=(), status=2):
        with self.subTest(arguments=arguments):
            before = self.files()
            result = self.run_tool("kde", *arguments)
            self.assert_fails(result, *words, status=status)
            self.assertNotIn(b"gk_", result.stderr, "the library's functions are not the user's")
            self.assertEqual(self.files(), before)

    def test_numbers(self):
        for option in "--adjust", "--bandwidth":
            for text in "0", "-1", "nan", "inf", "", "1x":
                self.refused(f"{option}={text}", "one.csv", words=[f"{option}: '", "' is not a positive number"])
        self.refused("--bandwidth=scot", "one.csv", words=["--bandwidth must be scott, silverman, nrd0"])
        self.refused("--bandwidth=1,2,", "two.npy", words=["--bandwidth"])
        self.refused("--tolerance=2", "one.csv", words=["--tolerance: '2' is more than 1"])
        self.refused("--tolerance=-1", "one.csv", words=["--tolerance"])
        self.refused("--engine=fast", "one.csv", words=["--engine must be auto, exact, exponentials"])
        for text in "0", "0.5", "100", "101", "x", "":
            self.refused(f"--contours={text}", "-o", "p.png", "two.npy", words=["--contours: '"])
        for text, words in [("0", "not a whole number from 1 up"), ("1001", "more than 1000 bins"), ("x", "yes or no")]:
            self.refused(f"--histogram={text}", "-o", "p.png", "one.csv", words=["--histogram", words])
        self.refused("--contours=" + ",".join(["5"] * 17), "-o", "p.png", "two.npy", words=["the most is 16"])

    def test_boxes(self):
        for text in "", "1", "1:", ":1", "1:2:3", "nan:1", "0:nan", "0:1,", "0:1,x:2", "0:1e999":
            self.refused(f"--integral={text}", "one.csv", words=["--integral: '", "' is not LOW:HIGH"])
        self.refused("--integral=0:1,2:-inf", "two.npy", words=["--integral: '2:-inf' ends below where it begins"])
        self.refused("--integral=0:1", "two.npy", status=1,
                     words=["--integral has 1 dimension, but the data in two.npy have 2 columns"])

    def test_what_does_not_go_together(self):
        self.refused(words=["INPUT is missing"])
        self.refused("one.csv", "two.npy", words=["one INPUT only"])
        self.refused("--grid=0:1:2", "--at=one.csv", "one.csv", words=["exclude each other"])
        self.refused("--print-bandwidth", "--sample=2", "one.csv", words=["exclude each other"])
        self.refused("--bandwidth=1", "--bandwidth-matrix=1", "one.csv", words=["--bandwidth-matrix exclude each other"])
        self.refused("--integral=0:1", "--at=one.csv", "one.csv", words=["exclude each other"])
        self.refused("--integral=0:1", "--log", "one.csv", words=["--log is for densities, not for --integral"])
        self.refused("--integral=0:1", "-o", "p.png", "one.csv", words=["p.png: a picture shows a density on a --grid"])
        self.refused("--seed=1", "one.csv", words=["--seed is for --sample"])
        self.refused("--diagonal", "--bandwidth=isj", "one.csv", words=["--diagonal is for scott"])
        self.refused("--log", "--sample=1", "one.csv", words=["--log is for densities"])
        self.refused("--log", "--engine=binned", "one.csv", words=["--engine does not go with it"])
        self.refused("--log", "--tolerance=0.1", "one.csv", words=["--tolerance does not go with it"])
        self.refused("--tolerance=0.1", "--engine=exact", "one.csv", words=["--tolerance is for the engines"])
        self.refused("--engine=binned", "--at=one.csv", "one.csv", words=["--engine=binned is for a --grid"])
        self.refused("--weights=w.csv", "--weight-column=1", "one.csv", words=["exclude each other"])
        self.refused("--at=-", "-", words=["standard input"])
        self.refused("--at=one.csv", "-o", "p.png", "one.csv", words=["p.png: a picture shows a density on a --grid"])
        self.refused("--grid=0:1:2,0:1:2,0:1:2", "-o", "p.svg", "two.npy", words=["not three"])
        for option in "--rug", "--histogram=no", "--points=no", "--contours=none":
            self.refused(option, "-o", "f.npy", "one.csv", words=["is for picture files"])
        self.refused("--log", "--histogram=yes", "-o", "p.png", "one.csv", words=["--histogram has no logarithm"])
        self.refused("--cmap=gray", "--grid=0:1:3", "-o", "p.png", "one.csv", words=["--cmap is for heat maps"])

    def test_what_does_not_go_with_the_data(self):
        self.write("three.csv", "1,2,3\n4,5,7\n0,1,1\n5,2,2\n9,1,4\n")
        self.write("four.csv", "1,2,3,0\n4,5,7,1\n0,1,1,2\n5,2,2,9\n9,1,4,5\n8,8,2,1\n")
        for arguments, words in [
                (["--grid=0:1:2", "two.npy"], "--grid has 1 axis, but the data in two.npy have 2 columns"),
                (["--bandwidth=1,2", "one.csv"], "--bandwidth has 2 numbers, but the data in one.csv have 1 column"),
                (["--bandwidth-matrix=1,0,0", "two.npy"], "--bandwidth-matrix has 3 numbers"),
                (["three.csv"], "the data in three.csv have 3 columns: say where the density is wanted"),
                (["-o", "p.png", "three.csv"], "a picture shows the density of one or two"),
                (["--at=two.npy", "one.csv"], "two.npy has 2 columns, but the data in one.csv have 1"),
                (["--weights=two.npy", "one.csv"], "two.npy has 2 columns; weights are one column"),
                (["--weights=one.csv", "two.npy"], "one.csv has 41 numbers, but two.npy has 53 points"),
                (["--columns=3", "two.npy"], "--columns: there is no column 3, two.npy has 2, counted from 1"),
                (["--columns=0", "two.npy"], "--columns: there is no column 0"),
                (["--columns=x", "two.npy"], "have no names"),
                (["--weight-column=1", "one.csv"], "no column of data"),
                (["--bandwidth=isj", "two.npy"], "--bandwidth=isj is for one column, but the data in two.npy have 2"),
                (["--engine=exponentials", "two.npy"], "--engine=exponentials is for one column, but the data in"),
                (["--engine=cutoff", "--at=four.csv", "four.csv"], "--engine=cutoff is for 1 to 3 columns, but the data"),
                (["--engine=binned", "two.npy"], "--engine=binned is for an H that is diagonal: add --diagonal"),
                (["--engine=binned", "--bandwidth-matrix=1,0.5,0.5,1", "two.npy"],
                 "--bandwidth-matrix has covariances: leave them out, or take another engine"),
                (["--cmap=gray", "-o", "p.png", "one.csv"], "--cmap is for heat maps"),
                (["--contours=5", "-o", "p.png", "one.csv"], "--contours is for heat maps, but the data in one.csv have 1 column"),
                (["--rug", "-o", "p.png", "two.npy"], "--rug is for curves, but the data in two.npy have 2 columns")]:
            self.refused(*arguments, words=[words], status=1)
        self.write("named.csv", "a,b\n1,2\n")
        self.refused("--columns=c", "named.csv", words=["no column of named.csv is named 'c'"], status=1)

    def test_data(self):
        """Rows and columns of the file, counted from 1."""
        for text, words in [("7,1\n7,nan\n7,3\n", "bad.csv: nan (row 2, column 2) is not a finite number"),
                            ("7,1\n7,2\n7,-inf\n", "bad.csv: -inf (row 3, column 2) is not a finite number"),
                            ("7,2\n6,2\n", "bad.csv: column 2 is 2 in all rows; --bandwidth=scott needs"),
                            ("7,2\n", "bad.csv has one point; --bandwidth=scott needs two that differ; give a number: --bandwidth=h"), ("1,2\n1,x\n", "'x'"),
                            ("7,0\n7,1e300\n", "bad.csv: --bandwidth=scott: "),
                            ("1e999,1\n1,2\n2,3\n", "bad.csv:1:1: field 1 is too large for a double: '1e999'")]:
            self.write("bad.csv", text)
            self.refused("--columns=2", "bad.csv", words=[words], status=1)

    def test_bad_weights(self):
        """The message names the file, or the column, where they are."""
        for bad in "-1", "nan":
            words = [f"the weight {bad} (row 41, column 1) is not a finite number >= 0"]
            self.write("w.csv", "1\n" * 40 + bad + "\n")
            self.refused("--weights=w.csv", "one.csv", words=["w.csv: ", *words], status=1)
            self.write("w.csv", ",".join(["1"] * 40 + [bad]))
            self.refused("--weights=w.csv", "one.csv", words=["w.csv: ", "(row 1, column 41)"], status=1)
        self.write("both.csv", "1,2\n3,-4\n")
        self.refused("--weight-column=2", "both.csv", words=["both.csv: the weight -4 (row 2, column 2)"], status=1)
        self.write("w.csv", "0\n" * 41)
        self.refused("--weights=w.csv", "one.csv", words=["w.csv: all weights are 0"], status=1)

    def test_bad_bandwidths(self):
        for words, message in [(["--bandwidth=1e-300"], "--bandwidth: "),
                               (["--bandwidth=1e300", "--adjust=2"], "--bandwidth with --adjust: "),
                               (["--bandwidth-matrix=1,2,2,1"], "--bandwidth-matrix: ")]:
            self.refused(*words, "two.npy", words=["gausskern: " + message], status=1)
        self.refused("--grid=-1e308:1e308:5", "one.csv", words=["gausskern: --grid: "], status=1)

    def test_narrow_bandwidth(self):
        """The default grid is one that --grid takes, although doubles do not tell 3 - 3 h from 3 + 3 h."""
        self.write("three.csv", "3\n")
        xs = [x for x, _ in self.kde("--bandwidth=1e-100", "three.csv")]
        self.assertEqual(len(set(xs)), 512)
        self.assertTrue(xs[0] < 3 < xs[-1], (xs[0], xs[-1]))

    def test_singular_data(self):
        """The message says the rank."""
        self.write("line.csv", "".join(f"{x!r},{2 * x!r}\n" for x in ONE))
        self.refused("line.csv", words=["line.csv: --bandwidth=scott: the covariance has rank 1, not 2; give a number: --bandwidth=h, or add --diagonal"], status=1)
        self.kde("--diagonal", "line.csv")

    def test_files(self):
        self.refused("none.csv", words=["none.csv"], status=1)
        self.refused("--at=none.csv", "one.csv", words=["none.csv"], status=1)
        self.refused("--weights=none.csv", "one.csv", words=["none.csv"], status=1)
        self.refused("-o", "none/f.npy", "one.csv", words=["none/f.npy"], status=1)
        self.refused("-o", "one.csv", "one.csv", words=["is the input; OUT must be another file"], status=1)


if __name__ == "__main__":
    main()
