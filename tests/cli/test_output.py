# SPDX-License-Identifier: BSD-3-Clause
"""What the tool writes: the three formats, whole or not at all, with the right mode, over nothing it should not."""
import os
import resource
import stat
import struct
import subprocess

from images import npy, numbers
from tool import ToolTest, environment, main, npy_of, options, points, unpack_npy

X = points(300, 3)


class Formats(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("x.npy", npy_of(X))
        self.expected = self.gram("x.npy")

    def output(self, *arguments, name):
        self.assert_status(self.run_tool("gram", "-q", "-o", name, *arguments), 0)
        return (self.directory / name).read_bytes()

    def test_npy_is_aligned(self):
        data = self.output("x.npy", name="K.npy")
        self.assertEqual(len(data), 128 + 8 * len(X) ** 2)

    def test_csv_brings_the_same_numbers_back(self):
        text = self.output("x.npy", name="K.csv").decode()
        self.assert_same([list(map(float, line.split(","))) for line in text.splitlines()], self.expected)

    def test_csv_of_floats(self):
        expected = self.gram("--dtype=f32", "x.npy")
        text = self.output("--dtype=f32", "x.npy", name="K.csv").decode()
        k = [[struct.unpack("f", struct.pack("f", float(word)))[0] for word in line.split(",")]
             for line in text.splitlines()]
        self.assert_same(k, expected)
        self.assertLess(max(len(word) for line in text.splitlines() for word in line.split(",")), 16)

    def test_csv_triangle(self):
        text = self.output("--triangle=lower", "x.npy", name="K.csv").decode()
        for i, line in enumerate(text.splitlines()):
            row = list(map(float, line.split(",")))
            self.assert_same([row], [self.expected[i][:i + 1] + [0.0] * (len(X) - i - 1)])

    def test_libsvm_without_labels(self):
        text = self.output("x.npy", name="K.libsvm").decode()
        for i, line in enumerate(text.splitlines()):
            words = line.split(" ")
            self.assertEqual(words[:2], ["0", f"0:{i + 1}"])
            self.assertEqual([word.split(":")[0] for word in words[2:]], [str(j + 1) for j in range(len(X))])
            self.assert_same([[float(word.split(":")[1]) for word in words[2:]]], [self.expected[i]])

    def test_libsvm_with_labels(self):
        self.write("test.libsvm", "+1 1:1\n-2.5 2:1\n0.1 1:2\n")
        self.write("train.svm", "7 1:1\n8 2:1\n")
        text = self.output("--gamma=1", "test.libsvm", name="a.svm").decode()
        self.assertEqual([line.split()[:3] for line in text.splitlines()],
                         [["1", "0:1", "1:1"], ["-2.5", "0:2", "1:0.1353352832366127"],
                          ["0.1", "0:3", "1:0.36787944117144233"]])
        text = self.output("--gamma=1", "--y=train.svm", "test.libsvm", name="b.svm").decode()
        self.assertEqual([line.split()[:2] for line in text.splitlines()],
                         [["1", "0:1"], ["-2.5", "0:2"], ["0.1", "0:3"]])
        self.assertTrue(all(len(line.split()) == 4 for line in text.splitlines()))

    def test_format_option_before_the_name(self):
        self.assertEqual(self.output("--format=npy", "x.npy", name="K.csv"), self.output("x.npy", name="K.npy"))

    def test_cross_gram_of_no_columns(self):
        self.write("none.npy", npy_of([], "d"))
        data = self.output("--gamma=1", "--y=none.npy", "none.npy", name="K.npy")
        self.assertEqual(unpack_npy(data), ("<f8", []))

    def test_standard_output(self):
        whole = self.output("x.npy", name="K.npy")
        for name in "-", "/dev/stdout":
            result = self.run_tool("gram", "-q", "--format=npy", "-o", name, "x.npy")
            self.assert_status(result, 0)
            self.assertEqual(result.stdout, whole)

    def test_standard_output_into_a_file(self):
        with open(self.directory / "log", "wb") as log:
            log.write(b"before\n")
            log.flush()
            subprocess.run([options.tool, "gram", "-q", "--format=csv", "-o", "/dev/stdout", "x.npy"], stdout=log,
                           cwd=self.directory, env=environment(), check=True)
        self.assertTrue((self.directory / "log").read_bytes().startswith(b"before\n1,"))

    def test_named_pipe(self):
        os.mkfifo(self.directory / "pipe")
        with subprocess.Popen(["cp", "pipe", "copy"], cwd=self.directory) as reader:
            self.assert_status(self.run_tool("gram", "-q", "--format=npy", "-o", "pipe", "x.npy"), 0)
            self.assertEqual(reader.wait(60), 0)
        self.assertEqual((self.directory / "copy").read_bytes(), self.output("x.npy", name="K.npy"))
        self.assertTrue(stat.S_ISFIFO((self.directory / "pipe").stat().st_mode))


class Files(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("x.npy", npy_of(X))

    def gram_to(self, name, *arguments, **more):
        return self.run_tool("gram", "-q", *arguments, "-o", name, "x.npy", **more)

    def test_mode_follows_the_umask(self):
        for mask in 0o022, 0o077, 0o002, 0o000:
            self.assert_status(self.gram_to("K.npy", preexec_fn=lambda mask=mask: os.umask(mask)), 0)
            self.assertEqual(stat.S_IMODE((self.directory / "K.npy").stat().st_mode), 0o666 & ~mask)

    def test_replaces_what_was_there(self):
        self.write("K.npy", b"x" * 10**6)
        self.assert_status(self.gram_to("K.npy"), 0)
        self.assertEqual(len(unpack_npy((self.directory / "K.npy").read_bytes())[1]), len(X))
        self.assertEqual(self.files(), ["K.npy", "x.npy"])

    def test_writes_behind_a_symbolic_link(self):
        (self.directory / "store").mkdir()
        self.write("store/real.npy", b"old")
        (self.directory / "K.npy").symlink_to("store/real.npy")
        self.assert_status(self.gram_to("K.npy"), 0)
        self.assertTrue((self.directory / "K.npy").is_symlink())
        unpack_npy((self.directory / "store" / "real.npy").read_bytes())
        self.assertEqual(os.listdir(self.directory / "store"), ["real.npy"])

    def test_writes_behind_a_link_to_nothing(self):
        """As a shell's > does: the file appears where the last of the links points to."""
        (self.directory / "store").mkdir()
        (self.directory / "K.npy").symlink_to("store/next.npy")
        (self.directory / "store/next.npy").symlink_to("../real.npy")
        self.assert_status(self.gram_to("K.npy"), 0)
        self.assertTrue((self.directory / "K.npy").is_symlink())
        self.assertFalse((self.directory / "real.npy").is_symlink())
        unpack_npy((self.directory / "real.npy").read_bytes())
        self.assertEqual(os.listdir(self.directory / "store"), ["next.npy"])
        (self.directory / "astray.npy").symlink_to("absent/K.npy")
        self.assert_fails(self.gram_to("astray.npy"), "cannot create a file for astray.npy: No such file")
        self.assertTrue((self.directory / "astray.npy").is_symlink())

    def test_never_over_an_input(self):
        before = (self.directory / "x.npy").read_bytes()
        self.write("y.npy", npy_of(X))
        os.link(self.directory / "x.npy", self.directory / "hard.npy")
        (self.directory / "soft.npy").symlink_to("x.npy")
        for name in "x.npy", "./x.npy", "hard.npy", "soft.npy":
            self.assert_fails(self.gram_to(name), f"{name} is the input; OUT must be another file")
        self.assert_fails(self.gram_to("y.npy", "--y=y.npy"), "y.npy is the input")
        self.assertEqual((self.directory / "x.npy").read_bytes(), before)

    def test_places_where_no_file_can_be(self):
        (self.directory / "folder.npy").mkdir()
        self.assert_fails(self.gram_to("folder.npy"), "cannot create folder.npy: it is a directory")
        self.assert_fails(self.gram_to("absent/K.npy"), "cannot create a file for absent/K.npy: No such file")
        self.assert_fails(self.gram_to("x.npy/K.npy"), "cannot create x.npy/K.npy: Not a directory")
        self.assertEqual(self.files(), ["folder.npy", "x.npy"])

    def test_full_device(self):
        for output_format in "npy", "csv", "libsvm":
            self.assert_fails(self.gram_to("/dev/full", "--format", output_format),
                              "cannot write /dev/full: No space left on device")

    def test_closed_pipe(self):
        for output_format in "npy", "csv":
            with subprocess.Popen([options.tool, "gram", "-q", "--format", output_format, "-o", "-", "x.npy"],
                                  cwd=self.directory, env=environment(), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) as tool:
                tool.stdout.close()
                self.assertIn(b"cannot write standard output: Broken pipe", tool.stderr.read())
                self.assertEqual(tool.wait(60), 1)

    def test_file_size_limit(self):
        self.write("K.npy", b"old")
        self.write("K.csv", b"old")

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))

        self.assert_fails(self.gram_to("K.npy", preexec_fn=limit),
                          "cannot reserve 720128 bytes for K.npy: File too large")
        self.assert_fails(self.gram_to("K.csv", preexec_fn=limit), "cannot write K.csv: File too large")
        self.assertEqual((self.directory / "K.npy").read_bytes(), b"old")
        self.assertEqual((self.directory / "K.csv").read_bytes(), b"old")
        self.assertEqual(self.files(), ["K.csv", "K.npy", "x.npy"])

    def test_failure_of_the_library_leaves_nothing(self):
        self.write("K.npy", b"old")
        self.assert_fails(self.gram_to("K.npy", "--dtype=f32", "--variance=1e300"), "variance = 1e+300 is not")
        self.assertEqual((self.directory / "K.npy").read_bytes(), b"old")
        self.assertEqual(self.files(), ["K.npy", "x.npy"])


