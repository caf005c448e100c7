# SPDX-License-Identifier: BSD-3-Clause
"""CSV and LIBSVM files: what is read, and that errors name file, line and column."""
import math

from tool import ToolTest, kernel, main

ROWS = [[1.0, 2.5], [-3.0, 0.125], [0.5, 4.0]]
EXPECTED = kernel(ROWS, gamma=0.125)
GAMMA = ["--gamma=0.125"]
EXACT = 2.0**-50


class GoodCsv(ToolTest):
    def check(self, text, name="x.csv", arguments=(), expected=EXPECTED):
        self.write(name, text)
        self.assert_close(self.gram(*GAMMA, *arguments, name), expected, EXACT)

    def test_delimiters(self):
        for delimiter in ",", ";", "\t", " ", "  ", " \t", " , ", "; ", ",\t":
            with self.subTest(delimiter=delimiter):
                self.check("".join(f"{a}{delimiter}{b}\n" for a, b in ROWS))

    def test_delimiter_option(self):
        for delimiter, option in [("|", "|"), (":", ":"), ("\t", "tab"), (" ", "blank"), (" \t ", "blank")]:
            with self.subTest(delimiter=delimiter):
                self.check("".join(f"{a}{delimiter}{b}\n" for a, b in ROWS), arguments=["--delimiter", option])

    def test_line_ends(self):
        self.check("1,2.5\r\n-3,0.125\r\n0.5,4\r\n")
        self.check("1,2.5\r\n-3,0.125\n0.5,4")
        self.check("1,2.5\n\n  \n-3,0.125\n\t\n0.5,4\n\n\n")

    def test_headers(self):
        for header in "a,b", '"a","b"', "x 1,y (m)", ",b", '"a, b",c', "weight [kg],", "é,ü", '"a ""b""",c', "NA,NA":
            with self.subTest(header=header):
                self.check(f"{header}\n1,2.5\n-3,0.125\n0.5,4\n")

    def test_columns_of_words(self):
        """Of both files, those that --columns leaves out."""
        self.write("plain.csv", "1,2\n3,5\n")
        self.write("words.csv", "bob,1,2\nann,3,5\n")
        self.assertEqual(self.gram("--columns=2,3", "words.csv"), self.gram("plain.csv"))
        self.assertEqual(self.gram("--columns=2,3", "--y=words.csv", "words.csv"), self.gram("plain.csv"))
        self.refuses("words.csv", "1,2\n3,ann\n", "words.csv:2:3: field 2 is not a number: 'ann'",
                     arguments=["--columns=2"])

    def test_comments(self):
        self.check("# made by hand, 2 columns\n1,2.5 # first\n  # between\n-3,0.125\n#\n0.5,4#last")
        self.check('# comment\n"a # b",c\n1,2.5\n-3,0.125\n0.5,4\n')

    def test_quotes_and_blanks(self):
        self.check('"1","2.5"\n -3 ,\t"0.125" \n"0.5" , 4\n')
        self.check('"1" 2.5\n  -3   "0.125"  \n0.5 4\n')

    def test_byte_order_mark(self):
        self.check("\ufeff1,2.5\n-3,0.125\n0.5,4\n")
        self.check("\ufeffa,b\n1,2.5\n-3,0.125\n0.5,4\n")

    def test_spellings_of_numbers(self):
        self.check("+1,2.50\n-3.,.125\n5e-1,0.4E+1\n")
        self.check("1." + "0" * 400 + ",2.5\n-3e0,1250000e-7\n0000.5,4\n")

    def test_tiny_numbers(self):
        self.check("1e-320,1e-400\n1,0\n", expected=kernel([[0, 0], [1, 0]], gamma=0.125))

    def test_nan_and_infinity(self):
        self.write("x.csv", "1,2\nnan,0\nNaN,inf\n3,Infinity\n4,5\n")
        k = self.gram(*GAMMA, "x.csv")
        self.assertTrue(all(math.isnan(k[i][j]) for i in (1, 2) for j in range(5)))
        self.assertEqual((k[0][0], k[4][0], k[0][3]), (1.0, math.exp(-0.125 * 18), 0.0))

    def test_other_endings(self):
        text = "1 2.5\n-3 0.125\n0.5 4\n"
        for name in "x.tsv", "x.txt", "x.dat", "x.CSV":
            self.check(text, name)
        self.check(text, "x.data", arguments=["--input-format=csv"])

    def test_one_column(self):
        self.check("value\n1\n2\n", expected=kernel([[1], [2]], gamma=0.125))

    def test_standard_input(self):
        result = self.run_tool("gram", "-q", "--gamma=1", "--input-format=csv", "-o-", "--format=csv", "-",
                               stdin=b"1\n1\n")
        self.assert_status(result, 0)
        self.assertEqual(result.stdout, b"1,1\n1,1\n")


