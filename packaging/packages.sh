# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The Debian 12 packages that each step needs, and how to install what is missing. Sourced by the other scripts.

build_packages=(
  ca-certificates cmake ninja-build g++ pkg-config
  qt6-base-dev qt6-base-dev-tools qt6-websockets-dev qt6-svg-dev libgl-dev
  qcoro-qt6-dev libexpected-dev qtkeychain-qt6-dev
  libopencv-core-dev libopencv-imgproc-dev zlib1g-dev
)
run_packages=(
  libqt6sql6-sqlite libqt6sql6-psql qt6-qpa-plugins qt6-image-formats-plugins
  libqt6svg6 breeze-icon-theme fonts-noto-core fonts-noto-color-emoji
)
test_packages=( dbus-daemon postgresql openssl mate-backgrounds plasma-workspace-wallpapers fiu-utils )
check_packages=( clang-16 clang-tidy-16 clang-format-16 libclang-rt-16-dev )

# Prints the packages of "$@" that are not installed.
missing_packages() {
  local name
  for name in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || printf '%s\n' "$name"
  done
}

# Installs what is missing of "$@". Root is asked for only if something is.
install_packages() {
  local -a missing root=()
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "These packages are missing and there is no apt-get to install them: ${missing[*]}" >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null; then
      root=(sudo)
    else
      echo "These packages are missing: ${missing[*]}" >&2
      echo "Install them as root:  apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
  fi
  echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
  local log
  log=$(mktemp "${TMPDIR:-/tmp}/lora-studio-install.XXXXXX.log")
  # The package lists of a new machine are empty or old: fetch them when a name is not known, or what they name is gone.
  if { apt-cache show "${missing[@]}" >/dev/null 2>&1 && apt_install "$log" "${missing[@]}"; } ||
    { "${root[@]}" apt-get update -qq >>"$log" 2>&1 && apt_install "$log" "${missing[@]}"; }; then
    rm -f "$log"
    return 0
  fi
  tail -n 20 "$log" >&2
  echo "The packages could not be installed. The end of what apt-get said stands above, all of it in $log" >&2
  return 1
}

# apt_install LOG PACKAGE…: adds what apt-get says to LOG; `root` is of the caller.
apt_install() {
  local log=$1
  shift
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1
}

# build PRESET: configures if that was not done and compiles what changed.
build_preset() {
  local preset=$1
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" ${CMAKE_LAUNCHER:+"$CMAKE_LAUNCHER"} >"build-$preset.log.tmp" 2>&1 ||
    { cat "build-$preset.log.tmp" >&2; rm -f "build-$preset.log.tmp"; return 1; }
  rm -f "build-$preset.log.tmp"
  local terminal=0
  [ ! -t 2 ] || terminal=1
  # Only ninja itself knows whether there is something to do, so what it says is shown from the first real step on.
  ninja -C "build/$preset" 2>&1 | awk -v terminal="$terminal" -v preset="$preset" '
    /^ninja: (Entering directory|no work to do)/ || /Re-checking globbed directories/ { next }
    !said { said = 1; print "Building (" preset "). The first time takes some minutes." }
    terminal && /^\[[0-9]+\/[0-9]+\]/ { printf "\r\033[K%s", substr($0, 1, 78); open = 1; fflush(); next }
    { if (open) printf "\n"; open = 0; print; fflush() }
    END { if (open) printf "\n" }' >&2
}
