// SPDX-License-Identifier: Apache-2.0
#include "apps/run/fibre_tables.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "apps/run/toml_table.hpp"
#include "core/diagnostic.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

struct Range {
  double minimum = 0.0;
  double maximum = 0.0;
};

// Wide enough for any part or system on the market, narrow enough to find a slipped decimal point.
constexpr Range loss_db{0.0, 100.0};
constexpr Range part_loss_db{0.0, 30.0};
constexpr Range fibre_loss_db_per_km{0.01, 10.0};
constexpr Range length_km{0.001, 1000.0};
constexpr Range rate_gbps{0.001, 10'000.0};
constexpr Range split_ratio{2.0, 65'536.0};
constexpr Range wavelength_nm{1200.0, 1700.0};

InputLocation located(const std::string& source, const std::string& section,
                      const toml::source_region& region, const std::string& field) {
  return {source,
          section,
          "",
          field,
          static_cast<int>(region.begin.line),
          static_cast<int>(region.begin.column)};
}

/// One table of the file; every question not answered by it becomes a diagnostic.
class Section {
 public:
  Section(std::string source, std::string name, const toml::table& table, Findings& findings)
      : m_source(std::move(source)),
        m_name(std::move(name)),
        m_table(table),
        m_findings(findings) {}

  void allow_only(const std::vector<std::string>& keys) const {
    for (const auto& [key, value] : m_table) {
      const std::string word(key.str());
      if (std::ranges::find(keys, word) != keys.end()) continue;
      const auto near = nearest_word(word, keys);
      m_findings.error({located(m_source, m_name, key.source(), word), "is not a known key",
                        near ? fmt::format("did you mean \"{}\"?", *near)
                             : fmt::format("known are {}", joined(keys, ", "))});
    }
  }

  /// No number where there is none, so that nothing is concluded from it.
  double number(const std::string& key, Range range) const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const auto* node = find(key, "a number");
    if (node == nullptr) return none;
    const auto value = node->value<double>();
    if (node->is_number() && value && *value >= range.minimum && *value <= range.maximum)
      return *value;
    wrong(*node, key, fmt::format("a number from {} to {}", range.minimum, range.maximum));
    return none;
  }

  /// 0 where there is none.
  int integer(const std::string& key, Range range) const {
    const auto* node = find(key, "a whole number");
    if (node == nullptr) return 0;
    const auto value = node->value_exact<std::int64_t>();
    if (value && static_cast<double>(*value) >= range.minimum &&
        static_cast<double>(*value) <= range.maximum)
      return static_cast<int>(*value);
    wrong(*node, key, fmt::format("a whole number from {} to {}", range.minimum, range.maximum));
    return 0;
  }

  fibre::WavelengthWindow window(const std::string& key) const {
    const auto* node = find(key, "the ends of a window in nm");
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array != nullptr && array->size() == 2) {
      const auto low = array->get(0)->value<double>();
      const auto high = array->get(1)->value<double>();
      if (low && high && *low >= wavelength_nm.minimum && *high <= wavelength_nm.maximum &&
          *low <= *high)
        return {*low, *high};
    }
    wrong(*node, key,
          fmt::format("two wavelengths from {} to {} nm, the lower first", wavelength_nm.minimum,
                      wavelength_nm.maximum));
    return {};
  }

  bool has(const std::string& key) const { return m_table.contains(key); }

  bool boolean(const std::string& key) const {
    const auto* node = find(key, "true or false");
    if (node == nullptr) return false;
    if (!node->is_boolean()) wrong(*node, key, "true or false");
    return node->value_or(false);
  }

  std::string text(const std::string& key) const {
    const auto* node = find(key, "a text");
    if (node == nullptr) return "";
    const auto value = node->value_exact<std::string>();
    if (!value || folded(*value).empty()) wrong(*node, key, "a text that is not empty");
    return value.value_or("");
  }

  /// Where a figure comes from and how sure it is: no figure without.
  std::pair<std::string, std::string> origin() const {
    static constexpr std::array marks{"V", "V2", "C", "INF", "M-h", "M-m", "M-l"};
    auto source = text("source");
    auto certainty = text("certainty");
    if (!certainty.empty() && std::ranges::find(marks, certainty) == marks.end())
      wrong(*m_table.get("certainty"), "certainty",
            fmt::format("one of {}", fmt::join(marks, ", ")));
    return {std::move(source), std::move(certainty)};
  }

  /// Stands at the key's value, or at the table where the key is missing.
  void error(const std::string& key, std::string message, std::string hint) const {
    const auto* node = m_table.get(key);
    m_findings.error(
        {located(m_source, m_name, node == nullptr ? m_table.source() : node->source(), key),
         std::move(message), std::move(hint)});
  }

 private:
  const toml::node* find(const std::string& key, const std::string& expected) const {
    const auto* node = m_table.get(key);
    if (node == nullptr) error(key, "is missing", fmt::format("add the key with {}", expected));
    return node;
  }

  void wrong(const toml::node& node, const std::string& key, const std::string& expected) const {
    m_findings.error({located(m_source, m_name, node.source(), key),
                      fmt::format("expected {}", expected), "correct the value"});
  }

  std::string m_source;
  std::string m_name;
  const toml::table& m_table;
  Findings& m_findings;
};

