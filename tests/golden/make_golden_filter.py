#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Golden filters: what scipy, its own tests, OpenCV, scikit-image and astropy make of small arrays.

  make_golden_filter.py DIRECTORY [SOURCE...]           write SOURCE.txt of each source
  make_golden_filter.py --check DIRECTORY [SOURCE...]   exit 1 unless the packages of this system give
                                                        the same numbers; 77 where one is missing

A file is text. Axes are in the library's order (x first), of four entries each. Of each filter:

  filter NAME function type_in type_out
  dimensions sizes sigmas wider
  orders boundaries strides radii
  cval truncate method missing
  input, holes (their number and places, where NaN is put), mask
  nonzeros span exact step
  absolute bound scale
  the results, each step-th, x fastest

An input is "list" and its numbers, "noise SEED LEVELS" (integers below LEVELS, see noise), "arange", or
"impulse PLACE"; a mask likewise, or "none". nonzeros and span (from the first to the last that is not
0) are 0 where they are not asked for. `exact`: the truncation is so far out that the result is also
that of the filter without one, times a tolerance times scale. `absolute` is what the other program
may be off; `bound` the r A M of filter.h, which is multiplied by the rounding unit.
"""
import argparse
import pathlib
import sys

SKIP = 77

try:
    from filter_sources import SOURCES
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(SKIP)


def entries(text):
    found = []
    for line in text.splitlines():
        if line.startswith("filter "):
            found.append([])
        found[-1] += line.split()
    return found


def check(cases, path):
    cases, committed = list(cases), entries(path.read_text())
    different = [case.name for case, words in zip(cases, committed) if not case.same(words)]
    if len(cases) != len(committed):
        different.append(f"{len(committed)} entries instead of {len(cases)}")
    print(f"{path.name}: {len(cases)} entries, {'DIFFERS: ' if different else 'as committed'}", *different)
    return not different


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("source", nargs="*")
    arguments = parser.parse_args()
    good = True
    for source in arguments.source or SOURCES:
        path = arguments.directory / f"{source}.txt"
        try:
            if arguments.check:
                good = check(SOURCES[source](), path) and good
            else:
                path.write_text("".join(case.text() for case in SOURCES[source]()))
        except ImportError as error:
            print(f"SKIPPED: {error}")
            return SKIP
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
