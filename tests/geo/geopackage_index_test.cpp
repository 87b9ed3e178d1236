// SPDX-License-Identifier: Apache-2.0
// The spatial index of a delivered GeoPackage, as SQLite and GDAL see it.
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_api.h>

#include "geo/detail/rtree_nodes.hpp"
#include "tests/geo/vector_writer_support.hpp"

namespace gigacity::geo {
namespace {

class GeopackageIndex : public VectorWriter {
 protected:
  void TearDown() override {
    if (m_dataset != nullptr) GDALClose(m_dataset);
  }

  void open(const std::vector<OutputLayer>& layers) {
    const fs::path file = m_folder / "a.gpkg";
    write_geopackage(file, layers, m_crs);
    m_dataset =
        GDALOpenEx(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE, nullptr, nullptr, nullptr);
    ASSERT_NE(m_dataset, nullptr);
  }

  std::string answer(const std::string& sql) const {
    OGRLayerH result = GDALDatasetExecuteSQL(m_dataset, sql.c_str(), nullptr, nullptr);
    if (result == nullptr) return "no answer";
    OGRFeatureH row = OGR_L_GetNextFeature(result);
    std::string text = row == nullptr ? "no row" : OGR_F_GetFieldAsString(row, 0);
    OGR_F_Destroy(row);
    GDALDatasetReleaseResultSet(m_dataset, result);
    return text;
  }

  /// SQLite's own verdict: nodes, entries, parents and boxes agree.
  void expect_sound(const std::string& layer) const {
    EXPECT_EQ(answer("SELECT rtreecheck('rtree_" + layer + "_geom')"), "ok");
    EXPECT_EQ(answer("SELECT count(*) FROM \"rtree_" + layer + "_geom\""),
              answer("SELECT count(*) FROM \"" + layer + "\" WHERE geom IS NOT NULL"));
  }

  std::set<std::int64_t> found(const std::string& layer, const MapBox& box) const {
    OGRLayerH handle = GDALDatasetGetLayerByName(m_dataset, layer.c_str());
    OGR_L_SetSpatialFilterRect(handle, box.min_x_m, box.min_y_m, box.max_x_m, box.max_y_m);
    OGR_L_ResetReading(handle);
    std::set<std::int64_t> rows;
    while (OGRFeatureH feature = OGR_L_GetNextFeature(handle)) {
      rows.insert(OGR_F_GetFID(feature));
      OGR_F_Destroy(feature);
    }
    OGR_L_SetSpatialFilter(handle, nullptr);
    return rows;
  }

