// SPDX-License-Identifier: Apache-2.0
// Prints how far the propagation models are from published vectors, as the Markdown table that stands in
// the README: validation_report [FOLDER], by default ../shared/validation beside the sources.
#include <exception>

#include <fmt/format.h>

#include "tests/sim/propagation/vector_set.hpp"

int main(int argc, char** argv) {
  try {
    const auto folder =
        argc > 1 ? std::filesystem::path(argv[1]) : gigacity::propagation::validation_folder();
    fmt::print("{}", gigacity::propagation::validation_report(
                         gigacity::propagation::read_every_set(folder)));
  } catch (const std::exception& error) {
    fmt::print(stderr, "validation_report: {}\n", error.what());
    return 1;
  }
  return 0;
}
