// SPDX-License-Identifier: Apache-2.0
// The commands of gigacity, one file each.
#pragma once

#include <memory>

#include "apps/cli/command.hpp"

namespace gigacity::apps {

std::unique_ptr<Command> run_command();
std::unique_ptr<Command> fibre_command();
std::unique_ptr<Command> check_command();
std::unique_ptr<Command> validate_command();
std::unique_ptr<Command> synth_command();
std::unique_ptr<Command> models_command();
std::unique_ptr<Command> path_command();

}  // namespace gigacity::apps