  GDALDatasetH m_dataset = nullptr;
};

/// So many points over a county, some of them in one place.
OutputLayer points(std::size_t count) {
  OutputLayer layer;
  layer.name = "points";
  layer.fields = {{"id", FieldType::integer}};
  std::mt19937 random(7);
  std::uniform_real_distribution<double> metres(0.0, 40'000.0);
  for (std::size_t i = 0; i < count; ++i) {
    const MapPoint at = i % 10 == 9
                            ? std::get<MapPoint>(layer.features.back().geometry)
                            : MapPoint{500'000.0 + metres(random), 3'900'000.0 + metres(random)};
    layer.features.push_back({at, {static_cast<std::int64_t>(i)}});
  }
  return layer;
}

TEST_F(GeopackageIndex, IsSoundForAnyNumberOfFeatures) {
  // Of 51 entries to a node: one node, full, one more, two levels full, three levels.
  for (const std::size_t count : {0U, 1U, 51U, 52U, 2601U, 2602U, 20'000U}) {
    SCOPED_TRACE(count);
    open({points(count)});
    expect_sound("points");
    EXPECT_EQ(answer("SELECT count(*) FROM \"rtree_points_geom\""), std::to_string(count));
    GDALClose(m_dataset);
    m_dataset = nullptr;
  }
}

TEST_F(GeopackageIndex, FindsWhatLiesInABoxAndNothingElse) {
  const auto layer = points(20'000);
  open({layer});
  std::mt19937 random(11);
  std::uniform_real_distribution<double> metres(0.0, 40'000.0);
  for (int trial = 0; trial < 50; ++trial) {
    const double side_m = trial < 40 ? 1500.0 : 0.0;
    const auto corner =
        trial < 40 ? MapPoint{500'000.0 + metres(random), 3'900'000.0 + metres(random)}
                   : std::get<MapPoint>(layer.features[static_cast<std::size_t>(trial)].geometry);
    const MapBox box{corner.x_m, corner.y_m, corner.x_m + side_m, corner.y_m + side_m};
    std::set<std::int64_t> expected;
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
      const auto p = std::get<MapPoint>(layer.features[i].geometry);
      if (p.x_m >= box.min_x_m && p.x_m <= box.max_x_m && p.y_m >= box.min_y_m &&
          p.y_m <= box.max_y_m)
        expected.insert(static_cast<std::int64_t>(i) + 1);
    }
    EXPECT_FALSE(expected.empty());
    EXPECT_EQ(found("points", box), expected);
  }
}

TEST_F(GeopackageIndex, HoldsLinesAndPolygonsAndNoFeatureWithoutGeometry) {
  auto areas = gaps();
  areas.features.push_back({std::monostate{}, {"nowhere"}});
  open({areas, places(), roads()});
  for (const auto* layer : {"gaps", "places", "roads"}) expect_sound(layer);
  EXPECT_EQ(answer("SELECT count(*) FROM rtree_gaps_geom"), "3");
  // The second gap's second part, one metre of it.
  EXPECT_EQ(found("gaps", {512'499, 3'900'100, 512'501, 3'900'101}), std::set<std::int64_t>{2});
}

TEST_F(GeopackageIndex, FollowsLaterEdits) {
  open({points(3000)});
  OGRLayerH layer = GDALDatasetGetLayerByName(m_dataset, "points");
  const auto added = [&](double x, double y) {
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, x, y);
    OGR_F_SetGeometryDirectly(feature, point);
    EXPECT_EQ(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    const auto id = OGR_F_GetFID(feature);
    OGR_F_Destroy(feature);
    return id;
  };
  ASSERT_EQ(GDALDatasetStartTransaction(m_dataset, FALSE), OGRERR_NONE);
  std::set<std::int64_t> beside;
  for (int i = 0; i < 200; ++i) beside.insert(added(600'000.0 + i, 3'900'000.0));
  for (std::int64_t id = 1; id <= 1000; ++id)
    EXPECT_EQ(OGR_L_DeleteFeature(layer, id), OGRERR_NONE);
  EXPECT_EQ(GDALDatasetCommitTransaction(m_dataset), OGRERR_NONE);
  expect_sound("points");
  EXPECT_EQ(answer("SELECT count(*) FROM rtree_points_geom"), "2200");
  EXPECT_EQ(found("points", {599'999, 3'899'999, 600'201, 3'900'001}), beside);
}

TEST_F(GeopackageIndex, IsDeclaredAsGdalDoes) {
  open({points(10)});
  const auto theirs = m_folder / "theirs.gpkg";
  GDALDatasetH other =
      GDALCreate(GDALGetDriverByName("GPKG"), theirs.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
  ASSERT_NE(other, nullptr);
  GDALDatasetCopyLayer(other, GDALDatasetGetLayerByName(m_dataset, "points"), "points", nullptr);
  GDALClose(other);
  other = GDALOpenEx(theirs.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr);
  std::swap(other, m_dataset);
  const std::vector<std::string> questions{
      "SELECT group_concat(name || sql, ';') FROM (SELECT * FROM sqlite_master WHERE name LIKE "
      "'rtree%' ORDER BY name)",
      "SELECT group_concat(table_name || column_name || extension_name || definition || scope) "
      "FROM "
      "gpkg_extensions"};
  std::vector<std::string> expected;
  for (const auto& question : questions) expected.push_back(answer(question));
  std::swap(other, m_dataset);
  GDALClose(other);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    EXPECT_EQ(answer(questions[i]), expected[i]);
    EXPECT_NE(expected[i].find("rtree"), std::string::npos);
  }
}

TEST_F(GeopackageIndex, TakesAnyNameOfALayer) {
  auto layer = points(100);
  layer.name = "it's a \"county\" 县";
  open({layer});
  EXPECT_EQ(answer("SELECT count(*) FROM \"rtree_it's a \"\"county\"\" 县_geom\""), "100");
  EXPECT_EQ(found(layer.name, {499'999, 3'899'999, 540'001, 3'940'001}).size(), 100U);
}

TEST(RtreeNodes, AreTheSameForRowsInAnyOrder) {
  std::vector<detail::RowBox> rows;
  for (std::int64_t i = 0; i < 500; ++i) {
    const auto x = static_cast<double>(i * 37 % 101);
    const auto y = static_cast<double>(i * 53 % 97);
    rows.push_back({i, {x, y, x + 1.0, y + 1.0}});
  }
  const auto tree = detail::packed_rtree(rows, 1228);
  std::ranges::reverse(rows);
  const auto other = detail::packed_rtree(rows, 1228);
  ASSERT_EQ(tree.nodes.size(), 11U) << "ten leaves and the root";
  for (std::size_t n = 0; n < tree.nodes.size(); ++n)
    EXPECT_EQ(tree.nodes[n].data, other.nodes[n].data);
  EXPECT_EQ(tree.node_of_row, other.node_of_row);
  EXPECT_THROW(detail::packed_rtree(rows, 51), std::invalid_argument);
}

}  // namespace
}  // namespace gigacity::geo
