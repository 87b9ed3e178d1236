// SPDX-License-Identifier: Apache-2.0
#include "apps/run/load_city.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "apps/run/admin_units.hpp"
#include "apps/run/deep_spaces.hpp"
#include "apps/run/layer_schemas.hpp"
#include "apps/run/row_findings.hpp"
#include "apps/run/stated_people.hpp"
#include "apps/run/unit_index.hpp"
#include "apps/run/working_crs.hpp"
#include "core/parallel.hpp"
#include "geo/polygons.hpp"

namespace gigacity::apps {

namespace {

using geo::LayerSchema;

/// Pixels of one raster beyond which a run would not end in any sensible time: a whole large
/// country at 10 m.
constexpr double largest_grid = 4.0e9;

/// Buildings that are held as features of their layer at any time.
constexpr std::size_t buildings_at_once = 1U << 16U;

const MultiPolygon* polygon_of(const geo::Feature& feature) {
  return std::get_if<MultiPolygon>(&feature.geometry);
}

MultiPolygon footprint_of(const geo::Feature& feature, const PlacesSection& section) {
  if (const auto* polygon = polygon_of(feature)) return *polygon;
  if (const auto* lines = std::get_if<MultiLineString>(&feature.geometry))
    return geo::strip_along(*lines, 0.5 * section.line_width_m);
  if (const auto* point = std::get_if<MapPoint>(&feature.geometry))
    return disc(*point, section.point_radius_m);
  return {};
}

/// Half-way along the longest line, by its corners.
MapPoint middle_of(const MultiLineString& lines) {
  const auto& longest =
      *std::ranges::max_element(lines, {}, [](const LineString& line) { return length_m(line); });
  const double half_m = 0.5 * length_m(longest);
  double passed_m = 0.0;
  for (std::size_t i = 1; i < longest.size(); ++i) {
    const double step_m = distance_m(longest[i - 1], longest[i]);
    if (passed_m + step_m >= half_m && step_m > 0.0) {
      const double t = (half_m - passed_m) / step_m;
      return {longest[i - 1].x_m + t * (longest[i].x_m - longest[i - 1].x_m),
              longest[i - 1].y_m + t * (longest[i].y_m - longest[i - 1].y_m)};
    }
    passed_m += step_m;
  }
  return longest.front();
}

MapPoint point_of(const geo::Feature& feature) {
  if (const auto* point = std::get_if<MapPoint>(&feature.geometry)) return *point;
  if (const auto* lines = std::get_if<MultiLineString>(&feature.geometry)) return middle_of(*lines);
  const auto* polygon = polygon_of(feature);
  return polygon != nullptr ? geo::interior_point(*polygon) : MapPoint{};
}

std::vector<MultiPolygon> polygons_of(const std::vector<geo::Feature>& features) {
  std::vector<MultiPolygon> polygons;
  for (const auto& feature : features)
    if (const auto* polygon = polygon_of(feature)) polygons.push_back(*polygon);
  return polygons;
}

/// The surest height that the feature gives.
void set_height(Building& building, const geo::Feature& feature, const BuildingsSection& section) {
  const auto use = [&](std::optional<double> height_m, HeightOrigin origin) {
    if (!height_m) return false;
    building.height_m = *height_m;
    building.height_origin = origin;
    return true;
  };
  std::optional<double> by_storeys;
  if (const auto levels = feature.number("levels")) by_storeys = *levels * section.metres_per_level;
  use(feature.number("height_m"), HeightOrigin::measured) ||
      use(by_storeys, HeightOrigin::storeys) ||
      use(feature.number("typical_height_m"), HeightOrigin::building_type) ||
      use(section.default_height_m, HeightOrigin::assumed);
}

class CityReader {
 public:
  CityReader(const Scenario& scenario, LoadedCity& loaded, Progress& progress, Findings& findings)
      : m_scenario(scenario), m_loaded(loaded), m_progress(progress), m_findings(findings) {}

  void read() {
    m_progress.begin(
        "layers",
        static_cast<std::int64_t>(m_scenario.admin.size() + m_scenario.places.size()) + 3);
    read_area_and_first_level();
    for (std::size_t i = 1; i < m_scenario.admin.size(); ++i) read_level(i);
    m_units.emplace(city().area, city().admin);
    read_population();
    read_places();
    read_buildings();
    read_roads();
    read_population_raster();
  }

 private:
  City& city() { return m_loaded.city; }

  std::vector<geo::Feature> read_features(const geo::LayerSource& source, const LayerSchema& schema,
                                          const std::optional<MapBox>& clip) {
    m_progress.throw_if_cancelled();
    auto features = geo::read_layer(source, schema, m_loaded.crs, clip, m_findings);
    m_loaded.layers.push_back(
        {source.section, source.source, static_cast<std::int64_t>(features.size()), source.datum});
    m_progress.advance();
    return features;
  }

