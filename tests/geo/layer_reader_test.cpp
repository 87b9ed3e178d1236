// SPDX-License-Identifier: Apache-2.0
// Sources, layers, geometry and extents; attributes are in layer_fields_test.
#include "geo/layer_reader.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <cpl_conv.h>
#include <gdal.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "geo/vector_writer.hpp"
#include "tests/geo/layer_support.hpp"

namespace gigacity::geo {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class LayerReader : public LayerTest {};

MapPoint point_of(const Feature& feature) {
  return std::get<MapPoint>(feature.geometry);
}

TEST_F(LayerReader, ReadsCsvPointsInWgs84) {
  const auto r = read(write("sites.csv", "id,lon,lat,height_m\na,117,45,30.5\nb,116.5,35.4,\n"),
                      schema(GeometryKind::point, {text("id"), number("height_m")}));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(2));
  // The meridian arc to 45 degrees, 4984944.378 m, times 0.9996: see crs_test.
  EXPECT_NEAR(point_of(r.features[0]).x_m, 500000.0, 1e-6);
  EXPECT_NEAR(point_of(r.features[0]).y_m, 0.9996 * 4984944.378, 1e-3);
  EXPECT_EQ(r.features[0].id, "line 2");
  EXPECT_EQ(r.features[0].text_or("id", ""), "a");
  EXPECT_EQ(r.features[0].number("height_m"), 30.5);
  EXPECT_EQ(r.features[1].number("height_m"), std::nullopt);
  EXPECT_EQ(r.features[1].number_or("height_m", 9.0), 9.0);
  EXPECT_EQ(r.features[1].text_or("kind", "none"), "none");
}

TEST_F(LayerReader, HandsLayersOverInBlocks) {
  std::string csv = "id,lon,lat\n";
  for (int i = 0; i < 25; ++i) csv += std::to_string(i) + ",117," + std::to_string(35 + i) + "\n";
  const auto source = from(write("p.csv", csv));
  const auto all = read(source, schema(GeometryKind::point, {text("id")}));
  std::vector<std::size_t> sizes;
  std::vector<std::string> ids;
  Findings findings;
  read_layer_in_blocks(
      source, schema(GeometryKind::point, {text("id")}), m_crs, std::nullopt, 10,
      [&](std::vector<Feature>&& block) {
        sizes.push_back(block.size());
        for (const auto& feature : block) ids.push_back(feature.id);
      },
      findings);
  EXPECT_THAT(sizes, testing::ElementsAre(10, 10, 5));
  ASSERT_THAT(ids, SizeIs(all.features.size()));
  for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], all.features[i].id);
  EXPECT_THAT(findings.errors(), IsEmpty());

  // What is wrong is said as for the layer as a whole.
  read_layer_in_blocks(
      from(write("none.csv", "id,lon,lat\n")), schema(GeometryKind::point), m_crs, std::nullopt, 10,
      [](std::vector<Feature>&&) { FAIL() << "there is nothing to hand over"; }, findings);
  EXPECT_THAT(findings.errors(), SizeIs(1));
}

TEST_F(LayerReader, FindsCoordinateColumnsUnderManyNames) {
  for (const char* header : {"lon,lat", "LON,LAT", "Longitude,Latitude", "lng,lat", "long,lat",
                             "x,y", "X,Y", "经度,纬度"}) {
    const auto r =
        read(write("p.csv", std::string(header) + "\n117,35\n"), schema(GeometryKind::point));
    EXPECT_EQ(r.errors(), "") << header;
    EXPECT_THAT(r.features, SizeIs(1)) << header;
  }
}

TEST_F(LayerReader, ToleratesAByteOrderMark) {
  const auto r = read(write("p.csv", "\xEF\xBB\xBFlon,lat\n117,35\n"), schema(GeometryKind::point));
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(r.features, SizeIs(1));
}

