#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Shared by apps/quickstart.sh and tests/run.sh: installs what is missing on Debian 12, configures, builds.
# Sourced, not run.

build_packages=(
  g++ cmake ninja-build pkg-config
  libgdal-dev libgeos-dev libproj-dev proj-data
  libtbb-dev libboost-dev libboost-program-options-dev libfmt-dev
  libtomlplusplus-dev nlohmann-json3-dev libssl-dev libhwy-dev
  libgtest-dev libgmock-dev libbenchmark-dev libjs-leaflet
)

say() { printf '\n== %s\n' "$*"; }

# install_missing PACKAGE...: asks for root rights only where something is missing.
install_missing() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "Installing Debian packages: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "needs root rights or sudo to install: ${missing[*]}" >&2; return 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build_preset PRESET [TARGET...]: configures and builds, all targets unless some are named.
build_preset() {
  local preset=$1
  shift
  say "Building ($preset)"
  cmake --preset "$preset" >/dev/null
  if [ $# -gt 0 ]; then
    cmake --build --preset "$preset" --target "$@"
  else
    cmake --build --preset "$preset"
  fi
}
