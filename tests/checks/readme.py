#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The README's C example is examples/first.c, letter by letter but for its opening comments."""
import argparse
import pathlib
import re

from ctext import end


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", required=True)
    root = pathlib.Path(parser.parse_args().root)
    example = re.sub(r"\A(?:/\*.*?\*/\n)+", "", (root / "examples/first.c").read_text(), flags=re.S)
    readme = root / "README.md"
    blocks = re.findall(r"^```c\n(.*?)^```$", readme.read_text(), re.M | re.S) if readme.exists() else []
    problems = [] if example in blocks else ["no ```c block of README.md equals examples/first.c"]
    end(problems, "the README's example is examples/first.c")


main()
