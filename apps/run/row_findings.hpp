// SPDX-License-Identifier: Apache-2.0
// What is wrong with the rows of a table, and what was assumed of them, once a table's schema is kept.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "core/diagnostic.hpp"

namespace gigacity::apps {

/// Errors of single rows: the first twenty of each field are listed, the rest counted.
class RowErrors {
 public:
  /// `table`: source and layer.
  RowErrors(InputLocation table, Findings& findings)
      : m_table(std::move(table)), m_findings(findings) {}
  void add(const std::string& row, const std::string& field, const std::string& message,
           const std::string& hint);
  /// Call once, after the last row.
  void finish();
  const InputLocation& table() const { return m_table; }

 private:
  InputLocation m_table;
  Findings& m_findings;
  std::map<std::string, std::int64_t> m_counts;
};

/// What cells lack and what stands in for it: one warning for a table, however many rows it is about.
class Assumptions {
 public:
  /// One more cell whose `quantity` ("antenna height") is assumed, and how ("30 m").
  void add(const std::string& quantity, const std::string& how) { ++m_counts[{quantity, how}]; }
  /// "assumed: antenna height 30 m (812 cells); ..."; nothing where nothing was assumed.
  void report(const InputLocation& table, const std::string& hint, Findings& findings) const;

 private:
  std::map<std::pair<std::string, std::string>, std::int64_t> m_counts;
};

}  // namespace gigacity::apps
