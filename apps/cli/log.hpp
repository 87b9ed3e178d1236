// SPDX-License-Identifier: Apache-2.0
// Messages for people, on standard error.
#pragma once

#include <optional>
#include <string_view>

#include "apps/cli/terminal.hpp"
#include "core/diagnostic.hpp"

namespace gigacity::apps {

enum class LogLevel { error, warning, info, debug };

/// "error", "warning", "info", "debug".
std::optional<LogLevel> log_level_of(std::string_view name);

/// One line a message; anything but information says what it is: "warning: ...". Safe from any
/// thread.
class Log {
 public:
  Log(Terminal& terminal, LogLevel level) : m_terminal(terminal), m_level(level) {}

  void error(std::string_view text) const { print(LogLevel::error, "error: ", text); }
  void warning(std::string_view text) const { print(LogLevel::warning, "warning: ", text); }
  void info(std::string_view text) const { print(LogLevel::info, "", text); }
  void debug(std::string_view text) const { print(LogLevel::debug, "debug: ", text); }

  /// Every warning, then what was left out and why. Errors are thrown, not reported.
  void report(const Findings& findings) const;

 private:
  void print(LogLevel level, std::string_view prefix, std::string_view text) const;

  Terminal& m_terminal;
  LogLevel m_level;
};

}  // namespace gigacity::apps
