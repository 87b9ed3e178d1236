// SPDX-License-Identifier: Apache-2.0
// Runs a program as a user would, and keeps what it said.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gigacity::test {

struct CommandResult {
  int exit_code = -1;  ///< 128 + signal where a signal ended it
  std::string out;
  std::string err;
};

/// What to do to the program while it runs.
struct Interruption {
  std::chrono::milliseconds after{0};
  int signal = 0;
};

/// Runs `arguments` (the first is the program, found on PATH) to its end.
CommandResult run_command(const std::vector<std::string>& arguments,
                          const std::optional<Interruption>& interruption = std::nullopt);

/// A folder of its own below the system's temporary folder, empty.
std::filesystem::path fresh_folder(const std::string& name);

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace gigacity::test
