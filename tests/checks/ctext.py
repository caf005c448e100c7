# SPDX-License-Identifier: BSD-3-Clause
"""What the checks share: C text without its comments, the public prototypes, and how a check ends."""
import pathlib
import re
import subprocess
import sys

SKIP = 77


def without_comments(text):
    """The text with comments blanked out, strings kept, and the line numbers kept."""
    token = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.S)

    def blank(match):
        found = match.group()
        return found if found[0] in "\"'" else re.sub(r"[^\n]", " ", found)

    return token.sub(blank, text)


def without_strings(text):
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


def prototypes(include_dir):
    """{name: (result, [parameters])} of what the public headers declare with GK_API."""
    found = {}
    for header in sorted(pathlib.Path(include_dir).glob("gausskern/*.h")):
        text = without_comments(header.read_text())
        text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*$", "", text, flags=re.M)
        for match in re.finditer(r"\bGK_API\s+([^;(]*?)(\w+)\s*\(([^;]*)\)\s*;", text):
            result, name, parameters = match.groups()
            assert name not in found, f"{name} is declared twice"
            found[name] = (tidy(result), [tidy(p) for p in parameters.split(",")])
    return found


def tidy(text):
    return re.sub(r"\s*\*\s*", " *", " ".join(text.split()))


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def end(problems, what):
    """Ends the check: lists the problems, or says what was found good."""
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problem(s)")
    print(f"good: {what}")


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(SKIP)
