// SPDX-License-Identifier: Apache-2.0
// Gaps of deep coverage: places with a car park under ground or a lift that neither an indoor system nor the network
// outside covers.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/text.hpp"
#include "sim/criteria/feature_pixels.hpp"
#include "sim/criteria/gap_parts.hpp"
#include "sim/criteria/radio_reason.hpp"
#include "sim/criteria/stated_scale.hpp"
#include "sim/criteria/unit_tally.hpp"
#include "sim/criteria/wording.hpp"

namespace gigacity::criteria {

namespace {

/// As people say it.
const char* space_text(radio::DeepSpace space) {
  return space == radio::DeepSpace::underground ? "the car park under ground" : "the lift";
}

bool is_covered(const radio::DeepCoverage& space, std::size_t technology) {
  return space.of[technology] && space.of[technology]->by != radio::CoveredBy::nothing;
}

class DeepExplainer {
 public:
  explicit DeepExplainer(const GapTask& task)
      : m_task(task),
        m_radio(task.results, task.scope.technology, task.options),
        m_ratio(*task.results.city, task.measured),
        m_technology(radio::index_of(task.scope.technology)) {}

  Gap run(const DeepPlace& deep) const {
    const auto& city = *m_task.results.city;
    const auto& place = city.places[static_cast<std::size_t>(deep.place)];
    Gap gap;
    gap.id = fmt::format("deep_place-{}-{}", technology_id(m_task), place.id);
    gap.name = place.name;
    gap.admin_codes = admin_codes(city, place.unit);
    gap.requirement = fmt::format(
        "an indoor system, or {} >= {} dBm and {} >= {} dB from outside on {:g} % of the place, in "
        "its car park and lifts",
        level_name(m_task.scope.technology), m_task.options.deep.rsrp_dbm,
        sinr_name(m_task.scope.technology), m_task.options.deep.sinr_db,
        100.0 * m_task.options.deep.share);
    gap.residents = residents(place);
    gap.households = m_ratio.households(gap.residents, place.unit);
    gap.area_m2 = area_m2(place.footprint);
    gap.geometry = place.point;
    gap.reason = "indoor_loss";
    m_radio.name_nearest(place.point, gap);
    explain(deep, gap);
    return gap;
  }

 private:
  double residents(const KeyPlace& place) const {
    const auto& city = *m_task.results.city;
    const auto& scale = m_task.measured.residents;
    const RasterSource* zone =
        scale.level < 0 ? nullptr : city.admin[static_cast<std::size_t>(scale.level)].zone.get();
    const std::array<const RasterSource*, 2> sources{city.people.get(), zone};
    double people = 0.0;
    for_each_pixel(feature_runs(place.footprint, place.point, *city.inside), sources,
                   [&](Pixel, std::span<const float> value) {
                     if (!(value[0] > 0.0F)) return;
                     const auto unit =
                         std::isnan(value[1]) ? -1 : static_cast<std::int32_t>(value[1]);
                     people += static_cast<double>(value[0]) * scale.factor_of(unit);
                   });
    return people;
  }

  /// The worst of the spaces that lack coverage gives the figures.
  void explain(const DeepPlace& deep, Gap& gap) const {
    const auto& test = m_task.options.deep;
    const radio::DeepCoverage* worst = nullptr;
    double worst_share = 2.0;
    std::vector<std::string> lacking;
    for (const auto& space : m_task.results.deep) {
      if (space.place != deep.place || is_covered(space, m_technology)) continue;
      lacking.emplace_back(space_text(space.space));
      const double share = space.of[m_technology] ? space.of[m_technology]->share : 0.0;
      if (share >= worst_share) continue;
      worst_share = share;
      worst = &space;
    }
    const auto spaces = joined(lacking, " and ");
    gap.remedy = fmt::format("An indoor system with {} in {}.",
                             radio::to_string(m_task.scope.technology), spaces);
    gap.measured = 100.0 * worst_share;
    gap.measured_unit = std::string("%");
    gap.shortfall = std::max(0.0, 100.0 * (test.share - worst_share));
    const double level_dbm = worst != nullptr && worst->of[m_technology]
                                 ? worst->of[m_technology]->median_rsrp_dbm
                                 : std::nan("");
    if (std::isnan(level_dbm)) {
      gap.reason_text =
          fmt::format("No indoor system serves {}, and nothing comes in from outside.", spaces);
      return;
    }
    if (level_dbm < test.rsrp_dbm) {
      gap.measured = level_dbm;
      gap.measured_unit = std::string("dBm");
      gap.shortfall = test.rsrp_dbm - level_dbm;
    }
    gap.reason_text = fmt::format(
        "No indoor system serves {}; walls, ceilings and ground leave {:.0f} dBm from outside.",
        spaces, level_dbm);
  }

  const GapTask& m_task;
  RadioExplainer m_radio;
  HouseholdRatio m_ratio;
  std::size_t m_technology;
};

}  // namespace

std::vector<Gap> deep_place_gaps(const GapTask& task, Progress& progress) {
  const DeepExplainer explainer(task);
  const auto technology = radio::index_of(task.scope.technology);
  const auto places = deep_places(task.results);
  std::vector<Gap> gaps;
  progress.begin(fmt::format("gaps: {}", task.indicator.id),
                 static_cast<std::int64_t>(places.size()));
  for (const auto& deep : places) {
    progress.throw_if_cancelled();
    progress.advance();
    const auto& place = task.results.city->places[static_cast<std::size_t>(deep.place)];
    if (!task.scope.scene.empty() && !counts_kind(task.scene, place.kind)) continue;
    if (!deep.covered[technology]) gaps.push_back(explainer.run(deep));
  }
  return gaps;
}

}  // namespace gigacity::criteria