class BadCsv(ToolTest):
    def test_missing(self):
        self.refuses("x.csv", "1,2\n3,\n", "x.csv:2:3: field 2 is missing")
        self.refuses("x.csv", "1,2\n,3\n", "x.csv:2:1: field 1 is missing")
        self.refuses("x.csv", "a,b,c\n\n1,,3\n", "x.csv:3:3: field 2 is missing")
        self.refuses("x.csv", "1,2\n  ,3\n", "x.csv:2:3: field 1 is missing")
        self.refuses("x.csv", '1,2\n"",3\n', "x.csv:2:2: field 1 is missing")
        self.refuses("x.csv", "1,2,\n", "x.csv:1:5: field 3 is missing")

    def test_not_a_number(self):
        for word in ["abc", "1.5x", "0x10", "1e", "--1", "1 2", "NA", "1_000", "nan(7)", "1.2.3",
                     "é", "infinit", "1,5", "+", "-", ".", "e5", "1\x0b", "1e+", "9" * 600, "TRUE", "1d0", "٣"]:
            with self.subTest(word=word):
                shown = word.encode()[:40].decode("utf-8", "ignore").replace("\x0b", "?")
                self.refuses("x.csv", f"7;8\n1;{word}\n", f"x.csv:2:3: field 2 is not a number: '{shown}'")

    def test_too_large(self):
        """In the first line, too: it is no header, whose point would be lost."""
        for word in "1e999", "-1e400":
            self.refuses("x.csv", f"7;8\n1;{word}\n", f"x.csv:2:3: field 2 is too large for a double: '{word}'")
            self.refuses("x.csv", f"{word}\n1\n", f"x.csv:1:1: field 1 is too large for a double: '{word}'")

    def test_a_first_line_with_numbers_is_no_header(self):
        self.refuses("x.csv", "1,abc\n2,3\n", "x.csv:1:3: field 2 is not a number: 'abc'")

    def test_ragged(self):
        self.refuses("x.csv", "1,2\n3\n", "x.csv:2: 1 fields, but the lines before have 2")
        self.refuses("x.csv", "1,2\n\n# c\n3,4,5\n", "x.csv:4: 3 fields, but the lines before have 2")
        self.refuses("x.csv", "a,b,c\n3,4\n", "x.csv:2: 2 fields, but the lines before have 3")
        self.refuses("x.csv", "1 2\n3 4 5\n", "x.csv:2: 3 fields, but the lines before have 2")

    def test_quotes(self):
        self.refuses("x.csv", '1,"2\n3,4\n', "x.csv:1:3: the quote is not closed")
        self.refuses("x.csv", '1,2\n"3,4\n', "x.csv:2:1: the quote is not closed")
        self.refuses("x.csv", '1,2\n"3"4,5\n', "x.csv:2:4: a delimiter is expected")
        self.refuses("x.csv", '1 2\n"3"4 5\n', "x.csv:2:4: a delimiter is expected")
        self.refuses("x.csv", '1,2\n"', "x.csv:2:1: the quote is not closed")
        self.refuses("x.csv", '1,2\n"""', "x.csv:2:1: the quote is not closed")

    def test_nul_bytes(self):
        self.refuses("x.csv", b"1,2\n3,4\0\n", "x.csv:2:3: field 2 holds a NUL byte")
        self.refuses("x.csv", "1,2\n3,4\n".encode("utf-16"), "x.csv:1:")
        self.refuses("x.csv", bytes(4096), "x.csv:1:1: field 1 ")

    def test_nothing(self):
        for text in "", "\n\n", "# only\n", " \t\n", "\ufeff":
            self.refuses("x.csv", text, "x.csv: there is no data")
        self.refuses("x.csv", "a,b\n", "x.csv: there is no data behind the header")

    def test_unknown_ending(self):
        for name in "x", "x.json", "csv":
            self.refuses(name, "1,2\n", f"{name}: cannot tell the format from the name; name it with --input-format")


