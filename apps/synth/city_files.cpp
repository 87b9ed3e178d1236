// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <iterator>
#include <vector>

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
    case RoadClass::service:
      return "service";
    case RoadClass::track:
      return "track";
    default:
      return "residential";
  }
}

using Units = std::vector<const UnitPlan*>;

OutputLayer unit_layer(const char* name, const char* title, const Units& units) {
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
  for (const UnitPlan* unit : units) {
    layer.features.push_back(
        {unit->footprint,
         {unit->code, unit->name.roman, unit->name.chinese, std::int64_t{unit->residents},
          std::int64_t{unit->households}, std::int64_t{unit->urban ? 1 : 0}}});
  }
  return layer;
}

/// The layers of units, coarsest first.
std::vector<OutputLayer> unit_layers(const CityPlan& plan) {
  Units counties;
  Units towns;
  Units villages;
  for (const CountyPlan& county : plan.counties) {
    counties.push_back(&county.county);
    for (const UnitPlan& unit : county.towns) towns.push_back(&unit);
    for (const UnitPlan& unit : county.villages) villages.push_back(&unit);
  }
  std::vector<OutputLayer> layers;
  if (plan.city) layers.push_back(unit_layer("city", "City", {&*plan.city}));
  layers.push_back(unit_layer("county", plan.city ? "Counties" : "County", counties));
  layers.push_back(unit_layer("towns", "Towns", towns));
  layers.push_back(unit_layer("villages", "Villages", villages));
  return layers;
}

std::string building_id(const CountyPlan& county, std::size_t index) {
  return fmt::format("{}b{:05}", county.task.id_prefix, index + 1);
}

OutputLayer building_layer(const CityPlan& plan) {
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
  layer.more_features = [&plan](const geo::FeatureSink& add) {
    for (const CountyPlan& county : plan.counties) {
      for (std::size_t i = 0; i < county.buildings.size(); ++i) {
        const BuildingPlan& b = county.buildings[i];
        const MapBox& at = b.box;
        Ring shell{{at.min_x_m, at.min_y_m},
                   {at.max_x_m, at.min_y_m},
                   {at.max_x_m, at.max_y_m},
                   {at.min_x_m, at.max_y_m},
                   {at.min_x_m, at.min_y_m}};
        add({MultiPolygon{Polygon{std::move(shell), {}}},
             {building_id(county, i), b.height_m, std::int64_t{b.floors}, std::int64_t{b.dwellings},
              std::string(b.use)}});
      }
    }
  };
  return layer;
}

OutputLayer road_layer(const CityPlan& plan) {
  OutputLayer layer{"roads",
                    "Roads",
                    GeometryKind::line,
                    {90, 90, 90},
                    {{"id", FieldType::text}, {"class", FieldType::text}},
                    {}};
  layer.more_features = [&plan](const geo::FeatureSink& add) {
    for (const CountyPlan& county : plan.counties) {
      for (std::size_t i = 0; i < county.roads.size(); ++i) {
        const RoadPlan& road = county.roads[i];
        add({MultiLineString{road.line},
             {fmt::format("{}r{:04}", county.task.id_prefix, i + 1),
              std::string(road_class_name(road.road_class))}});
      }
    }
  };
  return layer;
}

/// Seven decimals of a degree are a centimetre.
std::string lon_lat(const geo::Projection& projection, MapPoint p) {
  const GeoPoint at = projection.to_geo(p);
  return fmt::format("{:.7f},{:.7f}", at.lon_deg, at.lat_deg);
}

std::string place_id(const CountyPlan& county, std::size_t index) {
  return fmt::format("{}p{:02}", county.task.id_prefix, index + 1);
}

