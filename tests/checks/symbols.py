#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The shared library exports what gausskern.map names and the headers declare, and nothing else; the static
library's global names all begin with gk_ or gki_; and the library calls nothing that it has no business with."""
import argparse
import pathlib
import re

from ctext import end, output_of, prototypes, without_comments

# Printing, ending the process, its signals, its environment, its memory: not the library's. Memory comes from
# aligned_alloc, in core/memory.c alone.
FOREIGN = set(
    "abort exit _exit _Exit quick_exit atexit __assert_fail raise kill signal sigaction longjmp siglongjmp "
    "__longjmp_chk printf fprintf vprintf vfprintf puts fputs putchar fputc putc perror fwrite write stdout stderr "
    "__printf_chk __fprintf_chk __vfprintf_chk setenv putenv unsetenv setlocale srand rand "
    "fesetenv fesetround feholdexcept malloc calloc realloc posix_memalign strdup strndup".split())


def map_names(path):
    text = without_comments(pathlib.Path(path).read_text())
    block = re.search(r"global:(.*?)local:\s*\*\s*;", text, re.S).group(1)
    return {name.strip() for name in block.split(";") if name.strip()}


def exported(library):
    names = set()
    for line in output_of("nm", "-D", "--defined-only", library).splitlines():
        kind, name = line.split()[-2:]
        if kind != "A":  # the name of the version itself
            names.add(name.split("@")[0])
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--shared", "--static", "--map", "--include"):
        parser.add_argument(option, required=True)
    given = parser.parse_args()
    in_map, in_headers = map_names(given.map), set(prototypes(given.include))
    in_library = exported(given.shared)
    problems = []
    for name in sorted(in_map | in_headers | in_library):
        places = (("the map", in_map), ("the headers", in_headers), ("the library", in_library))
        problems += [f"{name}: not in {place}" for place, names in places if name not in names]
    for line in output_of("nm", "-g", given.static).splitlines():
        words = line.split()
        if len(words) == 3 and not re.match(r"gki?_", words[2]):
            problems.append(f"the static library defines the global name {words[2]}")
        if len(words) == 2 and words[0] == "U" and words[1] in FOREIGN:
            problems.append(f"the library calls {words[1]}")
    end(problems, f"{len(in_map)} exported symbols")


main()
