#!/bin/sh
# Compiles the native files as a machine with a GPU would, as far as that goes without one: syntax and types, nothing is linked or run.
#   check-cuda-headers.sh [CUDA] [LIBTORCH]   CUDA: folder with cuda_runtime_api.h (default: $CUDA_HOME/include, /usr/local/cuda/include);
#                                             LIBTORCH: an unpacked LibTorch or site-packages/torch (default: $LIBTORCH, else the distribution's).
# Not part of ./lab test: few machines have CUDA's headers. Run it after a change to src/LotteryLab.Torch/native/cuda_graph.cpp.
set -eu
native=$(cd "$(dirname "$0")/.." && pwd)/src/LotteryLab.Torch/native
cuda=${1:-}
root=${2:-${LIBTORCH:-}}
for folder in "$cuda" ${CUDA_HOME:+"$CUDA_HOME/include"} /usr/local/cuda/include; do
  if [ -n "$folder" ] && [ -e "$folder/cuda_runtime_api.h" ]; then cuda=$folder; break; fi
done
[ -e "$cuda/cuda_runtime_api.h" ] || { echo "check-cuda-headers: no cuda_runtime_api.h; name its folder, or set CUDA_HOME" >&2; exit 2; }
if [ -n "$root" ]; then torch="-isystem $root/include -isystem $root/include/torch/csrc/api/include"; headers=$root/include
else torch="-isystem /usr/include/torch/csrc/api/include"; headers=/usr/include; fi

# A LibTorch that was built without CUDA lacks this one generated header, which only says how CUDA was linked.
extra=$(mktemp -d)
trap 'rm -rf "$extra"' EXIT
if [ ! -e "$headers/c10/cuda/impl/cuda_cmake_macros.h" ]; then
  mkdir -p "$extra/c10/cuda/impl"
  echo "#pragma once" > "$extra/c10/cuda/impl/cuda_cmake_macros.h"
fi
for flags in "" "-DLL_CUDA_GRAPHS -isystem $cuda -isystem $extra"; do
  # shellcheck disable=SC2086 # the lists of flags are meant to be split
  "${CXX:-g++}" -std=c++17 -fsyntax-only -Wall $flags $torch "$native/cuda_graph.cpp"
done
echo "cuda_graph.cpp compiles without CUDA and with the headers in $cuda against $headers/ATen."
