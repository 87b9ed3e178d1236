// SPDX-License-Identifier: Apache-2.0
// make_border_city FOLDER [PREMISES] [SIDE]: a GeoPackage, terrain and scenario for measuring, with
// the program itself, what reading and joining a large district takes:
//   make_border_city /tmp/district && gigacity validate /tmp/district/scenario.toml
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "core/progress.hpp"
#include "geo/library.hpp"
#include "geo/scratch_raster.hpp"
#include "geo/vector_writer.hpp"
#include "tests/bench/border_city.hpp"

namespace gigacity::bench {
namespace {

geo::OutputLayer unit_layer(const std::string& name, const std::vector<MultiPolygon>& units) {
  geo::OutputLayer layer{name, name, geo::GeometryKind::polygon, {}, {{"code"}, {"name"}}, {}};
  for (std::size_t i = 0; i < units.size(); ++i)
    layer.features.push_back(
        {units[i], {fmt::format("{}-{}", name, i), fmt::format("The {} number {}", name, i)}});
  return layer;
}

void make(const std::filesystem::path& folder, std::size_t premises, int side) {
  std::filesystem::create_directories(folder);
  const geo::Crs crs("EPSG:32650");
  const auto city = border_city(side);
  using geo::FieldType;
  geo::OutputLayer buildings{"buildings",
                             "buildings",
                             geo::GeometryKind::polygon,
                             {},
                             {{"id"},
                              {"height_m", FieldType::number},
                              {"levels", FieldType::integer},
                              {"dwellings", FieldType::integer},
                              {"type"}},
                             {}};
  const auto points = premises_points(city, premises);
  buildings.features.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    buildings.features.push_back({house(points[i], i),
                                  {fmt::format("b{}", i), 3.0 + static_cast<double>(i % 30),
                                   static_cast<std::int64_t>(1 + i % 10),
                                   static_cast<std::int64_t>(1 + i % 4), std::string("house")}});
  geo::write_geopackage(folder / "city.gpkg",
                        {unit_layer("county", {city.county}), unit_layer("town", city.towns),
                         unit_layer("village", city.villages), std::move(buildings)},
                        crs);
  SilentProgress progress;
  geo::make_scratch_raster(
      folder / "terrain.tif", aligned_grid(bounds(city.county).inflated(2000.0), 500.0), crs,
      [&](const Window& window) {
        return Raster<float>(GridSpec{0, 0, 500.0, window.width, window.height}, 50.0F);
      },
      progress);
  std::ofstream(folder / "olts.csv") << "id,lon,lat,ports\nA,117.0,35.4,8\n";
  std::ofstream(folder / "scenario.toml") << R"(schema = 1
[scenario]
name = "District"
[area]
resolution_m = 50
[terrain]
source = "terrain.tif"
[[admin]]
level = "county"
source = "city.gpkg"
layer = "county"
[[admin]]
level = "town"
source = "city.gpkg"
layer = "town"
[[admin]]
level = "village"
source = "city.gpkg"
layer = "village"
[buildings]
source = "city.gpkg"
layer = "buildings"
[fibre.olts]
source = "olts.csv"
)";
}

}  // namespace
}  // namespace gigacity::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: make_border_city FOLDER [PREMISES] [SIDE]\n", stderr);
    return 2;
  }
  gigacity::geo::initialise_libraries();
  gigacity::bench::make(argv[1], argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1'500'000,
                        argc > 3 ? std::atoi(argv[3]) : 71);
  return 0;
}
