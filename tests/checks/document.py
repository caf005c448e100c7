#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A document's code is true. Its ```c everywhere block, and what a ```c program block has before main, stand before
the function of every section, its ```python everywhere block is run before the Python code. Of each section
(### heading):

- its ```c blocks are statements of one function: they compile, run, and print what the ```text block behind
  them shows;
- a ```c program block is a program of its own, and does likewise;
- its ```python block makes the same `kernel` as the C array w, or the same `p` or `out` as the C array of
  that name, to the last digits; or, where the section says "differ by X", one that is off by that;
- its ```sh block, commands of the tool, writes kernel.npy, p.npy or out.npy with the same bits.

Exit status 77 where numpy, a peer or the tool is missing.
"""
import argparse
import ctypes
import os
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

%s
int main(void) {
%s
%s  return 0;
}
"""
DUMP = """\
  for (size_t i_ = 0; i_ < sizeof {0} / sizeof {0}[0]; i_++) {{
    fprintf(stderr, "%a\\n", (double){0}[i_]);
  }}
"""
# What a C array is called in Python, and how far rounding takes the two apart, relative to the largest value.
RESULTS = {"w": ("kernel", 1e-15), "p": ("p", 8e-15), "out": ("out", 8e-15)}
ARRAY = r"\b(?:double|float|uint8_t|uint16_t)\b[^;=]*\b%s\["


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
    def __init__(self, heading, text, options, directory, document):
        self.heading, self.text, self.options = heading, text, options
        self.directory, self.problems, self.missing = directory, [], []
        self.before = {language: "".join(blocks(document, f"{language} everywhere")) for language in ("c", "python")}
        self.before["c"] += "".join(program.partition("int main(")[0] for program in blocks(document, "c program"))
        self.name = next((name for name in RESULTS if self.declares(name)), None)
        self.values = None

    def declares(self, name):
        """Whether the C code has that array, its own or that of the whole document."""
        declared = re.search(ARRAY % name, self.c_code() + self.before["c"])
        return declared and re.search(rf"\b{name}\b", self.c_code())

    def c_code(self):
        return "".join(blocks(self.text, "c"))

    def problem(self, what):
        self.problems.append(f"{self.heading}: {what}")

    def run_c(self):
        dump = DUMP.format(self.name) if self.name else ""
        source, program = self.directory / "document.c", self.directory / "document"
        whole = "".join(blocks(self.text, "c program"))
        source.write_text(whole or PROGRAM % (self.before["c"], self.c_code(), dump))
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
            self.values = [float.fromhex(line) for line in ran.stderr.split()]
        shown = "".join(blocks(self.text, "text"))
        if shown != ran.stdout:
            self.problem(f"the C code prints\n{ran.stdout}instead of\n{shown}")

    def run_python(self):
        name, _ = RESULTS[self.name]
        try:
            import numpy

            names = {}
            for block in [self.before["python"], *blocks(self.text, "python")]:
                exec(block, names)  # the document's own code
        except ImportError as error:
            self.missing.append(f"{self.heading}: {error}")
            return
        theirs = numpy.asarray(getattr(names[name], "array", names[name]), dtype=float).ravel()
        ours = numpy.array(self.values)
        if len(theirs) != len(ours):
            self.problem(f"the Python code makes {len(theirs)} numbers, the C code {len(ours)}")
            return
        self.compare(numpy, theirs, ours)

    def compare(self, numpy, theirs, ours):
        name, rounding = RESULTS[self.name]
        off = numpy.abs(theirs - ours).max()
        said = re.search(r"differ\s+by\s+([0-9.e+-]*[0-9])", self.text)
        if said:
            digits = len(re.sub(r"e.*|^0\.0*|\.", "", said[1]))
            if float(f"{off:.{digits}g}") != float(said[1]):
                self.problem(f"{name} differs by {off:.{digits}g}, not by {said[1]}")
        elif not off <= rounding * numpy.abs(ours).max():
            self.problem(f"{name} is {off:.3g} off, the largest being {numpy.abs(ours).max():.3g}")

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
        if self.values and npy_values(self.directory / f"{RESULTS[self.name][0]}.npy") != self.values:
            self.problem("the tool writes other numbers than the C code")

    def check(self):
        if blocks(self.text, "c") or blocks(self.text, "c program"):
            self.run_c()
        if blocks(self.text, "python"):
            if self.values:
                self.run_python()
            elif not self.problems:
                self.problem("the Python code has no C array to be compared with")
        if blocks(self.text, "sh") and not self.missing:  # what it reads may be what the Python code wrote
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
    document = options.document.read_text()
    # Code that loads the library by its name then gets this one: one of that name is there already.
    ctypes.CDLL(options.library)
    here = pathlib.Path.cwd()
    with tempfile.TemporaryDirectory(prefix="gausskern-test-") as directory:
        os.chdir(directory)  # files that a section's Python code writes are read by its commands
        for heading, text in sections(document):
            section = Section(heading, text, options, pathlib.Path(directory), document)
            section.check()
            problems += section.problems
            missing += section.missing
            count += 1
        os.chdir(here)
    if missing and not problems:
        skip("; ".join(missing))
    end(problems, f"{count} sections of {options.document.name}")


main()
