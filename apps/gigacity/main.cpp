// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <tbb/version.h>
#include <unistd.h>

#include "apps/cli/program.hpp"
#include "apps/gigacity/commands.hpp"
#include "geo/library.hpp"

int main(int count, char** words) {
  using namespace gigacity::apps;
  gigacity::geo::initialise_libraries();
  const ProgramInfo program{
      "gigacity",
      GIGACITY_VERSION,
      "Radio and gigabit-fibre coverage of a city, judged against a government's criteria.",
      {gigacity::geo::library_versions(), std::string("oneTBB ") + TBB_runtime_version()}};
  Commands commands;
  commands.push_back(run_command());
  commands.push_back(fibre_command());
  commands.push_back(check_command());
  commands.push_back(validate_command());
  commands.push_back(path_command());
  commands.push_back(models_command());
  commands.push_back(synth_command());
  const std::vector<std::string> arguments(words + std::min(count, 1), words + count);
  return static_cast<int>(run_program(program, commands, arguments,
                                      {std::cout, std::cerr, isatty(STDERR_FILENO) == 1}));
}
