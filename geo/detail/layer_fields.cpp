// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/layer_fields.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/column_name.hpp"
#include "geo/detail/osm_tags.hpp"

namespace gigacity::geo::detail {

namespace {

constexpr std::int64_t listed_problems = 20;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_utf8(const std::string& text) {
  return CPLIsUTF8(text.c_str(), static_cast<int>(text.size())) != 0;
}

/// Each byte that is not part of a UTF-8 character becomes U+FFFD.
std::string with_utf8_only(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string character = text.substr(i, length);
    const bool good = character.size() == length && is_utf8(character);
    out += good ? character : "\xEF\xBF\xBD";
    i += good ? length : 1;
  }
  return out;
}

std::string expectation(const FieldSpec& spec) {
  std::string text = spec.type == FieldType::integer ? "a whole number" : "a number";
  if (spec.minimum && spec.maximum)
    return text + fmt::format(" from {} to {}", *spec.minimum, *spec.maximum);
  if (spec.minimum) text += fmt::format(" of at least {}", *spec.minimum);
  if (spec.maximum) text += fmt::format(" of at most {}", *spec.maximum);
  return text;
}

bool in_range(const FieldSpec& spec, double value) {
  if (!std::isfinite(value)) return false;
  if (spec.type == FieldType::integer && value != std::floor(value)) return false;
  return (!spec.minimum || value >= *spec.minimum) && (!spec.maximum || value <= *spec.maximum);
}

std::string number_hint(const std::string& text) {
  const auto comma = text.find(',');
  if (comma != std::string::npos && text.find('.') == std::string::npos) {
    std::string with_point = text;
    with_point[comma] = '.';
    if (parsed_number(with_point)) return "write '.' as the decimal point";
  }
  return "correct the value, or leave it empty";
}

/// Names a field is found by, its own first.
std::vector<std::string> names_of(const FieldSpec& spec) {
  std::vector<std::string> names{spec.name};
  names.insert(names.end(), spec.aliases.begin(), spec.aliases.end());
  return names;
}

/// The column that one of the field's `aliases_with_unit` names, with that unit. -1: none.
int index_by_unit(const std::vector<std::string>& names, const FieldSpec& spec) {
  const auto found = std::ranges::find_if(names, [&](const std::string& name) {
    const ColumnName column = column_name(name);
    return unit_stated(column) == spec.unit &&
           std::ranges::any_of(spec.aliases_with_unit, [&](const std::string& alias) {
             return column_name(alias).key == column.key;
           });
  });
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

/// Whether the column's unit makes it another field's.
bool belongs_to_another(const std::string& column, const FieldSpec& spec,
                        const LayerSchema& schema) {
  return std::ranges::any_of(schema.fields, [&](const FieldSpec& other) {
    return other.name != spec.name && index_by_unit({column}, other) >= 0;
  });
}

std::string listed(const std::vector<std::string>& names) {
  return names.empty() ? "none" : joined(names, ", ");
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known,
                       const std::string& otherwise) {
  const auto near = nearest_word(word, known);
  return near ? fmt::format("did you mean '{}'?", *near) : otherwise;
}

/// One "..." of an hstore text, from the quote at `at`; `at` is moved behind it.
std::string quoted_part(const std::string& text, std::size_t& at) {
  std::string part;
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    part += text[at];
  }
  if (at < text.size()) ++at;
  return part;
}

bool is_numeric(OGRLayerH layer, int index) {
  if (index < 0) return false;
  const OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(layer), index));
  return type == OFTInteger || type == OFTInteger64 || type == OFTReal;
}

}  // namespace

std::optional<std::string> osm_tag(const std::string& tags, const std::string& key) {
  for (std::size_t at = tags.find('"'); at < tags.size(); at = tags.find('"', at)) {
    const std::string name = quoted_part(tags, at);
    at = tags.find('"', at);
    if (at == std::string::npos) break;
    std::string value = quoted_part(tags, at);
    if (name == key) return value;
  }
  return std::nullopt;
}

void ValueProblems::add(const std::string& feature, const std::string& field,
                        const std::string& message, const std::string& hint) {
  if (++m_counts[field] <= listed_problems)
    m_findings.error({m_layer.location(feature, field), message, hint});
}

void ValueProblems::finish() {
  for (const auto& [field, count] : m_counts) {
    if (count > listed_problems)
      m_findings.error({m_layer.location({}, field),
                        fmt::format("and {} more problems of this field", count - listed_problems),
                        ""});
  }
}

