// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/log.hpp"

#include <span>
#include <string>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::apps {

namespace {

constexpr std::size_t named_features = 5;

std::string described(const Skipped& skipped) {
  InputLocation where;
  where.source = skipped.source;
  where.layer = skipped.layer;
  std::string text =
      to_string({where,
                 fmt::format("{} {} left out: {}", skipped.count,
                             skipped.count == 1 ? "feature" : "features", skipped.reason),
                 {}});
  if (skipped.features.empty()) return text;
  const auto named =
      std::span(skipped.features).first(std::min(named_features, skipped.features.size()));
  const bool all = static_cast<std::int64_t>(named.size()) == skipped.count;
  return fmt::format("{} ({}{})", text, joined(named, ", "), all ? "" : ", ...");
}

}  // namespace

std::optional<LogLevel> log_level_of(std::string_view name) {
  if (name == "error") return LogLevel::error;
  if (name == "warning") return LogLevel::warning;
  if (name == "info") return LogLevel::info;
  if (name == "debug") return LogLevel::debug;
  return std::nullopt;
}

void Log::report(const Findings& findings) const {
  for (const auto& diagnostic : findings.warnings()) warning(to_string(diagnostic));
  for (const auto& skipped : findings.skipped()) warning(described(skipped));
}

void Log::print(LogLevel level, std::string_view prefix, std::string_view text) const {
  if (level > m_level) return;
  m_terminal.print_line(fmt::format("{}{}", prefix, text));
}

}  // namespace gigacity::apps
