// SPDX-License-Identifier: Apache-2.0
#include "apps/run/verdict_evidence.hpp"

#include <algorithm>
#include <set>

#include "apps/run/field_values.hpp"
#include "sim/criteria/known_measures.hpp"
#include "sim/criteria/profile_check.hpp"
#include "sim/criteria/stated_scale.hpp"
#include "sim/criteria/unit_tally.hpp"
#include "sim/radio/service.hpp"

namespace gigacity::apps {

namespace {

using criteria::FeatureCoverage;
using criteria::RadioTest;

/// What is said of a feature.
struct Row {
  std::string feature;  ///< "place", "village", "site", "olt"
  std::string id;
  std::string name;
  std::vector<std::int32_t> units;
  double counts = 0.0;  ///< towards the measure
  std::optional<double> share{};
  std::optional<double> needed{};
};

class EvidenceWriter {
 public:
  EvidenceWriter(const RunOutcome& outcome, const geo::FeatureSink& add)
      : m_outcome(outcome),
        m_city(outcome.city()),
        m_scenes(criteria::all_scenes(outcome.profile)),
        m_urban_level(criteria::urban_level(m_city)),
        m_add(add) {}

  void write(const std::string& measure) {
    m_measure = measure;
    const auto plain = criteria::without_scene(measure);
    const bool lte = plain.find("_lte") != std::string::npos;
    if (plain.starts_with("key_places"))
      places(plain, lte);
    else if (plain.starts_with("deep_places"))
      deep_places(plain, lte);
    else if (plain.starts_with("villages"))
      villages(plain, lte);
    else if (plain.starts_with("base_stations_") || plain.starts_with("cells_"))
      sites(plain, lte);
    else if (plain.find("pon_port") != std::string::npos)
      olts(plain);
  }

 private:
  void add(const Row& row) const {
    std::vector<geo::FieldValue> values{m_measure, row.feature, row.id, row.name};
    for (std::size_t level = 0; level < m_city.admin.size(); ++level) {
      const auto unit = criteria::unit_of(row.units, level);
      values.emplace_back(unit < 0
                              ? std::string()
                              : m_city.admin[level].units[static_cast<std::size_t>(unit)].code);
    }
    constexpr double percent = 100.0;
    const auto in_percent = [](std::optional<double> share) -> geo::FieldValue {
      return share ? thousandths(percent * *share) : geo::FieldValue{};
    };
    values.push_back(real(row.counts));
    values.push_back(in_percent(row.share));
    values.push_back(in_percent(row.needed));
    m_add({MapPoint{}, std::move(values)});
  }

  std::size_t scene() const {
    const auto id = criteria::scene_of(m_measure);
    const auto found = std::ranges::find(m_scenes, id, &criteria::Scene::id);
    return static_cast<std::size_t>(found - m_scenes.begin());
  }

  /// How a feature does by its test.
  static void judge(const std::vector<FeatureCoverage>& coverage, std::size_t i,
                    const RadioTest& test, Row& row) {
    row.needed = test.share;
    if (i >= coverage.size()) return;
    row.share = coverage[i].share();
    row.counts = criteria::reached(coverage[i], test) ? 1.0 : 0.0;
  }

  void places(const std::string& plain, bool lte) const {
    const auto n = scene();
    const auto& of = m_scenes[n];
    const auto& coverage = m_outcome.measured.scenes[n];
    for (std::size_t i = 0; i < m_city.places.size(); ++i) {
      const auto& place = m_city.places[i];
      if (!criteria::counts_kind(of, place.kind)) continue;
      Row row{"place", place.id, place.name, place.unit, 1.0};
      if (plain != "key_places")
        judge(lte ? coverage.lte : coverage.nr, i, lte ? of.lte : of.nr, row);
      add(row);
    }
  }

  void deep_places(const std::string& plain, bool lte) const {
    const auto n = scene();
    for (const auto& deep : criteria::deep_places(m_outcome.results)) {
      const auto& place = m_city.places[static_cast<std::size_t>(deep.place)];
      if (n > 0 && !criteria::counts_kind(m_scenes[n], place.kind)) continue;
      const bool counts = plain == "deep_places" || deep.covered[lte ? 1 : 0];
      add({"place", place.id, place.name, place.unit, counts ? 1.0 : 0.0});
    }
  }

