#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Installs the build into PREFIX, and once more into a prefix that is then moved to MOVED.
#
#     install.sh BUILD PREFIX MOVED
set -eu
build=$1 prefix=$2 moved=$3
before=$prefix.before-it-was-moved
rm -rf "$prefix" "$before" "$moved"
cmake --install "$build" --prefix "$prefix"
cmake --install "$build" --prefix "$before" >/dev/null
mkdir -p "$(dirname "$moved")"
mv "$before" "$moved"
# Whatever names a place in the build tree or the first prefix would be wrong on another machine.
if grep -rIl -e "$build" -e "$before" "$moved" | grep .; then
  echo "FAILED: the files above name the build tree or the prefix"
  exit 1
fi
if [ -n "$(find "$moved" -name 'libgausskern.so.*.*')" ]; then
  if readelf -d "$(find "$moved" -name 'libgausskern.so.*.*')" | grep -E 'R(UN)?PATH'; then
    echo "FAILED: the installed library has a run path"
    exit 1
  fi
else
  echo "FAILED: there is no libgausskern.so"
  exit 1
fi
for file in include/gausskern/gausskern.h include/gausskern/version.h bin/gausskern \
  share/man/man1/gausskern.1; do
  [ -e "$moved/$file" ] || { echo "FAILED: $file is not installed"; exit 1; }
done
