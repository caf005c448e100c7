# SPDX-License-Identifier: BSD-3-Clause
"""A disk that is full, in earnest: a file system of two megabytes. Needs the right to mount one."""
import os
import shutil
import subprocess

from images import npy, numbers
from tool import ToolTest, environment, main, npy_of, options, points, skip_all

MOUNT = "mkdir -p disk && mount -t tmpfs -o size=2m none disk && "


def can_mount():
    if shutil.which("unshare") is None or shutil.which("mount") is None:
        return False
    command = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=2m none /mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if os.geteuid() != 0 or not can_mount():
    skip_all("only root, and not in every container, can mount a small file system")


class FullDisk(ToolTest):
    def test_every_format(self):
        self.write("x.npy", npy_of(points(600, 2)))
        for name, message in [("K.npy", "cannot reserve 2880128 bytes for disk/K.npy: No space left on device"),
                              ("K.csv", "cannot write disk/K.csv: No space left on device"),
                              ("K.libsvm", "cannot write disk/K.libsvm: No space left on device")]:
            script = MOUNT + f'echo old >disk/{name} && "$0" gram -q -o disk/{name} x.npy; status=$?; ls -A disk; ' \
                             f"cat disk/{name}; exit $status"
            result = subprocess.run(["unshare", "--mount", "sh", "-c", script, options.tool], cwd=self.directory,
                                    env=environment(), capture_output=True, check=False)
            self.assert_fails(result, message)
            self.assertEqual(result.stdout.decode().splitlines(), [name, "old"])

    def test_kernels_and_densities(self):
        for command in "kernel --size=600 --sigma=9", "density --mean=0,0 --grid=-3:3:600,-3:3:600":
            for name in "K.npy", "K.csv", "K.txt":
                script = MOUNT + f'echo old >disk/{name} && "$0" {command} -o disk/{name}; status=$?; ls -A disk; ' \
                                 f"cat disk/{name}; exit $status"
                result = subprocess.run(["unshare", "--mount", "sh", "-c", script, options.tool], cwd=self.directory,
                                        env=environment(), capture_output=True, check=False)
                self.assert_fails(result, f"cannot write disk/{name}: No space left on device")
                self.assertEqual(result.stdout.decode().splitlines(), [name, "old"])

    def test_estimates_and_products(self):
        self.write("x.npy", npy_of(points(600, 2)))
        self.write("v.npy", npy_of([[value] * 800 for value in range(600)]))
        for command in "kde --grid=-3:3:600,-3:3:600 x.npy", "apply --vectors=v.npy x.npy":
            for name in "K.npy", "K.csv":
                script = MOUNT + f'echo old >disk/{name} && "$0" {command} -q -o disk/{name}; status=$?; ls -A disk; ' \
                                 f"cat disk/{name}; exit $status"
                result = subprocess.run(["unshare", "--mount", "sh", "-c", script, options.tool], cwd=self.directory,
                                        env=environment(), capture_output=True, check=False)
                self.assert_fails(result, f"cannot write disk/{name}: No space left on device")
                self.assertEqual(result.stdout.decode().splitlines(), [name, "old"])

    def test_filters(self):
        self.write("x.npy", npy_of([[value] * 700 for value in numbers(700)]))
        self.write("noise.npy", npy((1400, 1400), [value << 8 for value in numbers(1960000)], "<u2"))
        for command, name in [("filter --sigma=2", "K.npy"), ("filter --sigma=2", "K.csv"),
                              ("pool --block=2 --stride=1", "K.npy"), ("filter --sigma=0", "K.png")]:
            script = MOUNT + f'echo old >disk/{name} && "$0" {command} -o disk/{name} ' \
                             f"{'noise.npy' if name == 'K.png' else 'x.npy'}; status=$?; ls -A disk; " \
                             f"cat disk/{name}; exit $status"
            result = subprocess.run(["unshare", "--mount", "sh", "-c", script, options.tool], cwd=self.directory,
                                    env=environment(), capture_output=True, check=False)
            self.assert_fails(result, f"cannot write disk/{name}: No space left on device")
            self.assertEqual(result.stdout.decode().splitlines(), [name, "old"])

    def test_what_fits_is_written(self):
        self.write("x.npy", npy_of(points(400, 2)))
        script = MOUNT + '"$0" gram -q -o disk/K.npy x.npy && stat -c %s disk/K.npy'
        result = subprocess.run(["unshare", "--mount", "sh", "-c", script, options.tool], cwd=self.directory,
                                env=environment(), capture_output=True, check=False)
        self.assert_status(result, 0)
        self.assertEqual(result.stdout, b"1280128\n")


if __name__ == "__main__":
    main()