  void villages(const std::string& plain, bool lte) const {
    if (m_city.admin.empty()) return;
    const auto finest = static_cast<std::int32_t>(m_city.admin.size()) - 1;
    const auto fibre = criteria::village_fibre(m_outcome.results);
    const auto& measured = m_outcome.measured;
    for (std::size_t v = 0; v < m_city.admin.back().units.size(); ++v) {
      const auto& unit = m_city.admin.back().units[v];
      Row row{"village", unit.code, unit.name,
              criteria::lineage(m_city, finest, static_cast<std::int32_t>(v)), 1.0};
      if (plain == "villages_fibre") row.counts = fibre[v].any ? 1.0 : 0.0;
      if (plain == "villages_gigabit") row.counts = fibre[v].gigabit ? 1.0 : 0.0;
      if (plain.starts_with("villages_reached"))
        judge(lte ? measured.villages_lte : measured.villages_nr, v,
              lte ? m_outcome.profile.lte : m_outcome.profile.nr, row);
      add(row);
    }
  }

  void sites(const std::string& plain, bool lte) const {
    const auto& network = m_outcome.network;
    const auto technology = lte ? radio::Technology::lte : radio::Technology::nr;
    std::vector<double> cells(network.sites.size(), 0.0);
    std::vector<std::set<std::string>> operators(network.sites.size());
    for (const auto& cell : network.cells) {
      if (cell.technology != technology) continue;
      const auto site =
          static_cast<std::size_t>(network.sectors[static_cast<std::size_t>(cell.sector)].site);
      cells[site] += 1.0;
      for (auto& name : radio::operators_of(network, cell)) operators[site].insert(std::move(name));
    }
    for (std::size_t s = 0; s < m_outcome.measured.sites.size(); ++s) {
      const auto& where = m_outcome.measured.sites[s];
      if (!where.inside || cells[s] == 0.0) continue;
      const auto& site = network.sites[s];
      double counts = 1.0;
      if (plain.starts_with("cells_")) counts = cells[s];
      if (plain.ends_with("_by_operator")) counts = static_cast<double>(operators[s].size());
      add({"site", site.id, site.name, where.unit, counts});
    }
  }

  void olts(const std::string& plain) const {
    if (!m_outcome.plant) return;
    const bool capacity = plain.find("capacity") != std::string::npos;
    const bool only_10g = capacity || plain.ends_with("_10g");
    for (std::size_t o = 0; o < m_outcome.measured.olts.size(); ++o) {
      const auto& where = m_outcome.measured.olts[o];
      if (!where.inside) continue;
      if (plain.starts_with("urban_") && !criteria::is_urban(m_city, m_urban_level, where.unit))
        continue;
      const auto& olt = m_outcome.plant->olts[o];
      double counts = 0.0;
      for (const auto& card : olt.cards) {
        const auto& of = m_outcome.plant->classes[static_cast<std::size_t>(card.pon_class)];
        if (only_10g && !of.ten_gigabit_class) continue;
        if (plain.ends_with("_50g") && !criteria::is_50g_class(of)) continue;
        counts += static_cast<double>(card.ports) * (capacity ? card.split : 1);
      }
      add({"olt", olt.id, olt.id, where.unit, counts});
    }
  }

  const RunOutcome& m_outcome;
  const City& m_city;
  std::vector<criteria::Scene> m_scenes;
  std::int32_t m_urban_level;
  const geo::FeatureSink& m_add;
  std::string m_measure;
};

}  // namespace

geo::OutputLayer evidence_table(const RunOutcome& outcome) {
  using geo::FieldType;
  auto table = plain_table("evidence", "The features behind each measure that the verdict reads",
                           {{"measure"}, {"feature"}, {"id"}, {"name"}});
  for (const auto& level : outcome.city().admin) table.fields.push_back({"admin_" + level.name});
  table.fields.push_back({"counts", FieldType::number});
  table.fields.push_back({"share_pct", FieldType::number});
  table.fields.push_back({"needed_pct", FieldType::number});
  table.more_features = [&outcome](const geo::FeatureSink& add) {
    EvidenceWriter writer(outcome, add);
    std::set<std::string> written;
    for (const auto& indicator : outcome.profile.indicators)
      for (const auto& measure : criteria::measures_read(outcome.profile, indicator.formula))
        if (written.insert(measure).second) writer.write(measure);
  };
  return table;
}

}  // namespace gigacity::apps