/// Every table of the array [[name]], which must have at least one.
template <class Read>
void for_each_table(const std::string& source, const toml::table& root, const std::string& name,
                    Findings& findings, Read read) {
  const auto* node = root.get(name);
  const auto* array = node == nullptr ? nullptr : node->as_array();
  if (array == nullptr || array->empty() || !array->is_array_of_tables()) {
    const auto region = node == nullptr ? toml::source_region{} : node->source();
    findings.error({located(source, "", region, name), fmt::format("expected tables [[{}]]", name),
                    fmt::format("add at least one [[{}]]", name)});
    return;
  }
  for (const auto& element : *array)
    read(Section(source, fmt::format("[[{}]]", name), *element.as_table(), findings));
}

fibre::PonClass pon_class_of(const Section& section) {
  section.allow_only({"id", "standard", "minimum_loss_db", "maximum_loss_db", "maximum_reach_km",
                      "differential_km", "maximum_split", "downstream_gbps", "upstream_gbps",
                      "downstream_nm", "upstream_nm", "ten_gigabit_class", "lower_system", "source",
                      "certainty"});
  fibre::PonClass pon_class;
  pon_class.id = section.text("id");
  pon_class.standard = section.text("standard");
  pon_class.minimum_loss_db = section.number("minimum_loss_db", loss_db);
  pon_class.maximum_loss_db = section.number("maximum_loss_db", loss_db);
  pon_class.maximum_reach_km = section.number("maximum_reach_km", length_km);
  pon_class.maximum_split = section.integer("maximum_split", split_ratio);
  pon_class.downstream_gbps = section.number("downstream_gbps", rate_gbps);
  pon_class.ten_gigabit_class = section.boolean("ten_gigabit_class");
  pon_class.upstream_gbps = section.number("upstream_gbps", rate_gbps);
  pon_class.differential_km = section.number("differential_km", length_km);
  pon_class.downstream = section.window("downstream_nm");
  pon_class.upstream = section.window("upstream_nm");
  std::tie(pon_class.source, pon_class.certainty) = section.origin();
  return pon_class;
}

}  // namespace

std::vector<fibre::PonClass> read_pon_classes(const std::filesystem::path& file) {
  const auto source = file.string();
  const auto root = parsed_toml(file, "a table of PON classes");
  Findings findings;
  Section(source, "", root, findings).allow_only({"class"});
  std::vector<fibre::PonClass> classes;
  std::map<std::string, std::int32_t> ids;
  for_each_table(source, root, "class", findings, [&](const Section& section) {
    auto pon_class = pon_class_of(section);
    const auto index = static_cast<std::int32_t>(classes.size());
    if (!pon_class.id.empty() && !ids.try_emplace(pon_class.id, index).second)
      section.error("id", fmt::format("\"{}\" is the id of an earlier class", pon_class.id),
                    "give every class an id of its own");
    if (pon_class.maximum_loss_db < pon_class.minimum_loss_db)
      section.error("maximum_loss_db", "is below minimum_loss_db", "exchange or correct the two");
    if (section.has("lower_system")) {
      const auto lower = ids.find(section.text("lower_system"));
      if (lower == ids.end() || classes[static_cast<std::size_t>(lower->second)].ten_gigabit_class)
        section.error("lower_system", "is no class below 10G that stands before this one",
                      "name the class that a Combo port offers beside its 10G one");
      else
        pon_class.lower_system = lower->second;
    }
    classes.push_back(std::move(pon_class));
  });
  findings.throw_if_errors();
  return classes;
}

