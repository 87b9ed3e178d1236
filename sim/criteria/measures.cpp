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
#include "sim/criteria/formula.hpp"
#include "sim/criteria/known_measures.hpp"
#include "sim/criteria/unit_tally.hpp"

namespace gigacity::criteria {

namespace {

constexpr std::size_t features_in_flight = 64;

struct FeatureShape {
  const MultiPolygon* footprint = nullptr;
  MapPoint point;
};

/// What a feature is tested by: several tests of each technology, all in one pass over its pixels.
struct FeatureTests {
  std::vector<const RadioTest*> nr;
  std::vector<const RadioTest*> lte;
};

std::vector<FeatureCoverage> coverage_of(const std::vector<PixelRun>& runs,
                                         const RadioLayers& layers,
                                         std::span<const RadioTest* const> tests) {
  std::vector<FeatureCoverage> coverage(tests.size());
  std::vector<float> levels;
  std::int64_t pixels = 0;
  for_each_pixel(runs, sources_of(layers), [&](Pixel, std::span<const float> values) {
    const auto pixel = radio_pixel(values);
    ++pixels;
    for (std::size_t i = 0; i < tests.size(); ++i)
      if (passes(*tests[i], pixel)) ++coverage[i].passed;
    if (!std::isnan(pixel.rsrp_dbm)) levels.push_back(pixel.rsrp_dbm);
  });
  const auto median_dbm = static_cast<double>(lower_median(levels));
  for (auto& one : coverage) {
    one.pixels = pixels;
    one.median_rsrp_dbm = median_dbm;
  }
  return coverage;
}

/// By the feature's tests, in their order; empty without layers of the technology.
struct CoveragePair {
  std::vector<FeatureCoverage> nr;
  std::vector<FeatureCoverage> lte;
};

/// Calls `add` with each feature's coverage, in order.
template <class Add>
void cover_features(const std::vector<FeatureShape>& features,
                    const std::vector<FeatureTests>& tests, const Results& results,
                    Progress& progress, Add add) {
  if (!results.nr && !results.lte) return;
  parallel_ordered<CoveragePair>(
      features.size(), features_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        const auto runs =
            feature_runs(*features[i].footprint, features[i].point, *results.city->inside);
        CoveragePair pair;
        if (results.nr) pair.nr = coverage_of(runs, *results.nr, tests[i].nr);
        if (results.lte) pair.lte = coverage_of(runs, *results.lte, tests[i].lte);
        return pair;
      },
      [&](std::size_t i, CoveragePair&& pair) {
        add(i, pair);
        progress.advance();
      });
}

/// Every place by the tests of the whole profile, and by those of the scenes that count its kind.
void cover_places(const Results& results, const std::vector<Scene>& scenes, Measured& measured,
                  Progress& progress) {
  const auto& places = results.city->places;
  std::vector<FeatureShape> shapes;
  std::vector<FeatureTests> tests(places.size());
  std::vector<std::vector<std::size_t>> scenes_of(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    shapes.push_back({&places[i].footprint, places[i].point});
    for (std::size_t n = 0; n < scenes.size(); ++n) {
      if (n > 0 && !counts_kind(scenes[n], places[i].kind)) continue;
      scenes_of[i].push_back(n);
      tests[i].nr.push_back(&scenes[n].nr);
      tests[i].lte.push_back(&scenes[n].lte);
    }
  }
  measured.scenes.resize(scenes.size());
  for (auto& scene : measured.scenes) {
    if (results.nr) scene.nr.resize(places.size());
    if (results.lte) scene.lte.resize(places.size());
  }
  cover_features(shapes, tests, results, progress, [&](std::size_t i, const CoveragePair& pair) {
    for (std::size_t k = 0; k < scenes_of[i].size(); ++k) {
      auto& scene = measured.scenes[scenes_of[i][k]];
      if (results.nr) scene.nr[i] = pair.nr[k];
      if (results.lte) scene.lte[i] = pair.lte[k];
    }
  });
}

void cover_all_features(const Results& results, const Profile& profile,
                        const std::vector<Scene>& scenes, Measured& measured, Progress& progress) {
  std::vector<FeatureShape> villages;
  if (!results.city->admin.empty())
    for (const auto& unit : results.city->admin.back().units)
      villages.push_back({&unit.footprint, centroid(unit.footprint)});
  progress.begin("criteria: places and villages",
                 static_cast<std::int64_t>(results.city->places.size() + villages.size()));
  cover_places(results, scenes, measured, progress);
  const std::vector<FeatureTests> tests(villages.size(), {{&profile.nr}, {&profile.lte}});
  cover_features(villages, tests, results, progress, [&](std::size_t, const CoveragePair& pair) {
    if (results.nr) measured.villages_nr.push_back(pair.nr.front());
    if (results.lte) measured.villages_lte.push_back(pair.lte.front());
  });
}

/// What the layers hold at all, the same for every row.
struct Available {
  struct OfScene {
    std::string suffix;     ///< of its measures: "", "[hospitals]"
    bool places = false;    ///< some place is of a kind that the scene counts
    std::string no_places;  ///< why not, where there are places of other kinds
    bool deep = false;      ///< some of them has deep spaces, and those were simulated
  };
  std::vector<OfScene> scenes;
  bool buildings = false;  ///< some building has a dwelling
};

Available available(const Results& results, const std::vector<Scene>& scenes) {
  Available out;
  const auto& places = results.city->places;
  out.buildings = std::ranges::any_of(results.city->buildings,
                                      [](const Building& b) { return b.dwellings > 0; });
  std::set<std::string> kinds;
  for (const auto& place : places) kinds.insert(place.kind);
  const auto deep = deep_places(results);
  for (const auto& scene : scenes) {
    Available::OfScene of;
    if (!scene.id.empty()) of.suffix = fmt::format("[{}]", scene.id);
    of.places =
        std::ranges::any_of(kinds, [&](const auto& kind) { return counts_kind(scene, kind); });
    of.deep = std::ranges::any_of(deep, [&](const DeepPlace& place) {
      return scene.id.empty() ||
             counts_kind(scene, places[static_cast<std::size_t>(place.place)].kind);
    });
    if (!of.places && !kinds.empty()) {
      const std::vector<std::string> given(kinds.begin(), kinds.end());
      of.no_places = fmt::format("no place is of a kind that {} counts ({}); the layers have {}",
                                 scene.id.empty() ? "the profile" : "scene " + scene.id,
                                 joined(scene.kinds, ", "), joined(given, ", "));
    }
    out.scenes.push_back(std::move(of));
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
    for (std::size_t n = 0; n < m_available.scenes.size(); ++n) places(n);
    set_if(!city.admin.empty(), "villages", m_tally.villages);
    fibre();
    declared();
    for (const auto& known : known_measures()) note_missing(known.name);
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

  void note_missing(const std::string& name) {
    if (!m_set.values.contains(name)) m_set.missing.try_emplace(name, data_needed(name));
  }

  void places(std::size_t n) {
    const auto& scene = m_available.scenes[n];
    const auto& count = m_tally.places[n];
    const auto name = [&](const char* measure) { return measure + scene.suffix; };
    set_if(scene.places, name("key_places"), count.places);
    set_if(scene.places && m_results.nr, name("key_places_reached_nr"), count.reached[0]);
    set_if(scene.places && m_results.lte, name("key_places_reached_lte"), count.reached[1]);
    set_if(scene.deep, name("deep_places"), count.deep);
    set_if(scene.deep, name("deep_places_covered_nr"), count.deep_covered[0]);
    set_if(scene.deep, name("deep_places_covered_lte"), count.deep_covered[1]);
    if (!scene.no_places.empty())
      for (const char* measure : {"key_places", "key_places_reached_nr", "key_places_reached_lte"})
        m_set.missing[name(measure)] = scene.no_places;
    for (const auto& known : known_measures())
      if (known.of_scenes) note_missing(known.name + scene.suffix);
  }

  void technology(const std::string& name, std::size_t t, bool has_layers, double pixel_km2) {
    if (m_results.network != nullptr) {
      set("base_stations_" + name, m_tally.base_stations[t]);
      set("base_stations_" + name + "_by_operator", m_tally.base_stations_by_operator[t]);
      set("cells_" + name, m_tally.cells[t]);
    }
    if (!has_layers) return;
    set("area_covered_" + name + "_km2", static_cast<double>(m_tally.pixels_passed[t]) * pixel_km2);
    set_if(m_results.city->people != nullptr && m_tally.residents_known,
           "residents_covered_" + name, m_tally.residents_passed[t]);
    set_if(!m_results.city->admin.empty(), "villages_reached_" + name, m_tally.villages_reached[t]);
  }

  void fibre() {
    set_if(m_available.buildings, "premises", m_tally.premises.all);
    set_if(m_available.buildings, "dwellings", m_tally.dwellings.all);
    if (m_available.buildings && m_results.fibre != nullptr) {
      set("premises_fibre", m_tally.premises.fibre);
      set("dwellings_fibre", m_tally.dwellings.fibre);
      set("households_fibre", m_tally.households.fibre);
      set("urban_households_fibre", m_tally.urban_households.fibre);
      set("premises_gigabit", m_tally.premises.gigabit);
      set("dwellings_gigabit", m_tally.dwellings.gigabit);
      set("households_gigabit", m_tally.households.gigabit);
      set("urban_households_gigabit", m_tally.urban_households.gigabit);
      set_if(!m_results.city->admin.empty(), "villages_fibre", m_tally.villages_fibre);
      set_if(!m_results.city->admin.empty(), "villages_gigabit", m_tally.villages_gigabit);
    }
    if (m_results.plant == nullptr) return;
    set("pon_ports", m_tally.ports.ports);
    set("pon_ports_10g", m_tally.ports.ports_10g);
    set("pon_ports_50g", m_tally.ports.ports_50g);
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

void derive(const Profile& profile, MeasureSet& measures) {
  for (const auto* derived : in_order(profile.measures)) {
    const auto formula = Formula::parse(derived->formula);
    auto evaluation = formula.evaluate(measures);
    if (!evaluation.value) {
      measures.missing[derived->id] = std::move(evaluation.reason);
      continue;
    }
    // As sure as the least sure of what it is made of.
    auto provenance = Provenance::counted;
    for (const auto& name : formula.names()) {
      const auto of = measures.values.at(name.text).provenance;
      if (of == Provenance::declared || provenance == Provenance::counted) provenance = of;
    }
    measures.values[derived->id] = {*evaluation.value, derived->unit, provenance};
  }
}

Measured measure(const Results& results, const Profile& profile, Progress& progress) {
  check_declared(results.declared);
  Measured measured;
  const auto scenes = all_scenes(profile);
  cover_all_features(results, profile, scenes, measured, progress);
  const UnitRows rows(*results.city);
  const auto tally = tallies(results, profile, rows, measured, progress);
  const auto has = available(results, scenes);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto [level, unit] = rows.at(row);
    measured.units.push_back(
        {level, unit, MeasureWriter(results, has, tally[row], level < 0).run()});
    derive(profile, measured.units.back().measures);
  }
  return measured;
}

}  // namespace gigacity::criteria
