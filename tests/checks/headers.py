#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Each public header compiles alone and twice in a row, as C11 and as C++11, without a warning."""
import argparse
import os
import pathlib
import subprocess

from ctext import end, skip

USE = """
gk_rbf test_rbf(void);
gk_rbf test_rbf(void) { gk_rbf rbf = GK_RBF_INIT; return rbf; }
gk_options test_options(void);
gk_options test_options(void) { gk_options options = GK_OPTIONS_INIT; return options; }
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--language", required=True, choices=("c", "c++"))
    parser.add_argument("--include", required=True, nargs="+")
    given = parser.parse_args()
    if not os.access(given.compiler, os.X_OK):
        skip(f"there is no compiler for {given.language}")
    headers = sorted({path.relative_to(folder).as_posix() for folder in given.include
                      for path in pathlib.Path(folder).glob("gausskern/*.h")})
    standard = {"c": "c11", "c++": "c++11"}[given.language]
    command = [given.compiler, "-x", given.language, f"-std={standard}", "-fsyntax-only", "-Wall", "-Wextra",
               "-Wpedantic", "-Wshadow", "-Werror", *(f"-I{folder}" for folder in given.include), "-"]
    problems = []
    for header in headers:
        source = f"#include <{header}>\n" * 2 + (USE if header.endswith("/gausskern.h") else "extern int used;\n")
        run = subprocess.run(command, input=source, capture_output=True, text=True)
        if run.returncode:
            problems.append(f"{header} as {standard}:\n{run.stderr}")
    if "gausskern/version.h" not in headers:
        problems.append("there is no gausskern/version.h")
    end(problems, f"{len(headers)} headers as {standard}")


main()
