// SPDX-License-Identifier: Apache-2.0
// What a command of the program is: described as data, so that parsing, help and --json-usage
// agree.
#pragma once

#include <map>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "apps/cli/log.hpp"
#include "core/progress.hpp"

namespace gigacity::apps {

/// "-o, --output DIR".
struct Option {
  std::string name;      ///< "output"
  char letter = 0;       ///< 'o', or 0
  std::string argument;  ///< "DIR"; empty: a switch
  std::string help;
  std::string default_value{};  ///< for people; empty: none
  std::vector<std::string> choices{};
  bool repeatable = false;
};

/// An argument that stands by itself: "SCENARIO". What may be left out comes last.
struct Positional {
  std::string name;
  std::string help;
  bool required = true;
};

/// Options shared by the commands that read a scenario: --set, --output.
const std::vector<Option>& scenario_options();
/// Options of every command: --threads, --quiet, --progress, --log-level, --help.
const std::vector<Option>& common_options();

/// A parsed command line: which options were given, and with what.
class Arguments {
 public:
  explicit Arguments(std::map<std::string, std::vector<std::string>> values)
      : m_values(std::move(values)) {}

  bool has(const std::string& name) const { return m_values.contains(name); }
  std::optional<std::string> text(const std::string& name) const;
  std::vector<std::string> texts(const std::string& name) const;
  /// Throws UsageError where the value is not a whole number in [low, high].
  std::optional<std::int64_t> integer(const std::string& name, std::int64_t low,
                                      std::int64_t high) const;
  /// Throws UsageError where the value is not a number in [low, high].
  std::optional<double> number(const std::string& name, double low, double high) const;

 private:
  std::map<std::string, std::vector<std::string>> m_values;
};

/// Parses what follows the command's name. Throws UsageError: unknown option (with the nearest
/// known one), missing or superfluous argument, value that is none of the choices. With --help
/// nothing is required.
Arguments parse_arguments(std::span<const std::string> words,
                          const std::vector<Positional>& positionals,
                          const std::vector<Option>& options);

/// Checks key=value of each --set. Throws UsageError.
std::vector<std::string> overrides_of(const Arguments& arguments);

/// What a running command may use.
struct Console {
  std::ostream& out;  ///< results
  const Log& log;     ///< all else
  Progress& progress;
  std::string program;  ///< "gigacity 0.1.0"
};

/// Exit codes of the program.
enum class ExitCode { done = 0, input = 1, usage = 2, internal = 3, not_met = 4, stopped = 75 };

class Command {
 public:
  virtual ~Command() = default;
  virtual std::string name() const = 0;
  virtual std::string summary() const = 0;      ///< a line in the list of commands
  virtual std::string description() const = 0;  ///< a paragraph
  virtual std::vector<std::string> examples() const = 0;
  virtual std::vector<Positional> positionals() const { return {}; }
  /// Its own options; common_options() follow.
  virtual std::vector<Option> options() const = 0;
  /// Takes over the arguments; throws UsageError, opens no file: usage errors come before any work.
  virtual void setup(const Arguments& arguments) = 0;
  virtual ExitCode run(const Console& console) = 0;
};

}  // namespace gigacity::apps
