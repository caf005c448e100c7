#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""House rules for every file of the tree: a licence line, no path of somebody's machine, no unfinished business,
no file over 400 lines, text that ends with a newline and holds no tabs or trailing blanks."""
import argparse
import pathlib
import re

from ctext import end, without_comments

LONGEST_FILE, LONGEST_FUNCTION = 400, 60
CODE = {".c", ".h", ".py", ".sh"}
DATA = {".libsvm", ".csv", ".npy", ".png", ".svg", ".pdf"}
# Put together here, so that this file does not find itself.
MACHINE_PATHS = re.compile("(?<![\\w.}])/(?:" + "|".join(("wo" + "rk", "tm" + "p", "ho" + "me", "ro" + "ot")) + ")/")
UNFINISHED = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
GENERATED = re.compile(r"do not edit", re.I)


def long_functions(code):
    """Functions as clang-format leaves them: a line that begins in column 0 and ends with a brace, then `}`."""
    start = None
    for number, line in enumerate(code.splitlines(), 1):
        if start is None and re.match(r"[A-Za-z].*\)\s*\{$|\s{4,}\S.*\)\s*\{$", line):
            start = number
        elif line == "}" and start is not None:
            if number - start + 1 > LONGEST_FUNCTION:
                yield start, number - start + 1
            start = None


def problems_of(path, text):
    is_code = path.suffix in CODE
    lines = text.split("\n")
    if is_code and "SPDX-License-Identifier: BSD-3-Clause" not in text:
        yield "has no SPDX-License-Identifier"
    if text and not text.endswith("\n"):
        yield "does not end with a newline"
    for number, line in enumerate(lines, 1):
        if MACHINE_PATHS.search(line):
            yield f"line {number} names a path of one machine"
        if UNFINISHED.search(line):
            yield f"line {number} holds a mark of unfinished business"
        if line != line.rstrip() and path.suffix != ".md":
            yield f"line {number} ends with blanks"
        if is_code and "\t" in line:
            yield f"line {number} holds a tab"
    if is_code and not GENERATED.search(text):
        if len(lines) - 1 > LONGEST_FILE:
            yield f"has {len(lines) - 1} lines, the most is {LONGEST_FILE}"
        if path.suffix in {".c", ".h"}:
            for start, length in long_functions(without_comments(text)):
                yield f"line {start}: a function of {length} lines, the most is {LONGEST_FUNCTION}"


def files_of(root):
    """All files but those of git and of builds."""
    for path in sorted(pathlib.Path(root).iterdir()):
        if (path / "CMakeCache.txt").exists():
            continue  # a build directory, whatever its name
        if path.is_file():
            yield path
        elif not re.fullmatch(r"\.git|build.*|install", path.name):
            yield from (file for file in sorted(path.rglob("*")) if file.is_file() and "__pycache__" not in file.parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", required=True)
    root = parser.parse_args().root
    problems, count = [], 0
    for path in files_of(root):
        if path.suffix in DATA or (path.suffix == ".txt" and path.name != "CMakeLists.txt"):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a binary file
        count += 1
        problems += [f"{path.relative_to(root)}: {problem}" for problem in problems_of(path, text)]
    end(problems, f"{count} files")


main()