OutputLayer place_layer(const CityPlan& plan) {
  OutputLayer layer{"places",
                    "Key places",
                    GeometryKind::polygon,
                    {200, 90, 60},
                    {{"id", FieldType::text},
                     {"name", FieldType::text},
                     {"name_zh", FieldType::text},
                     {"kind", FieldType::text},
                     {"deep_spaces", FieldType::text},
                     {"basements", FieldType::integer}},
                    {}};
  for (const CountyPlan& county : plan.counties) {
    for (std::size_t i = 0; i < county.places.size(); ++i) {
      const PlacePlan& place = county.places[i];
      const bool deep = place.basements > 0;
      layer.features.push_back(
          {place.footprint,
           {place_id(county, i), place.name.roman, place.name.chinese, place.kind,
            deep ? geo::FieldValue("underground_car_park; lift") : geo::FieldValue{},
            deep ? geo::FieldValue(std::int64_t{place.basements}) : geo::FieldValue{}}});
    }
  }
  return layer;
}

std::string indoor_systems_text(const CityPlan& plan, const geo::Projection& projection) {
  std::string text = "id,kind,technology,operator,place,deep_spaces,lon,lat\n";
  for (const CountyPlan& county : plan.counties) {
    for (std::size_t i = 0; i < county.places.size(); ++i) {
      const PlacePlan& place = county.places[i];
      if (place.indoor_system.empty()) continue;
      fmt::format_to(std::back_inserter(text), "{0}-indoor,{1},LTE; NR,{2},{0},{3},{4}\n",
                     place_id(county, i), place.indoor_system, county.task.operator_name,
                     place.system_underground ? "underground_car_park; lift" : "lift",
                     lon_lat(projection, centroid(place.footprint)));
    }
  }
  return text;
}

std::string sites_text(const CityPlan& plan, const geo::Projection& projection) {
  std::string text =
      "site_id,site_name,site_name_zh,operator,lon,lat,height_m,cell_id,technology,frequency_mhz,"
      "bandwidth_mhz,"
      "power_dbm,azimuth_deg,tilt_deg,gain_dbi,horizontal_beamwidth_deg,vertical_beamwidth_deg,"
      "load\n";
  for (const CountyPlan& county : plan.counties) {
    for (const CellPlan& c : county.cells) {
      fmt::format_to(std::back_inserter(text),
                     "{},{},{},{},{},{:.0f},{},{},{},{},{:.1f},{},{},{:.1f},{},{},{:.2f}\n",
                     c.site_id, c.site_name.roman, c.site_name.chinese, county.task.operator_name,
                     lon_lat(projection, c.point), c.height_m, c.cell_id, c.technology,
                     c.frequency_mhz, c.bandwidth_mhz, c.power_dbm, c.azimuth_deg, c.tilt_deg,
                     c.gain_dbi, c.horizontal_beamwidth_deg, c.vertical_beamwidth_deg, c.load);
    }
  }
  return text;
}

std::string olts_text(const CityPlan& plan, const geo::Projection& projection) {
  std::string text = "id,name,name_zh,lon,lat,pon_class,ports,split\n";
  for (const CountyPlan& county : plan.counties) {
    for (const OltPlan& o : county.olts) {
      fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{}\n", o.id, o.name.roman,
                     o.name.chinese, lon_lat(projection, o.point), o.pon_class, o.ports, o.split);
    }
  }
  return text;
}

std::string boxes_text(const CityPlan& plan, const geo::Projection& projection) {
  std::string text = "id,lon,lat,olt,capacity\n";
  for (const CountyPlan& county : plan.counties) {
    for (const BoxPlan& b : county.boxes) {
      fmt::format_to(std::back_inserter(text), "{},{},{},{}\n", b.id, lon_lat(projection, b.point),
                     b.olt, b.capacity);
    }
  }
  return text;
}

std::string cards_text(const CountyPlan& county) {
  std::string text = "olt,shelf,slot,pon_class,ports,split\n";
  for (const OltPlan& olt : county.olts)
    for (const CardPlan& card : cards_of(olt))
      fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{}\n", olt.id, card.shelf, card.slot,
                     olt.pon_class, card.ports, olt.split);
  return text;
}