TEST_F(LayerReader, TellsWhichColumnsACsvFileNeeds) {
  const auto r = read(write("p.csv", "id,east,north\n1,2,3\n"), schema(GeometryKind::point));
  EXPECT_THAT(r.errors(), HasSubstr("has no coordinate columns; expected lon and lat"));
  EXPECT_THAT(r.errors(), HasSubstr("among id, east, north"));
}

TEST_F(LayerReader, GivesLinesOfTheFileAsIds) {
  const auto r =
      read(write("p.csv", "lon,lat,note\n117,35,\"two\nlines\"\n\n117,35.1,\"a \"\"b\"\"\"\n"),
           schema(GeometryKind::point, {text("note")}));
  ASSERT_THAT(r.features, SizeIs(2));
  EXPECT_EQ(r.features[0].id, "line 2");
  EXPECT_EQ(r.features[1].id, "line 5");
  EXPECT_EQ(r.features[1].text_or("note", ""), "a \"b\"");
}

TEST_F(LayerReader, RefusesCoordinatesThatAreNoNumbers) {
  const auto r = read(write("p.csv", "lon,lat\n117,35\n117abc,35\n\"117,5\",35\n,35\n"),
                      schema(GeometryKind::point));
  EXPECT_THAT(r.errors(),
              HasSubstr("feature line 3: field lon: is '117abc'; expected a coordinate"));
  EXPECT_THAT(r.errors(), HasSubstr("is '117,5'"));
  EXPECT_THAT(r.features, SizeIs(1));
  EXPECT_EQ(r.skipped("no coordinates"), 1);
}

TEST_F(LayerReader, RecognisesProjectedCoordinatesInDegreesColumns) {
  const auto r =
      read(write("p.csv", "x,y\n500000,3900000\n500100,3900000\n"), schema(GeometryKind::point));
  EXPECT_THAT(r.errors(),
              HasSubstr("feature line 2: lies at (500000, 3900000), which is no longitude "
                        "and latitude (so do 2 features in all); coordinates look "
                        "projected"));
  EXPECT_THAT(r.errors(), HasSubstr(".prj file"));
  EXPECT_THAT(r.features, IsEmpty());
}

TEST_F(LayerReader, RecognisesSwappedCoordinates) {
  const auto r = read(write("p.csv", "lon,lat\n35,117\n"), schema(GeometryKind::point));
  EXPECT_THAT(r.errors(), HasSubstr("they look swapped"));
}

TEST_F(LayerReader, TakesTheCrsOfACsvFileFromAPrjBeside) {
  const OGRSpatialReferenceH utm = OSRNewSpatialReference(nullptr);
  OSRImportFromEPSG(utm, 32650);
  OSRMorphToESRI(utm);
  char* wkt = nullptr;
  OSRExportToWkt(utm, &wkt);
  write("p.prj", wkt);
  CPLFree(wkt);
  OSRDestroySpatialReference(utm);
  const auto r = read(write("p.csv", "x,y\n500000,3900000\n"), schema(GeometryKind::point));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(1));
  EXPECT_NEAR(point_of(r.features[0]).x_m, 500000.0, 1e-6);
  EXPECT_NEAR(point_of(r.features[0]).y_m, 3900000.0, 1e-6);
}

TEST_F(LayerReader, SuggestsTheFileThatWasMeant) {
  write("buildings.geojson", "{}");
  const auto r = read(file("buidlings.geojson"), schema(GeometryKind::polygon));
  EXPECT_THAT(r.errors(), HasSubstr("buidlings.geojson: layer section: no such file (did you mean "
                                    "buildings.geojson?)"));
  EXPECT_THAT(read(file("nowhere/a.gpkg"), schema(GeometryKind::point)).errors(),
              HasSubstr("nowhere does not exist"));
  EXPECT_THAT(read(file("q.gpkg"), schema(GeometryKind::point)).errors(),
              HasSubstr("relative paths count from the scenario file"));
  EXPECT_THAT(read("", schema(GeometryKind::point)).errors(), HasSubstr("no source is given"));
}

