// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/measures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "core/diagnostic.hpp"
#include "core/median.hpp"
#include "core/parallel.hpp"
#include "core/text.hpp"
#include "sim/criteria/feature_pixels.hpp"
#include "sim/criteria/known_measures.hpp"
#include "sim/criteria/unit_tally.hpp"

namespace gigacity::criteria {

namespace {

constexpr std::size_t features_in_flight = 64;

struct FeatureShape {
  const MultiPolygon* footprint = nullptr;
  MapPoint point;
};

FeatureCoverage coverage_of(const std::vector<PixelRun>& runs, const RadioLayers& layers,
                            const RadioTest& test) {
  FeatureCoverage coverage;
  std::vector<float> levels;
  const std::array<const RasterSource*, 3> sources{layers.rsrp_dbm.get(), layers.sinr_db.get(),
                                                   layers.status.get()};
  for_each_pixel(runs, sources, [&](Pixel, std::span<const float> value) {
    ++coverage.pixels;
    if (passes(test, value[0], value[1], value[2])) ++coverage.passed;
    if (!std::isnan(value[0])) levels.push_back(value[0]);
  });
  coverage.median_rsrp_dbm = static_cast<double>(lower_median(levels));
  return coverage;
}

struct CoveragePair {
  std::optional<FeatureCoverage> nr;
  std::optional<FeatureCoverage> lte;
};

void cover_features(const std::vector<FeatureShape>& features, const Results& results,
                    const Profile& profile, std::vector<FeatureCoverage>& nr,
                    std::vector<FeatureCoverage>& lte, Progress& progress) {
  if (!results.nr && !results.lte) return;
  parallel_ordered<CoveragePair>(
      features.size(), features_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        const auto runs =
            feature_runs(*features[i].footprint, features[i].point, *results.city->inside);
        CoveragePair pair;
        if (results.nr) pair.nr = coverage_of(runs, *results.nr, profile.nr);
        if (results.lte) pair.lte = coverage_of(runs, *results.lte, profile.lte);
        return pair;
      },
      [&](std::size_t, CoveragePair&& pair) {
        if (pair.nr) nr.push_back(*pair.nr);
        if (pair.lte) lte.push_back(*pair.lte);
        progress.advance();
      });
}

void cover_all_features(const Results& results, const Profile& profile, Measured& measured,
                        Progress& progress) {
  std::vector<FeatureShape> places;
  for (const auto& place : results.city->places) places.push_back({&place.footprint, place.point});
  std::vector<FeatureShape> villages;
  if (!results.city->admin.empty())
    for (const auto& unit : results.city->admin.back().units)
      villages.push_back({&unit.footprint, centroid(unit.footprint)});
  progress.begin("criteria: places and villages",
                 static_cast<std::int64_t>(places.size() + villages.size()));
  cover_features(places, results, profile, measured.places_nr, measured.places_lte, progress);
  cover_features(villages, results, profile, measured.villages_nr, measured.villages_lte, progress);
}

/// What the layers hold at all, the same for every row.
struct Available {
  bool places = false;     ///< some place is of a kind that the profile counts
  std::string no_places;   ///< why not, where there are places of other kinds
  bool buildings = false;  ///< some building has a dwelling
};

Available available(const Results& results, const Profile& profile) {
  Available out;
  out.buildings = std::ranges::any_of(results.city->buildings,
                                      [](const Building& b) { return b.dwellings > 0; });
  std::set<std::string> kinds;
  for (const auto& place : results.city->places) kinds.insert(place.kind);
  out.places =
      std::ranges::any_of(kinds, [&](const auto& kind) { return counts_kind(profile, kind); });
  if (!out.places && !kinds.empty()) {
    const std::vector<std::string> given(kinds.begin(), kinds.end());
    out.no_places =
        fmt::format("no place is of a kind that the profile counts ({}); the layers have {}",
                    joined(profile.key_place_kinds, ", "), joined(given, ", "));
  }
  return out;
}

/// Turns a row's tally into named measures; what cannot be known goes into `missing`.
class MeasureWriter {
 public:
  MeasureWriter(const Results& results, const Available& available, const UnitTally& tally,
                bool whole_city)
      : m_results(results), m_available(available), m_tally(tally), m_whole_city(whole_city) {}

