#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Runs a program under memcheck: no invalid access, no decision on memory never written, nothing lost.
#
#     memcheck.sh SANITIZED PROGRAM [ARGUMENT...]
set -eu
sanitized=$1
shift
if [ "$sanitized" = 1 ]; then
  echo "SKIPPED: valgrind cannot run a program built with a sanitizer"
  exit 77
fi
command -v valgrind >/dev/null || { echo "SKIPPED: there is no valgrind"; exit 77; }
# libgomp keeps its team and OpenBLAS its buffers until the process ends: reachable, or possibly lost.
exec valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
  --errors-for-leak-kinds=definite "$@"