std::string splitters_text(const PlantPlan& plant, const geo::Projection& projection) {
  std::string text = "id,lon,lat,ratio,fed_by,box\n";
  for (const SplitterPlan& s : plant.splitters)
    fmt::format_to(std::back_inserter(text), "{},{},1:{},{},{}\n", s.id,
                   lon_lat(projection, s.point), s.ratio, s.fed_by, s.box);
  return text;
}

std::string cables_text(const PlantPlan& plant, const geo::Projection& projection) {
  std::string text = "id,kind,fibres,fibre_type,wkt\n";
  for (const CablePlan& cable : plant.cables) {
    fmt::format_to(std::back_inserter(text), "{},{},{},G.652D,\"LINESTRING(", cable.id, cable.kind,
                   cable.fibres);
    for (std::size_t i = 0; i < cable.line.size(); ++i) {
      const GeoPoint at = projection.to_geo(cable.line[i]);
      fmt::format_to(std::back_inserter(text), "{}{:.7f} {:.7f}", i == 0 ? "" : ",", at.lon_deg,
                     at.lat_deg);
    }
    text += ")\"\n";
  }
  return text;
}

std::string closures_text(const CountyPlan& county, const geo::Projection& projection) {
  std::string text = "id,lon,lat\n";
  for (std::size_t i = 0; i < county.plant->closures.size(); ++i)
    fmt::format_to(std::back_inserter(text), "{}J{:04},{}\n", county.task.id_prefix, i + 1,
                   lon_lat(projection, county.plant->closures[i]));
  return text;
}

std::string drops_text(const CountyPlan& county) {
  std::string text = "building,box\n";
  for (const DropPlan& drop : county.plant->drops)
    fmt::format_to(std::back_inserter(text), "{},{}\n",
                   building_id(county, static_cast<std::size_t>(drop.building)),
                   county.boxes[static_cast<std::size_t>(drop.box)].id);
  return text;
}

void write_plant(const std::filesystem::path& folder, const CountyPlan& county,
                 const geo::Projection& projection) {
  geo::write_text(folder / "cards.csv", cards_text(county));
  geo::write_text(folder / "splitters.csv", splitters_text(*county.plant, projection));
  geo::write_text(folder / "cables.csv", cables_text(*county.plant, projection));
  geo::write_text(folder / "closures.csv", closures_text(county, projection));
  geo::write_text(folder / "drops.csv", drops_text(county));
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
                const CityPlan& plan, const std::string& scenario, Progress& progress) {
  progress.begin("files", 3);
  write_terrain(folder / "terrain.tif", relief, crs, progress);
  progress.advance();
  OutputLayer lake{"lake",
                   "Lake",
                   GeometryKind::polygon,
                   {120, 170, 210},
                   {{"name", FieldType::text}, {"name_zh", FieldType::text}},
                   {}};
  lake.features.push_back({relief.lake(), {plan.lake.roman, plan.lake.chinese}});
  std::vector<OutputLayer> layers = unit_layers(plan);
  layers.push_back(std::move(lake));
  layers.push_back(road_layer(plan));
  layers.push_back(building_layer(plan));
  layers.push_back(place_layer(plan));
  geo::write_geopackage(folder / "city.gpkg", layers, crs);
  progress.advance();
  const geo::Projection projection(crs);
  geo::write_text(folder / "sites.csv", sites_text(plan, projection));
  geo::write_text(folder / "indoor_systems.csv", indoor_systems_text(plan, projection));
  geo::write_text(folder / "olts.csv", olts_text(plan, projection));
  geo::write_text(folder / "boxes.csv", boxes_text(plan, projection));
  for (const CountyPlan& county : plan.counties)
    if (county.plant) write_plant(folder, county, projection);
  geo::write_text(folder / "scenario.toml", scenario);
  progress.advance();
}

}  // namespace gigacity::apps::synth
