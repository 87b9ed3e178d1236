// SPDX-License-Identifier: Apache-2.0
#include "geo/detail/polygon_repair.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/simple_ring.hpp"
#include "geo/detail/handles.hpp"
#include "geo/detail/ogr_geometry.hpp"

namespace gigacity::geo::detail {

namespace {

MultiPolygon polygons_of(OGRGeometryH geometry) {
  Geometry plain = geometry == nullptr ? Geometry{} : core_geometry(geometry);
  auto* polygons = std::get_if<MultiPolygon>(&plain);
  return polygons == nullptr ? MultiPolygon{} : std::move(*polygons);
}

/// GEOS' reason where the geometry is not valid, else empty.
std::string fault_of(OGRGeometryH geometry) {
  const GdalMessages messages;
  return OGR_G_IsValid(geometry) != 0 ? "" : messages.reason();
}

MultiPolygon made_valid(OGRGeometryH geometry, const char* method) {
  const GdalMessages quiet;
  Options options;
  options.set("METHOD", method);
  if (std::string(method) == "STRUCTURE") options.set("KEEP_COLLAPSED", "NO");
  const GeometryPtr valid(OGR_G_MakeValidEx(geometry, options.get()));
  return polygons_of(valid.get());
}

/// Areas of the readings of an outline, the smallest and the largest.
struct Readings {
  double least_m2 = 0.0;
  double most_m2 = 0.0;
  void add(double area) {
    least_m2 = std::min(least_m2, area);
    most_m2 = std::max(most_m2, area);
  }
  bool agree() const { return most_m2 - least_m2 <= uncertain_share * most_m2; }
};

/// Adds the valid form of one part to `parts`, the areas of its readings to `all`. False where they
/// do not agree.
bool add_repaired_part(const Polygon& part, MultiPolygon& parts, Readings& all) {
  const GeometryPtr given = ogr_polygon(part);
  MultiPolygon structure{part};
  const double by_orientation_m2 = area_m2(structure);
  Readings readings{by_orientation_m2, by_orientation_m2};
  if (!fault_of(given.get()).empty()) {
    structure = made_valid(given.get(), "STRUCTURE");
    readings.add(area_m2(structure));
    readings.add(area_m2(made_valid(given.get(), "LINEWORK")));
  }
  all.least_m2 += readings.least_m2;
  all.most_m2 += readings.most_m2;
  parts.insert(parts.end(), std::make_move_iterator(structure.begin()),
               std::make_move_iterator(structure.end()));
  return readings.agree();
}

bool inside(const MapBox& inner, const MapBox& outer) {
  return outer.contains({inner.min_x_m, inner.min_y_m}) &&
         outer.contains({inner.max_x_m, inner.max_y_m});
}

/// Area of the parts that lie within another part and are not that part once more.
double nested_m2(const MultiPolygon& parts) {
  struct Part {
    GeometryPtr geometry;
    MapBox box;
    double area = 0.0;
  };
  std::vector<Part> all;
  for (const Polygon& part : parts) {
    const MultiPolygon single{part};
    all.push_back({ogr_polygon(part), bounds(single), area_m2(single)});
  }
  const GdalMessages quiet;
  const auto lies_in_another = [&](const Part& part) {
    return std::ranges::any_of(all, [&](const Part& other) {
      return part.area < (1.0 - uncertain_share) * other.area && inside(part.box, other.box) &&
             OGR_G_Contains(other.geometry.get(), part.geometry.get()) != 0;
    });
  };
  double sum = 0.0;
  for (const Part& part : all)
    if (lies_in_another(part)) sum += part.area;
  return sum;
}

MultiPolygon joined_parts(const MultiPolygon& polygons) {
  const GdalMessages quiet;
  const GeometryPtr given = ogr_multi_polygon(polygons);
  const GeometryPtr joined(OGR_G_UnionCascaded(given.get()));
  return polygons_of(joined.get());
}

}  // namespace

bool join_cut_parts(MultiPolygon& polygons) {
  for (const Polygon& part : polygons)
    if (!fault_of(ogr_polygon(part).get()).empty()) return false;
  MultiPolygon joined = joined_parts(polygons);
  if (joined.empty()) return false;
  polygons = std::move(joined);
  return true;
}

PolygonRepair repaired(MultiPolygon polygons) {
  PolygonRepair repair;
  if (polygons.size() == 1 && polygons[0].holes.empty() && surely_simple(polygons[0].shell)) {
    repair.polygons = std::move(polygons);
    return repair;
  }
  repair.fault = fault_of(ogr_multi_polygon(polygons).get());
  if (repair.fault.empty()) {
    repair.polygons = std::move(polygons);
    return repair;
  }
  MultiPolygon parts;
  Readings readings;
  bool certain = true;
  for (const Polygon& part : polygons)
    certain = add_repaired_part(part, parts, readings) && certain;
  if (certain && polygons.size() > 1) {
    const double hidden_m2 = nested_m2(parts);
    parts = joined_parts(parts);
    const double joined_m2 = area_m2(parts);
    readings = {joined_m2 - hidden_m2, joined_m2};
    certain = readings.agree();
  }
  using Result = PolygonRepair::Result;
  repair.result = !certain        ? Result::uncertain
                  : parts.empty() ? Result::collapsed
                                  : Result::repaired;
  if (certain) repair.polygons = std::move(parts);
  repair.least_m2 = readings.least_m2;
  repair.most_m2 = readings.most_m2;
  return repair;
}

}  // namespace gigacity::geo::detail