FieldReader::FieldReader(const LayerSource& source, const LayerSchema& schema,
                         const OpenedLayer& layer, Findings& findings)
    : m_layer(layer),
      m_findings(findings),
      m_leaving_out(schema.leaving_out),
      m_problems(layer, findings),
      m_names(layer.field_names()) {
  if (layer.kind == SourceKind::osm) m_other_tags = index_of_column(m_names, "other_tags");
  check_mapped_names(source, schema);
  for (const FieldSpec& spec : schema.fields) {
    if (source.osm && !source.fields.contains(spec.name)) continue;  // the preset's to fill
    auto column = column_of(spec, source, schema);
    if (!column) continue;
    column->is_number = is_numeric(layer.layer, column->index);
    m_columns.push_back(std::move(*column));
  }
}

void FieldReader::check_mapped_names(const LayerSource& source, const LayerSchema& schema) {
  std::vector<std::string> ours;
  for (const FieldSpec& spec : schema.fields) ours.push_back(spec.name);
  for (const auto& [our, their] : source.fields) {
    if (std::ranges::find(ours, our) != ours.end()) continue;
    m_findings.error({m_layer.where,
                      fmt::format("fields names '{}', which {} do not have; they have {}", our,
                                  schema.name, listed(ours)),
                      suggestion(our, ours, "remove it")});
  }
}

void FieldReader::check_column(const FieldSpec& spec, const std::string& column) {
  check_only_one(m_names, column, m_layer.where, m_findings);
  const auto unit = unit_stated(column_name(column));
  if (spec.unit.empty() || !unit || *unit == spec.unit) return;
  m_findings.error({m_layer.location({}, column),
                    fmt::format("states the unit {}; {} is in {}", *unit, spec.name, spec.unit),
                    "convert the column, or name another one in fields"});
}

std::optional<FieldReader::Column> FieldReader::column_of(const FieldSpec& spec,
                                                          const LayerSource& source,
                                                          const LayerSchema& schema) {
  const auto mapped = source.fields.find(spec.name);
  const bool is_mapped = mapped != source.fields.end();
  const auto candidates = is_mapped ? std::vector<std::string>{mapped->second} : names_of(spec);

  Column column;
  column.spec = &spec;
  const std::string fid_column = folded(m_layer.fid_column);
  if (const int index = index_by_unit(m_names, spec); !is_mapped && index >= 0) {
    column.index = index;
    column.shown = fmt::format("{} ({})", m_names[static_cast<std::size_t>(index)], spec.name);
    check_only_one(m_names, m_names[static_cast<std::size_t>(index)], m_layer.where, m_findings);
    return column;
  }
  const auto taken = [&](const std::string& theirs) {
    if (!is_mapped && belongs_to_another(theirs, spec, schema)) return false;
    column.shown = theirs == spec.name ? theirs : fmt::format("{} ({})", theirs, spec.name);
    check_column(spec, theirs);
    return true;
  };
  for (const std::string& name : candidates) {
    column.index = index_of_column(m_names, name);
    if (column.index >= 0 && taken(m_names[static_cast<std::size_t>(column.index)])) return column;
  }
  // The driver's own count of features, where no column of the publisher's says more.
  column.index = -1;
  column.is_fid = true;
  for (const std::string& name : candidates)
    if (!fid_column.empty() && folded(name) == fid_column && taken(name)) return column;
  column.is_fid = false;
  if (m_other_tags >= 0) {
    column.tags = candidates;
    column.shown = is_mapped ? fmt::format("{} ({})", mapped->second, spec.name) : spec.name;
    return column;
  }
  if (is_mapped) {
    m_findings.error({m_layer.where,
                      fmt::format("has no field '{}' for {}; its fields are {}", mapped->second,
                                  spec.name, listed(m_names)),
                      suggestion(mapped->second, m_names, "name one of these in fields")});
  } else if (spec.required) {
    m_findings.error(
        {m_layer.where,
         fmt::format("has no field {}; its fields are {}", joined(candidates, " or "),
                     listed(m_names)),
         fmt::format("add it, or name yours: fields = {{ {} = \"...\" }}", spec.name)});
  }
  return std::nullopt;
}