fibre::PassiveLosses read_passive_losses(const std::filesystem::path& file, LossValues values,
                                         const std::string& fibre_type) {
  const auto source = file.string();
  const auto root = parsed_toml(file, "a table of optical losses");
  const bool typical = values == LossValues::typical;
  Findings findings;
  const Section whole(source, "", root, findings);
  whole.allow_only({"fibre_db_per_km", "connector_db", "splice_db", "splice_every_km",
                    "path_penalty_db", "margin_db", "splitter", "fibre"});
  /// The figure that was chosen; both are looked at. Without a typical one it is the largest.
  const auto either = [&](const Section& section, const char* maximum_key, const char* typical_key,
                          Range range) {
    const double maximum = section.number(maximum_key, range);
    if (!section.has(typical_key)) return maximum;
    const double usual = section.number(typical_key, range);
    return typical ? usual : maximum;
  };
  const auto value = [&](const std::string& key, Range range) {
    const auto* node = root.get(key);
    if (node == nullptr || !node->is_table()) {
      whole.error(key, fmt::format("expected a table [{}]", key),
                  "with the keys value, typical, source and certainty");
      return 0.0;
    }
    const Section section(source, fmt::format("[{}]", key), *node->as_table(), findings);
    section.allow_only({"value", "typical", "source", "certainty"});
    section.origin();
    return either(section, "value", "typical", range);
  };
  fibre::PassiveLosses losses;
  losses.fibre_db_per_km = value("fibre_db_per_km", fibre_loss_db_per_km);
  losses.connector_db = value("connector_db", part_loss_db);
  losses.splice_db = value("splice_db", part_loss_db);
  losses.splice_every_km = value("splice_every_km", length_km);
  losses.path_penalty_db = value("path_penalty_db", part_loss_db);
  losses.margin_db = value("margin_db", part_loss_db);
  for_each_table(source, root, "splitter", findings, [&](const Section& section) {
    section.allow_only({"split", "loss_db", "typical_db", "source", "certainty"});
    section.origin();
    const int split = section.integer("split", split_ratio);
    const auto known = std::ranges::find(losses.splitter_db, split, &std::pair<int, double>::first);
    if (split > 0 && known != losses.splitter_db.end())
      section.error("split", fmt::format("1:{} stands in the table already", split),
                    "give every split once");
    losses.splitter_db.emplace_back(split, either(section, "loss_db", "typical_db", part_loss_db));
  });
  std::set<std::string> types;
  const auto read_fibre = [&](const Section& section) {
    section.allow_only(
        {"type", "wavelength_nm", "db_per_km", "typical_db_per_km", "source", "certainty"});
    section.origin();
    fibre::FibreAttenuation row{
        section.text("type"), section.number("wavelength_nm", wavelength_nm),
        either(section, "db_per_km", "typical_db_per_km", fibre_loss_db_per_km)};
    const auto same = [&](const fibre::FibreAttenuation& other) {
      return other.type == row.type && other.wavelength_nm == row.wavelength_nm;
    };
    if (std::ranges::any_of(losses.fibres, same))
      section.error("wavelength_nm", "stands in the table already for this type",
                    "give every wavelength of a type once");
    types.insert(row.type);
    losses.fibres.push_back(std::move(row));
  };
  if (root.contains("fibre")) for_each_table(source, root, "fibre", findings, read_fibre);
  if (fibre_type != "planning" && findings.errors().empty()) {
    if (!types.contains(fibre_type))
      findings.error({{.layer = "fibre", .field = "fibre_type"},
                      fmt::format("unknown fibre type \"{}\"", fibre_type),
                      fmt::format("expected \"planning\" or a type of {}: {}", source,
                                  fmt::join(types, ", "))});
    losses.fibre_type = fibre_type;
  }
  findings.throw_if_errors();
  std::ranges::sort(losses.splitter_db);
  std::ranges::sort(losses.fibres, [](const auto& a, const auto& b) {
    return std::tie(a.type, a.wavelength_nm) < std::tie(b.type, b.wavelength_nm);
  });
  return losses;
}

}  // namespace gigacity::apps