TEST_F(LayerReader, RefusesWhatIsNoLayer) {
  const auto garbage = read(write("a.txt", "hello"), schema(GeometryKind::point));
  EXPECT_THAT(garbage.errors(), HasSubstr("cannot be opened as a vector layer"));
  const auto broken = read(write("a.geojson", R"({"type":"FeatureCollection","features":[{)"),
                           schema(GeometryKind::point));
  EXPECT_THAT(broken.errors(), HasSubstr("cannot be opened as a vector layer"));
  const auto empty = read(write("empty.gpkg", ""), schema(GeometryKind::point));
  EXPECT_THAT(empty.errors(), HasSubstr("empty.gpkg: layer section: is empty"));
  const auto raster =
      read(write("r.asc", "ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n"),
           schema(GeometryKind::point));
  EXPECT_THAT(raster.errors(), HasSubstr("is a raster; expected a vector layer"));
}

TEST_F(LayerReader, HidesPasswordsInMessages) {
  const auto r = read("PG:host=127.0.0.1 port=1 user=me password='s3cret' connect_timeout=1",
                      schema(GeometryKind::point));
  EXPECT_THAT(r.errors(),
              HasSubstr("user=me password=*** connect_timeout=1: layer section: cannot "));
  EXPECT_THAT(r.errors(), Not(HasSubstr("s3cret")));
  for (const char* source :
       {"PG:dbname=x Password = s3cret", "postgresql://me:s3cret@127.0.0.1:1/x?connect_timeout=1",
        "PG:dbname=x host=127.0.0.1 port=1 password='s3cret"}) {
    EXPECT_THAT(read(source, schema(GeometryKind::point)).errors(), Not(HasSubstr("s3cret")));
  }
}

OutputLayer points_layer(const std::string& name) {
  OutputLayer layer;
  layer.name = name;
  layer.title = name;
  layer.fields = {{"name"}, {"height", FieldType::number}};
  layer.features = {{MapPoint{500000.0, 3900000.0}, {"one", 1.5}},
                    {MapPoint{500100.0, 3900000.0}, {"two", 2.5}}};
  return layer;
}

TEST_F(LayerReader, AsksWhichOfSeveralLayers) {
  const std::string source = file("city.gpkg");
  write_geopackage(source, {points_layer("sites"), points_layer("schools")}, m_crs);
  EXPECT_THAT(read(source, schema(GeometryKind::point)).errors(),
              HasSubstr("holds several layers: sites, schools (choose one with layer = \"...\")"));
  auto chosen = from(source);
  chosen.layer = "Schools";
  EXPECT_THAT(read(chosen, schema(GeometryKind::point)).features, SizeIs(2));
  chosen.layer = "scools";
  EXPECT_THAT(
      read(chosen, schema(GeometryKind::point)).errors(),
      HasSubstr("has no layer 'scools'; it holds sites, schools (did you mean 'schools'?)"));
}

TEST_F(LayerReader, DoesNotCountTheStyleTableAsALayer) {
  const std::string source = file("city.gpkg");
  write_geopackage(source, {points_layer("sites")}, m_crs);
  const auto r = read(source, schema(GeometryKind::point, {text("name"), number("height")}));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(2));
  EXPECT_EQ(point_of(r.features[1]), (MapPoint{500100.0, 3900000.0}));
  EXPECT_EQ(r.features[1].number("height"), 2.5);
}

TEST_F(LayerReader, ReadsTheFeatureIdColumnAsAField) {
  const std::string source = file("city.gpkg");
  write_geopackage(source, {points_layer("sites")}, m_crs);
  auto mapped = from(source);
  mapped.fields = {{"id", "fid"}};
  const auto r = read(mapped, schema(GeometryKind::point, {text("id")}));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(2));
  EXPECT_EQ(r.features[1].text_or("id", ""), "2");
}