  MapBox clip() { return bounds(city().area); }

  void read_area_and_first_level() {
    const auto& area = m_scenario.area;
    if (area.layer) {
      const auto features = read_features(*area.layer, area_schema(), std::nullopt);
      city().area = geo::union_of(polygons_of(features));
    } else if (area.bbox_deg) {
      city().area = polygon_of_box(*area.bbox_deg, m_loaded.crs);
    }
    if (!city().area.empty()) {
      make_grid();
      read_level(0);
      return;
    }
    m_findings.throw_if_errors();
    read_level(0, std::nullopt);
    city().area = geo::union_of(footprints_of(city().admin.front()));
    make_grid();
  }

  void make_grid() {
    if (city().area.empty()) {
      m_findings.throw_if_errors();
      throw InputError(Diagnostic{{.source = m_scenario.file.string(), .layer = "area"},
                                  "the area is empty",
                                  "check [area], or the first [[admin]] layer"});
    }
    const double pixel_m = m_scenario.area.resolution_m;
    const MapBox box = clip();
    if (box.width_m() / pixel_m * (box.height_m() / pixel_m) > largest_grid)
      throw InputError(Diagnostic{
          {.source = m_scenario.file.string(), .layer = "area", .field = "resolution_m"},
          fmt::format("{} m over an area of {:.0f} km by {:.0f} km makes more than {:.0e} pixels",
                      pixel_m, box.width_m() / 1000.0, box.height_m() / 1000.0, largest_grid),
          "choose a coarser resolution or a smaller area"});
    city().grid = aligned_grid(box, pixel_m);
  }

  void read_level(std::size_t index) { read_level(index, clip()); }

  void read_level(std::size_t index, const std::optional<MapBox>& clip_box) {
    const auto& section = m_scenario.admin[index];
    const auto features = read_features(section.layer, admin_schema(), clip_box);
    const AdminLevel* parents = index > 0 ? &city().admin[index - 1] : nullptr;
    city().admin.push_back(admin_level_of(features, section, parents, city().area, m_findings));
  }

  void read_population() {
    if (m_scenario.population && m_scenario.population->table) {
      const auto& table = *m_scenario.population->table;
      const auto rows = geo::read_table(table, population_schema(), m_findings);
      m_loaded.layers.push_back(
          {table.section, table.source, static_cast<std::int64_t>(rows.size())});
      const auto level =
          std::ranges::find(city().admin, m_scenario.population->level, &AdminLevel::name);
      if (level != city().admin.end())  // else the scenario's reader has said so
        join_table(rows, table, city().admin,
                   static_cast<std::size_t>(level - city().admin.begin()), m_findings);
    }
    check_sums(city().admin, m_scenario.admin, m_findings);
  }

  void read_population_raster() {
    if (!m_scenario.population || m_scenario.population->raster.sources.empty()) return;
    const auto& layer = m_scenario.population->raster;
    if (auto raster = geo::CountRaster::open(layer, m_loaded.crs, m_findings))
      m_loaded.population = std::make_unique<PopulationRaster>(std::move(*raster), layer, city(),
                                                               m_progress, m_findings);
  }

  /// Points of features, and where they lie. Those outside the area are skipped by the caller: the
  /// readers clip by the area's box only.
  std::vector<MapPoint> points_of(const std::vector<geo::Feature>& features) const {
    std::vector<MapPoint> points(features.size());
    constexpr std::size_t at_once = 1024;
    parallel_for((features.size() + at_once - 1) / at_once, [&](std::size_t block) {
      const std::size_t end = std::min((block + 1) * at_once, features.size());
      for (std::size_t i = block * at_once; i < end; ++i) points[i] = point_of(features[i]);
    });
    return points;
  }

  void skip_outside(const geo::LayerSource& source, const geo::Feature& feature) {
    m_findings.skip({.source = source.source, .layer = source.section, .feature = feature.id},
                    "outside the area");
  }

  void read_places() {
    for (const auto& section : m_scenario.places) {
      const auto features = read_features(section.layer, place_schema(), clip());
      const auto points = points_of(features);
      auto places = m_units->places_of(points);
      RowErrors errors({.source = section.layer.source, .layer = section.layer.section},
                       m_findings);
      for (std::size_t i = 0; i < features.size(); ++i) {
        const auto& feature = features[i];
        if (!places[i].in_area) {
          skip_outside(section.layer, feature);
          continue;
        }
        KeyPlace place;
        place.point = points[i];
        place.name = feature.text_or("name", "");
        place.kind = feature.text_or("kind", section.kind);
        place.id = feature.text_or("id", fmt::format("{}-{}", section.layer.section, feature.id));
        place.footprint = footprint_of(feature, section);
        set_deep_spaces(place, feature, errors);
        place.unit = std::move(places[i].unit);
        city().places.push_back(std::move(place));
      }
      errors.finish();
    }
  }

