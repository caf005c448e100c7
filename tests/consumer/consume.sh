#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Builds the project beside this script against an installed prefix, in C and in C++, and runs it.
#
#     consume.sh pkgconfig|package shared|static PREFIX SCRATCH CC CXX
set -eu
way=$1 kind=$2 prefix=$3 scratch=$4 cc=$5 cxx=$6
project=$(cd "$(dirname "$0")" && pwd)/project

fail() {
  echo "FAILED: $*"
  exit 1
}

[ -x "$cxx" ] || { echo "SKIPPED: there is no C++ compiler"; exit 77; }
rm -rf "$scratch"
mkdir -p "$scratch"

pc_dir=$(dirname "$(find "$prefix" -name gausskern.pc)")
[ -d "$pc_dir" ] || fail "there is no gausskern.pc under $prefix"
export PKG_CONFIG_PATH="$pc_dir"
lib_dir=$(cd "$pc_dir/.." && pwd)

# The library that the program loads must be the prefix's, or none where it is linked in.
check_program() {
  loaded=$(ldd "$1" | sed -n 's/.*libgausskern[^ ]* => \(.*\) (0x.*/\1/p')
  if [ "$kind" = static ]; then
    [ -z "$loaded" ] || fail "$1 is linked statically, but loads $loaded"
  else
    [ -n "$loaded" ] || fail "$1 does not find libgausskern.so.0"
    [ "$(readlink -f "$loaded")" = "$(readlink -f "$lib_dir/libgausskern.so.0")" ] ||
      fail "$1 loads $loaded instead of the library in $lib_dir"
    ! readelf -d "$1" | grep -q 'NEEDED.*openblas' ||
      fail "$1 names openblas, which is the library's own affair"
  fi
  "$1" || fail "$1 exited with $?"
}

by_pkgconfig() {
  flags=$(pkg-config --cflags gausskern)
  if [ "$kind" = static ]; then
    # Where both libraries are in the prefix, the linker must be told to take the archive.
    libs=$(pkg-config --static --libs gausskern | sed 's/-lgausskern/-l:libgausskern.a/')
  else
    libs="$(pkg-config --libs gausskern) -Wl,-rpath,$(pkg-config --variable=libdir gausskern)"
  fi
  # The flags are words to be split.
  # shellcheck disable=SC2086
  "$cc" -std=c11 -Wall -Wextra -Werror $flags "$project/main.c" -o "$scratch/c" $libs
  # shellcheck disable=SC2086
  "$cxx" -std=c++11 -Wall -Wextra -Werror $flags "$project/main.cpp" -o "$scratch/cpp" $libs
  check_program "$scratch/c"
  check_program "$scratch/cpp"
}

by_package() {
  library=gausskern
  [ "$kind" = shared ] || library=gausskern_static
  cmake -S "$project" -B "$scratch" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$cc" \
    -DCMAKE_CXX_COMPILER="$cxx" >"$scratch/configure.log" 2>&1 || {
    cat "$scratch/configure.log"
    fail "find_package does not find the package in $prefix"
  }
  cmake --build "$scratch" --target "${library}_c" "${library}_cpp"
  check_program "$scratch/${library}_c"
  check_program "$scratch/${library}_cpp"
}

case $way in
pkgconfig) by_pkgconfig ;;
package) by_package ;;
esac