TEST_F(LayerReader, FiltersByAttribute) {
  const std::string source = file("city.gpkg");
  write_geopackage(source, {points_layer("sites")}, m_crs);
  auto filtered = from(source);
  filtered.where = "height > 2";
  const auto r = read(filtered, schema(GeometryKind::point, {text("name")}));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(1));
  EXPECT_EQ(r.features[0].text_or("name", ""), "two");

  filtered.where = "height >";
  EXPECT_THAT(read(filtered, schema(GeometryKind::point)).errors(),
              HasSubstr("where = \"height >\" is not understood: "));
  filtered.source = write("p.csv", "lon,lat,kind\n117,35,a\n117,35,b\n");
  filtered.where = "kind = 'b'";
  EXPECT_EQ(read(filtered, schema(GeometryKind::point)).features.at(0).id, "line 3");
  filtered.where = "kin = 'b'";
  EXPECT_THAT(read(filtered, schema(GeometryKind::point)).errors(), HasSubstr("kin"));
}

TEST_F(LayerReader, RefusesALayerWithoutCrs) {
  const std::string source = file("bare.shp");
  GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("ESRI Shapefile"), source.c_str(), 0, 0, 0,
                                    GDT_Unknown, nullptr);
  OGRLayerH layer = GDALDatasetCreateLayer(dataset, "bare", nullptr, wkbPoint, nullptr);
  OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
  OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
  OGR_G_SetPoint_2D(point, 0, 117.0, 35.0);
  OGR_F_SetGeometryDirectly(feature, point);
  ASSERT_EQ(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
  OGR_F_Destroy(feature);
  GDALClose(dataset);

  EXPECT_THAT(read(source, schema(GeometryKind::point)).errors(),
              HasSubstr("layer bare: has no coordinate reference system (add one (a .prj file"));
  Findings findings;
  EXPECT_FALSE(layer_extent(from(source), findings));
  EXPECT_THAT(findings.errors(), SizeIs(1));
}

TEST_F(LayerReader, TransformsFromChinasCgcs2000AndKeepsOtherDatumsApart) {
  const auto geojson = [&](const std::string& code) {
    return write("p.geojson",
                 R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":")" +
                     code +
                     R"("}},"features":[{"type":"Feature","properties":{},"geometry":)"
                     R"({"type":"Point","coordinates":[117.0,45.0]}}]})");
  };
  const auto china = read(geojson("urn:ogc:def:crs:EPSG::4490"), schema(GeometryKind::point));
  EXPECT_EQ(china.errors(), "");
  ASSERT_THAT(china.features, SizeIs(1));
  EXPECT_NEAR(point_of(china.features[0]).y_m, 0.9996 * 4984944.378, 0.01);
  // No operation is published from Xian 1980; taking it for WGS 84 would be 100 m off.
  const auto xian = read(geojson("urn:ogc:def:crs:EPSG::4610"), schema(GeometryKind::point));
  EXPECT_THAT(xian.errors(), HasSubstr("no exact transformation is known from 'Xian 1980' to"));
}

TEST_F(LayerReader, FlattensHeightsAndStraightensCurves) {
  const auto r =
      read(write_wkt("CURVEPOLYGON Z (CIRCULARSTRING Z (117.01 35 9, 117 35.01 9, 116.99 35 9, "
                     "117 34.99 9, 117.01 35 9))"),
           schema(GeometryKind::polygon));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(1));
  const auto& polygons = std::get<MultiPolygon>(r.features[0].geometry);
  ASSERT_THAT(polygons, SizeIs(1));
  EXPECT_GT(polygons[0].shell.size(), 80U);
  // An ellipse with axes of a hundredth of a degree: 110 941 m and 91 288 m to the degree at 35 N
  // (WGS 84); the chords lose 0.1 % of its area, UTM's scale 0.08 %.
  const double area = 3.14159265 * 1109.41 * 912.88;
  EXPECT_NEAR(area_m2(polygons), area, 0.003 * area);
}

