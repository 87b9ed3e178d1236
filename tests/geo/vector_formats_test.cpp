// SPDX-License-Identifier: Apache-2.0
// FlatGeobuf, CSV with whole geometry, and what crosses the antimeridian.
#include <cstdint>

#include <gdal.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "core/random.hpp"
#include "tests/geo/vector_writer_support.hpp"

namespace gigacity::geo {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class VectorFormats : public VectorWriter {
 protected:
  static std::vector<Feature> read_back(const fs::path& file, GeometryKind kind, const Crs& crs) {
    Findings findings;
    LayerSource source;
    source.source = file.string();
    auto features =
        read_layer(source, {"written", kind, {{.name = "id"}}, false}, crs, {}, findings);
    EXPECT_THAT(findings.errors(), IsEmpty());
    EXPECT_THAT(findings.warnings(), IsEmpty());
    return features;
  }

  /// Points of a square kilometre, in no order.
  static OutputLayer many_points() {
    OutputLayer layer;
    layer.name = "many";
    layer.fields = {{"id"}};
    RandomStream random(1, 1);
    for (int i = 0; i < 3000; ++i)
      layer.features.push_back({MapPoint{500'000.0 + random.uniform(0.0, 1000.0),
                                         3'900'000.0 + random.uniform(0.0, 1000.0)},
                                {std::to_string(i)}});
    return layer;
  }
};

TEST_F(VectorFormats, FlatGeobufIsReadBackWithTypeCrsAndIndex) {
  const fs::path file = m_folder / "gaps.fgb";
  write_flatgeobuf(file, gaps(), m_crs);
  EXPECT_THAT(files(), ElementsAre("gaps.fgb"));
  GDALDatasetH dataset =
      GDALOpenEx(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr);
  ASSERT_NE(dataset, nullptr);
  OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
  EXPECT_STREQ(OGR_L_GetName(layer), "gaps");
  EXPECT_EQ(OGR_L_GetGeomType(layer), wkbMultiPolygon);
  EXPECT_STREQ(OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), nullptr), "32650");
  EXPECT_TRUE(OGR_L_TestCapability(layer, OLCFastSpatialFilter));
  ASSERT_EQ(OGR_L_GetFeatureCount(layer, TRUE), 3);
  std::vector<std::int64_t> ranks;
  while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
    if (OGR_F_IsFieldSetAndNotNull(feature, 2))
      ranks.push_back(OGR_F_GetFieldAsInteger64(feature, 2));
    OGR_F_Destroy(feature);
  }
  EXPECT_THAT(ranks, testing::UnorderedElementsAre(1, 9007199254740993));
  GDALClose(dataset);
}

TEST_F(VectorFormats, FlatGeobufHasTheSameBytesEachTime) {
  write_flatgeobuf(m_folder / "a.fgb", many_points(), m_crs);
  const std::string first = bytes_of(m_folder / "a.fgb");
  EXPECT_GT(first.size(), 100'000U);
  write_flatgeobuf(m_folder / "a.fgb", many_points(), m_crs);
  EXPECT_TRUE(first == bytes_of(m_folder / "a.fgb"));
  EXPECT_THAT(read_back(m_folder / "a.fgb", GeometryKind::point, m_crs), SizeIs(3000));
}

TEST_F(VectorFormats, FlatGeobufMayBeEmpty) {
  OutputLayer empty = gaps();
  empty.features.clear();
  write_flatgeobuf(m_folder / "a.fgb", empty, m_crs);
  GDALDatasetH dataset =
      GDALOpenEx((m_folder / "a.fgb").c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr);
  ASSERT_NE(dataset, nullptr);
  EXPECT_EQ(OGR_L_GetFeatureCount(GDALDatasetGetLayer(dataset, 0), TRUE), 0);
  EXPECT_EQ(OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(GDALDatasetGetLayer(dataset, 0))), 3);
  GDALClose(dataset);
}

TEST_F(VectorFormats, FlatGeobufNamesTheFileThatCannotBeWritten) {
  const fs::path nowhere = m_folder / "missing" / "a.fgb";
  EXPECT_THAT(output_error([&] { write_flatgeobuf(nowhere, gaps(), m_crs); }),
              HasSubstr("a.fgb: cannot be written: the folder"));
}

TEST_F(VectorFormats, CsvHoldsWholeGeometryAsWkt) {
  OutputLayer layer = places();
  layer.features.push_back({std::monostate{}, {"nowhere"}});
  layer.features[0].geometry =
      MapPoint{500000.0, 0.9996 * 4984944.378};  // see crs_test for the arc
  layer.features.erase(layer.features.begin() + 1);
  write_csv(m_folder / "a.csv", layer, m_crs, CsvGeometry::wkt);
  EXPECT_EQ(bytes_of(m_folder / "a.csv"), "id,wkt\np,POINT (117.0000000 45.0000000)\nnowhere,\n");

  OutputLayer areas = gaps();
  areas.fields = {{"id"}};
  for (auto& feature : areas.features) feature.values = {"a"};
  write_csv(m_folder / "areas.csv", areas, m_crs, CsvGeometry::wkt);
  const std::string text = bytes_of(m_folder / "areas.csv");
  EXPECT_THAT(text, HasSubstr("a,\"POLYGON ((117."));
  EXPECT_THAT(text, HasSubstr("a,\"MULTIPOLYGON (((117."));
  const auto back = read_back(m_folder / "areas.csv", GeometryKind::polygon, m_crs);
  ASSERT_THAT(back, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& given = std::get<MultiPolygon>(areas.features[i].geometry);
    const auto& got = std::get<MultiPolygon>(back[i].geometry);
    ASSERT_EQ(got.size(), given.size());
    EXPECT_EQ(got[0].holes.size(), given[0].holes.size());
    // 7 decimals of a degree are a centimetre: along four sides of 1 km that is at most 40 m².
    EXPECT_NEAR(area_m2(got), area_m2(given), 40.0);
  }

  write_csv(m_folder / "roads.csv", roads(), m_crs, CsvGeometry::wkt);
  EXPECT_THAT(bytes_of(m_folder / "roads.csv"), HasSubstr("short,\"LINESTRING (117."));
  EXPECT_THAT(read_back(m_folder / "roads.csv", GeometryKind::line, m_crs), SizeIs(2));
}

