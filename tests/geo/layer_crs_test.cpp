// SPDX-License-Identifier: Apache-2.0
// Layers in any CRS come to lie where they belong: axis order, datum, area of use, antimeridian.
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <cpl_conv.h>
#include <fmt/format.h>
#include <gdal.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "tests/geo/layer_support.hpp"

namespace gigacity::geo {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

/// A point of the reference city, and what `cs2cs` (PROJ 9.1) makes of it:
/// echo 35.4 116.5 | cs2cs -f %.6f EPSG:4326 EPSG:32650, and so on.
constexpr GeoPoint place{116.5, 35.4};
constexpr MapPoint in_utm_50{454597.125908, 3917517.772256};          // EPSG:32650
constexpr MapPoint in_zone_39{39454578.957491, 3919085.406312};       // EPSG:4527
constexpr MapPoint in_cm_117{454578.957491, 3919085.406312};          // EPSG:4548
constexpr MapPoint in_web_mercator{12968720.677416, 4218373.287173};  // EPSG:3857

std::string csv_of(double lon_deg, double lat_deg) {
  return fmt::format("lon,lat\n{},{}\n", lon_deg, lat_deg);
}

class LayerCrs : public LayerTest {
 protected:
  /// A file of one point, coordinates as a GIS shows them: east first.
  std::string point_file(const std::string& driver, const std::string& name, int epsg,
                         MapPoint at) const {
    OGRSpatialReferenceH reference = OSRNewSpatialReference(nullptr);
    EXPECT_EQ(OSRImportFromEPSG(reference, epsg), OGRERR_NONE);
    OSRSetAxisMappingStrategy(reference, OAMS_TRADITIONAL_GIS_ORDER);
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName(driver.c_str()), file(name).c_str(), 0, 0,
                                      0, GDT_Unknown, nullptr);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "points", reference, wkbPoint, nullptr);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, at.x_m, at.y_m);
    OGR_F_SetGeometryDirectly(feature, point);
    EXPECT_EQ(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
    GDALClose(dataset);
    OSRDestroySpatialReference(reference);
    return file(name);
  }
  std::string gml_file(const std::string& name, int epsg, const std::string& position) const {
    return write(name,
                 R"(<?xml version="1.0" encoding="UTF-8"?>
<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="all">
<ogr:featureMember><ogr:points gml:id="points.0"><ogr:geometryProperty>
<gml:Point srsName="urn:ogc:def:crs:EPSG::)" +
                     std::to_string(epsg) + R"(" gml:id="p0"><gml:pos>)" + position +
                     R"(</gml:pos></gml:Point>
</ogr:geometryProperty></ogr:points></ogr:featureMember></ogr:FeatureCollection>
)");
  }
  std::string geojson_file(const std::string& name, int epsg, const std::string& geometry) const {
    return write(name, R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":")"
                       "urn:ogc:def:crs:EPSG::" +
                           std::to_string(epsg) +
                           R"("}},"features":[{"type":"Feature","properties":{},"geometry":)" +
                           geometry + "}]}");
  }
  void write_prj(const std::string& name, int epsg) const {
    OGRSpatialReferenceH reference = OSRNewSpatialReference(nullptr);
    OSRImportFromEPSG(reference, epsg);
    OSRMorphToESRI(reference);
    char* wkt = nullptr;
    OSRExportToWkt(reference, &wkt);
    write(name, wkt);
    CPLFree(wkt);
    OSRDestroySpatialReference(reference);
  }
  Reading points(const std::string& source, MapDatum datum = MapDatum::wgs84,
                 const std::optional<MapBox>& clip = {}) const {
    LayerSource layer = from(source);
    layer.datum = datum;
    return read(layer, schema(GeometryKind::point), clip);
  }
  void expect_at(const std::string& source, MapPoint expected) const {
    SCOPED_TRACE(source);
    const Reading r = points(source);
    EXPECT_EQ(r.errors() + r.warnings(), "");
    ASSERT_THAT(r.features, SizeIs(1));
    const auto at = std::get<MapPoint>(r.features[0].geometry);
    EXPECT_NEAR(at.x_m, expected.x_m, 1e-3);
    EXPECT_NEAR(at.y_m, expected.y_m, 1e-3);
  }
  std::optional<GeoBox> extent(const std::string& source, MapDatum datum = MapDatum::wgs84) {
    LayerSource layer = from(source);
    layer.datum = datum;
    m_extent = {};
    return layer_extent(layer, m_extent);
  }

  Findings m_extent;
};

