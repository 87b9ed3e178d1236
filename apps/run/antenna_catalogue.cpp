// SPDX-License-Identifier: Apache-2.0
#include "apps/run/antenna_catalogue.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/source_files.hpp"
#include "geo/source_name.hpp"

namespace gigacity::apps {

namespace {

constexpr std::array<std::string_view, 3> endings{".msi", ".pln", ".ant"};

/// The name without the ending of a pattern file.
std::string stem_of(const std::string& name) {
  const auto lower = folded(name);
  for (const auto ending : endings)
    if (lower.ends_with(ending) && lower.size() > ending.size())
      return name.substr(0, name.size() - ending.size());
  return name;
}

bool is_pattern_file(const std::string& name) {
  return stem_of(name).size() != name.size();
}

/// The tilt within the cuts: stated, else where the vertical cut is strongest.
double tilt_within_deg(const propagation::AntennaCuts& cuts) {
  if (cuts.electrical_tilt_deg) return *cuts.electrical_tilt_deg;
  const auto strongest = std::ranges::min_element(cuts.vertical_db) - cuts.vertical_db.begin();
  return std::remainder(static_cast<double>(strongest), 360.0);
}

}  // namespace

AntennaCatalogue::AntennaCatalogue(const RadioSection& section, Findings& findings)
    : m_section(section), m_findings(findings) {
  for (const auto& source : section.patterns) {
    const auto files = geo::files_of(source);
    const bool is_file = files.size() == 1 && files.front() == source;
    const auto before = m_entries.size();
    for (const auto& file : files) {
      const auto name = geo::base_name(file);
      if (is_file || is_pattern_file(name)) add({stem_of(name), file}, file);
    }
    if (files.empty()) {
      findings.error({{.source = source, .layer = "radio.patterns"},
                      "there is no such file or folder",
                      "name a folder or zip archive of MSI files, or the files"});
    } else if (m_entries.size() == before) {
      findings.warning({{.source = source, .layer = "radio.patterns"},
                        "holds no pattern that is not there already",
                        "pattern files end in .msi, .pln or .ant"});
    }
  }
  for (const auto& antenna : section.antennas) {
    const auto where = fmt::format("[[radio.antennas]] {}", antenna.name);
    if (!antenna.file.empty() && geo::files_of(antenna.file).empty())
      findings.error({{.source = antenna.file, .layer = "radio.antennas"},
                      "there is no such file",
                      "name the MSI file"});
    add({antenna.name, antenna.file, &antenna}, where);
  }
}

void AntennaCatalogue::add(const Entry& entry, const std::string& where) {
  const auto key = folded(entry.name);
  const auto [at, is_new] = m_entries.try_emplace(key, entry);
  if (is_new) return;
  const auto& first = at->second;
  m_findings.error(
      {{.source = where, .layer = "radio.patterns"},
       fmt::format("antenna \"{}\" stands twice, also in {}", first.name,
                   first.file.empty() ? "[[radio.antennas]]" : geo::recorded_source(first.file)),
       "rename or remove one of them"});
}

const AntennaCatalogue::Entry* AntennaCatalogue::find(const std::string& name) const {
  for (const auto& key : {folded(name), folded(stem_of(folded(name)))}) {
    const auto found = m_entries.find(key);
    if (found != m_entries.end()) return &found->second;
  }
  return nullptr;
}

bool AntennaCatalogue::knows(const std::string& name) const {
  return find(name) != nullptr;
}

bool AntennaCatalogue::is_measured(const std::string& name) const {
  const auto* entry = find(name);
  return entry != nullptr && !entry->file.empty();
}

std::vector<std::string> AntennaCatalogue::names() const {
  std::vector<std::string> names;
  for (const auto& [key, entry] : m_entries) names.push_back(entry.name);
  return names;
}

const propagation::AntennaCuts* AntennaCatalogue::cuts_of(const Entry& entry) {
  const auto [at, is_new] = m_cuts.try_emplace(entry.file);
  if (is_new) {
    if (const auto text = geo::text_of_file(entry.file)) {
      at->second = propagation::read_msi(*text, entry.file, m_findings);
    } else {
      m_findings.error({{.source = entry.file, .layer = "radio.patterns"},
                        "cannot be read as a pattern: no such file, or larger than 4 MB",
                        "check the file"});
    }
    if (at->second) at->second->name = entry.name;
  }
  return at->second ? &*at->second : nullptr;
}

std::optional<AntennaCatalogue::Hung> AntennaCatalogue::hung(
    const std::string& name, std::optional<double> gain_dbi,
    std::optional<double> electrical_tilt_deg, double assumed_tilt_deg) {
  const auto* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  if (entry->file.empty())
    return described(*entry->section, gain_dbi, electrical_tilt_deg.value_or(assumed_tilt_deg));
  const auto* cuts = cuts_of(*entry);
  if (cuts == nullptr) return std::nullopt;
  if (entry->section != nullptr && !gain_dbi) gain_dbi = entry->section->gain_dbi;
  return measured(*cuts, gain_dbi, electrical_tilt_deg);
}

AntennaCatalogue::Hung AntennaCatalogue::measured(const propagation::AntennaCuts& cuts,
                                                  std::optional<double> gain_dbi,
                                                  std::optional<double> electrical_tilt_deg) {
  constexpr double same_gain_db = 0.5;
  constexpr double same_tilt_deg = 1.0;
  const double tilt_deg = tilt_within_deg(cuts);
  const double gain = gain_dbi.value_or(cuts.gain_dbi);
  if (std::abs(gain - cuts.gain_dbi) > same_gain_db && m_other_gains++ == 0)
    m_other_gain = fmt::format("{} dBi of {} ({:.2f} dBi)", gain, cuts.name, cuts.gain_dbi);
  if (electrical_tilt_deg && std::abs(*electrical_tilt_deg - tilt_deg) > same_tilt_deg &&
      m_other_tilts++ == 0)
    m_other_tilt = fmt::format("{}° of {} ({}°)", *electrical_tilt_deg, cuts.name, tilt_deg);
  const auto [at, is_new] = m_made.try_emplace({cuts.name, gain, 0.0});
  if (is_new) {
    propagation::MeasuredAntenna antenna{cuts, m_section.interpolation};
    antenna.cuts.gain_dbi = gain;
    at->second = std::make_shared<const propagation::MeasuredAntenna>(std::move(antenna));
  }
  return {at->second, tilt_deg};
}

AntennaCatalogue::Hung AntennaCatalogue::described(const AntennaSection& section,
                                                   std::optional<double> gain_dbi,
                                                   double tilt_deg) {
  const auto shaped = [&](propagation::SectorAntenna antenna) {
    antenna.gain_dbi = section.gain_dbi.value_or(antenna.gain_dbi);
    antenna.horizontal_beamwidth_deg =
        section.horizontal_beamwidth_deg.value_or(antenna.horizontal_beamwidth_deg);
    antenna.vertical_beamwidth_deg =
        section.vertical_beamwidth_deg.value_or(antenna.vertical_beamwidth_deg);
    return antenna;
  };
  if (section.kind == "tr36814") {
    auto antenna = shaped(propagation::tr36814_sector);
    antenna.gain_dbi = gain_dbi.value_or(antenna.gain_dbi);
    return {antenna, tilt_deg};
  }
  constexpr double own_gain = -1000.0;
  const auto [at, is_new] =
      m_made.try_emplace({section.name, gain_dbi.value_or(own_gain), tilt_deg});
  if (is_new) {
    propagation::AntennaArray array;
    array.element = shaped(propagation::array_element);
    array.rows = section.rows;
    array.columns = section.columns;
    array.vertical_spacing = section.vertical_spacing;
    array.horizontal_spacing = section.horizontal_spacing;
    array.beams = section.beams.empty()
                      ? propagation::beams_in_a_row(section.ssb_beams, section.ssb_span_deg, 0.0)
                      : section.beams;
    for (auto& beam : array.beams) beam.tilt_deg += tilt_deg;
    array = propagation::conserving_power(array);
    if (gain_dbi)
      array.element.gain_dbi += *gain_dbi - propagation::SteeredArray(array).maximum_dbi();
    at->second = std::make_shared<const propagation::PanelAntenna>(
        propagation::PanelAntenna{section.name, propagation::SteeredArray(array)});
  }
  return {at->second, tilt_deg};
}

void AntennaCatalogue::finish(const InputLocation& table, std::vector<LayerRecord>& layers) {
  const auto at_field = [&](const char* field) {
    auto where = table;
    where.field = field;
    return where;
  };
  if (m_other_gains > 0)
    m_findings.warning({at_field("gain_dbi"),
                        fmt::format("{} gains differ from the pattern's by more than 0.5 dB, e.g. "
                                    "{}; the row's counts",
                                    m_other_gains, m_other_gain),
                        "leave the gain out to take the pattern's"});
  if (m_other_tilts > 0)
    m_findings.warning({at_field("electrical_tilt_deg"),
                        fmt::format("{} electrical tilts differ from the one within the pattern by "
                                    "more than 1°, e.g. {}; the pattern's counts",
                                    m_other_tilts, m_other_tilt),
                        "name the pattern of that tilt"});
  for (const auto& [file, cuts] : m_cuts) layers.push_back({"radio.patterns", file, 1, {}});
}

}  // namespace gigacity::apps
