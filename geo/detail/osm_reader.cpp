// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/osm_reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/text.hpp"
#include "geo/detail/layer_fields.hpp"
#include "geo/detail/layer_geometry.hpp"
#include "geo/detail/layer_source.hpp"
#include "geo/detail/osm_buildings.hpp"
#include "geo/detail/osm_layers.hpp"
#include "geo/detail/osm_places.hpp"

namespace gigacity::geo::detail {

namespace {

double footprint_m2(const Feature& feature) {
  const auto* polygons = std::get_if<MultiPolygon>(&feature.geometry);
  return polygons == nullptr ? 0.0 : area_m2(*polygons);
}

/// Turns tags into our fields, one theme at a time.
class OsmReader {
 public:
  OsmReader(const LayerSource& source, const OpenedLayer& layer, Findings& findings)
      : m_source(source), m_preset(*source.osm), m_layer(layer), m_findings(findings) {}

  /// Why an object is none of the theme; empty where it is one.
  std::string refused(const OsmTags& tags) const {
    switch (m_preset.theme) {
      case OsmTheme::roads:
        if (tag(tags, "area") == "yes") return "an area, not a line along a road";
        return osm_road_class(tag(tags, "highway")).empty()
                   ? "a path, stairs, or not built: no road for vehicles"
                   : "";
      case OsmTheme::buildings:
        return building_refused(tags);
      case OsmTheme::places:
        return place_rule(tags) == nullptr ? "no key place: lacks what its kind needs" : "";
      case OsmTheme::admin:
        break;
    }
    return {};
  }

  /// `feature` has its geometry and the fields that the source maps.
  void add(const OsmTags& tags, Feature feature) {
    feature.texts.emplace("id", feature.id);
    set_text(feature, "name", tag(tags, "name"));
    switch (m_preset.theme) {
      case OsmTheme::roads:
        set_text(feature, "class", osm_road_class(tag(tags, "highway")));
        break;
      case OsmTheme::buildings:
        add_building_facts(tags, feature);
        break;
      case OsmTheme::admin:
        add_unit(tags, std::move(feature));
        return;
      case OsmTheme::places:
        add_place(tags, std::move(feature));
        return;
    }
    m_features.push_back(std::move(feature));
  }

  /// Call once, after the last object.
  std::vector<Feature> finish() {
    for (const auto& [key, count] : m_ignored)
      m_findings.warning({m_layer.location({}, key),
                          fmt::format("{} tags are no positive number and count as absent", count),
                          ""});
    if (!m_candidates.empty()) keep_distinct();
    if (m_preset.theme == OsmTheme::admin) {
      drop_repeated_outlines();
      give_codes();
      check_population();
    }
    return std::move(m_features);
  }

 private:
  static void set_text(Feature& feature, const std::string& field, std::string_view value) {
    if (!value.empty()) feature.texts.emplace(field, value);
  }

  /// The number in a tag, which must be above 0 and at most `most`.
  std::optional<double> positive(const OsmTags& tags, const std::string& key, double most,
                                 std::optional<double> (*read)(std::string_view)) {
    const auto text = tag(tags, key);
    if (text.empty()) return std::nullopt;
    const auto value = read(text);
    if (value && std::isfinite(*value) && *value > 0.0 && *value <= most) return value;
    if (!value || *value != 0.0) ++m_ignored[key];
    return std::nullopt;
  }

