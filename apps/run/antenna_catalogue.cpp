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

std::optional<AntennaCatalogue::Hung> AntennaCatalogue::hung(const std::string& name,
                                                             const Wish& wish) {
  const auto* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  if (entry->file.empty()) return described(*entry->section, wish);
  const auto* cuts = cuts_of(*entry);
  if (cuts == nullptr) return std::nullopt;
  Wish of_file = wish;
  if (entry->section != nullptr && !wish.gain_dbi) of_file.gain_dbi = entry->section->gain_dbi;
  return measured(*cuts, of_file);
}

AntennaCatalogue::Hung AntennaCatalogue::measured(const propagation::AntennaCuts& cuts,
                                                  const Wish& wish) {
  constexpr double same_gain_db = 0.5;
  constexpr double same_tilt_deg = 1.0;
  constexpr double same_frequency = 0.1;  // as a share: wider than any band's two directions
  const double tilt_deg = tilt_within_deg(cuts);
  const double gain = wish.gain_dbi.value_or(cuts.gain_dbi);
  if (std::abs(gain - cuts.gain_dbi) > same_gain_db && m_other_gains.rows++ == 0)
    m_other_gains.example =
        fmt::format("{} dBi of {} ({:.2f} dBi)", gain, cuts.name, cuts.gain_dbi);
  if (wish.electrical_tilt_deg && std::abs(*wish.electrical_tilt_deg - tilt_deg) > same_tilt_deg &&
      m_other_tilts.rows++ == 0)
    m_other_tilts.example =
        fmt::format("{}° of {} ({}°)", *wish.electrical_tilt_deg, cuts.name, tilt_deg);
  if (cuts.frequency_mhz &&
      std::abs(wish.frequency_mhz - *cuts.frequency_mhz) > same_frequency * *cuts.frequency_mhz &&
      m_other_frequencies.rows++ == 0)
    m_other_frequencies.example =
        fmt::format("{} MHz with {} ({} MHz)", wish.frequency_mhz, cuts.name, *cuts.frequency_mhz);
  const auto [at, is_new] = m_made.try_emplace({cuts.name, gain, 0.0});
  if (is_new) {
    propagation::MeasuredAntenna antenna{cuts, m_section.interpolation};
    antenna.cuts.gain_dbi = gain;
    at->second.antenna = std::make_shared<const propagation::MeasuredAntenna>(std::move(antenna));
  }
  return {at->second.antenna, tilt_deg};
}

AntennaCatalogue::Hung AntennaCatalogue::described(const AntennaSection& section,
                                                   const Wish& wish) {
  const auto& gain_dbi = wish.gain_dbi;
  const double tilt_deg = wish.electrical_tilt_deg.value_or(wish.assumed_tilt_deg);
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
    if (gain_dbi) {
      const double more_db = *gain_dbi - propagation::SteeredArray(array).maximum_dbi();
      array.element.gain_dbi += more_db;
      if (more_db > 0.0) at->second.radiated_share = propagation::radiated_share(array);
    }
    at->second.antenna = std::make_shared<const propagation::PanelAntenna>(
        propagation::PanelAntenna{section.name, propagation::SteeredArray(array)});
  }
  constexpr double all = 1.01;  // the share is known to 1 %
  const auto& made = at->second;
  if (made.radiated_share > all && m_impossible_gains.rows++ == 0)
    m_impossible_gains.example =
        fmt::format("{} dBi of {}: {:.2f} times", *gain_dbi, section.name, made.radiated_share);
  return {made.antenna, tilt_deg};
}

void AntennaCatalogue::finish(const InputLocation& table, std::vector<LayerRecord>& layers) {
  const auto at_field = [&](const char* field) {
    auto where = table;
    where.field = field;
    return where;
  };
  const auto say = [&](const Remark& remark, const char* field, const char* what,
                       const char* outcome, const char* hint) {
    if (remark.rows > 0)
      m_findings.warning(
          {at_field(field),
           fmt::format("{} {}, e.g. {}; {}", remark.rows, what, remark.example, outcome), hint});
  };
  say(m_other_gains, "gain_dbi", "gains differ from the pattern's by more than 0.5 dB",
      "the row's counts", "leave the gain out to take the pattern's");
  say(m_impossible_gains, "gain_dbi", "gains make an array radiate more than it is fed",
      "the row's counts all the same", "leave the gain out to take the array's");
  say(m_other_tilts, "electrical_tilt_deg",
      "electrical tilts differ from the one within the pattern by more than 1°",
      "the pattern's counts", "name the pattern of that tilt");
  say(m_other_frequencies, "frequency_mhz",
      "frequencies are more than 10 % away from the one that the pattern was measured at",
      "the pattern counts all the same", "name the pattern of that band");
  for (const auto& [file, cuts] : m_cuts) layers.push_back({"radio.patterns", file, 1, {}});
}

}  // namespace gigacity::apps
