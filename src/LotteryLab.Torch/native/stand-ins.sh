#!/bin/sh
# Makes empty libraries under the names of those that a LibTorch is linked with and does not use, and prints their names.
#   stand-ins.sh LIBRARY FOLDER   LIBRARY: libtorch_cpu.so; FOLDER: where they go
# Debian links LibTorch with OpenCV, FFmpeg and a few stores of pictures, and calls nothing of them. With what they need in turn they are
# more than 220 libraries (Qt, GDAL, ...), nearly half of the time and of the memory that loading LibTorch takes. The loader asks for a
# name only once: whoever names the stand-ins before LibTorch does has them loaded instead.
set -eu
library=$1
folder=$2
cxx=${CXX:-g++}

rm -rf "$folder"
command -v readelf >/dev/null && command -v ldd >/dev/null || exit 0
names=$(readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -E '^lib(opencv_|av(codec|format|util)\.|sw(scale|resample)\.|zmq\.|lmdb\.|leveldb\.|snappy\.)' || true)
[ -n "$names" ] || exit 0

mkdir -p "$folder"
empty=$folder/.empty
"$cxx" -shared -nostdlib -s -x c++ /dev/null -o "$empty" -Wl,-z,noseparate-code -Wl,--build-id=none
for name in $names; do cp "$empty" "$folder/$name"; done
rm "$empty"

# Something may need them after all: in this LibTorch, or in a library that found them only through it.
if LD_LIBRARY_PATH=$folder ldd -r "$library" 2>&1 | grep -q -E 'undefined symbol|not found'; then
  rm -rf "$folder"
  exit 0
fi
echo "$names"