  void add_building_facts(const OsmTags& tags, Feature& feature) {
    constexpr double highest_m = 1000.0;
    constexpr double most_levels = 300.0;
    if (const auto height = positive(tags, "height", highest_m, osm_length_m))
      feature.numbers.emplace("height_m", *height);
    const auto levels = positive(tags, "building:levels", most_levels, parsed_number);
    if (levels) {
      const auto roof = positive(tags, "roof:levels", most_levels, parsed_number);
      feature.numbers.emplace("levels", *levels + roof.value_or(0.0));
    }
    const BuildingType type = building_type(tags);
    if (type.typical_height_m) feature.numbers.emplace("typical_height_m", *type.typical_height_m);
    if (const auto flats = positive(tags, "building:flats", 100'000.0, parsed_number))
      feature.numbers.emplace("dwellings", std::ceil(*flats));
    if (type.homes == Homes::none) feature.numbers.emplace("dwellings", 0.0);
    if (type.homes == Homes::one) feature.numbers.emplace("dwellings", 1.0);
    if (type.homes == Homes::by_floor)
      feature.numbers.emplace("dwellings",
                              dwellings_by_floor(footprint_m2(feature), storeys_of(feature)));
  }

  double storeys_of(const Feature& feature) const {
    if (const auto levels = feature.number("levels")) return *levels;
    const double height_m =
        feature.number("height_m").value_or(feature.number_or("typical_height_m", 0.0));
    return std::max(1.0, std::round(height_m / m_preset.metres_per_level));
  }

  void add_unit(const OsmTags& tags, Feature feature) {
    set_text(feature, "code", osm_admin_code(tags));
    if (const auto people = positive(tags, "population", 1e10, parsed_number))
      feature.numbers.emplace("residents", *people);
    if (m_preset.admin_level == 0) {
      m_candidates.push_back({std::move(feature), "settlement", true, false, false});
    } else {
      m_features.push_back(std::move(feature));
    }
  }

  void add_place(const OsmTags& tags, Feature feature) {
    const PlaceRule& rule = *place_rule(tags);
    if (rule.condition == PlaceRule::Condition::large_footprint &&
        footprint_m2(feature) < large_shop_m2) {
      m_findings.skip(m_layer.location(feature.id), "a supermarket that is not large");
      return;
    }
    set_text(feature, "kind", rule.kind);
    m_candidates.push_back({std::move(feature), std::string(rule.kind), rule.needs_name,
                            rule.holds_parts, rule.repeats_stop});
  }

  void keep_distinct() {
    auto distinct = distinct_places(std::move(m_candidates),
                                    [&](const Feature& feature, const std::string& reason) {
                                      m_findings.skip(m_layer.location(feature.id), reason);
                                    });
    for (PlaceCandidate& place : distinct)
      if (m_preset.kind.empty() || place.kind == m_preset.kind)
        m_features.push_back(std::move(place.feature));
  }

  /// A closed way of a boundary may bear the tags of its relation.
  void drop_repeated_outlines() {
    std::vector<Feature> distinct;
    std::multimap<std::string, MapBox> seen;
    for (Feature& feature : m_features) {
      const std::string name = feature.text_or("name", "");
      const MapBox box = bounds(feature.geometry);
      const auto [first, last] = seen.equal_range(name);
      const bool repeated =
          std::any_of(first, last, [&](const auto& other) { return other.second == box; });
      if (repeated) {
        m_findings.skip(m_layer.location(feature.id), "the same place as another feature");
        continue;
      }
      seen.emplace(name, box);
      distinct.push_back(std::move(feature));
    }
    m_features = std::move(distinct);
  }

  /// Codes are those of offices where every unit has its own; what has none, or one that another unit
  /// bears, is known by its OSM id.
  void give_codes() {
    std::set<std::string> seen;
    for (Feature& feature : m_features) {
      const auto code = feature.text_or("code", feature.id);
      feature.texts["code"] = seen.insert(code).second ? code : feature.id;
    }
  }

  /// Residents of some units only would pass for those of all.
  void check_population() {
    if (m_source.fields.contains("residents")) return;
    const auto count = std::ranges::count_if(
        m_features, [](const Feature& f) { return f.numbers.contains("residents"); });
    if (count == 0) return;
    if (count == static_cast<std::ptrdiff_t>(m_features.size())) {
      m_findings.warning({m_layer.location({}, "population"),
                          "residents are what OSM's mappers wrote, of no stated year",
                          "give a table in [population] for figures that can be quoted"});
      return;
    }
    for (Feature& feature : m_features) feature.numbers.erase("residents");
    m_findings.warning(
        {m_layer.location({}, "population"),
         fmt::format("only {} of {} units have the tag; it is not used", count, m_features.size()),
         "give the residents in [population]"});
  }

  const LayerSource& m_source;
  const OsmPreset& m_preset;
  const OpenedLayer& m_layer;
  Findings& m_findings;
  std::vector<Feature> m_features;
  std::vector<PlaceCandidate> m_candidates;
  std::map<std::string, std::int64_t> m_ignored;  ///< tags that are not what they should be, by key
};

/// Boundaries that the file holds, by level: "7 (6), 8 (31)"; "none".
std::string levels_held(LayerSource source) {
  source.where.clear();
  source.osm->admin_level = any_admin_level;
  Findings ignored;
  std::map<std::string, int> counts;
  if (const auto layer = open_layer(source, true, ignored))
    for_each_feature(
        *layer,
        [&](OGRFeatureH from) { ++counts[std::string(tag(osm_tags(from), "admin_level"))]; },
        ignored);
  std::vector<std::string> levels;
  for (const auto& [level, count] : counts) levels.push_back(fmt::format("{} ({})", level, count));
  return levels.empty() ? "none" : joined(levels, ", ");
}

}  // namespace

Diagnostic nothing_found(const LayerSource& source, const InputLocation& where) {
  const OsmPreset& preset = *source.osm;
  const std::string hint = source.where.empty()
                               ? "take an extract that covers the area and holds it"
                               : "check the filter in where";
  switch (preset.theme) {
    case OsmTheme::roads:
      return {where, "holds no road (a way with highway=motorway ... track)", hint};
    case OsmTheme::buildings:
      return {where, "holds no building (an area with building=...)", hint};
    case OsmTheme::places:
      return {where,
              fmt::format("holds no key place{}",
                          preset.kind.empty() ? "" : fmt::format(" of kind {}", preset.kind)),
              hint};
    case OsmTheme::admin:
      break;
  }
  if (preset.admin_level == 0)
    return {where,
            fmt::format("holds no settlement with place={}", joined(preset.settlements, " or ")),
            "give admin_level to read boundaries"};
  return {
      where,
      fmt::format("holds no complete boundary=administrative of admin_level {}; those it holds, "
                  "by level: {}",
                  preset.admin_level, levels_held(source)),
      "choose another admin_level, or leave it out for settlements (place=...)"};
}

std::vector<Feature> read_osm(const LayerSource& source, const LayerSchema& schema,
                              const Crs& working, const std::optional<MapBox>& clip,
                              Findings& findings) {
  const auto layer = open_layer(source, true, findings);
  if (!layer) return {};
  FieldReader fields(source, schema, *layer, findings);
  GeometryReader geometries(*layer, schema, source.datum, working, clip, findings);
  if (!geometries.usable()) return {};

  OsmReader reader(source, *layer, findings);
  bool found = false;
  const bool whole = for_each_feature(
      *layer,
      [&](OGRFeatureH from) {
        Feature feature;
        feature.id = layer->id_of(from);
        const OsmTags tags = osm_tags(from);
        if (const auto reason = reader.refused(tags); !reason.empty()) {
          findings.skip(layer->location(feature.id), reason);
          return;
        }
        found = true;
        auto geometry = geometries.read(from, feature.id);
        if (!geometry) return;
        feature.geometry = std::move(*geometry);
        fields.read(from, feature);
        reader.add(tags, std::move(feature));
      },
      findings);
  if (whole && found) geometries.finish();
  fields.finish();
  auto features = reader.finish();
  const bool none_of_kind = features.empty() && !source.osm->kind.empty();
  if (whole && (!found || none_of_kind) && !schema.may_be_empty)
    findings.error(nothing_found(source, layer->where));
  return features;
}

}  // namespace gigacity::geo::detail
