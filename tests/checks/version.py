#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Wherever the version stands, it is the project's."""
import argparse
import pathlib
import re

from ctext import end

PLACES = {  # file in the build tree or the source tree: how the version stands there
    "gausskern.pc": r"^Version: (.*)$",
    "include/gausskern/version.h": r'^#define GK_VERSION_STRING "(.*)"$',
    "gausskernConfigVersion.cmake": r'^set\(PACKAGE_VERSION "(.*)"\)$',
    "CHANGELOG.md": r"^## (\d+\.\d+\.\d+)",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--version", "--build", "--source"):
        parser.add_argument(option, required=True)
    given = parser.parse_args()
    problems, places = [], 0
    for name, pattern in PLACES.items():
        paths = [path for path in (pathlib.Path(given.build, name), pathlib.Path(given.source, name)) if path.exists()]
        if not paths:
            problems.append(f"there is no {name}")
            continue
        found = re.search(pattern, paths[0].read_text(), re.M)
        places += 1
        if not found or found.group(1) != given.version:
            problems.append(f"{name} says {found.group(1) if found else 'nothing'}, the version is {given.version}")
    library = pathlib.Path(given.build, "lib", f"libgausskern.so.{given.version}")
    if not library.exists():
        problems.append(f"there is no {library.name}")
    end(problems, f"{given.version} in {places} places")


main()