  MeasureSet run() {
    const auto& city = *m_results.city;
    const double pixel_km2 = city.grid.pixel_m * city.grid.pixel_m * 1e-6;
    set("area_km2", static_cast<double>(m_tally.pixels) * pixel_km2);
    set_if(m_tally.residents_known, "residents", m_tally.residents);
    set_if(m_tally.households_known, "households", m_tally.households.all);
    set_if(m_tally.households_known, "urban_households", m_tally.urban_households.all);
    technology("nr", 0, m_results.nr.has_value(), pixel_km2);
    technology("lte", 1, m_results.lte.has_value(), pixel_km2);
    set_if(m_available.places, "key_places", m_tally.places);
    if (!m_available.no_places.empty())
      for (const char* name : {"key_places", "key_places_reached_nr", "key_places_reached_lte"})
        m_set.missing[name] = m_available.no_places;
    set_if(!city.admin.empty(), "villages", m_tally.villages);
    fibre();
    declared();
    for (const auto& known : known_measures())
      if (!m_set.values.contains(known.name))
        m_set.missing.try_emplace(known.name, data_needed(known.name));
    return std::move(m_set);
  }

 private:
  void set(const std::string& name, double value) {
    const auto* known = known_measure(name);
    m_set.values[name] = {value, known->unit, known->provenance};
  }
  void set_if(bool known, const std::string& name, double value) {
    if (known) set(name, value);
  }

  void technology(const std::string& name, std::size_t t, bool has_layers, double pixel_km2) {
    if (m_results.network != nullptr) {
      set("base_stations_" + name, m_tally.base_stations[t]);
      set("cells_" + name, m_tally.cells[t]);
    }
    if (!has_layers) return;
    set("area_covered_" + name + "_km2", static_cast<double>(m_tally.pixels_passed[t]) * pixel_km2);
    set_if(m_results.city->people != nullptr && m_tally.residents_known,
           "residents_covered_" + name, m_tally.residents_passed[t]);
    set_if(!m_results.city->admin.empty(), "villages_reached_" + name, m_tally.villages_reached[t]);
    set_if(m_available.places, "key_places_reached_" + name, m_tally.places_reached[t]);
  }

  void fibre() {
    set_if(m_available.buildings, "premises", m_tally.premises.all);
    set_if(m_available.buildings, "dwellings", m_tally.dwellings.all);
    if (m_available.buildings && m_results.fibre != nullptr) {
      set("premises_gigabit", m_tally.premises.served);
      set("dwellings_gigabit", m_tally.dwellings.served);
      set("households_gigabit", m_tally.households.served);
      set("urban_households_gigabit", m_tally.urban_households.served);
    }
    if (m_results.plant == nullptr) return;
    set("pon_ports", m_tally.ports.ports);
    set("pon_ports_10g", m_tally.ports.ports_10g);
    set("pon_port_capacity_10g_dwellings", m_tally.ports.capacity_10g_dwellings);
    set("urban_pon_ports", m_tally.urban_ports.ports);
    set("urban_pon_ports_10g", m_tally.urban_ports.ports_10g);
    set("urban_pon_port_capacity_10g_dwellings", m_tally.urban_ports.capacity_10g_dwellings);
  }

  /// A declared figure stands for the whole city and fills in only what the data does not give.
  void declared() {
    for (const auto& [name, value] : m_results.declared) {
      if (m_set.values.contains(name)) continue;
      if (m_whole_city)
        m_set.values[name] = {value, known_measure(name)->unit, Provenance::declared};
      else
        m_set.missing[name] = "it is declared for the whole city only";
    }
  }

  const Results& m_results;
  const Available& m_available;
  const UnitTally& m_tally;
  bool m_whole_city;
  MeasureSet m_set;
};

void check_declared(const std::map<std::string, double>& declared) {
  std::vector<std::string> words;
  for (const auto& known : known_measures()) words.emplace_back(known.name);
  std::vector<Diagnostic> found;
  for (const auto& [name, value] : declared) {
    InputLocation where;
    where.layer = "subscribers";
    where.field = name;
    if (known_measure(name) == nullptr) {
      const auto nearest = nearest_word(name, words);
      found.push_back({where, "is not a measure",
                       nearest ? fmt::format("did you mean \"{}\"?", *nearest) : std::string()});
    } else if (!std::isfinite(value) || value < 0.0) {
      found.push_back({where, fmt::format("is {}; expected a number, 0 or more", value), {}});
    }
  }
  if (!found.empty()) throw InputError(std::move(found));
}

}  // namespace

Measured measure(const Results& results, const Profile& profile, Progress& progress) {
  check_declared(results.declared);
  Measured measured;
  cover_all_features(results, profile, measured, progress);
  const UnitRows rows(*results.city);
  const auto tally = tallies(results, profile, rows, measured, progress);
  const auto has = available(results, profile);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto [level, unit] = rows.at(row);
    measured.units.push_back(
        {level, unit, MeasureWriter(results, has, tally[row], level < 0).run()});
  }
  return measured;
}

}  // namespace gigacity::criteria
