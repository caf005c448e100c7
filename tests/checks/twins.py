#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Each public function of one precision has its twin: the same prototype but for float and double."""
import argparse
import re

from ctext import end, prototypes

# Results that are told in double in both precisions.
ALWAYS_DOUBLE = {"double *gamma", "double *bound", "double *scale", "double *residual"}


def in_precision(parameters, real):
    """The parameters as a function of that precision must have them, given either of the twins."""
    return [p if p in ALWAYS_DOUBLE else re.sub(r"\b(float|double) \*", real + " *", p) for p in parameters]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--include", required=True)
    functions = prototypes(parser.parse_args().include)
    problems, pairs = [], 0
    for name, (result, parameters) in functions.items():
        match = re.fullmatch(r"(.*)_(f32|f64)", name)
        if not match:
            continue
        pairs += match.group(2) == "f64"
        real, other = ("float", "f64") if match.group(2) == "f32" else ("double", "f32")
        twin = f"{match.group(1)}_{other}"
        if twin not in functions:
            problems.append(f"{name} has no twin {twin}")
        elif functions[twin][0] != result:
            problems.append(f"{name} and {twin} return different types")
        elif in_precision(functions[twin][1], real) != parameters:
            problems.append(f"{name} is not the twin of {twin}:\n  {parameters}\n  {functions[twin][1]}")
    end(problems, f"{pairs} pairs")


main()
