# shellcheck shell=bash
# Set-up steps of ./lab. Each looks first, is quick when there is nothing to do, and says what it does on the error stream:
# the output of ./lab cli belongs to the program.

say() { echo "lab: $*" >&2; }
fail() { say "$*"; exit 1; }

ensure_dotnet() {
  mkdir -p "$state"
  command -v dotnet >/dev/null || fail "The .NET SDK 10 is missing. Install it from https://dotnet.microsoft.com/download and run this again."
}

# Installs Debian packages, or says which command would.
apt_install() {
  local as_root=() command="apt-get install -y --no-install-recommends $*"
  command -v apt-get >/dev/null || fail "These are missing: $*. This system has no apt-get: install them in its own way."
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      as_root=(sudo)
    else
      fail "These packages are missing: $*. Run as root: $command"
    fi
  fi
  say "Installing $* (once; log in .lab/apt.log)..."
  mkdir -p "$state"
  local log=$state/apt.log
  # Old package lists name files that the mirror no longer has: refresh them only when the first try shows it.
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $command >"$log" 2>&1 </dev/null; then
    "${as_root[@]}" apt-get update >>"$log" 2>&1 </dev/null || true
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $command >>"$log" 2>&1 </dev/null; then
      tail -n 15 "$log" >&2
      return 1
    fi
  fi
}

ensure_pytorch() {
  local missing=()
  if ! /usr/bin/python3 -c 'import torch, numpy' 2>/dev/null; then
    missing=(python3-torch python3-numpy)
    apt_install "${missing[@]}" || fail "apt-get could not install ${missing[*]}, which the comparison needs. See .lab/apt.log."
  fi
  # Research scripts read pictures with these; without them the script of the comparison works on arrays, and says so.
  if ! /usr/bin/python3 -c 'import torchvision, PIL' 2>/dev/null; then
    (apt_install python3-torchvision python3-pil) || say "python3-torchvision could not be installed: the research script transforms arrays instead of pictures."
  fi
}

# Browser tests skip themselves, saying so, when there is no browser.
ensure_chromium() {
  compgen -G "$root/tests/*Browser*" >/dev/null || return 0
  command -v chromium >/dev/null && return 0
  (apt_install chromium) || say "Chromium could not be installed: the browser tests will be skipped."
}

# Builds one project, or the solution, unless nothing has changed since it was last built.
ensure_built() {
  local target=$1 stamp log
  stamp=$state/built-$(basename "$target")
  log=$state/build-$(basename "$target").log
  mkdir -p "$state"
  exec 9>"$state/build.lock"
  flock 9
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$root" ] && [ -d "$root/artifacts/bin" ] && [ -z "$(changed_since "$stamp")" ]; then
    exec 9>&-
    return 0
  fi
  echo "$root" >"$stamp.new"
  say "Building $(basename "$target")..."
  # Build nodes that outlive the build would keep the caller's pipes and the lock open.
  if ! dotnet build "$root/$target" -c "$configuration" --nologo -v quiet -nodeReuse:false >"$log" 2>&1 </dev/null 9>&-; then
    grep -E error "$log" | sort -u | head -n 30 >&2 || tail -n 30 "$log" >&2
    fail "The build failed; the whole log is .lab/$(basename "$log")."
  fi
  mv "$stamp.new" "$stamp"
  exec 9>&-
}

# Folders count too: one changes when a file in it is added or deleted. The build itself adds wwwroot/lib.
changed_since() {
  local roots=("$root/src" "$root/build" "$root/wwwroot")
  [ "$(basename "$1")" != built-LotteryLab.sln ] || roots+=("$root/tests")
  find "${roots[@]}" "$root"/bench/LotteryLab.* "$root"/*.props "$root"/*.targets "$root"/*.json "$root/LotteryLab.sln" "$root/.editorconfig" \
    \( -name bin -o -name obj -o -path "$root/wwwroot/lib" \) -prune -o -newer "$1" ! -path "$root/wwwroot" -print -quit
}

report_machine() {
  echo "Set-up"
  echo "  .NET SDK    $(dotnet --version 2>/dev/null || echo 'missing: install the .NET SDK 10')"
  echo "  npm         $(npm --version 2>/dev/null || echo 'missing: needed once, when the web app is built for the first time')"
}
