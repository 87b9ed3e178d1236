#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds the program and runs the main job on the bundled city, down to a report.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source apps/setup.sh

install_missing "${build_packages[@]}"
build_preset release gigacity
say "Running the bundled city"
build/release/bin/gigacity run data/demo/scenario.toml -o out/demo
say "Done. Open the report in a browser:"
echo "$PWD/out/demo/report.html"
