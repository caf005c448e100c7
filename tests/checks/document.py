#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A document's code is true. Of each section (### heading):

- its ```c blocks are statements of one function: they compile, run, and print what the ```text block behind
  them shows;
- its ```python block makes the same kernel as the C array w, to the last digits; or, where the section
  says "differ by X", one that is off by that;
- its ```sh block, commands of the tool, writes kernel.npy with the same bits as w.

Exit status 77 where numpy, a peer or the tool is missing.
"""
import argparse
import pathlib
import re
import struct
import subprocess
import tempfile

from ctext import end, skip

PROGRAM = """\
#include <gausskern/gausskern.h>
#include <math.h>
#include <stdio.h>

int main(void) {
%s
%s  return 0;
}
"""
DUMP = """\
  for (size_t i_ = 0; i_ < sizeof w / sizeof w[0]; i_++) {
    fprintf(stderr, "%%a\\n", (double)w[i_]);
  }
"""
ROUNDING = 1e-15


def sections(text):
    """(heading, text) of each section."""
    parts = re.split(r"^#{2,3} (.*)$", text, flags=re.M)
    return zip(parts[1::2], parts[2::2])


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def npy_values(path):
    """The doubles of a little-endian npy file, without numpy."""
    data = path.read_bytes()
    start = 10 + int.from_bytes(data[8:10], "little")
    return list(struct.unpack(f"<{(len(data) - start) // 8}d", data[start:]))


class Section:
    def __init__(self, heading, text, options, directory):
        self.heading, self.text, self.options = heading, text, options
        self.directory, self.problems, self.missing = directory, [], []
        self.weights = None

    def problem(self, what):
        self.problems.append(f"{self.heading}: {what}")

    def run_c(self):
        pieces = blocks(self.text, "c")
        code = "".join(pieces)
        dump = DUMP.replace("%%", "%") if re.search(r"\bw\[", code) else ""
        source, program = self.directory / "document.c", self.directory / "document"
        source.write_text(PROGRAM % (code, dump))
        library = pathlib.Path(self.options.library)
        command = [self.options.compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", source, "-o", program]
        command += [f"-I{folder}" for folder in self.options.include]
        command += [library, f"-Wl,-rpath,{library.parent}", "-lm"]
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode != 0:
            self.problem(f"does not compile:\n{made.stderr}")
            return
        ran = subprocess.run([program], capture_output=True, text=True)
        if ran.returncode != 0:
            self.problem(f"exit status {ran.returncode}")
        if dump:
            self.weights = [float.fromhex(line) for line in ran.stderr.split()]
        shown = "".join(blocks(self.text, "text"))
        if shown != ran.stdout:
            self.problem(f"the C code prints\n{ran.stdout}instead of\n{shown}")

    def run_python(self):
        try:
            import numpy

            names = {}
            for block in blocks(self.text, "python"):
                exec(block, names)  # the document's own code
        except ImportError as error:
            self.missing.append(f"{self.heading}: {error}")
            return
        kernel = numpy.asarray(getattr(names["kernel"], "array", names["kernel"]), dtype=float).ravel()
        ours = numpy.array(self.weights)
        if len(kernel) != len(ours):
            self.problem(f"the Python code makes {len(kernel)} weights, the C code {len(ours)}")
            return
        off = numpy.abs(kernel - ours).max()
        said = re.search(r"differ\s+by\s+([0-9.e+-]*[0-9])", self.text)
        if said:
            digits = len(re.sub(r"e.*|^0\.0*|\.", "", said[1]))
            if float(f"{off:.{digits}g}") != float(said[1]):
                self.problem(f"the kernels differ by {off:.{digits}g}, not by {said[1]}")
        elif not off <= ROUNDING * numpy.abs(ours).max():
            self.problem(f"the kernels are {off:.3g} apart")

    def run_tool(self):
        if not self.options.tool:
            self.missing.append(f"{self.heading}: the tool is not built")
            return
        for command in "".join(blocks(self.text, "sh")).replace("\\\n", " ").splitlines():
            words = command.split()
            ran = subprocess.run([self.options.tool] + words[1:], capture_output=True, text=True, cwd=self.directory)
            if ran.returncode != 0:
                self.problem(f"{command}: {ran.stderr}")
                return
        if self.weights is not None and npy_values(self.directory / "kernel.npy") != self.weights:
            self.problem("the tool writes other weights than the C code")

    def check(self):
        if blocks(self.text, "c"):
            self.run_c()
        if blocks(self.text, "python") and self.weights:
            self.run_python()
        if blocks(self.text, "sh"):
            self.run_tool()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--include", nargs="+", required=True)
    parser.add_argument("--tool")
    parser.add_argument("document", type=pathlib.Path)
    options = parser.parse_args()
    problems, missing, count = [], [], 0
    with tempfile.TemporaryDirectory(prefix="gausskern-test-") as directory:
        for heading, text in sections(options.document.read_text()):
            section = Section(heading, text, options, pathlib.Path(directory))
            section.check()
            problems += section.problems
            missing += section.missing
            count += 1
    if missing and not problems:
        skip("; ".join(missing))
    end(problems, f"{count} sections of {options.document.name}")


main()
