// SPDX-License-Identifier: Apache-2.0
// The program around its commands: finds the command, runs it, and turns what goes wrong into one
// clear message and an exit code, in one place.
#pragma once

#include <filesystem>
#include <ostream>
#include <span>
#include <string>

#include "apps/cli/help.hpp"

namespace gigacity::apps {

/// Where the program writes. `interactive`: standard error is a terminal.
struct Streams {
  std::ostream& out;
  std::ostream& error;
  bool interactive = false;
};

/// Runs `words` (without the program's own name). Never throws.
ExitCode run_program(const ProgramInfo& program, const Commands& commands,
                     std::span<const std::string> words, const Streams& streams) noexcept;

/// share/gigacity beside the folder that holds the running program.
std::filesystem::path data_folder();

}  // namespace gigacity::apps