TEST_F(LayerReader, GathersPartsOfAllKinds) {
  const auto multi = read(write_wkt("MULTIPOLYGON (((117 35,117.01 35,117.01 35.01,117 35)),"
                                    "((118 35,118.01 35,118.01 35.01,118 35)))"),
                          schema(GeometryKind::polygon));
  ASSERT_THAT(multi.features, SizeIs(1));
  EXPECT_THAT(std::get<MultiPolygon>(multi.features[0].geometry), SizeIs(2));
  const auto lines = read(write_wkt("MULTILINESTRING ((117 35,118 35),(117 36,118 36,118 37))"),
                          schema(GeometryKind::line));
  ASSERT_THAT(lines.features, SizeIs(1));
  EXPECT_THAT(std::get<MultiLineString>(lines.features[0].geometry), SizeIs(2));
  const auto mixed = read(write_wkt("GEOMETRYCOLLECTION (POINT (117 35),"
                                    "POLYGON ((117 35,117.01 35,117.01 35.01,117 35)))"),
                          schema(GeometryKind::polygon));
  EXPECT_THAT(mixed.features, SizeIs(1));
  const auto single = read(write_wkt("MULTIPOINT ((117 35))"), schema(GeometryKind::point));
  EXPECT_THAT(single.features, SizeIs(1));
  const auto several =
      read(write_wkt("MULTIPOINT ((117 35),(118 35))"), schema(GeometryKind::point));
  EXPECT_EQ(several.skipped("several points in one feature"), 1);
}

TEST_F(LayerReader, SkipsCoordinatesThatAreNotFinite) {
  const auto r =
      read(write("s.csv", "lon,lat\nnan,35\n117,inf\n117,35\n"), schema(GeometryKind::point));
  EXPECT_THAT(r.features, SizeIs(1));
  EXPECT_EQ(r.skipped("coordinates that are not finite numbers"), 2);
}

TEST_F(LayerReader, SkipsOtherKindsOfGeometry) {
  const auto some =
      read(write("s.csv", "id,wkt\na,POINT (117 35)\nb,\"LINESTRING (117 35,118 35)\"\n"),
           schema(GeometryKind::point));
  EXPECT_EQ(some.errors(), "");
  EXPECT_THAT(some.features, SizeIs(1));
  EXPECT_EQ(some.skipped("lines where points are expected"), 1);

  const auto all =
      read(write("s.csv", "id,wkt\na,POINT (117 35)\nb,\"LINESTRING (117 35,118 35)\"\n"),
           schema(GeometryKind::polygon));
  EXPECT_THAT(all.errors(), HasSubstr("holds lines and points; things must be polygons"));
}

TEST_F(LayerReader, TakesPointsAndPolygonsWhereBothAreMeant) {
  const auto r = read(write("s.csv",
                            "id,wkt\na,POINT (117 35)\n"
                            "b,\"POLYGON ((117 36,117.01 36,117.01 36.01,117 36))\"\n"
                            "c,\"LINESTRING (117 35,118 35)\"\n"),
                      schema(GeometryKind::point_or_polygon));
  EXPECT_THAT(r.features, SizeIs(2));
  EXPECT_EQ(r.skipped("lines where points or polygons are expected"), 1);
}

TEST_F(LayerReader, ClipsByBoundingBox) {
  const MapBox clip{490000.0, 3800000.0, 510000.0, 3900000.0};
  const std::string source = write("p.csv", "lon,lat,n\n117,35,1\n118,35,bad\n");
  const auto r = read(source, schema(GeometryKind::point, {number("n")}), clip);
  EXPECT_EQ(r.errors(), "") << "values outside the area do not matter";
  EXPECT_THAT(r.features, SizeIs(1));
  EXPECT_EQ(r.skipped("outside the area"), 1);
}