class Results(ToolTest):
    """gausskern kernel and density."""
    COMMANDS = [["kernel", "--size=40", "--sigma=3"], ["density", "--mean=0,0", "--grid=-3:3:40,-3:3:40"]]
    NAMES = ["r.npy", "r.csv", "r.txt", "r.png", "r.svg", "r.pdf"]

    def test_whole_and_alone(self):
        for command in self.COMMANDS:
            for name in self.NAMES:
                self.write(name, b"old")
                self.assertEqual(self.assert_status(self.run_tool(*command, "-o", name), 0), "")
                self.assertEqual(self.files(), [name])
                data = (self.directory / name).read_bytes()
                self.assertGreater(len(data), 1000)
                result = self.run_tool(*command, "-o", "-", f"--format={name[2:]}")
                self.assertEqual(result.stdout, data)
                (self.directory / name).unlink()

    def test_places_where_no_file_can_be(self):
        (self.directory / "folder.csv").mkdir()
        for command in self.COMMANDS:
            for name in self.NAMES:
                self.assert_fails(self.run_tool(*command, "-o", f"absent/{name}"),
                                  f"cannot create a file for absent/{name}: No such file")
            self.assert_fails(self.run_tool(*command, "-o", "folder.csv"), "folder.csv: it is a directory")
        self.assertEqual(self.files(), ["folder.csv"])

    def test_full_device(self):
        for command in self.COMMANDS:
            for name in self.NAMES:
                self.assert_fails(self.run_tool(*command, "-o", "/dev/full", f"--format={name[2:]}"),
                                  "cannot write /dev/full: No space left on device")

    def test_file_size_limit(self):
        limit = 1024  # what LLVM's OpenMP needs for a file of its own in /dev/shm
        for command in self.COMMANDS:
            for name in self.NAMES:
                self.write(name, b"old")
                result = self.run_tool(*command, "-o", name,
                                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                self.assert_fails(result, f"cannot write {name}: File too large")
                self.assertEqual((self.directory / name).read_bytes(), b"old")
                (self.directory / name).unlink()
        self.assertEqual(self.files(), [])

    def test_an_input_is_not_overwritten(self):
        self.write("m.csv", "1,0,1\n")
        self.write("x.csv", "1\n2\n")
        (self.directory / "soft.csv").symlink_to("m.csv")
        for name in "m.csv", "x.csv", "soft.csv":
            self.assert_fails(self.run_tool("density", "--mixture=m.csv", "--at=x.csv", "-o", name),
                              f"{name} is the input; OUT must be another file")
        self.assertEqual((self.directory / "m.csv").read_text(encoding="ascii"), "1,0,1\n")


class Filtered(ToolTest):
    """gausskern filter and pool: whole or not at all, also over the input."""
    COMMANDS = [["filter", "--sigma=1"], ["pool", "--block=2"]]
    NAMES = ["x.npy", "r.npy", "r.csv", "r.txt", "r.png"]

    def setUp(self):
        super().setUp()
        self.before = npy((60, 70), numbers(4200), "|u1")
        self.write("x.npy", self.before)

    def test_whole_and_alone(self):
        for command in self.COMMANDS:
            for name in self.NAMES[1:]:
                self.write(name, b"old")
                self.assertEqual(self.assert_status(self.run_tool(*command, "-o", name, "x.npy"), 0), "")
                self.assertEqual(self.files(), [name, "x.npy"])
                result = self.run_tool(*command, "-o", "-", f"--format={name[2:]}", "x.npy")
                self.assertEqual(result.stdout, (self.directory / name).read_bytes())
                self.assertGreater(len(result.stdout), 1000)
                (self.directory / name).unlink()

    def test_full_device(self):
        for command in self.COMMANDS:
            for name in self.NAMES:
                self.assert_fails(self.run_tool(*command, "-o", "/dev/full", f"--format={name[2:]}", "x.npy"),
                                  "cannot write /dev/full: No space left on device")

    def test_file_size_limit(self):
        limit = 1024  # what LLVM's OpenMP needs for a file of its own in /dev/shm
        for command in self.COMMANDS:
            for name in self.NAMES:
                if name != "x.npy":
                    self.write(name, b"old")
                before = (self.directory / name).read_bytes()
                result = self.run_tool(*command, "-o", name, "x.npy",
                                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                self.assert_fails(result, f"cannot write {name}: File too large")
                self.assertEqual((self.directory / name).read_bytes(), before)
        self.assertEqual(self.files(), sorted(self.NAMES))

    def test_closed_pipe(self):
        for output_format in "png", "csv":
            with subprocess.Popen([options.tool, "filter", "--sigma=1", "--format", output_format, "-o-", "x.npy"],
                                  cwd=self.directory, env=environment(), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) as tool:
                tool.stdout.close()
                self.assertIn(b"cannot write standard output: Broken pipe", tool.stderr.read())
                self.assertEqual(tool.wait(60), 1)


class Messages(ToolTest):
    def test_summary_and_quiet(self):
        self.write("x.npy", npy_of(X, "f"))
        result = self.run_tool("gram", "--gamma", "0.1", "-o", "K.npy", "x.npy")
        self.assertRegex(self.assert_status(result, 0),
                         r"^gausskern: n = 300, d = 3, gamma = 0\.1, f32, \d+\.\d\d s, K\.npy\n$")
        self.assertEqual(result.stdout, b"")
        result = self.run_tool("gram", "--quiet", "--gamma", "0.1", "-o", "K.npy", "x.npy")
        self.assertEqual((result.stdout, result.stderr), (b"", b""))

    def test_summary_of_a_cross_gram(self):
        self.write("x.npy", npy_of(X))
        self.write("y.csv", "1,2,3\n4,5,6\n")
        result = self.run_tool("gram", "--y", "x.npy", "--lengthscale=1,2,3", "-o", "K.npy", "y.csv")
        self.assertRegex(self.assert_status(result, 0),
                         r"m = 2, n = 300, d = 3, gamma = 0\.5 \(and a lengthscale per column\), f64, ")


if __name__ == "__main__":
    main()
