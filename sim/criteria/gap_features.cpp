// SPDX-License-Identifier: Apache-2.0
// Gaps of key places and villages: features whose share of passed pixels falls short.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/parallel.hpp"
#include "sim/criteria/feature_pixels.hpp"
#include "sim/criteria/gap_parts.hpp"
#include "sim/criteria/radio_reason.hpp"
#include "sim/criteria/stated_scale.hpp"
#include "sim/criteria/unit_tally.hpp"
#include "sim/criteria/wording.hpp"

namespace gigacity::criteria {

namespace {

constexpr std::size_t features_in_flight = 64;

struct Feature {
  Gap gap;
  const MultiPolygon* footprint = nullptr;
  MapPoint point;
  std::vector<std::int32_t> units;
};

class FeatureExplainer {
 public:
  explicit FeatureExplainer(const GapTask& task)
      : m_task(task),
        m_radio(task.results, task.scope.technology, task.options),
        m_ratio(*task.results.city, task.measured) {}

  /// The failing pixels' people and area, and the reason.
  Gap run(const Feature& feature) const {
    const auto& city = *m_task.results.city;
    const auto& layers = *layers_of(m_task);
    const auto& scale = m_task.measured.residents;
    const RasterSource* zone =
        scale.level < 0 ? nullptr : city.admin[static_cast<std::size_t>(scale.level)].zone.get();
    std::array<const RasterSource*, radio_layer_count + 2> sources{};
    std::ranges::copy(sources_of(layers), sources.begin());
    sources[radio_layer_count] = city.people.get();
    sources[radio_layer_count + 1] = zone;
    const auto& test = test_of(m_task);
    RadioSamples samples(test, feature.point, city.grid);
    Gap gap = feature.gap;
    for_each_pixel(feature_runs(*feature.footprint, feature.point, *city.inside), sources,
                   [&](Pixel p, std::span<const float> value) {
                     const auto pixel = radio_pixel(value);
                     samples.add(p, pixel);
                     const float people = value[radio_layer_count];
                     if (passes(test, pixel) || !(people > 0.0F)) return;
                     const float of_zone = value[radio_layer_count + 1];
                     const auto unit =
                         std::isnan(of_zone) ? -1 : static_cast<std::int32_t>(of_zone);
                     gap.residents += static_cast<double>(people) * scale.factor_of(unit);
                   });
    gap.households = m_ratio.households(gap.residents, feature.units);
    gap.area_m2 = static_cast<double>(samples.failed()) * city.grid.pixel_m * city.grid.pixel_m;
    gap.admin_codes = admin_codes(city, feature.units);
    m_radio.explain(samples, gap);
    return gap;
  }

 private:
  const GapTask& m_task;
  RadioExplainer m_radio;
  HouseholdRatio m_ratio;
};

std::vector<Gap> explained(const GapTask& task, const std::vector<Feature>& features,
                           Progress& progress) {
  const FeatureExplainer explainer(task);
  std::vector<Gap> gaps;
  gaps.reserve(features.size());
  progress.begin(fmt::format("gaps: {}", task.indicator.id),
                 static_cast<std::int64_t>(features.size()));
  parallel_ordered<Gap>(
      features.size(), features_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        return explainer.run(features[i]);
      },
      [&](std::size_t, Gap&& gap) {
        gaps.push_back(std::move(gap));
        progress.advance();
      });
  return gaps;
}

}  // namespace

std::vector<Gap> place_gaps(const GapTask& task, Progress& progress) {
  if (!layers_of(task)) return {};
  const auto& coverage =
      task.scope.technology == radio::Technology::nr ? task.places->nr : task.places->lte;
  std::vector<Feature> features;
  for (std::size_t i = 0; i < coverage.size(); ++i) {
    const auto& place = task.results.city->places[i];
    if (!counts_kind(task.scene, place.kind) || reached(coverage[i], test_of(task))) continue;
    Feature feature;
    feature.gap.id = fmt::format("key_place-{}-{}", technology_id(task), place.id);
    feature.gap.name = place.name;
    feature.gap.requirement = requirement_text(test_of(task), task.scope.technology, "the place");
    feature.gap.geometry = place.point;
    feature.footprint = &place.footprint;
    feature.point = place.point;
    feature.units = place.unit;
    features.push_back(std::move(feature));
  }
  return explained(task, features, progress);
}

std::vector<Gap> village_gaps(const GapTask& task, Progress& progress) {
  const auto& city = *task.results.city;
  if (!layers_of(task) || city.admin.empty()) return {};
  const auto& coverage = task.scope.technology == radio::Technology::nr
                             ? task.measured.villages_nr
                             : task.measured.villages_lte;
  const auto finest = static_cast<std::int32_t>(city.admin.size()) - 1;
  std::vector<Feature> features;
  for (std::size_t v = 0; v < coverage.size(); ++v) {
    if (reached(coverage[v], test_of(task))) continue;
    const auto unit = static_cast<std::int32_t>(v);
    const auto& village = city.admin.back().units[v];
    Feature feature;
    feature.gap.id = fmt::format("village-{}-{}", technology_id(task),
                                 unit_label(city, static_cast<std::size_t>(finest), unit));
    feature.gap.name = village.name;
    feature.gap.requirement = requirement_text(test_of(task), task.scope.technology, "the village");
    feature.gap.geometry = village.footprint;
    feature.footprint = &village.footprint;
    feature.point = centroid(village.footprint);
    feature.units = lineage(city, finest, unit);
    features.push_back(std::move(feature));
  }
  return explained(task, features, progress);
}

}  // namespace gigacity::criteria
