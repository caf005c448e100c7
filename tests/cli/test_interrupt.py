# SPDX-License-Identifier: BSD-3-Clause
"""Signals and terminals: a run that is stopped ends soon, tells so, and leaves no file; progress is for terminals."""
import fcntl
import os
import pathlib
import re
import signal
import struct
import subprocess
import termios
import time

from tool import ToolTest, environment, main, npy_of, options, pack_npy, points, read_terminal

PATIENCE = 30


class Running(ToolTest):
    """Long runs, on an npy file of zeros that takes no room on the disk."""

    def zeros(self, name, rows, cols):
        with open(self.directory / name, "wb") as file:
            file.write(pack_npy((rows, cols), b"", "<f8"))
            file.truncate(file.tell() + 8 * rows * cols)

    def run_in_background(self, *arguments, **more):
        tool = subprocess.Popen([options.tool, *arguments], cwd=self.directory, env=environment(),
                                stderr=subprocess.PIPE, **more)
        self.addCleanup(tool.stderr.close)
        self.addCleanup(tool.wait)
        self.addCleanup(tool.kill)
        return tool

    def start(self, *arguments, output="K.npy", command=("gram", "--threads=1"), **more):
        """The tool, once its temporary file is there."""
        tool = self.run_in_background(*command, "-o", output, *arguments, **more)
        deadline = time.monotonic() + PATIENCE
        while not any(name.startswith(".gausskern-") for name in self.files()):
            self.assertIsNone(tool.poll(), "ended before it could be stopped")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        return tool

    def wait_until_busy(self, tool, name):
        """Until it has mapped that input and its signals are caught, so that one cancels what is computed."""
        deadline = time.monotonic() + PATIENCE
        while not self.is_busy(tool, name):
            self.assertIsNone(tool.poll(), "ended before it could be stopped")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    @staticmethod
    def is_busy(tool, name):
        process = pathlib.Path(f"/proc/{tool.pid}")
        try:
            (caught,) = re.findall(r"^SigCgt:\s*(\w+)$", (process / "status").read_text(), re.MULTILINE)
            return int(caught, 16) >> (signal.SIGINT - 1) & 1 and (not name or name in (process / "maps").read_text())
        except OSError:  # it ends just now, which the caller notices
            return False

    def assert_stopped(self, tool, status, files, word=b"stopped by a signal"):
        self.assertEqual(tool.wait(PATIENCE), status)
        self.assertIn(word, tool.stderr.read())
        self.assertEqual(self.files(), files)