class GoodLibsvm(ToolTest):
    def check(self, text, rows, name="x.libsvm", arguments=()):
        self.write(name, text)
        self.assert_close(self.gram(*GAMMA, *arguments, name), kernel(rows, gamma=0.125), EXACT)

    def test_sparse(self):
        self.check("1 1:1 3:2.5\n-1 2:0.5\n+1 1:-3e0 2:4 3:.5\n0\n",
                   [[1, 0, 2.5], [0, 0.5, 0], [-3, 4, 0.5], [0, 0, 0]])

    def test_comments_and_line_ends(self):
        self.check("# head\r\n1 1:1 2:2.5 # first\r\n\r\n2.5 1:-3\t2:0.125  \r\n \n3 1:0.5  2:4#x", ROWS)

    def test_other_endings(self):
        for name in "x.svm", "x.svmlight":
            self.check("1 1:1 2:2\n2 1:3\n", [[1, 2], [3, 0]], name)
        self.check("1 1:1 2:2\n2 1:3\n", [[1, 2], [3, 0]], "x.scale", ["--input-format=libsvm"])

    def test_missing_columns_are_added(self):
        self.write("y.libsvm", "1 1:1 4:2\n")
        self.write("x.libsvm", "1 2:1\n2 1:3\n")
        long, short = [[1, 0, 0, 2]], [[0, 1, 0, 0], [3, 0, 0, 0]]
        self.assert_close(self.gram(*GAMMA, "--y=y.libsvm", "x.libsvm"), kernel(short, long, gamma=0.125), EXACT)
        self.assert_close(self.gram(*GAMMA, "--y=x.libsvm", "y.libsvm"), kernel(long, short, gamma=0.125), EXACT)
        self.write("z.csv", "1,2,3\n")
        self.assert_close(self.gram(*GAMMA, "--y=z.csv", "x.libsvm"),
                          kernel([row[:3] for row in short], [[1, 2, 3]], gamma=0.125), EXACT)


class BadLibsvm(ToolTest):
    def test_words(self):
        for text, message in [
                ("x 1:1", "1:1: the label is not a number: 'x'"),
                ("1:1 2:2", "1:1: the label is not a number: '1:1'"),
                ("1,2 1:1", "1:1: the label is not a number: '1,2'"),
                ("1 1:1\n2 1", "2:3: index:value is expected: '1'"),
                ("1 qid:3 1:1", "1:3: the index is not a whole number: 'qid:3'"),
                ("1 -1:1", "1:3: the index is not a whole number: '-1:1'"),
                ("1 1.5:1", "1:3: the index is not a whole number: '1.5:1'"),
                ("1 :1", "1:3: the index is not a whole number: ':1'"),
                ("1 99999999999999999999:1", "1:3: the index is not a whole number"),
                ("1 0:1", "1:3: indices start at 1 (scikit-learn writes so with zero_based=False): '0:1'"),
                ("1 2:1 1:3", "1:7: the indices of a line must ascend: '1:3'"),
                ("1 2:1 2:3", "1:7: the indices of a line must ascend: '2:3'"),
                ("1 1:", "1:3: the value is not a number: '1:'"),
                ("1 1:x", "1:3: the value is not a number: '1:x'"),
                ("1 1:2:3", "1:3: the value is not a number: '1:2:3'"),
                ("1 1: 2", "1:3: the value is not a number: '1:'"),
                ("1 1:0x1", "1:3: the value is not a number: '1:0x1'"),
                ("# c\n\n1 1:1\n2 1:1e999", "4:3: the value is not a number: '1:1e999'")]:
            with self.subTest(text=text):
                self.refuses("x.libsvm", text + "\n", "x.libsvm:" + message)

    def test_nothing(self):
        for text in "", "\n", "# only\n":
            self.refuses("x.libsvm", text, "x.libsvm: there is no data")

    def test_nul_bytes(self):
        self.refuses("x.libsvm", b"1 1:2\0\n", "x.libsvm:1:3: the value is not a number")
        self.refuses("x.libsvm", bytes(100), "x.libsvm:1:1: the label is not a number")

    def test_matrices_too_large_for_memory(self):
        self.refuses("x.libsvm", "1 18446744073709551615:1\n", "do not fit into any memory")
        self.refuses("x.libsvm", "1 1152921504606846975:1\n", "numbers")
        self.refuses("x.libsvm", "1 99999999999999:1\n2 1:1\n", "x.libsvm: no memory for 2 x 99999999999999 numbers")


if __name__ == "__main__":
    main()