TEST_F(LayerReader, ReportsALayerThatIsElsewhere) {
  const MapBox clip{490000.0, 3800000.0, 510000.0, 3900000.0};
  const std::string source = write("p.csv", "lon,lat\n116,40\n116.5,40.25\n");
  auto things = schema(GeometryKind::point);
  const auto r = read(source, things, clip);
  EXPECT_THAT(r.errors(), HasSubstr("does not overlap the area: its features lie at longitude "
                                    "116 to 116.5, latitude 40 to 40.25; the area is "
                                    "longitude 116.89"));
  // From corner to corner 4.757 degrees of latitude, 528 km, and 0.388 of longitude, 33 km.
  EXPECT_THAT(r.errors(), HasSubstr(", 529 km away"));
  things.may_be_empty = true;
  const auto optional = read(source, things, clip);
  EXPECT_EQ(optional.errors(), "");
  EXPECT_THAT(optional.warnings(), HasSubstr("does not overlap the area"));
}

TEST_F(LayerReader, RefusesAnEmptyLayerUnlessItMayBe) {
  const std::string source = write("p.csv", "lon,lat\n");
  auto things = schema(GeometryKind::point);
  EXPECT_THAT(read(source, things).errors(), HasSubstr("holds no feature; things are needed"));
  things.may_be_empty = true;
  EXPECT_EQ(read(source, things).errors(), "");
}

TEST_F(LayerReader, SaysWhenNothingCanBeUsed) {
  const auto r = read(write("p.csv", "lon,lat\n,35\n117,\n"), schema(GeometryKind::point));
  EXPECT_THAT(r.errors(), HasSubstr("none of its 2 features can be used"));
}

TEST_F(LayerReader, GivesTheExtentInDegrees) {
  Findings findings;
  const auto csv = layer_extent(from(write("p.csv", "lon,lat\n117,35\n116,36\n,\n")), findings);
  ASSERT_TRUE(csv);
  EXPECT_DOUBLE_EQ(csv->west_deg, 116.0);
  EXPECT_DOUBLE_EQ(csv->north_deg, 36.0);
  EXPECT_DOUBLE_EQ(csv->centre().lon_deg, 116.5);

  // A box from 400 to 600 km in zone 50: its top edge bulges, highest in the middle, on 117 E.
  OutputLayer layer = points_layer("corners");
  layer.features = {{MapPoint{400000.0, 0.9996 * 4884944.378}, {}},
                    {MapPoint{600000.0, 0.9996 * 4984944.378}, {}}};
  write_geopackage(file("c.gpkg"), {layer}, m_crs);
  const auto box = layer_extent(from(file("c.gpkg")), findings);
  ASSERT_TRUE(box);
  EXPECT_NEAR(box->north_deg, 45.0, 1e-6);
  EXPECT_NEAR(box->centre().lon_deg, 117.0, 1e-6);
  EXPECT_THAT(findings.errors(), IsEmpty());
}

TEST_F(LayerReader, HonoursTheFilterInTheExtent) {
  auto source = from(write("p.csv", "lon,lat,kind\n117,35,a\n116,36,b\n"));
  source.where = "kind = 'a'";
  Findings findings;
  const auto extent = layer_extent(source, findings);
  ASSERT_TRUE(extent);
  EXPECT_DOUBLE_EQ(extent->west_deg, 117.0);
  source.where = "kind = 'c'";
  EXPECT_FALSE(layer_extent(source, findings));
  ASSERT_THAT(findings.errors(), SizeIs(1));
  EXPECT_THAT(findings.errors()[0].message, HasSubstr("holds no feature with a position"));
}

TEST_F(LayerReader, RefusesAnExtentThatIsNoDegrees) {
  Findings findings;
  EXPECT_FALSE(layer_extent(from(write("p.csv", "x,y\n500000,3900000\n")), findings));
  const auto geojson = write("p.geojson", R"({"type":"Point","coordinates":[500000,3900000]})");
  EXPECT_FALSE(layer_extent(from(geojson), findings));
  ASSERT_THAT(findings.errors(), SizeIs(2));
  EXPECT_THAT(findings.errors()[0].message, HasSubstr("coordinates look projected"));
  EXPECT_THAT(findings.errors()[1].message, HasSubstr("coordinates look projected"));
}

}  // namespace
}  // namespace gigacity::geo
