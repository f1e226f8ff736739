#!/bin/sh
# Compiles the C++ files beside it against a LibTorch and prints the path of the library it made.
#   build.sh [FOLDER]   FOLDER (or $LIBTORCH): an unpacked LibTorch, or site-packages/torch of a pip installation;
#                       without it, the one the distribution installed.
# Nothing is compiled when the result is newer than its inputs: the tag of the folder is a hash of all of them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${1:-${LIBTORCH:-}}
cxx=${CXX:-g++}

if [ -n "$root" ]; then
  [ -d "$root/include" ] || { echo "build.sh: $root has no include folder; name the folder that holds include/ and lib/" >&2; exit 1; }
  include="-isystem $root/include -isystem $root/include/torch/csrc/api/include"
  libs=$root/lib
  api=$root/include/torch/csrc/api/include
else
  api=/usr/include/torch/csrc/api/include
  include="-isystem $api"
  libs=
  for folder in /usr/lib/$(uname -m)-linux-gnu /usr/lib64 /usr/lib /usr/local/lib; do
    if [ -e "$folder/libtorch_cpu.so" ]; then libs=$folder; break; fi
  done
fi
header=$api/torch/version.h
[ -f "$header" ] || header=$(dirname "$(dirname "$api")")/version.h
if [ -z "$libs" ] || [ ! -e "$libs/libtorch_cpu.so" ] || [ ! -d "$api/torch" ]; then
  echo "build.sh: LibTorch not found. Run: apt-get install libtorch-dev libopenblas0-openmp g++   then: ./lab doctor" >&2
  echo "build.sh: or set LIBTORCH to a folder with include/ and lib/ (an unpacked LibTorch, site-packages/torch)" >&2
  exit 1
fi
command -v "$cxx" >/dev/null || { echo "build.sh: no C++ compiler ($cxx). Run: apt-get install g++   then: ./lab doctor" >&2; exit 1; }

# CUDA's headers are needed for streams and recorded steps only (cuda_graph.cpp); a pip torch has them beside it, in site-packages/nvidia.
cuda=
graphs=
if [ -e "$libs/libtorch_cuda.so" ]; then
  cuda="-ltorch_cuda -lc10_cuda"
  for folder in ${CUDA_HOME:+"$CUDA_HOME/include"} /usr/local/cuda/include "$root"/../nvidia/*/include; do
    if [ -e "$folder/cuda_runtime_api.h" ]; then
      graphs="-DLL_CUDA_GRAPHS -isystem $folder"
      for beside in "$folder"/../../*/include; do case "$folder" in */nvidia/*) graphs="$graphs -isystem $beside";; esac; done
      break
    fi
  done
fi

hash=$( { cat "$here"/*.cpp "$here"/*.h "$here"/*.inc "$here/build.sh" "$here/stand-ins.sh"; find "$api" -name version.h -exec cat {} +; ls -lL "$libs/libtorch_cpu.so"; echo "$root $graphs"; "$cxx" --version; } | sha256sum | cut -c1-12)
name=system; [ -z "$root" ] || name=$(basename "$(cd "$root" && pwd)")
out=$here/build/$name-$hash
target=$out/liblotterylab_torch.so
if [ ! -f "$target" ]; then
  # Which string ABI a LibTorch was built with shows in the names its library exports.
  abi=1
  if grep -qa 'torchCheckFailEPKcS[0-9]_jRKSs' "$libs/libc10.so"; then abi=0; fi
  mkdir -p "$out"
  # Only for the distribution's LibTorch: what others are linked with, they use.
  unused=; [ -n "$root" ] || for name in $(sh "$here/stand-ins.sh" "$libs/libtorch_cpu.so" "$out/stand-ins"); do unused="$unused -l:$name"; done
  # shellcheck disable=SC2086 # the lists of flags are meant to be split
  compile() {
    "$cxx" -O2 -std=c++17 -shared -fPIC -w -fvisibility=hidden -D_GLIBCXX_USE_CXX11_ABI=$abi $1 $include "$here"/*.cpp -o "$target.$$" \
      -L"$out/stand-ins" -L"$libs" -Wl,-rpath,'$ORIGIN/stand-ins' -Wl,-rpath,"$libs" -Wl,--no-as-needed $unused -ltorch -ltorch_cpu -lc10 $cuda -ldl
  }
  if [ -z "$graphs" ]; then
    [ -z "$cuda" ] || echo "build.sh: no CUDA headers (looked in \$CUDA_HOME, /usr/local/cuda and beside $root): trains on a GPU, but without streams and recorded steps" >&2
    compile ""
  elif compile "$graphs"; then
    echo "build.sh: streams and recorded steps are built in ($graphs)" >&2
  else
    echo "build.sh: streams and recorded steps did not compile ($graphs); building without them" >&2
    compile ""
  fi
  mv "$target.$$" "$target"
fi
# The build takes the library from here whatever the tag is.
mkdir -p "$here/build/current/stand-ins"
for file in "$here/build/current/stand-ins"/*; do [ ! -f "$file" ] || [ -f "$out/stand-ins/${file##*/}" ] || rm "$file"; done
for file in "$out/stand-ins"/*; do [ ! -f "$file" ] || cmp -s "$file" "$here/build/current/stand-ins/${file##*/}" || cp "$file" "$here/build/current/stand-ins"; done
if ! cmp -s "$target" "$here/build/current/liblotterylab_torch.so"; then
  cp "$target" "$here/build/current/liblotterylab_torch.so.$$"
  mv "$here/build/current/liblotterylab_torch.so.$$" "$here/build/current/liblotterylab_torch.so"
fi
echo "$target"
