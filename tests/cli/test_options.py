# SPDX-License-Identifier: BSD-3-Clause
"""Command lines: what is refused as wrong usage, and that help and manual tell every option."""
import os
import pathlib
import re
import signal
import subprocess

from tool import ToolTest, main, options

COMMANDS = ["apply", "density", "filter", "gram", "info", "kde", "kernel", "plot", "pool"]


class WrongUsage(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("x.csv", "1\n2\n")

    def refused(self, *arguments, words=()):
        with self.subTest(arguments=arguments):
            before = self.files()
            self.assert_fails(self.run_tool(*arguments), *words, status=2)
            self.assertEqual(self.files(), before)

    def gram_refused(self, *arguments, words=()):
        self.refused("gram", *arguments, "-o", "K.npy", "x.csv", words=words)

    def test_commands(self):
        self.refused(words=["a command is missing"])
        self.refused("draw", words=["'draw' is not a command"])
        self.refused("--draw", words=["--draw"])
        self.refused("info", "x.csv")
        self.refused("info", "--threads=1")

    def test_files(self):
        self.refused("gram", words=["INPUT is missing"])
        self.refused("gram", "x.csv", words=["-o OUT is missing"])
        self.refused("gram", "-o", "K.npy", words=["INPUT is missing"])
        self.refused("gram", "x.csv", "-o", words=["requires an argument"])
        self.gram_refused("y.csv", words=["one INPUT only"])
        for name in "K", "K.txt", "K.NPZ", "-", "npy":
            self.refused("gram", "-o", name, "x.csv", words=["name it with --format"])
        self.gram_refused("--y=-", "-")
        self.refused("gram", "-o", "K.npy", "--y=-", "-", words=["cannot both be the standard input"])

    def test_unknown_options(self):
        self.gram_refused("--gamme=1", words=["unrecognized option '--gamme=1'"])
        self.gram_refused("-x")
        self.gram_refused("--quiet=1", words=["doesn't allow an argument"])

    def test_numbers(self):
        for option in "--gamma", "--sigma", "--lengthscale", "--variance":
            for text in ["0", "-1", "nan", "inf", "1e999", "", " ", "1x", "x", " 1", "1 ", "1e", "0x1", "1,5,", ",1",
                         "1;2", "1.2.3", "1_0", "1e-400", "-0"]:
                self.gram_refused(f"{option}={text}", words=[f"{option}: '", "' is not a positive number"])
        for text in "-1", "-1e-300", "nan", "inf", "", "1x", "0x0":
            self.gram_refused(f"--noise={text}", words=[f"--noise: '{text}' is not a number from 0 up"])
        for text in "0", "-1", "1.5", "", "1x", "+1", " 1", "99999999999999999999", "0x1":
            self.gram_refused(f"--threads={text}", words=[f"--threads: '{text}' is not a whole number from 1 up"])

    def test_numbers_whatever_the_locale(self):
        self.gram_refused("--gamma=0,5")

    def test_words(self):
        for option, words, known in [("--gamma-rule", ["mean", "silverman", ""], "auto, scale or median"),
                                     ("--dtype", ["f16", "float", "f32 "], "f32 or f64"),
                                     ("--triangle", ["Lower"], "full, lower or upper"),
                                     ("--format", ["png", ".npy"], "npy, csv or libsvm"),
                                     ("--input-format", ["json"], "npy, csv or libsvm")]:
            for word in words:
                self.gram_refused(f"{option}={word}", words=[f"{option} must be {known}, not '{word}'"])
        for text in "", "ab", "#", '"', ".", "7", "-", "e", "X", "\n":
            self.gram_refused(f"--delimiter={text}", words=["--delimiter: "])

    def test_gamma_in_two_ways(self):
        ways = ["--gamma=1", "--sigma=1", "--lengthscale=1", "--gamma-rule=auto", "--gamma-rule=median"]
        for first in ways:
            for second in ways:
                if first.split("=")[0] != second.split("=")[0]:
                    self.gram_refused(first, second, words=["exclude each other"])

    def test_what_does_not_go_together(self):
        self.gram_refused("--y=x.csv", "--noise=1", words=["--noise goes onto a diagonal"])
        self.gram_refused("--y=x.csv", "--triangle=lower", words=["--triangle is for a symmetric matrix"])
        self.gram_refused("--format=libsvm", "--triangle=upper", words=["LIBSVM reads full matrices only"])


class RightUsage(ToolTest):
    def test_the_last_of_the_same_option_counts(self):
        self.write("x.csv", "1\n2\n")
        self.assertEqual(self.gram("--gamma=1", "--gamma=2", "x.csv"), self.gram("--gamma=2", "x.csv"))
        self.assertEqual(self.gram("--gamma-rule=auto", "--gamma-rule=median", "x.csv"),
                         self.gram("--gamma-rule=median", "x.csv"))

    def test_options_behind_the_input(self):
        self.write("x.csv", "1\n2\n")
        self.write("-x.csv", "1\n2\n")
        result = self.run_tool("gram", "x.csv", "--gamma=1", "-q", "-oK.npy")
        self.assert_status(result, 0)
        self.assertEqual(self.gram("--gamma=1", "--", "-x.csv"), self.gram("--gamma=1", "x.csv"))

    def test_noise_of_zero_with_y(self):
        self.write("x.csv", "1\n2\n")
        self.gram("--noise=0", "--y=x.csv", "x.csv")

    def test_info(self):
        result = self.run_tool("info")
        self.assert_status(result, 0)
        lines = dict(line.split(": ", 1) for line in result.stdout.decode().splitlines())
        self.assertEqual(list(lines), ["version", "instruction set", "BLAS", "threads"])
        self.assertRegex(lines["version"], r"^\d+\.\d+\.\d+$")
        self.assertEqual(lines["threads"], "1")

    def test_onto_a_full_device(self):
        """Also what argp prints before it ends the process."""
        for words in ["info"], ["--help"], ["--version"], ["kde", "--usage"], ["plot", "-?"]:
            with open("/dev/full", "wb") as full:
                result = subprocess.run([options.tool, *words], stdout=full, stderr=subprocess.PIPE, check=False)
            self.assert_fails(result, "cannot write to standard output")

    def test_into_a_pipe_that_nobody_reads(self):
        """`gausskern COMMAND --help | head` ends as other tools do: by the signal, and without a word."""
        for words in ["--help"], ["info"], *([command, "--help"] for command in COMMANDS):
            reader, writer = os.pipe()
            os.close(reader)
            result = subprocess.run([options.tool, *words], stdout=writer, stderr=subprocess.PIPE, check=False)
            os.close(writer)
            with self.subTest(words=words):
                self.assertEqual((result.returncode, result.stderr), (-signal.SIGPIPE, b""))


class Help(ToolTest):
    def help_of(self, *command):
        result = self.run_tool(*command, "--help")
        self.assert_status(result, 0)
        return result.stdout.decode()

    def long_options(self, command):
        """What getopt knows: --usage lists every option, from the same table that parses."""
        usage = self.run_tool(command, "--usage").stdout.decode()
        return set(re.findall(r"--([a-z-]+)", usage))

    def test_version(self):
        for command in [], *([command] for command in COMMANDS):
            result = self.run_tool(*command, "--version")
            self.assert_status(result, 0)
            self.assertRegex(result.stdout.decode(), r"^gausskern \d+\.\d+\.\d+\n$")

    def test_tool(self):
        text = self.help_of()
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", text)
        self.assertIn("Exit status", text)

    def test_gram(self):
        self.assertEqual(
            self.long_options("gram"),
            {"gamma", "sigma", "lengthscale", "gamma-rule", "variance", "noise", "dtype", "y", "columns", "triangle", "threads",
             "format", "output", "input-format", "delimiter", "quiet", "help", "usage", "version"})
        self.assertIn("Exit status", self.help_of("gram"))

    def test_every_option_has_a_word_of_explanation(self):
        for command in COMMANDS:
            text = self.help_of(command)
            for option in self.long_options(command):
                self.assertRegex(text, rf"--{option}\b\S*(, --\S+)?\s+\w", f"{command} --help on --{option}")

    def test_entries_of_help_stand_by_themselves(self):
        """They are sorted by name, so that none can lean on another; what one command has not is not in its help."""
        for command in "filter", "pool":
            self.assertFalse(re.findall(r"--[a-z]+\S* +(?:Or|Its|Of an?|Less|Instead|What is there)\b",
                                        self.help_of(command)), command)
        self.assertNotRegex(self.help_of("pool"), "(?i)derivative")
        self.assertRegex(self.help_of("filter"), "one value for all, but for --order:")

    def test_defaults_are_told_in_one_way(self):
        for command in COMMANDS:
            for found in re.findall(r"\bdefault\b.?|by default", self.help_of(command), re.I):
                self.assertIn(found, {"default:", "default)"}, command)

    def test_layout(self):
        """Headings are indented, one line is free between groups, and no line is blanks only."""
        for command in "apply", "density", "filter", "gram", "kde", "kernel", "plot", "pool":
            text = self.help_of(command)
            self.assertNotIn("\n\n\n", text)
            self.assertFalse([line for line in text.splitlines() if line.strip() == "" and line != ""], command)
            self.assertFalse(re.findall(r"^[A-Z].*:$", text, re.M), command)
            self.assertRegex(text, r"\n\n [A-Z].*:\n  ")

    def test_manual_names_every_option(self):
        manual = pathlib.Path(options.manual).read_text(encoding="utf-8")
        described = set(re.findall(r"^\.It.*", manual, re.M))
        for command in COMMANDS:
            for option in self.long_options(command):
                self.assertTrue(any(re.search(rf"Fl -{option}(?![a-z-])", line) for line in described),
                                f"the manual does not describe --{option} of {command}")

    def test_manual_names_no_option_that_is_not(self):
        manual = pathlib.Path(options.manual).read_text(encoding="utf-8")
        known = set().union(*map(self.long_options, COMMANDS))
        self.assertLessEqual(set(re.findall(r"Fl -([a-z][a-z-]*)", manual)), known)


if __name__ == "__main__":
    main()
