// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <iterator>
#include <span>

#include <fmt/format.h>

#include "apps/synth/steps.hpp"
#include "geo/crs.hpp"
#include "geo/raster_writer.hpp"
#include "geo/text_file.hpp"
#include "geo/vector_writer.hpp"

namespace gigacity::apps::synth {

namespace {

using geo::FieldType;
using geo::GeometryKind;
using geo::OutputLayer;

const char* road_class_name(RoadClass road_class) {
  switch (road_class) {
    case RoadClass::motorway:
      return "motorway";
    case RoadClass::primary:
      return "primary";
    case RoadClass::secondary:
      return "secondary";
    case RoadClass::tertiary:
      return "tertiary";
    default:
      return "residential";
  }
}

OutputLayer unit_layer(const char* name, const char* title, std::span<const UnitPlan> units) {
  OutputLayer layer{name,
                    title,
                    GeometryKind::polygon,
                    {120, 120, 130},
                    {{"code", FieldType::text},
                     {"name", FieldType::text},
                     {"name_zh", FieldType::text},
                     {"residents", FieldType::integer},
                     {"households", FieldType::integer},
                     {"urban", FieldType::integer}},
                    {}};
  for (const UnitPlan& unit : units) {
    layer.features.push_back(
        {unit.footprint,
         {unit.code, unit.name.roman, unit.name.chinese, std::int64_t{unit.residents},
          std::int64_t{unit.households}, std::int64_t{unit.urban ? 1 : 0}}});
  }
  return layer;
}

OutputLayer building_layer(const CountyPlan& plan) {
  OutputLayer layer{"buildings",
                    "Buildings",
                    GeometryKind::polygon,
                    {170, 150, 140},
                    {{"id", FieldType::text},
                     {"height_m", FieldType::number},
                     {"floors", FieldType::integer},
                     {"dwellings", FieldType::integer},
                     {"use", FieldType::text}},
                    {}};
  for (std::size_t i = 0; i < plan.buildings.size(); ++i) {
    const BuildingPlan& b = plan.buildings[i];
    const MapBox& at = b.box;
    Ring shell{{at.min_x_m, at.min_y_m},
               {at.max_x_m, at.min_y_m},
               {at.max_x_m, at.max_y_m},
               {at.min_x_m, at.max_y_m},
               {at.min_x_m, at.min_y_m}};
    layer.features.push_back({MultiPolygon{Polygon{std::move(shell), {}}},
                              {fmt::format("b{:05}", i + 1), b.height_m, std::int64_t{b.floors},
                               std::int64_t{b.dwellings}, b.use}});
  }
  return layer;
}

OutputLayer road_layer(const CountyPlan& plan) {
  OutputLayer layer{"roads",
                    "Roads",
                    GeometryKind::line,
                    {90, 90, 90},
                    {{"id", FieldType::text}, {"class", FieldType::text}},
                    {}};
  for (std::size_t i = 0; i < plan.roads.size(); ++i) {
    layer.features.push_back(
        {MultiLineString{plan.roads[i].line},
         {fmt::format("r{:04}", i + 1), std::string(road_class_name(plan.roads[i].road_class))}});
  }
  return layer;
}

OutputLayer place_layer(const CountyPlan& plan) {
  OutputLayer layer{"places",
                    "Key places",
                    GeometryKind::polygon,
                    {200, 90, 60},
                    {{"id", FieldType::text},
                     {"name", FieldType::text},
                     {"name_zh", FieldType::text},
                     {"kind", FieldType::text}},
                    {}};
  for (std::size_t i = 0; i < plan.places.size(); ++i) {
    const PlacePlan& place = plan.places[i];
    layer.features.push_back(
        {place.footprint,
         {fmt::format("p{:02}", i + 1), place.name.roman, place.name.chinese, place.kind}});
  }
  return layer;
}

/// Seven decimals of a degree are a centimetre.
std::string lon_lat(const geo::Projection& projection, MapPoint p) {
  const GeoPoint at = projection.to_geo(p);
  return fmt::format("{:.7f},{:.7f}", at.lon_deg, at.lat_deg);
}

std::string sites_text(const CountyPlan& plan, const geo::Projection& projection) {
  std::string text =
      "site_id,site_name,site_name_zh,operator,lon,lat,height_m,cell_id,technology,frequency_mhz,"
      "bandwidth_mhz,"
      "power_dbm,azimuth_deg,tilt_deg,gain_dbi,horizontal_beamwidth_deg,vertical_beamwidth_deg,"
      "load\n";
  for (const CellPlan& c : plan.cells) {
    fmt::format_to(std::back_inserter(text),
                   "{},{},{},Demo Mobile,{},{:.0f},{},{},{},{},{:.1f},{},{},{:.1f},{},{},{:.2f}\n",
                   c.site_id, c.site_name.roman, c.site_name.chinese, lon_lat(projection, c.point),
                   c.height_m, c.cell_id, c.technology, c.frequency_mhz, c.bandwidth_mhz,
                   c.power_dbm, c.azimuth_deg, c.tilt_deg, c.gain_dbi, c.horizontal_beamwidth_deg,
                   c.vertical_beamwidth_deg, c.load);
  }
  return text;
}

std::string olts_text(const CountyPlan& plan, const geo::Projection& projection) {
  std::string text = "id,name,name_zh,lon,lat,pon_class,ports,split\n";
  for (const OltPlan& o : plan.olts) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{}\n", o.id, o.name.roman,
                   o.name.chinese, lon_lat(projection, o.point), o.pon_class, o.ports, o.split);
  }
  return text;
}

