// SPDX-License-Identifier: Apache-2.0
// Help for people and --json-usage for programs, both from the same tables.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "apps/cli/command.hpp"

namespace gigacity::apps {

/// The program: its name, and what its commands have in common.
struct ProgramInfo {
  std::string name;                    ///< "gigacity"
  std::string version;                 ///< "0.1.0"
  std::string description;             ///< a line
  std::vector<std::string> libraries;  ///< "GDAL 3.6.2", ...
};

using Commands = std::vector<std::unique_ptr<Command>>;

/// "gigacity 0.1.0", then a library a line.
std::string version_text(const ProgramInfo& program);
/// The list of commands.
std::string program_help(const ProgramInfo& program, const Commands& commands);
/// "gigacity run SCENARIO [options]".
std::string usage_of(const ProgramInfo& program, const Command& command);
std::string command_help(const ProgramInfo& program, const Command& command);
/// Every command, option and exit code as JSON.
std::string json_usage(const ProgramInfo& program, const Commands& commands);

}  // namespace gigacity::apps
