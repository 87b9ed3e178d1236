// SPDX-License-Identifier: Apache-2.0
#include "apps/run/stated_people.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "core/text.hpp"

namespace gigacity::apps {

namespace {

class TableJoin {
 public:
  TableJoin(const geo::LayerSource& table, std::vector<AdminLevel>& levels, std::size_t index,
            Findings& findings)
      : m_table(table),
        m_level(levels[index]),
        m_parents(index > 0 ? &levels[index - 1] : nullptr),
        m_findings(findings),
        m_row(m_level.units.size()) {
    for (std::size_t i = 0; i < m_level.units.size(); ++i) {
      m_by_code.emplace(m_level.units[i].code, i);
      m_by_name[m_level.units[i].name].push_back(i);
    }
  }

  void join(const std::vector<geo::Feature>& rows) {
    for (const auto& row : rows)
      if (const auto unit = unit_of(row)) take(row, *unit);
    std::vector<std::string> without;
    for (std::size_t i = 0; i < m_row.size(); ++i)
      if (m_row[i].empty()) without.push_back("'" + m_level.units[i].name + "'");
    if (rows.empty()) return;  // said by who read the table
    if (m_unknown == rows.size())
      m_findings.error({{.source = m_table.source, .layer = m_table.section},
                        fmt::format("none of its {} rows has the code or name of a unit of the "
                                    "level {}; those are {}",
                                    rows.size(), m_level.name, listed(without)),
                        "name the columns in fields, and the level that the rows speak of"});
    else if (!without.empty())
      m_findings.warning({{.source = m_table.source, .layer = m_table.section},
                          fmt::format("has no row for {} of the {} units of the level {}: {}",
                                      without.size(), m_row.size(), m_level.name, listed(without)),
                          "their people are not counted"});
  }

 private:
  InputLocation at(const geo::Feature& row) const {
    return {.source = m_table.source, .layer = m_table.section, .feature = row.id};
  }

  bool is_in(std::size_t unit, const std::string& parent) const {
    const auto index = m_level.units[unit].parent;
    if (m_parents == nullptr || index < 0) return false;
    const auto& above = m_parents->units[static_cast<std::size_t>(index)];
    return above.code == parent || above.name == parent;
  }

  std::optional<std::size_t> unit_of(const geo::Feature& row) {
    const auto code = row.text_or("code", "");
    const auto name = row.text_or("name", "");
    const auto parent = row.text_or("parent", "");
    std::vector<std::size_t> found;
    if (!code.empty()) {
      if (const auto unit = m_by_code.find(code); unit != m_by_code.end())
        found.push_back(unit->second);
    } else if (const auto units = m_by_name.find(name); units != m_by_name.end()) {
      found = units->second;
      if (!parent.empty()) std::erase_if(found, [&](std::size_t u) { return !is_in(u, parent); });
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) ++m_unknown;
    if (found.empty())
      m_findings.skip(at(row), fmt::format("no {} has this {}", m_level.name,
                                           parent.empty() ? "code or name" : "name and parent"));
    else
      m_findings.error({at(row),
                        fmt::format("'{}' is the name of {} units of the level {}", name,
                                    found.size(), m_level.name),
                        "add a column code, or a column parent with the code or name of the unit "
                        "that each lies in"});
    return std::nullopt;
  }

  void take(const geo::Feature& row, std::size_t index) {
    auto& unit = m_level.units[index];
    if (!m_row[index].empty()) {
      m_findings.error({at(row),
                        fmt::format("{} '{}' stands twice in the table, first as feature {}",
                                    m_level.name, unit.name, m_row[index]),
                        "keep one row for each unit"});
      return;
    }
    m_row[index] = row.id;
    unit.residents = row.number("residents");
    if (const auto households = row.number("households")) unit.households = households;
  }

  const geo::LayerSource& m_table;
  AdminLevel& m_level;
  const AdminLevel* m_parents;
  Findings& m_findings;
  std::size_t m_unknown = 0;       ///< rows of no unit
  std::vector<std::string> m_row;  ///< of each unit: the row that speaks of it
  std::unordered_map<std::string, std::size_t> m_by_code;
  std::unordered_map<std::string, std::vector<std::size_t>> m_by_name;
};

/// "town 'North' states 1000, its 12 villages 950", for each unit of a level where that is so.
std::vector<std::string> unequal_sums(const AdminLevel& parents, const AdminLevel& children,
                                      std::optional<double> AdminUnit::*figure) {
  constexpr double tolerance = 0.005;
  struct Sum {
    int stating = 0;
    int silent = 0;
    double total = 0.0;
  };
  std::vector<Sum> sums(parents.units.size());
  for (const auto& unit : children.units) {
    if (unit.parent < 0) continue;
    auto& sum = sums[static_cast<std::size_t>(unit.parent)];
    ++((unit.*figure) ? sum.stating : sum.silent);
    sum.total += (unit.*figure).value_or(0.0);
  }
  std::vector<std::string> unequal;
  for (std::size_t p = 0; p < sums.size(); ++p) {
    const auto stated = parents.units[p].*figure;
    const auto& sum = sums[p];
    if (!stated || sum.stating == 0 || sum.silent > 0) continue;
    if (std::abs(sum.total - *stated) <= tolerance * *stated) continue;
    unequal.push_back(fmt::format("'{}' states {:.0f}, its {} of the level {} {:.0f}",
                                  parents.units[p].name, *stated, sum.stating, children.name,
                                  sum.total));
  }
  return unequal;
}

}  // namespace

void join_table(const std::vector<geo::Feature>& rows, const geo::LayerSource& table,
                std::vector<AdminLevel>& levels, std::size_t index, Findings& findings) {
  TableJoin(table, levels, index, findings).join(rows);
}

void check_sums(const std::vector<AdminLevel>& levels, const std::vector<AdminSection>& sections,
                Findings& findings) {
  struct Figure {
    const char* name;
    std::optional<double> AdminUnit::*value;
  };
  constexpr std::array figures{Figure{"residents", &AdminUnit::residents},
                               Figure{"households", &AdminUnit::households}};
  for (std::size_t l = 0; l + 1 < levels.size(); ++l) {
    for (const auto& [name, value] : figures) {
      const auto unequal = unequal_sums(levels[l], levels[l + 1], value);
      if (unequal.empty()) continue;
      findings.warning(
          {{.source = sections[l].layer.source, .layer = sections[l].layer.section, .field = name},
           fmt::format("differ by more than 0.5 % from what the level below states: {}",
                       listed(unequal)),
           "the figures of the finest level that all its units state are the ones that count"});
    }
  }
}

}  // namespace gigacity::apps
