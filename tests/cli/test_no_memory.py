# SPDX-License-Identifier: BSD-3-Clause
"""Each allocation of the tool in turn, and each of libpng's, finds no memory: one line says so, the status is 1, and
no file appears. That nothing leaks meanwhile is for the sanitizers, with which this does not run."""
import concurrent.futures
import os
import subprocess

from images import npy, numbers
from tool import ToolTest, environment, main, npy_of, options, points

TOOL, PNG = "gausskern", "libpng"


class NoMemory(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("x.csv", "# a,b\n" + "".join(f"{a},{b}\n" for a, b in points(9, 2)))
        self.write("named.csv", "a,b\n" + "".join(f"{a},1\n" for a, in points(9, 1)))
        self.write("w.csv", "1\n" * 9)
        self.write("block.csv", "1,2\n3,4\n")
        self.write("swapped.npy", npy_of(points(9, 2), order=">"))
        self.write("x.libsvm", "1 1:2 3:4\n0 2:1\n1 1:1 2:3 3:0.5\n")
        self.write("mixture.csv", "1,0,0,1,0,0,1\n")
        self.write("image.npy", npy((9, 12), numbers(108), "|u1"))
        self.assert_status(self.run_tool("filter", "--sigma=0", "-o", "image.png", "image.npy"), 0)
        self.inputs = self.files()

    def run_failing(self, where, command, **more):
        preload = environment(LD_PRELOAD=options.preload, FAIL_IN=where, **more)
        return subprocess.run([options.tool, *command.split()], cwd=self.directory, env=preload, capture_output=True,
                              timeout=120, check=False)

    def allocations(self, where, command):
        """How many the command makes where none fails."""
        counted = self.directory / "count"
        self.assert_status(self.run_failing(where, command, COUNT_TO=counted), 0)
        count = int(counted.read_text())
        for name in set(self.files()) - set(self.inputs):
            (self.directory / name).unlink()
        return count

    def fail_in_turn(self, where, *commands):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for command in commands:
                turns = range(1, self.allocations(where, command) + 1)
                self.assertGreater(len(turns), 1, command)
                results = pool.map(lambda at: self.run_failing(where, command, FAIL_AT=str(at)), turns)
                for at, result in zip(turns, results):
                    with self.subTest(command=command, where=where, at=at):
                        self.assert_told(result, where)
                self.assertEqual(self.files(), self.inputs, command)

    def assert_told(self, result, where):
        stderr = self.assert_status(result, 1)
        if where == TOOL:
            self.assertIn("memory", stderr)

    def test_points(self):
        self.fail_in_turn(TOOL, "gram -q -o K.npy --dtype=f32 --columns=b --y=named.csv x.csv",
                          "gram -q --lengthscale=1,2 -o K.csv swapped.npy", "gram -q -o K.libsvm x.libsvm",
                          "apply -q --what=means --vectors=x.csv --weights=w.csv -o K.txt swapped.npy")

    def test_densities(self):
        self.fail_in_turn(TOOL, "density -q --mixture=mixture.csv --at=x.csv --responsibilities -o K.csv",
                          "density -q --mean=0,0 --covariance=2,1,1,2 --grid=-1:1:4,-1:1:5 -o K.npy",
                          "kde -q --weight-column=b --dtype=f32 -o K.csv named.csv",
                          "kde -q --bandwidth=1,2 --integral=0:1,0:2 x.csv", "kde -q --weights=w.csv --at=x.csv x.csv")

    def test_images(self):
        self.fail_in_turn(TOOL, "filter -q --sigma=1 -o K.npy image.png", "filter -q --sigma=1 -o K.csv named.csv",
                          "pool -q --block=2,2 --weights=block.csv -o K.npy image.npy", "kernel -q --sigma=1 -o K.csv")
        self.fail_in_turn(PNG, "filter -q --sigma=1 -o K.png image.png")

    def test_pictures(self):
        self.fail_in_turn(TOOL, "kde -q --grid=-3:3:20,-3:3:20 -o K.svg x.csv", "plot -q --show x.csv")
        self.fail_in_turn(PNG, "plot -q -o K.png x.csv")


if __name__ == "__main__":
    main()