std::optional<std::string> FieldReader::raw_text(Column& column, OGRFeatureH from) const {
  std::string text;
  if (column.is_fid) {
    text = fmt::format("{}", OGR_F_GetFID(from));
  } else if (column.index >= 0) {
    if (OGR_F_IsFieldSetAndNotNull(from, column.index) == 0) return std::nullopt;
    text = m_layer.text(OGR_F_GetFieldAsString(from, column.index));
  } else {
    if (OGR_F_IsFieldSetAndNotNull(from, m_other_tags) == 0) return std::nullopt;
    const std::string tags = OGR_F_GetFieldAsString(from, m_other_tags);
    std::optional<std::string> value;
    for (const std::string& key : column.tags)
      if (!value) value = osm_tag(tags, key);
    if (!value) return std::nullopt;
    text = *value;
  }
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  if (!is_utf8(text)) {
    ++column.not_utf8;
    text = with_utf8_only(text);
  }
  return text;
}

std::optional<double> FieldReader::number(Column& column, OGRFeatureH from,
                                          const std::string& feature) {
  const FieldSpec& spec = *column.spec;
  const bool osm = m_layer.kind == SourceKind::osm;
  std::optional<double> value;
  if (column.is_number) {  // taken as it is: its text may be rounded
    if (OGR_F_IsFieldSetAndNotNull(from, column.index) == 0) return std::nullopt;
    value = OGR_F_GetFieldAsDouble(from, column.index);
  } else {
    const auto text = raw_text(column, from);
    if (!text) return std::nullopt;
    value = osm ? osm_length_m(*text) : parsed_number(without_unit(*text, spec.unit));
  }
  if (value && in_range(spec, *value)) return value;
  if (osm && !spec.required) {
    ++column.ignored;  // tags are free text of many authors: a bad one is as good as none
    return std::nullopt;
  }
  const std::string text = raw_text(column, from).value_or("");
  m_problems.add(
      feature, column.shown,
      fmt::format("is {}; expected {}", value ? text : "'" + text + "'", expectation(spec)),
      number_hint(text));
  return std::nullopt;
}

void FieldReader::check_unique(Column& column, const std::string& value,
                               const std::string& feature) {
  const auto [first, is_new] = column.seen.try_emplace(value, feature);
  if (is_new) return;
  m_problems.add(feature, column.shown,
                 fmt::format("is '{}', as is that of feature {}; expected no value twice", value,
                             first->second),
                 "give each feature its own");
}

bool FieldReader::leaves_out(OGRFeatureH from, const std::string& feature) {
  if (!m_leaving_out) return false;
  const auto column = std::ranges::find_if(
      m_columns, [&](const Column& c) { return c.spec->name == m_leaving_out->field; });
  if (column == m_columns.end()) return false;
  const auto value = raw_text(*column, from);
  const auto reason = value ? m_leaving_out->reason(*value) : std::nullopt;
  if (!reason) return false;
  if (!reason->empty()) m_findings.skip(m_layer.location(feature), *reason);
  return true;
}

void FieldReader::read(OGRFeatureH from, Feature& into) {
  for (Column& column : m_columns) {
    const FieldSpec& spec = *column.spec;
    std::string as_text;
    if (spec.type == FieldType::text) {
      if (auto text = raw_text(column, from)) {
        as_text = *text;
        into.texts.emplace(spec.name, std::move(*text));
      }
    } else if (const auto value = number(column, from, into.id)) {
      as_text = fmt::format("{}", *value);
      into.numbers.emplace(spec.name, *value);
    } else if (raw_text(column, from)) {
      continue;  // reported already
    }
    if (!as_text.empty() && spec.unique) check_unique(column, as_text, into.id);
    if (as_text.empty() && spec.required) {
      m_problems.add(into.id, column.shown,
                     fmt::format("is empty; expected {}",
                                 spec.type == FieldType::text ? "a text" : expectation(spec)),
                     "fill it in");
    }
  }
}

void FieldReader::finish() {
  m_problems.finish();
  for (const Column& column : m_columns) {
    if (column.not_utf8 > 0) {
      m_findings.warning(
          {m_layer.location({}, column.shown),
           fmt::format("{} values are not UTF-8 text; their faulty bytes were replaced",
                       column.not_utf8),
           "state the encoding it really has: encoding = \"GBK\""});
    }
    if (column.ignored > 0) {
      m_findings.warning({m_layer.location({}, column.shown),
                          fmt::format("{} tags are not {} and count as absent", column.ignored,
                                      expectation(*column.spec)),
                          ""});
    }
  }
}

}  // namespace gigacity::geo::detail
