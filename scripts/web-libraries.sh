#!/usr/bin/env bash
# Copies the browser libraries that package.json names to wwwroot/lib/NAME/VERSION: web-libraries.sh ROOT STATE
# The version in the path makes each file immutable, so that browsers may keep it for ever.
set -euo pipefail
root=$1
state=$2
stamp=$state/web-libraries
key=$(cat "$root/package.json" "$root/package-lock.json" "$root/scripts/web-libraries.sh" | sha256sum)
[ "$(cat "$stamp" 2>/dev/null || true)" != "$key" ] || [ ! -d "$root/wwwroot/lib" ] || exit 0

command -v npm >/dev/null || { echo "lab: npm is missing. Install Node.js (Debian: apt-get install npm) and run this again." >&2; exit 1; }
echo "lab: Fetching the browser libraries (once)..." >&2
mkdir -p "$state"
(cd "$root" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >"$state/npm.log" 2>&1) || { tail -n 20 "$state/npm.log" >&2; exit 1; }

version() { sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$root/node_modules/$1/package.json" | head -n 1; }
copy() {
  local package=$1 file=$2 licence=$3 name=$4 target
  target=$root/wwwroot/lib/$name/$(version "$package")
  mkdir -p "$target"
  cp "$root/node_modules/$package/$file" "$target/"
  [ -z "$licence" ] || cp "$root/node_modules/$package/$licence" "$target/"
}

rm -rf "$root/wwwroot/lib"
copy plotly.js-cartesian-dist-min plotly-cartesian.min.js LICENSE plotly
copy @microsoft/signalr dist/browser/signalr.min.js "" signalr
echo "$key" >"$stamp"