TEST_F(LayerCrs, PutsEastFirstWhateverTheFormatAndTheAuthoritySay) {
  const MapPoint degrees{place.lon_deg, place.lat_deg};
  for (const int epsg : {4326, 4490}) {
    const std::string code = std::to_string(epsg);
    expect_at(point_file("GPKG", code + ".gpkg", epsg, degrees), in_utm_50);
    expect_at(point_file("ESRI Shapefile", code + ".shp", epsg, degrees), in_utm_50);
    expect_at(point_file("FlatGeobuf", code + ".fgb", epsg, degrees), in_utm_50);
    expect_at(gml_file(code + ".gml", epsg, "35.4 116.5"), in_utm_50);
    expect_at(
        geojson_file(code + ".geojson", epsg, R"({"type":"Point","coordinates":[116.5,35.4]})"),
        in_utm_50);
    write_prj(code + ".prj", epsg);
    expect_at(write(code + ".csv", "lon,lat\n116.5,35.4\n"), in_utm_50);
  }
  expect_at(write("plain.csv", "lat,lon\n35.4,116.5\n"), in_utm_50);
  expect_at(write("wkt.csv", "id,wkt\na,POINT (116.5 35.4)\n"), in_utm_50);
}

TEST_F(LayerCrs, TakesCgcs2000ZonesWithAndWithoutTheirNumber) {
  expect_at(point_file("GPKG", "4527.gpkg", 4527, in_zone_39), in_utm_50);
  expect_at(point_file("ESRI Shapefile", "4527.shp", 4527, in_zone_39), in_utm_50);
  expect_at(gml_file("4527.gml", 4527, "3919085.406312 39454578.957491"), in_utm_50);
  expect_at(point_file("GPKG", "4548.gpkg", 4548, in_cm_117), in_utm_50);
  expect_at(point_file("ESRI Shapefile", "4548.shp", 4548, in_cm_117), in_utm_50);
  expect_at(gml_file("4548.gml", 4548, "3919085.406312 454578.957491"), in_utm_50);
  write_prj("zone.prj", 4527);
  expect_at(write("zone.csv", "x,y\n39454578.957491,3919085.406312\n"), in_utm_50);
  expect_at(point_file("GPKG", "3857.gpkg", 3857, in_web_mercator), in_utm_50);
}

TEST_F(LayerCrs, WorksInAnyZoneOfCgcs2000) {
  m_crs = Crs("EPSG:4527");
  expect_at(write("p.csv", "lon,lat\n116.5,35.4\n"), in_zone_39);
  m_crs = Crs("EPSG:4548");
  expect_at(write("p.csv", "lon,lat\n116.5,35.4\n"), in_cm_117);
  // Zones 25 to 45 have numbers before their eastings, the others 500 km; on a zone's meridian
  // northing is the meridian arc, 3 874 592.902 m to 35 degrees (EPSG:4548 by cs2cs).
  for (const int zone : {25, 39, 45}) {
    const std::string source = write("p.csv", csv_of(3.0 * zone, 35.0));
    for (const auto& [epsg, easting_m] :
         {std::pair(4513 + zone - 25, zone * 1e6 + 5e5), std::pair(4534 + zone - 25, 5e5)}) {
      m_crs = Crs("EPSG:" + std::to_string(epsg));
      expect_at(source, {easting_m, 3874592.902});
    }
  }
}

TEST_F(LayerCrs, UndoesTheDisplacementOfChineseMaps) {
  // Published in GCJ-02, and where the public formula says that is in WGS 84.
  const GeoPoint published{116.595261, 35.414828};
  for (const MapDatum datum : {MapDatum::gcj02, MapDatum::bd09}) {
    const GeoPoint real = converted(published, datum, MapDatum::wgs84);
    const auto expected = std::get<MapPoint>(
        points(write("real.csv", csv_of(real.lon_deg, real.lat_deg))).features.at(0).geometry);
    // As degrees of either name, and in the projection of map tiles.
    const double x_m = 20037508.342789244 * published.lon_deg / 180.0;
    const double y_m =
        6378137.0 * std::asinh(std::tan(published.lat_deg * 3.14159265358979324 / 180.0));
    for (const std::string& source :
         {write("p.csv", csv_of(published.lon_deg, published.lat_deg)),
          point_file("GPKG", "4490.gpkg", 4490, {published.lon_deg, published.lat_deg}),
          point_file("GPKG", "3857.gpkg", 3857, {x_m, y_m})}) {
      const Reading r = points(source, datum);
      EXPECT_EQ(r.errors() + r.warnings(), "") << source;
      ASSERT_THAT(r.features, SizeIs(1)) << source;
      const auto at = std::get<MapPoint>(r.features[0].geometry);
      EXPECT_LT(distance_m(at, expected), 1e-3) << source;
      EXPECT_GT(distance_m(at, std::get<MapPoint>(points(source).features.at(0).geometry)), 400.0);
      const auto box = extent(source, datum);
      ASSERT_TRUE(box);
      EXPECT_NEAR(box->centre().lon_deg, real.lon_deg, 1e-8);
      EXPECT_NEAR(box->centre().lat_deg, real.lat_deg, 1e-8);
      std::filesystem::remove(source);
    }
  }
}

