// SPDX-License-Identifier: Apache-2.0
#include "apps/run/anfr_tables.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/source_files.hpp"

namespace gigacity::apps {

namespace {

/// The file whose name holds one of the words.
std::string named(const std::vector<std::string>& files, std::initializer_list<const char*> words) {
  for (const char* word : words)
    for (const std::string& file : files)
      if (folded(geo::base_name(file)).find(word) != std::string::npos) return file;
  return {};
}

}  // namespace

std::optional<AnfrFiles> find_anfr_files(const geo::LayerSource& sites, Findings& findings) {
  const auto files = geo::files_of(sites.source);
  AnfrFiles found;
  found.supports = named(files, {"sites_cartoradio", "supports_cartoradio"});
  found.antennas = named(files, {"antennes_emetteurs_bandes_cartoradio"});
  found.cartoradio = true;
  if (!found.supports.empty() && !found.antennas.empty()) return found;

  found = {.cartoradio = false,
           .supports = named(files, {"sup_support."}),
           .antennas = named(files, {"sup_antenne."}),
           .emitters = named(files, {"sup_emetteur."}),
           .bands = named(files, {"sup_bande."}),
           .stations = named(files, {"sup_station."}),
           .operators = named(files, {"sup_exploitant."})};
  if (!found.supports.empty() && !found.antennas.empty() && !found.emitters.empty() &&
      !found.bands.empty())
    return found;

  std::vector<std::string> names;
  for (const auto& file : files)
    if (names.size() < 20) names.push_back(geo::base_name(file));
  const std::string listed = names.empty() ? "none" : joined(names, ", ");
  const InputLocation where{.source = sites.source, .layer = sites.section};
  findings.error({where, "holds neither export of ANFR; its files are " + listed,
                  "give a folder or zip with Sites_Cartoradio.csv and "
                  "Antennes_Emetteurs_Bandes_Cartoradio.csv, or with SUP_SUPPORT.txt, "
                  "SUP_ANTENNE.txt, SUP_EMETTEUR.txt and SUP_BANDE.txt"});
  return std::nullopt;
}

geo::LayerSource anfr_table(const std::string& file, const geo::LayerSource& sites) {
  geo::LayerSource table;
  table.source = folded(file).ends_with(".csv") ? file : "CSV:" + file;
  table.section = sites.section;
  table.encoding = sites.encoding;
  if (table.encoding.empty() && !geo::is_utf8_text(file)) table.encoding = "ISO-8859-1";
  return table;
}

std::optional<double> french_number(const std::string& text) {
  std::string with_point = text;
  std::ranges::replace(with_point, ',', '.');
  const auto value = parsed_number(with_point);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::string> system_not_simulated(const std::string& system) {
  std::string word = folded(system);
  if (word.starts_with("5g")) word = folded(word.substr(2));
  if (word.starts_with("lte ") || word.starts_with("nr ")) return std::nullopt;
  const std::string first = system.substr(0, system.find_first_of(" /-"));
  return fmt::format("{} is not simulated", first.empty() ? "an unnamed system" : first);
}

void read_antenna(AnfrTransmitter& into, const geo::Feature& row, RowErrors& errors) {
  const auto number = [&](const std::string& field, double low, double high,
                          const char* expected) -> std::optional<double> {
    const auto text = row.text_or(field, "");
    if (text.empty()) return std::nullopt;
    const auto value = french_number(text);
    if (value && *value >= low && *value <= high) return value;
    errors.add(row.id, field, fmt::format("is '{}'; expected {}", text, expected),
               "correct the value, or leave it empty");
    return std::nullopt;
  };
  into.azimuth_deg = number("azimuth", 0.0, 360.0, "degrees from 0 to 360");
  into.height_m = number("height", 0.0, 500.0, "metres from 0 to 500");
  if (into.height_m && *into.height_m < 1.0) into.height_m.reset();  // 0 is "not known" there
  const auto directivity = folded(row.text_or("directivity", ""));
  into.omnidirectional = !into.azimuth_deg || directivity.find("omni") != std::string::npos ||
                         directivity.starts_with("non");
}

void read_block(AnfrTransmitter& into, const geo::Feature& row, RowErrors& errors) {
  const auto low_text = row.text_or("block_low", "");
  const auto high_text = row.text_or("block_high", "");
  if (low_text.empty() && high_text.empty()) return;
  const auto low = french_number(low_text);
  const auto high = french_number(high_text);
  const auto unit = folded(row.text_or("unit", "m"));
  const double factor = unit.starts_with('k') ? 1e-3 : unit.starts_with('g') ? 1e3 : 1.0;
  if (low && high && *low > 0.0 && *high >= *low) {
    into.blocks.push_back({*low * factor, *high * factor});
    return;
  }
  errors.add(row.id, low ? "block_high" : "block_low",
             fmt::format("'{}' to '{}' is no block of spectrum", low_text, high_text),
             "correct the two frequencies");
}

void add_support(AnfrRegister& into, const std::string& id, GeoPoint point,
                 const std::string& place, const geo::Projection& projection, const MapBox& area,
                 const InputLocation& where, Findings& findings) {
  try {
    const MapPoint at = projection.to_map(point);
    if (area.contains(at)) {
      into.supports.try_emplace(id, AnfrRegister::Support{at, place});
      return;
    }
  } catch (const InputError&) {
    // Overseas: the working system does not reach so far.
  }
  findings.skip(where, "outside the area");
}

}  // namespace gigacity::apps
