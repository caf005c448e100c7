#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Who includes whom: each folder only those below it, and BLAS and OpenMP through their one door."""
import argparse
import pathlib
import re

from ctext import end, without_comments, without_strings

STANDARD = set(
    "assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h "
    "signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h "
    "tgmath.h threads.h time.h uchar.h wchar.h wctype.h".split())
# The loops are freestanding: headers that bring no function of libc or libm.
FREESTANDING = {"float.h", "limits.h", "stdbool.h", "stddef.h", "stdint.h", "immintrin.h", "arm_neon.h"}

# A folder of src and the folders whose headers it may include beside its own and the public ones.
SOURCE_FOLDERS = {
    "core": set(),
    "simd": set(),
    "gram": {"core", "simd"},
    "image": {"core", "simd"},
    "filter": {"core", "simd"},
    "density": {"core", "simd", "gram"},
    "kde": {"core", "simd", "gram", "density", "filter"},
    "solve": {"core", "simd", "gram"},
    "lowrank": {"core", "simd", "gram", "solve"},
    "cli": set(),
    "mpi": set(),
}
# core asks simd nothing but its name, and the dispatcher is the only part of simd that knows the system.
DISPATCHER = re.compile(r"src/simd/dispatch\.[ch]")
PUBLIC_ONLY = ("examples", "bench", "tests/api", "tests/golden", "tests/consumer", "tests/support")

BLAS_DOOR = re.compile(r"src/core/(blas|lapack)\.[ch]")
BLAS_WORDS = re.compile(r"\b(cblas_\w+|LAPACKE_\w+|openblas_\w+|goto_\w+|[sd]gemm_|[sd]syrk_)\b")
BLAS_HEADERS = {"cblas.h", "lapacke.h", "f77blas.h", "openblas_config.h"}
OPENMP_PRAGMA = re.compile(r"#\s*pragma\s+omp|_Pragma\s*\(\s*\"omp")


def check_source_include(path, folder, kind, header):
    if kind == "<":
        if folder == "simd" and not DISPATCHER.fullmatch(path) and header not in FREESTANDING:
            return f"includes <{header}>, but the loops are freestanding"
        if header in BLAS_HEADERS and not BLAS_DOOR.fullmatch(path):
            return f"includes <{header}>, the business of core/blas and core/lapack"
        if header == "omp.h" and path not in ("src/core/parallel.c", "src/core/blas.c"):
            return "includes <omp.h>, the business of core/parallel.c and core/blas.c"
        return None
    target = header.split("/")[0] if "/" in header else folder
    if target not in SOURCE_FOLDERS:
        return f'includes "{header}", which is in no folder of src'
    if target != folder and target not in SOURCE_FOLDERS[folder]:
        return f'includes "{header}"; {folder} may not include {target}'
    return None


def check_public_include(kind, header):
    if kind == "<" and header not in STANDARD and not header.startswith("gausskern/"):
        return f"includes <{header}>; a public header includes only C's and the library's"
    if kind == '"':
        return f'includes "{header}"; public headers are named in angle brackets'
    return None


def check_outside_include(path, kind, header):
    if kind == '"' and "/" in header:
        return f'includes "{header}"; {path.split("/")[0]} sees the public headers only'
    return None


def check_door(path, code):
    words = without_strings(code)
    problems = []
    if not BLAS_DOOR.fullmatch(path):
        found = sorted(set(BLAS_WORDS.findall(words)))
        problems += [f"names {word}, the business of core/blas and core/lapack" for word in found]
    if path != "src/core/parallel.c" and OPENMP_PRAGMA.search(code):
        problems.append("has an OpenMP pragma, the business of core/parallel.c")
    return problems


def problems_of(path, text):
    code = without_comments(text)
    folder = path.split("/")[1]
    found = []
    if path.startswith("src/") and folder not in SOURCE_FOLDERS:
        return [f"the folder {folder} is not in the table of layers"]
    for kind, header in re.findall(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', code, re.M):
        if path.startswith("src/"):
            found.append(check_source_include(path, folder, kind, header))
        elif path.startswith("include/"):
            found.append(check_public_include(kind, header))
        else:
            found.append(check_outside_include(path, kind, header))
    if path.startswith("src/"):
        found += check_door(path, code)
    return [problem for problem in found if problem]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", required=True)
    root = pathlib.Path(parser.parse_args().root)
    files = [path for top in ("include", "src", *PUBLIC_ONLY) for path in sorted((root / top).rglob("*.[ch]"))]
    problems = []
    for file in files:
        path = file.relative_to(root).as_posix()
        problems += [f"{path}: {problem}" for problem in problems_of(path, file.read_text())]
    end(problems, f"{len(files)} files")


main()