TEST_F(LayerCrs, SaysWhereADatumChangesNothing) {
  m_crs = Crs("EPSG:32631");
  const Reading r = points(write("p.csv", "lon,lat\n1.5,42.5\n"), MapDatum::gcj02);
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(r.warnings(),
              HasSubstr("datum = \"gcj02\" changes nothing: the layer lies at longitude "
                        "1.5 to 1.5, latitude 42.5 to 42.5, outside of China"));
  EXPECT_THAT(r.features, SizeIs(1));
}

TEST_F(LayerCrs, RefusesADatumOnCoordinatesThatHaveAnother) {
  const Reading r = points(point_file("GPKG", "p.gpkg", 4610, {116.5, 35.4}), MapDatum::gcj02);
  EXPECT_THAT(r.errors(), HasSubstr("no exact transformation is known from 'Xian 1980' to"));
}

TEST_F(LayerCrs, SeesWhatIsWrongWithALayerFarFromItsAreaOfUse) {
  struct Case {
    int epsg;
    MapPoint at;
    std::string said;
  };
  const std::vector<Case> cases{
      {4548, {in_cm_117.y_m, in_cm_117.x_m}, "its axes look swapped"},
      {4548, in_zone_39, "its eastings seem to begin with a zone number, 39"},
      {4527, in_cm_117, "its eastings seem to lack the zone number 39"},
      {4527, {in_cm_117.y_m, in_cm_117.x_m}, "lack the zone number 39, and its axes swapped"},
      {4527, {in_zone_39.y_m, in_zone_39.x_m}, "its axes look swapped"},
      {4548, {place.lon_deg, place.lat_deg}, "its coordinates look like degrees"}};
  for (const Case& c : cases) {
    const std::string source = point_file("GPKG", "p.gpkg", c.epsg, c.at);
    EXPECT_THAT(points(source).errors(), HasSubstr(c.said));
    EXPECT_THAT(points(source).errors(), HasSubstr("CGCS2000 / 3-degree Gauss-Kruger"));
    EXPECT_FALSE(extent(source));
    ASSERT_THAT(m_extent.errors(), SizeIs(1));
    EXPECT_THAT(m_extent.errors()[0].message, HasSubstr(c.said));
    std::filesystem::remove(source);
  }
  const auto far = points(point_file("GPKG", "p.gpkg", 4548, {in_cm_117.y_m, in_cm_117.x_m}));
  EXPECT_THAT(far.errors(), HasSubstr("km outside of the area of use of 'CGCS2000 / 3-degree "
                                      "Gauss-Kruger CM 117E' (longitude 115.5 to 118.5, "));
}

TEST_F(LayerCrs, AllowsGridsThatAreKeptBeyondTheirZone) {
  // 0.7 degrees past the zone; Kirkenes in the zone that Norway uses throughout, 12 degrees past it.
  for (const auto& [epsg, at] : {std::pair(4548, MapPoint{700000.0, 3919000.0}),
                                 std::pair(25833, MapPoint{1076794.4, 7807336.5})}) {
    const std::string source = point_file("GPKG", std::to_string(epsg) + ".gpkg", epsg, at);
    m_crs = Crs("EPSG:" + std::to_string(epsg));
    EXPECT_EQ(points(source).errors() + points(source).warnings(), "");
    EXPECT_TRUE(extent(source));
  }
}

TEST_F(LayerCrs, OnlyWarnsOfDegreesOfAnotherCountrysDatum) {
  m_crs = Crs("EPSG:32631");
  const Reading r = points(point_file("GPKG", "p.gpkg", 4490, {1.5, 42.5}));
  EXPECT_EQ(r.errors(), "");
  EXPECT_THAT(r.features, SizeIs(1));
  EXPECT_THAT(r.warnings(), HasSubstr("km outside of the area of use of 'China Geodetic Coordinate "
                                      "System 2000' (longitude 73.62 to 134.77"));
}