TEST_F(VectorFormats, CsvTakesPolygonsOfAnySize) {
  OutputLayer layer = gaps();
  layer.fields = {{"id"}};
  Ring ring;
  constexpr int corners = 100'000;
  for (int i = 0; i < corners; ++i) {
    const double angle = -2.0 * M_PI * i / corners;
    ring.push_back(
        {500'000.0 + 20'000.0 * std::cos(angle), 3'900'000.0 + 20'000.0 * std::sin(angle)});
  }
  ring.push_back(ring.front());
  layer.features = {{MultiPolygon{{ring, {}}}, {"round"}}};
  write_csv(m_folder / "a.csv", layer, m_crs, CsvGeometry::wkt);
  EXPECT_GT(fs::file_size(m_folder / "a.csv"), 2'000'000U);
  const auto back = read_back(m_folder / "a.csv", GeometryKind::polygon, m_crs);
  ASSERT_THAT(back, SizeIs(1));
  EXPECT_THAT(std::get<MultiPolygon>(back[0].geometry)[0].shell, SizeIs(corners + 1));
}

/// Longitudes of a ring's corners, least and greatest.
std::pair<double, double> longitudes(const json& ring) {
  double west = 360.0;
  double east = -360.0;
  for (const auto& p : ring) {
    west = std::min(west, p[0].get<double>());
    east = std::max(east, p[0].get<double>());
  }
  return {west, east};
}

TEST_F(VectorFormats, GeoJsonIsCutAtTheAntimeridian) {
  // The eastern edge of zone 60 is 180°; at 16° S it lies 321 km east of the central meridian.
  const Crs fiji("EPSG:32760");
  OutputLayer layer = gaps();
  layer.features = {{MultiPolygon{{square(800'000, 8'200'000, 60'000), {}}}, {"Taveuni"}},
                    {MultiPolygon{{square(700'000, 8'200'000, 1000), {}}}, {"west"}}};
  const json root = json::parse(geojson_text(layer, fiji, 7));
  const json& cut = root["features"][0]["geometry"];
  ASSERT_EQ(cut["type"], "MultiPolygon");
  ASSERT_THAT(cut["coordinates"], SizeIs(2));
  for (const auto& part : cut["coordinates"]) {
    const auto [west, east] = longitudes(part[0]);
    EXPECT_LT(east - west, 1.0);
    EXPECT_TRUE(west == -180.0 || east == 180.0) << west << " to " << east;
  }
  EXPECT_EQ(root["features"][1]["geometry"]["type"], "Polygon");
}

TEST_F(VectorFormats, GeoJsonIsCutThroughVerticesOnTheAntimeridian) {
  // As read from a polygon that was cut there: corners, and points on the meridian itself.
  const Crs fiji("EPSG:32701");
  const Projection projection(fiji);
  const auto ring = [&](double west_deg, double east_deg) {
    Ring out;
    for (const GeoPoint p :
         {GeoPoint{west_deg, -17.0}, GeoPoint{180.0, -17.0}, GeoPoint{east_deg, -17.0},
          GeoPoint{east_deg, -16.95}, GeoPoint{-180.0, -16.95}, GeoPoint{west_deg, -16.95},
          GeoPoint{west_deg, -17.0}})
      out.push_back(projection.to_map(p));
    return out;
  };
  const Ring south = ring(179.95, -179.95);
  OutputLayer layer = gaps();
  layer.features = {{MultiPolygon{{ring(179.95, -179.95), {}}}, {"across"}},
                    {MultiLineString{LineString(south.begin(), south.begin() + 3)}, {"a line"}},
                    {MultiPolygon{{ring(179.95, 180.0), {}}}, {"west of it"}},
                    {MultiPolygon{{ring(180.0, -179.95), {}}}, {"east of it"}}};
  const json root = json::parse(geojson_text(layer, fiji, 7));
  for (const std::size_t feature : {0U, 1U}) {
    const json& cut = root["features"][feature]["geometry"];
    ASSERT_THAT(cut["coordinates"], SizeIs(2)) << cut;
    for (const auto& part : cut["coordinates"]) {
      const auto [west, east] = longitudes(feature == 0 ? part[0] : part);
      EXPECT_NEAR(east - west, 0.05, 1e-6);
      EXPECT_TRUE(west == -180.0 || east == 180.0) << west << " to " << east;
    }
  }
  for (const std::size_t feature : {2U, 3U}) {
    const json& whole = root["features"][feature]["geometry"];
    ASSERT_EQ(whole["type"], "Polygon") << whole;
    const auto [west, east] = longitudes(whole["coordinates"][0]);
    EXPECT_NEAR(west, feature == 2 ? 179.95 : -180.0, 1e-6);
    EXPECT_NEAR(east, feature == 2 ? 180.0 : -179.95, 1e-6);
  }
}

}  // namespace
}  // namespace gigacity::geo
