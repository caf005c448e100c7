#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The loops' objects define one table each and need nothing; no object uses wider registers than it is named
for, and the objects outside simd none but the baseline's."""
import argparse
import pathlib
import re

from ctext import end, output_of

WIDER_THAN = {"base": r"%[yz]mm", "avx2": r"%zmm", "avx512": None}


def wide_registers(path, isa):
    pattern = WIDER_THAN[isa]
    return sorted(set(re.findall(pattern + r"\d+", output_of("objdump", "-d", path)))) if pattern else []


def symbols(path):
    """(defined global names, undefined names)."""
    lines = [line.split() for line in output_of("nm", "-g", path).splitlines()]
    undefined = {words[-1] for words in lines if words[-2] in "Uw"}
    return {words[-1] for words in lines if words[-2] not in "Uw"}, undefined - {"_GLOBAL_OFFSET_TABLE_"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--isa", required=True, choices=WIDER_THAN)
    parser.add_argument("--tables", action="store_true", help="the objects are loops: one table each")
    parser.add_argument("objects", nargs="+")
    given = parser.parse_args()
    problems = []
    for path in given.objects:
        name = "/".join(pathlib.Path(path).parts[-3:])
        registers = wide_registers(path, given.isa)
        if registers:
            problems.append(f"{name} uses {' '.join(registers[:4])}, wider than {given.isa}")
        if given.tables:
            defined, undefined = symbols(path)
            if len(defined) != 1 or not all(re.match(rf"gki_\w+_{given.isa}_", symbol) for symbol in defined):
                problems.append(f"{name} defines {sorted(defined)}, expected one table gki_..._{given.isa}_...")
            if undefined:
                problems.append(f"{name} needs {sorted(undefined)} from elsewhere")
    end(problems, f"{len(given.objects)} objects for {given.isa}")


main()