  /// What the feature says of them, or its kind: a car park under ground has one storey unless stated.
  static void set_deep_spaces(KeyPlace& place, const geo::Feature& feature, RowErrors& errors) {
    const auto stated = feature.text_or("deep_spaces", "");
    const auto spaces = deep_spaces_named(stated);
    if (spaces.unknown)
      errors.add(feature.id, "deep_spaces", unknown_space(*spaces.unknown), space_hint);
    const bool car_park = spaces.underground || place.kind == "underground_car_park";
    place.basements =
        car_park ? static_cast<int>(std::max(1.0, feature.number_or("basements", 1.0))) : 0;
    place.lift = spaces.lifts || place.kind == "lift";
  }

  void read_buildings() {
    if (!m_scenario.buildings) return;
    const auto& layer = m_scenario.buildings->layer;
    m_progress.throw_if_cancelled();
    // Those around the area stand between it and sites outside.
    const double around_m = m_scenario.radio ? m_scenario.radio->options.radius_m : 0.0;
    std::int64_t count = 0;
    RowErrors errors({.source = layer.source, .layer = layer.section}, m_findings);
    geo::read_layer_in_blocks(
        layer, building_schema(), m_loaded.crs, clip().inflated(around_m), buildings_at_once,
        [&](std::vector<geo::Feature>&& features) {
          m_progress.throw_if_cancelled();
          count += static_cast<std::int64_t>(features.size());
          add_buildings(std::move(features), errors);
        },
        m_findings);
    errors.finish();
    m_loaded.layers.push_back({layer.section, layer.source, count, layer.datum});
    m_progress.advance();
  }

  void add_buildings(std::vector<geo::Feature> features, RowErrors& errors) {
    const auto& section = *m_scenario.buildings;
    const auto points = points_of(features);
    auto places = m_units->places_of(points);
    for (std::size_t i = 0; i < features.size(); ++i) {
      auto& feature = features[i];
      Building building;
      building.id = feature.text_or("id", feature.id);
      building.point = points[i];
      if (auto* footprint = std::get_if<MultiPolygon>(&feature.geometry))
        building.footprint = std::move(*footprint);
      set_height(building, feature, section);
      if (!places[i].in_area) {
        m_findings.skip(
            {.source = section.layer.source, .layer = section.layer.section, .feature = feature.id},
            "outside the area: stands in the way, but is not served");
        city().obstacles.push_back(std::move(building));
        continue;
      }
      building.dwellings =
          static_cast<int>(feature.number_or("dwellings", section.default_dwellings));
      building.thermally_efficient = is_thermally_efficient(feature, errors);
      building.unit = std::move(places[i].unit);
      city().buildings.push_back(std::move(building));
    }
  }

  bool is_thermally_efficient(const geo::Feature& feature, RowErrors& errors) const {
    const auto& radio = m_scenario.radio;
    const bool usual = radio && radio->indoor && radio->indoor->thermally_efficient;
    const auto word = feature.text_or("insulation", "");
    if (word.empty()) return usual;
    const auto stated = thermally_efficient_named(word);
    if (!stated)
      errors.add(feature.id, "insulation", fmt::format("\"{}\" is no type of building", word),
                 "expected traditional (low-loss, 普通) or thermally-efficient (high-loss, 节能)");
    return stated.value_or(usual);
  }

  void read_roads() {
    if (!m_scenario.roads) return;
    for (const auto& feature : read_features(*m_scenario.roads, road_schema(), clip())) {
      const auto* lines = std::get_if<MultiLineString>(&feature.geometry);
      if (lines == nullptr) continue;
      for (const auto& line : *lines)
        city().roads.push_back(
            {feature.text_or("id", feature.id), feature.text_or("class", ""), line});
    }
  }

  const Scenario& m_scenario;
  LoadedCity& m_loaded;
  Progress& m_progress;
  Findings& m_findings;
  std::optional<UnitIndex> m_units;
};

}  // namespace

LoadedCity load_city(const Scenario& scenario, Progress& progress, Findings& findings) {
  try {
    LoadedCity loaded{working_crs(scenario, findings), {}, {}, nullptr};
    CityReader(scenario, loaded, progress, findings).read();
    return loaded;
  } catch (const InputError& error) {
    // Without an area nothing can be read; what the sources lack can be told all the same.
    for (const auto& diagnostic : error.diagnostics()) findings.error(diagnostic);
    check_sources(scenario, findings);
    throw InputError(findings.errors());
  }
}

}  // namespace gigacity::apps