TEST_F(LayerCrs, SeesSwappedDegreesByTheArea) {
  m_crs = Crs("EPSG:32631");
  const MapBox andorra{360000.0, 4690000.0, 400000.0, 4730000.0};
  const Reading r =
      points(write("p.csv", "lon,lat\n42.5,1.5\n42.51,1.52\n"), MapDatum::wgs84, andorra);
  EXPECT_THAT(r.errors(), HasSubstr("does not overlap the area: its features lie at longitude 42.5 "
                                    "to 42.51, latitude 1.5 to 1.52; the area is"));
  EXPECT_THAT(r.errors(), HasSubstr("km away; its axes look swapped"));
}

constexpr const char* split_polygon =
    R"({"type":"MultiPolygon","coordinates":[
      [[[177,-18],[180,-18],[180,-17],[177,-17],[177,-18]]],
      [[[-180,-18],[-177,-18],[-177,-17],[-180,-17],[-180,-18]]]]})";
constexpr const char* polygon_beyond =
    R"({"type":"Polygon","coordinates":[
      [[177,-18],[180,-18],[183,-18],[183,-17],[180,-17],[177,-17],[177,-18]]]})";
constexpr const char* polygon_before =
    R"({"type":"Polygon","coordinates":[
      [[-183,-18],[-180,-18],[-177,-18],[-177,-17],[-180,-17],[-183,-17],[-183,-18]]]})";
constexpr const char* polygon_with_a_jump =
    R"({"type":"Polygon","coordinates":[
      [[177,-18],[180,-18],[-177,-18],[-177,-17],[180,-17],[177,-17],[177,-18]]]})";
/// The same six degrees west, seen from the zone before.
constexpr const char* polygon_farther_west =
    R"({"type":"Polygon","coordinates":[
      [[171,-18],[174,-18],[177,-18],[177,-17],[174,-17],[171,-17],[171,-18]]]})";

TEST_F(LayerCrs, JoinsPolygonsAcrossTheAntimeridian) {
  m_crs = Crs("EPSG:32760");
  const auto west =
      read(geojson_file("w.geojson", 4326, polygon_farther_west), schema(GeometryKind::polygon));
  ASSERT_THAT(west.features, SizeIs(1));
  const auto expected = std::get<MultiPolygon>(west.features[0].geometry);
  m_crs = Crs("EPSG:32701");
  for (const char* polygon : {split_polygon, polygon_beyond, polygon_before, polygon_with_a_jump}) {
    SCOPED_TRACE(polygon);
    const std::string source = geojson_file("p.geojson", 4326, polygon);
    const auto r = read(source, schema(GeometryKind::polygon));
    EXPECT_EQ(r.errors() + r.warnings(), "");
    ASSERT_THAT(r.features, SizeIs(1));
    const auto& joined = std::get<MultiPolygon>(r.features[0].geometry);
    EXPECT_THAT(joined, SizeIs(1));
    EXPECT_NEAR(area_m2(joined), area_m2(expected), 1e-3);
    EXPECT_NEAR(bounds(joined).min_x_m, bounds(expected).min_x_m, 1e-6);
    EXPECT_NEAR(bounds(joined).max_x_m, bounds(expected).max_x_m, 1e-6);
    EXPECT_NEAR(bounds(joined).max_y_m, bounds(expected).max_y_m, 1e-6);

    const auto box = extent(source);
    ASSERT_TRUE(box);
    EXPECT_NEAR(box->east_deg - box->west_deg, 6.0, 1e-9);
    EXPECT_TRUE(overlap(*box, {179.9, -18.0, 180.1, -17.0}));
    EXPECT_THAT(utm_zone_of(box->centre()).code(), ::testing::AnyOf("EPSG:32701", "EPSG:32760"));
  }
}

TEST_F(LayerCrs, GivesExtentsOfProjectedLayersAcrossTheAntimeridian) {
  // Taveuni, on both sides of it; corners of the box lie a little beyond the points.
  const std::string source = write("p.csv", "x,y\n800000,8140000\n830000,8130000\n");
  write_prj("p.prj", 32760);
  const auto box = extent(source);
  ASSERT_TRUE(box);
  EXPECT_NEAR(box->west_deg, 179.81454, 0.002);
  EXPECT_NEAR(box->east_deg, 360.0 - 179.90282, 0.002);
}

}  // namespace
}  // namespace gigacity::geo