class Signals(Running):
    def setUp(self):
        super().setUp()
        self.zeros("x.npy", 6000, 6000)

    def test_each_signal(self):
        for number, status in [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]:
            with self.subTest(signal=number):
                tool = self.start("x.npy")
                tool.send_signal(number)
                self.assert_stopped(tool, status, ["x.npy"])

    def test_what_was_there_stays(self):
        self.write("K.npy", b"old")
        tool = self.start("x.npy")
        tool.send_signal(signal.SIGINT)
        self.assert_stopped(tool, 130, ["K.npy", "x.npy"])
        self.assertEqual((self.directory / "K.npy").read_bytes(), b"old")

    def test_cross_gram(self):
        tool = self.start("--y=x.npy", "x.npy")
        tool.send_signal(signal.SIGINT)
        self.assert_stopped(tool, 130, ["x.npy"])

    def test_text(self):
        self.zeros("narrow.npy", 40000, 2)
        for output in "K.csv", "K.libsvm":
            tool = self.start("narrow.npy", output=output)
            tool.send_signal(signal.SIGINT)
            self.assert_stopped(tool, 130, ["narrow.npy", "x.npy"])

    def test_pipe_that_nobody_reads(self):
        read_end, write_end = os.pipe()
        self.addCleanup(os.close, read_end)
        self.zeros("narrow.npy", 3000, 2)
        tool = subprocess.Popen([options.tool, "gram", "--format=npy", "-o-", "narrow.npy"], cwd=self.directory,
                                env=environment(), stdout=write_end, stderr=subprocess.PIPE)
        os.close(write_end)
        self.addCleanup(tool.stderr.close)
        self.wait_until_blocked(tool, read_end)
        tool.send_signal(signal.SIGINT)
        self.assert_stopped(tool, 130, ["narrow.npy", "x.npy"])

    def wait_until_blocked(self, tool, pipe):
        """Until it has written and sleeps, with one thread: in the next write."""
        deadline = time.monotonic() + PATIENCE
        while not struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0] or self.state(tool) != "S":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    @staticmethod
    def state(tool):
        return pathlib.Path(f"/proc/{tool.pid}/stat").read_text().rpartition(")")[2].split()[0]

    def test_ignored_hangup_stays_ignored(self):
        tool = self.start("x.npy", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        tool.send_signal(signal.SIGHUP)
        self.assertIsNone(tool.poll(), "a hangup that nohup ignores ended it")
        tool.send_signal(signal.SIGTERM)
        self.assert_stopped(tool, 143, ["x.npy"])

    def test_input_that_becomes_shorter(self):
        tool = self.start("x.npy")
        os.truncate(self.directory / "x.npy", 200)
        self.assert_stopped(tool, 1, ["x.npy"], b"became shorter while it was in use")


class Results(Running):
    """gausskern kernel and density."""

    def test_text_of_a_kernel(self):
        for output in "w.csv", "w.txt":
            tool = self.start("--size=2000", "--sigma=300", output=output, command=["kernel"])
            tool.send_signal(signal.SIGTERM)
            self.assert_stopped(tool, 143, [])

    def test_text_of_a_density(self):
        self.write("p.csv", b"old")
        tool = self.start("--mean=0,0", "--grid=0:1:2500,0:1:2500", output="p.csv", command=["density"])
        tool.send_signal(signal.SIGINT)
        self.assert_stopped(tool, 130, ["p.csv"])
        self.assertEqual((self.directory / "p.csv").read_bytes(), b"old")

    def test_a_density_that_is_being_computed(self):
        """No file is open yet; the library is told to stop."""
        self.write("m.csv", "1,0,0,1,0.5,0.5,1\n" * 4000)
        tool = self.run_in_background("density", "--mixture=m.csv", "--grid=-1:1:6000,-1:1:6000", "-o", "p.npy")
        self.wait_until_busy(tool, "")
        tool.send_signal(signal.SIGINT)
        self.assert_stopped(tool, 130, ["m.csv"])


class Filtered(Running):
    """gausskern filter and pool."""

    def test_text(self):
        self.zeros("x.npy", 3000, 2500)
        for command in ["filter", "--sigma=1"], ["pool", "--block=2", "--stride=1"]:
            tool = self.start("x.npy", output="y.csv", command=command)
            tool.send_signal(signal.SIGTERM)
            self.assert_stopped(tool, 143, ["x.npy"])

    def test_a_picture(self):
        self.write("y.png", b"old")
        self.zeros("x.npy", 9000, 9000)
        tool = self.start("x.npy", output="y.png", command=["filter", "--sigma=0", "--type=u8"])
        tool.send_signal(signal.SIGINT)
        self.assert_stopped(tool, 130, ["x.npy", "y.png"])
        self.assertEqual((self.directory / "y.png").read_bytes(), b"old")

    def test_what_is_being_computed(self):
        """No file is open yet; the library is told to stop."""
        self.zeros("x.npy", 8000, 8000)
        for command in (["filter", "--sigma=900", "--engine=fir", "--threads=1"],
                        ["pool", "--block=100", "--stride=1", "--threads=1"]):
            tool = self.run_in_background(*command, "-o", "x.npy", "x.npy")
            self.wait_until_busy(tool, "x.npy")
            tool.send_signal(signal.SIGINT)
            self.assert_stopped(tool, 130, ["x.npy"])

    def test_input_that_becomes_shorter(self):
        self.zeros("x.npy", 8000, 8000)
        tool = self.run_in_background("filter", "--sigma=900", "--engine=fir", "--threads=1", "-o", "y.npy", "x.npy")
        self.wait_until_busy(tool, "x.npy")
        os.truncate(self.directory / "x.npy", 200)
        self.assert_stopped(tool, 1, ["x.npy"], b"became shorter while it was in use")


class Progress(Running):
    def on_terminal(self, *arguments):
        """What the tool writes to a terminal."""
        leader, follower = self.terminal()
        tool = subprocess.Popen([options.tool, "gram", "-o", "K.csv", *arguments], cwd=self.directory,
                                env=environment(), stderr=follower)
        os.close(follower)
        seen = read_terminal(leader)
        self.assertEqual(tool.wait(PATIENCE), 0)
        return seen.decode()

    def test_on_a_terminal(self):
        self.zeros("x.npy", 4000, 2)
        seen = self.on_terminal("x.npy")
        self.assertRegex(seen, r"\rgausskern: +\d+ %, \d+ s left")
        self.assertRegex(seen, r"\r +\rgausskern: n = 4000, d = 2, [^\r]*K\.csv\r\n$")

    def test_quiet(self):
        self.zeros("x.npy", 4000, 2)
        self.assertEqual(self.on_terminal("--quiet", "x.npy"), "")

    def test_of_a_filter(self):
        self.zeros("x.npy", 2500, 2500)
        for quiet in [], ["-q"]:
            leader, follower = self.terminal()
            tool = subprocess.Popen([options.tool, "filter", "--sigma=60", "--engine=fir", "--threads=1", *quiet, "-o",
                                     "y.npy", "x.npy"], cwd=self.directory, env=environment(), stderr=follower)
            os.close(follower)
            seen = read_terminal(leader).decode()
            self.assertEqual(tool.wait(PATIENCE), 0)
            if quiet:
                self.assertEqual(seen, "")
            else:
                self.assertRegex(seen, r"\rgausskern: +\d+ %, \d+ s left")
                self.assertRegex(seen, r"\r +\r$")

    def test_not_elsewhere(self):
        self.write("x.npy", npy_of(points(1500, 2)))
        result = self.run_tool("gram", "-o", "K.csv", "x.npy")
        self.assertEqual(self.assert_status(result, 0).count("gausskern: "), 1)
        self.assertNotIn(b"%", result.stderr)


if __name__ == "__main__":
    main()
