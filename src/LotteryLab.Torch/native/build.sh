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

# CUDA's headers are needed for streams and recorded steps only (cuda_graph.cpp). Those beside a pip torch are of its version, but may lack a part.
cuda=
toolkits=
if [ -e "$libs/libtorch_cuda.so" ]; then
  cuda="-ltorch_cuda -lc10_cuda"
  for folder in ${CUDA_HOME:+"$CUDA_HOME/include"} "$root"/../nvidia/*/include /usr/local/cuda/include; do
    if [ -e "$folder/cuda_runtime_api.h" ]; then toolkits="$toolkits $folder"; fi
  done
fi

hash=$( { cat "$here"/*.cpp "$here"/*.h "$here"/*.inc "$here/build.sh" "$here/stand-ins.sh"; find "$api" -name version.h -exec cat {} +; ls -lL "$libs/libtorch_cpu.so"; echo "$root$toolkits"; "$cxx" --version; } | sha256sum | cut -c1-12)
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
  graphs=
  for folder in $toolkits; do
    flags="-DLL_CUDA_GRAPHS -isystem $folder"
    case "$folder" in "$root"/../nvidia/*) for beside in "$root"/../nvidia/*/include; do flags="$flags -isystem $beside"; done;; esac
    # shellcheck disable=SC2086
    if "$cxx" -std=c++17 -fsyntax-only -w $flags $include "$here/cuda_graph.cpp" 2>"$out/cuda_graph.log"; then graphs=$flags; break; fi
    echo "build.sh: cuda_graph.cpp does not compile with the headers in $folder: $out/cuda_graph.log says why" >&2
  done
  if [ -n "$graphs" ]; then echo "build.sh: streams and recorded steps are built in, with the headers in $folder" >&2
  elif [ -n "$cuda" ]; then echo "build.sh: without CUDA headers that fit (looked in \$CUDA_HOME, beside $root and in /usr/local/cuda): trains on a GPU, but without streams and recorded steps" >&2; fi
  compile "$graphs"
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
