// SPDX-License-Identifier: Apache-2.0
#include "apps/run/row_findings.hpp"

#include <vector>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::apps {

namespace {

constexpr std::int64_t listed_rows = 20;

}  // namespace

void RowErrors::add(const std::string& row, const std::string& field, const std::string& message,
                    const std::string& hint) {
  if (++m_counts[field] > listed_rows) return;
  auto where = m_table;
  where.feature = row;
  where.field = field;
  m_findings.error({std::move(where), message, hint});
}

void RowErrors::finish() {
  for (const auto& [field, count] : m_counts) {
    if (count <= listed_rows) continue;
    auto where = m_table;
    where.field = field;
    m_findings.error({std::move(where),
                      fmt::format("and {} more problems of this field", count - listed_rows), ""});
  }
}

void Assumptions::report(const InputLocation& table, const std::string& hint,
                         Findings& findings) const {
  if (m_counts.empty()) return;
  std::vector<std::string> parts;
  for (const auto& [what, count] : m_counts)
    parts.push_back(
        fmt::format("{} {} ({} cell{})", what.first, what.second, count, count == 1 ? "" : "s"));
  findings.warning({table, "assumed: " + joined(parts, "; "), hint});
}

}  // namespace gigacity::apps