std::string boxes_text(const CountyPlan& plan, const geo::Projection& projection) {
  std::string text = "id,lon,lat,olt,capacity\n";
  for (const BoxPlan& b : plan.boxes) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{}\n", b.id, lon_lat(projection, b.point),
                   b.olt, b.capacity);
  }
  return text;
}

void write_terrain(const std::filesystem::path& file, const Relief& relief, const geo::Crs& crs,
                   const Progress& progress) {
  const geo::RasterDescription description{.name = "ground",
                                           .unit = "m",
                                           .type = geo::PixelType::float32,
                                           .nodata = file_nodata,
                                           .classes = {},
                                           .ramp = {{30.0, {116, 169, 140}, "30 m"},
                                                    {45.0, {186, 205, 150}, "45 m"},
                                                    {80.0, {226, 218, 170}, "80 m"},
                                                    {200.0, {196, 166, 120}, "200 m"},
                                                    {400.0, {150, 116, 90}, "400 m"},
                                                    {650.0, {240, 236, 230}, "650 m"}},
                                           .metadata = {}};
  geo::CogWriter writer(file, relief.ground().grid(), crs, description);
  writer.write(relief.ground().grid().full(), relief.ground());
  writer.finish(progress);
}

}  // namespace

void write_city(const std::filesystem::path& folder, const Relief& relief, const geo::Crs& crs,
                const CountyPlan& plan, const std::string& scenario, Progress& progress) {
  progress.begin("files", 3);
  write_terrain(folder / "terrain.tif", relief, crs, progress);
  progress.advance();
  OutputLayer lake{"lake",
                   "Lake",
                   GeometryKind::polygon,
                   {120, 170, 210},
                   {{"name", FieldType::text}, {"name_zh", FieldType::text}},
                   {}};
  lake.features.push_back({relief.lake(), {std::string("Demo Lake"), std::string("示范湖")}});
  geo::write_geopackage(
      folder / "city.gpkg",
      {unit_layer("county", "County", std::span(&plan.county, 1)),
       unit_layer("towns", "Towns", plan.towns), unit_layer("villages", "Villages", plan.villages),
       lake, road_layer(plan), building_layer(plan), place_layer(plan)},
      crs);
  progress.advance();
  const geo::Projection projection(crs);
  geo::write_text(folder / "sites.csv", sites_text(plan, projection));
  geo::write_text(folder / "olts.csv", olts_text(plan, projection));
  geo::write_text(folder / "boxes.csv", boxes_text(plan, projection));
  geo::write_text(folder / "scenario.toml", scenario);
  progress.advance();
}

}  // namespace gigacity::apps::synth
