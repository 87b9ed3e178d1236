#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and runs the tests.
#   bash tests/run.sh         every test, on the release build
#   bash tests/run.sh --all   also the unit tests under the sanitizers, clang-format and clang-tidy
# The last line is "N passed, N failed" (", N skipped" where data of the tests is absent).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source apps/setup.sh

test_packages=(gdal-bin python3-gdal python3-jsonschema chromium splat zip qgis postgresql postgresql-15-postgis-3)
# Not always from Debian: a machine may have another publisher's, which its packages would clash with.
command -v npm >/dev/null || test_packages+=(nodejs npm)
lint_packages=(clang-format clang-tidy git)
passed=0
failed=0
skipped=0

# Other people's GeoJSON validators, from npm, in the versions of the lock file. Without them their test skips.
install_validators() {
  local from=tests/e2e/validators to=build/npm
  cmp -s $from/package-lock.json $to/package-lock.json && [ -d $to/node_modules ] && return 0
  say "Installing validators from npm"
  mkdir -p $to
  rm -rf $to/node_modules
  cp $from/package.json $from/package-lock.json $to/
  npm ci --prefix $to --no-audit --no-fund --silent || rm -rf $to
}

# run_tests PRESET: runs its tests and adds them up.
run_tests() {
  say "Testing ($1)"
  local log=build/$1/tests.log total bad not_run
  ctest --preset "$1" -j "$(nproc)" 2>&1 | tee "$log" || true
  total=$(sed -nE 's/.*tests failed out of ([0-9]+).*/\1/p' "$log" | tail -n 1)
  bad=$(sed -nE 's/.*, ([0-9]+) tests failed out of.*/\1/p' "$log" | tail -n 1)
  not_run=$(grep -cE '\*\*\*Skipped' "$log" || true)
  if [ -z "$total" ]; then
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + total - bad - not_run))
  failed=$((failed + bad))
  skipped=$((skipped + not_run))
}

# check NAME COMMAND...: one check that passes or fails as a whole.
check() {
  local name=$1
  shift
  say "Checking ($name)"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$name: failed"; fi
}

sources() { git ls-files '*.cpp' '*.hpp'; }
clang_format_is_clean() { sources | xargs clang-format --dry-run --Werror; }
# Reads eight files at a time, as the preset joins them: most of its time goes into what they include.
clang_tidy_is_clean() {
  cmake --preset tidy >/dev/null
  sed -nE 's/^ *"file": "(.*)",?$/\1/p' build/tidy/compile_commands.json | grep -v '/page\.cpp$' |
    xargs -P "$(nproc)" -n 1 clang-tidy -p build/tidy --quiet 2>/dev/null
}

install_missing "${build_packages[@]}" "${test_packages[@]}"
install_validators
build_preset release
run_tests release

if [ "${1:-}" = "--all" ]; then
  install_missing "${lint_packages[@]}"
  build_preset asan-ubsan unit_tests
  run_tests asan-ubsan
  build_preset tsan parallel_tests
  run_tests tsan
  check clang-format clang_format_is_clean
  check clang-tidy clang_tidy_is_clean
fi

if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
