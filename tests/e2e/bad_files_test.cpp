// SPDX-License-Identifier: Apache-2.0
// Files that are not what their names say, or not whole; sources that do not answer.
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/bad_layers.hpp"

namespace gigacity::test {
namespace {

using std::filesystem::path;

/// A pipe to which nobody writes: reading it would wait for ever.
std::string pipe_named(const path& folder, const std::string& name) {
  mkfifo((folder / name).c_str(), 0600);
  return folder / name;
}

/// A shapefile of some of the demo's buildings, without one of its files.
std::string shapefile_without(const path& folder, const std::string& extension) {
  gdal({"ogr2ogr", "-f", "ESRI Shapefile", folder / "b.shp", demo_folder() + "city.gpkg",
        "buildings", "-limit", "50"});
  std::filesystem::remove(folder / ("b" + extension));
  return folder / "b.shp";
}

std::string shapefile_damaged(const path& folder, const std::string& extension) {
  auto file = shapefile_without(folder, ".none");
  std::filesystem::resize_file(folder / ("b" + extension),
                               std::filesystem::file_size(folder / ("b" + extension)) / 2);
  return file;
}

std::string link_in_a_circle(const path& folder, const std::string& name) {
  std::filesystem::create_symlink(folder / name, folder / name);
  return folder / name;
}

std::string zipped_demo(const path& folder) {
  gdal({"zip", "-q", "-j", folder / "city.zip", demo_folder() + "city.gpkg"});
  return folder / "city.zip";
}

const std::string web_page = "<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n";

std::vector<BadLayer> bad_files() {
  const std::string buildings = "layer = \"buildings\"";
  return {
      {"Missing",
       [](const path& f) { return as_buildings(f / "nowhere.gpkg"); },
       {"nowhere.gpkg", "buildings", "no such file"}},
      {"MissingNearlyNamed",
       [](const path& f) {
         written(f, "houses.geojson", geojson({square()}));
         return as_buildings(f / "hauses.geojson");
       },
       {"hauses.geojson", "did you mean houses.geojson?"}},
      {"FolderOfNothing",
       [](const path& f) {
         std::filesystem::create_directories(f / "empty");
         return as_buildings(f / "empty");
       },
       {"empty: ", "buildings"}},
      {"TerrainFolderOfNothing",
       [](const path& f) {
         std::filesystem::create_directories(f / "tiles");
         return as_terrain(f / "tiles");
       },
       {"tiles", "is a folder without any raster"}},
      {"EmptyGeoPackage",
       [](const path& f) { return as_buildings(written(f, "b.gpkg", "")); },
       {"b.gpkg", "buildings", "is empty"}},
      {"EmptyCsv",
       [](const path& f) { return as_sites(written(f, "s.csv", "")); },
       {"s.csv", "radio.sites", "is empty"}},
      {"EmptyTerrain",
       [](const path& f) { return as_terrain(written(f, "dem.tif", "")); },
       {"dem.tif", "terrain", "is empty"}},
      {"TextNamedGeoPackage",
       [](const path& f) { return as_buildings(written(f, "b.gpkg", "hello, world\n")); },
       {"b.gpkg", "cannot be opened as a vector layer"}},
      {"WebPageNamedGeoJson",
       [](const path& f) { return as_buildings(written(f, "b.geojson", web_page)); },
       {"b.geojson", "is a web page", "download"}},
      {"WebPageNamedTif",
       [](const path& f) { return as_terrain(written(f, "dem.tif", web_page)); },
       {"dem.tif", "is a web page"}},
      {"WebPageNamedCsv",
       [](const path& f) { return as_sites(written(f, "s.csv", web_page)); },
       {"s.csv", "is a web page"}},
      {"PointerOfGitLfs",
       [](const path& f) {
         return as_terrain(written(f, "dem.tif",
                                   "version https://git-lfs.github.com/spec/v1\n"
                                   "oid sha256:4d7a2146\nsize 12345\n"));
       },
       {"dem.tif", "git lfs pull"}},
      {"SpreadsheetNamedCsv",
       [](const path& f) {
         return as_sites(written(f, "s.csv", std::string("PK\x03\x04\x14\x00\x06\x00", 8)));
       },
       {"s.csv", "spreadsheet", "as CSV"}},
      {"GeoPackageHalf",
       [=](const path& f) {
         return as_buildings(damaged(f, demo_folder() + "city.gpkg", 0.5), buildings);
       },
       {"city.gpkg", "malformed"}},
      {"GeoPackageOverwrittenInside",
       [=](const path& f) {
         return as_buildings(damaged(f, demo_folder() + "city.gpkg", 1.0, 0.04, 0.4), buildings);
       },
       {"city.gpkg", "buildings"}},
      {"ZipHalf",
       [=](const path& f) {
         std::filesystem::resize_file(zipped_demo(f), 100'000);
         return as_buildings(f / "city.zip", buildings);
       },
       {"city.zip"}},
      {"ZipWithoutThatMember",
       [](const path& f) { return as_buildings("/vsizip/" + zipped_demo(f) + "/nowhere.gpkg"); },
       {"nowhere.gpkg", "cannot be opened"}},
      {"ShapefileWithoutIndex",
       [](const path& f) { return as_buildings(shapefile_without(f, ".shx")); },
       {"b.shp", "b.shx"}},
      {"ShapefileWithoutTable",
       [](const path& f) { return as_buildings(shapefile_without(f, ".dbf")); },
       {"b.shp", ".dbf", "copy"}},
      {"ShapefileWithoutCrs",
       [](const path& f) { return as_buildings(shapefile_without(f, ".prj")); },
       {"b.shp", "coordinate reference system", ".prj"}},
      {"ShapefileHalf",
       [](const path& f) { return as_buildings(shapefile_damaged(f, ".shp")); },
       {"b.shp", "reading broke off"}},
      {"ShapefileWithHalfATable",
       [](const path& f) { return as_buildings(shapefile_damaged(f, ".dbf")); },
       {"b.shp", "reading broke off", "DBF"}},
      {"RasterForVector",
       [](const path&) { return as_buildings(demo_folder() + "terrain.tif"); },
       {"terrain.tif", "buildings", "is a raster; expected a vector layer"}},
      {"VectorForRaster",
       [](const path&) { return as_terrain(demo_folder() + "city.gpkg"); },
       {"city.gpkg", "terrain", "is not a raster"}},
      {"TableForRaster",
       [](const path&) { return as_terrain(demo_folder() + "sites.csv"); },
       {"sites.csv", "terrain", "is not a raster"}},
      {"LinkInACircle",
       [](const path& f) { return as_buildings(link_in_a_circle(f, "b.gpkg")); },
       {"b.gpkg", "leads in a circle"}},
      {"TerrainLinkInACircle",
       [](const path& f) { return as_terrain(link_in_a_circle(f, "dem.tif")); },
       {"dem.tif", "leads in a circle"}},
      {"Pipe",
       [](const path& f) { return as_buildings(pipe_named(f, "b.geojson")); },
       {"b.geojson", "pipe or a device"}},
      {"PipeOfSites",
       [](const path& f) { return as_sites(pipe_named(f, "s.csv")); },
       {"s.csv", "pipe or a device"}},
      {"PipeOfTerrain",
       [](const path& f) { return as_terrain(pipe_named(f, "dem.tif")); },
       {"dem.tif", "pipe or a device"}},
      {"DeviceWithoutEnd",
       [](const path&) { return as_terrain("/dev/zero"); },
       {"/dev/zero", "pipe or a device"}},
      {"DatabaseWithoutServer",
       [=](const path&) { return as_buildings("PG:host=127.0.0.1 port=1 dbname=city", buildings); },
       {"PG:host=127.0.0.1", "Connection refused"}},
      {"WebServerThatIsNotThere",
       [](const path&) { return as_buildings("http://127.0.0.1:1/buildings.geojson"); },
       {"http://127.0.0.1:1/buildings.geojson", "connect"}},
      {"SchemeThatNobodyKnows",
       [](const path&) { return as_buildings("PGX:dbname=city"); },
       {"PGX:dbname=city", "cannot be opened as a vector layer"}},
      {"OsmHalf",
       [](const path& f) {
         return as_buildings(
             written(f, "city.osm",
                     "<?xml version=\"1.0\"?>\n<osm version=\"0.6\">\n<node id=\"1\" "
                     "lat=\"35.4\" lon=\"116.9\"/>\n<way id=\"1\"><nd ref=\"1\""),
             "layer = \"multipolygons\"");
       },
       {"city.osm", "multipolygons", "reading broke off"}},
      {"OsmThatIsNone",
       [](const path& f) {
         return as_buildings(written(f, "city.osm.pbf", std::string(500, 'x')),
                             "layer = \"multipolygons\"");
       },
       {"city.osm.pbf", "cannot be opened as a vector layer"}},
      {"OsmWithoutThatTag",
       [](const path& f) {
         return as_buildings(written(f, "city.osm",
                                     "<?xml version=\"1.0\"?>\n<osm version=\"0.6\"><node id=\"1\" "
                                     "lat=\"35.4\" lon=\"116.9\"/></osm>"),
                             "layer = \"multipolygons\", where = \"bulding IS NOT NULL\"");
       },
       {"city.osm", "bulding", "is not understood"}},
      {"OsmOfNothing",
       [](const path& f) {
         return as_buildings(written(f, "city.osm", "<osm version=\"0.6\"></osm>"),
                             "layer = \"multipolygons\"");
       },
       {"city.osm", "holds no feature"}},
  };
}

class BadFiles : public BadLayers {};

TEST_P(BadFiles, IsTold) {
  expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, BadFiles, testing::ValuesIn(bad_files()), name_of_case);

TEST(BadFilesOfOthers, AreToldWhereTheyMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  expect_told({"NoPermission",
               [](const path& f) {
                 const auto file = written(f, "b.geojson", geojson({square()}));
                 std::filesystem::permissions(file, std::filesystem::perms::none);
                 return as_buildings(file);
               },
               {"b.geojson", "may not be read by you"}});
}

}  // namespace
}  // namespace gigacity::test
