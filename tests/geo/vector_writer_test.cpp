// SPDX-License-Identifier: Apache-2.0
#include "geo/vector_writer.hpp"

#include <csignal>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <cpl_minixml.h>
#include <gdal.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <sys/resource.h>

#include "tests/geo/vector_writer_support.hpp"

namespace gigacity::geo {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(VectorWriter, GeoPackageIsReadBackUnchanged) {
  const fs::path file = m_folder / "a.gpkg";
  write_geopackage(file, {gaps()}, m_crs);
  EXPECT_THAT(files(), ElementsAre("a.gpkg"));

  Findings findings;
  LayerSource source;
  source.source = file.string();
  FieldSpec name{.name = "name"};
  FieldSpec residents{.name = "residents", .type = FieldType::number};
  const LayerSchema schema{"gaps", GeometryKind::polygon, {name, residents}, false};
  const auto features = read_layer(source, schema, m_crs, {}, findings);
  EXPECT_THAT(findings.errors(), IsEmpty());
  EXPECT_THAT(findings.warnings(), IsEmpty());
  ASSERT_THAT(features, SizeIs(3));
  const auto& first = std::get<MultiPolygon>(features[0].geometry);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].shell, square(500000, 3900000, 1000));
  ASSERT_THAT(first[0].holes, SizeIs(1));
  EXPECT_EQ(first[0].holes[0], square(500200, 3900200, 100));
  EXPECT_THAT(std::get<MultiPolygon>(features[1].geometry), SizeIs(2));
  EXPECT_EQ(features[0].text_or("name", ""), "Nordvorstadt, \"alt\"");
  EXPECT_EQ(features[1].text_or("name", ""), "济宁");
  EXPECT_EQ(features[0].number("residents"), 0.1);
  EXPECT_EQ(features[2].number("residents"), std::nullopt);
}

TEST_F(VectorWriter, GeoPackageHasTypesIndexTitleAndCrs) {
  const fs::path file = m_folder / "a.gpkg";
  write_geopackage(file, {gaps(), places(), roads()}, m_crs);
  GDALDatasetH dataset =
      GDALOpenEx(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr);
  ASSERT_NE(dataset, nullptr);
  OGRLayerH layer = GDALDatasetGetLayerByName(dataset, "gaps");
  EXPECT_EQ(OGR_L_GetGeomType(layer), wkbMultiPolygon);
  EXPECT_EQ(OGR_L_GetGeomType(GDALDatasetGetLayerByName(dataset, "places")), wkbUnknown);
  EXPECT_EQ(OGR_L_GetGeomType(GDALDatasetGetLayerByName(dataset, "roads")), wkbMultiLineString);
  EXPECT_STREQ(GDALGetMetadataItem(layer, "DESCRIPTION", nullptr), "Where coverage is missing");
  EXPECT_STREQ(OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), nullptr), "32650");
  EXPECT_TRUE(OGR_L_TestCapability(layer, OLCFastSpatialFilter)) << "an R-tree";
  OGRFeatureH feature = OGR_L_GetFeature(layer, 2);
  ASSERT_NE(feature, nullptr);
  EXPECT_EQ(OGR_F_GetFieldAsInteger64(feature, 2), 9007199254740993) << "more than a double holds";
  OGR_F_Destroy(feature);
  GDALClose(dataset);
}

TEST_F(VectorWriter, GeoPackageCarriesADefaultStyleForEachLayer) {
  const fs::path file = m_folder / "a.gpkg";
  write_geopackage(file, {gaps(), places(), roads()}, m_crs);
  LayerSource source;
  source.source = file.string();
  source.layer = "layer_styles";
  FieldSpec table{.name = "f_table_name"};
  FieldSpec column{.name = "f_geometry_column"};
  FieldSpec is_default{.name = "useAsDefault", .type = FieldType::integer};
  FieldSpec qml{.name = "styleQML"};
  const LayerSchema schema{"styles", GeometryKind::point, {table, column, is_default, qml}, false};
  Findings findings;
  const auto rows = read_table(source, schema, findings);
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].text_or("f_table_name", ""), "gaps");
  EXPECT_EQ(rows[0].text_or("f_geometry_column", ""), "geom");
  EXPECT_EQ(rows[0].number("useAsDefault"), 1.0);
  EXPECT_THAT(rows[0].text_or("styleQML", ""),
              AllOf(HasSubstr("<symbol type=\"fill\""), HasSubstr("class=\"SimpleFill\""),
                    HasSubstr("name=\"outline_color\" type=\"QString\" value=\"200,30,40,255\""),
                    HasSubstr("<layerGeometryType>2</layerGeometryType>")));
  EXPECT_THAT(rows[2].text_or("styleQML", ""), HasSubstr("class=\"SimpleLine\""));
  // The XML is well-formed: GDAL's own parser finds the root element in it.
  for (const Feature& row : rows) {
    CPLXMLNode* tree = CPLParseXMLString(row.text_or("styleQML", "").c_str());
    ASSERT_NE(tree, nullptr) << row.text_or("f_table_name", "");
    EXPECT_NE(CPLGetXMLNode(tree, "=qgis.renderer-v2.symbols.symbol.layer.Option"), nullptr);
    CPLDestroyXMLNode(tree);
  }
}

TEST_F(VectorWriter, PlainTablesHaveNeitherGeometryNorStyle) {
  OutputLayer table;
  table.name = "shares";
  table.title = "No geometry";
  table.spatial = false;
  table.fields = {{"name"}, {"share", FieldType::number}};
  table.features = {{{}, {"a, b", 0.5}}, {{}, {"c", {}}}};
  write_geopackage(m_folder / "a.gpkg", {gaps(), table}, m_crs);
  GDALDatasetH dataset = GDALOpenEx((m_folder / "a.gpkg").c_str(),
                                    GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr);
  ASSERT_NE(dataset, nullptr);
  OGRLayerH layer = GDALDatasetGetLayerByName(dataset, "shares");
  EXPECT_EQ(OGR_L_GetGeomType(layer), wkbNone);
  EXPECT_EQ(OGR_L_GetFeatureCount(layer, TRUE), 2);
  EXPECT_STREQ(GDALGetMetadataItem(layer, "DESCRIPTION", nullptr), "No geometry");
  EXPECT_EQ(OGR_L_GetFeatureCount(GDALDatasetGetLayerByName(dataset, "layer_styles"), TRUE), 1);
  GDALClose(dataset);

  write_csv(m_folder / "a.csv", table, m_crs);
  EXPECT_EQ(bytes_of(m_folder / "a.csv"), "name,share\n\"a, b\",0.5\nc,\n");
}

TEST_F(VectorWriter, GeoPackageHasTheSameBytesEachTime) {
  OutputLayer many = gaps();
  many.name = "many";
  for (int i = 0; i < 500; ++i)
    many.features.push_back(
        {MultiPolygon{{square(500000 + 37.0 * i, 3900000 + 53.0 * (i % 17), 20), {}}},
         {"feature " + std::to_string(i), 0.25 * i, std::int64_t{i}}});
  write_geopackage(m_folder / "a.gpkg", {many, places()}, m_crs);
  write_geopackage(m_folder / "b.gpkg", {many, places()}, m_crs);
  const std::string first = bytes_of(m_folder / "a.gpkg");
  EXPECT_GT(first.size(), 100'000U);
  EXPECT_TRUE(first == bytes_of(m_folder / "b.gpkg"));
  // Over an existing file as well.
  write_geopackage(m_folder / "a.gpkg", {many, places()}, m_crs);
  EXPECT_TRUE(first == bytes_of(m_folder / "a.gpkg"));
  EXPECT_THAT(files(), ElementsAre("a.gpkg", "b.gpkg"));
}

TEST_F(VectorWriter, EmptyLayersKeepTheirFields) {
  OutputLayer empty = gaps();
  empty.features.clear();
  write_geopackage(m_folder / "a.gpkg", {empty}, m_crs);
  GDALDatasetH dataset =
      GDALOpenEx((m_folder / "a.gpkg").c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr);
  ASSERT_NE(dataset, nullptr);
  OGRLayerH layer = GDALDatasetGetLayerByName(dataset, "gaps");
  EXPECT_EQ(OGR_L_GetFeatureCount(layer, TRUE), 0);
  EXPECT_EQ(OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)), 3);
  GDALClose(dataset);

  write_csv(m_folder / "a.csv", empty, m_crs);
  EXPECT_EQ(bytes_of(m_folder / "a.csv"), "name,residents,rank,lon,lat\n");
  write_geojson(m_folder / "a.geojson", empty, m_crs);
  EXPECT_THAT(json::parse(bytes_of(m_folder / "a.geojson")).at("features"), IsEmpty());
}

double signed_area(const json& ring) {
  double area = 0.0;
  for (std::size_t i = 1; i < ring.size(); ++i)
    area += ring[i - 1][0].get<double>() * ring[i][1].get<double>() -
            ring[i][0].get<double>() * ring[i - 1][1].get<double>();
  return 0.5 * area;
}

TEST_F(VectorWriter, GeoJsonFollowsRfc7946) {
  write_geojson(m_folder / "a.geojson", gaps(), m_crs);
  const json root = json::parse(bytes_of(m_folder / "a.geojson"));
  EXPECT_EQ(root.at("type"), "FeatureCollection");
  EXPECT_FALSE(root.contains("crs")) << "RFC 7946 §4: always WGS 84";
  ASSERT_THAT(root.at("features"), SizeIs(3));
  const json& first = root["features"][0];
  EXPECT_EQ(first["geometry"]["type"], "Polygon");
  const json& rings = first["geometry"]["coordinates"];
  ASSERT_THAT(rings, SizeIs(2));
  EXPECT_GT(signed_area(rings[0]), 0.0) << "§3.1.6: shells counterclockwise";
  EXPECT_LT(signed_area(rings[1]), 0.0) << "and holes clockwise";
  EXPECT_EQ(root["features"][1]["geometry"]["type"], "MultiPolygon");
  EXPECT_EQ(first["properties"]["name"], "Nordvorstadt, \"alt\"");
  EXPECT_EQ(first["properties"]["residents"], 0.1);
  EXPECT_EQ(root["features"][1]["properties"]["rank"], 9007199254740993);
  EXPECT_TRUE(root["features"][2]["properties"]["name"].is_null());
}

TEST_F(VectorWriter, GeoJsonRoundsToSevenDecimals) {
  // On the central meridian of zone 50, 45 N: see crs_test for the arc.
  OutputLayer layer = places();
  layer.features = {{MapPoint{500000.0, 0.9996 * 4984944.378}, {"p"}}};
  const std::string text = geojson_text(layer, m_crs, 7);
  EXPECT_THAT(text, AllOf(HasSubstr("[ 117.0, 45.0 ]"), HasSubstr("\"Point\"")));
  layer.features = {{MapPoint{512345.678, 3912345.678}, {"p"}}};
  const auto decimals = [&](int given) {
    const std::string out = geojson_text(layer, m_crs, given);
    const auto from = out.find("117.");
    return out.substr(from + 4, out.find(',', from) - from - 4).size();
  };
  EXPECT_EQ(decimals(7), 7U);
  EXPECT_EQ(decimals(5), 5U);
}

TEST_F(VectorWriter, GeoJsonKeepsEachFeaturesOwnKind) {
  const json root = json::parse(geojson_text(places(), m_crs, 7));
  EXPECT_EQ(root["features"][0]["geometry"]["type"], "Point");
  EXPECT_EQ(root["features"][1]["geometry"]["type"], "Polygon");
}

TEST_F(VectorWriter, GeoJsonTextIsWhatTheFileHolds) {
  write_geojson(m_folder / "a.geojson", gaps(), m_crs);
  EXPECT_EQ(geojson_text(gaps(), m_crs, 7), bytes_of(m_folder / "a.geojson"));
}

TEST_F(VectorWriter, CsvQuotesAsRfc4180Says) {
  OutputLayer layer = places();
  layer.fields = {{"a,b"}, {"n", FieldType::number}, {"i", FieldType::integer}};
  layer.features = {
      {MapPoint{500000.0, 0.9996 * 4984944.378}, {"say \"hi\"", 0.1, std::int64_t{-7}}},
      {MapPoint{500000.0, 0.9996 * 4984944.378}, {"two\nlines", 1e-9, FieldValue{}}},
      {std::monostate{}, {"plain", std::numeric_limits<double>::quiet_NaN()}},
  };
  write_csv(m_folder / "a.csv", layer, m_crs);
  EXPECT_EQ(bytes_of(m_folder / "a.csv"),
            "\"a,b\",n,i,lon,lat\n"
            "\"say \"\"hi\"\"\",0.1,-7,117.0000000,45.0000000\n"
            "\"two\nlines\",1e-09,,117.0000000,45.0000000\n"
            "plain,,,,\n");
}

TEST_F(VectorWriter, CsvPointsLieOnTheirFeatures) {
  // A horseshoe, whose centroid lies outside.
  OutputLayer layer = gaps();
  layer.features = {{MultiPolygon{{{{0 + 500000., 3900000.},
                                    {500000., 3900100.},
                                    {500100., 3900100.},
                                    {500100., 3900090.},
                                    {500010., 3900090.},
                                    {500010., 3900010.},
                                    {500100., 3900010.},
                                    {500100., 3900000.},
                                    {500000., 3900000.}},
                                   {}}},
                     {"horseshoe"}}};
  write_csv(m_folder / "a.csv", layer, m_crs);
  write_csv(m_folder / "roads.csv", roads(), m_crs);

  Findings findings;
  LayerSource source;
  source.source = (m_folder / "a.csv").string();
  const LayerSchema schema{"points", GeometryKind::point, {}, false};
  const auto inside = read_layer(source, schema, m_crs, {}, findings);
  ASSERT_THAT(inside, SizeIs(1));
  EXPECT_TRUE(contains(std::get<MultiPolygon>(layer.features[0].geometry),
                       std::get<MapPoint>(inside[0].geometry)));
  source.source = (m_folder / "roads.csv").string();
  const auto middles = read_layer(source, schema, m_crs, {}, findings);
  ASSERT_THAT(middles, SizeIs(2));
  // 7 decimals of a degree are a centimetre.
  EXPECT_LT(distance_m(std::get<MapPoint>(middles[0].geometry), {500000, 3900050}), 0.01);
  EXPECT_LT(distance_m(std::get<MapPoint>(middles[1].geometry), {501100, 3900000}), 0.01)
      << "the longest part counts";
}

TEST_F(VectorWriter, NamesTheFileThatCannotBeWritten) {
  const fs::path nowhere = m_folder / "missing" / "a.gpkg";
  const auto gpkg = output_error([&] { write_geopackage(nowhere, {gaps()}, m_crs); });
  EXPECT_EQ(gpkg, nowhere.string() + ": cannot be written: the folder " +
                      (m_folder / "missing").string() + " does not exist");
  EXPECT_THAT(
      output_error([&] { write_geojson(m_folder / "missing" / "a.geojson", gaps(), m_crs); }),
      HasSubstr("a.geojson: cannot be written: the folder"));
  EXPECT_THAT(output_error([&] { write_csv(m_folder / "missing" / "a.csv", gaps(), m_crs); }),
              HasSubstr("a.csv: cannot be written: the folder"));
}

TEST_F(VectorWriter, DoesNotReplaceAFolder) {
  fs::create_directories(m_folder / "a.csv" / "inside");
  EXPECT_THAT(output_error([&] { write_csv(m_folder / "a.csv", gaps(), m_crs); }),
              HasSubstr("a.csv: cannot be written: "));
  EXPECT_THAT(files(), ElementsAre("a.csv")) << "no remains";
}

TEST_F(VectorWriter, LeavesTheOldFileWhereLayersClash) {
  const fs::path file = m_folder / "a.gpkg";
  write_geopackage(file, {gaps()}, m_crs);
  const std::string before = bytes_of(file);
  EXPECT_THAT(output_error([&] {
                write_geopackage(file, {gaps(), gaps()}, m_crs);
              }),
              HasSubstr("a.gpkg: cannot be written: "));
  EXPECT_EQ(bytes_of(file), before);
  EXPECT_THAT(files(), ElementsAre("a.gpkg"));
}

/// No file may grow beyond `bytes` while this lives, as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limit{bytes, m_before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_handler);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit m_before{};
  void (*m_handler)(int);
};

TEST_F(VectorWriter, ReportsAFullDisk) {
  OutputLayer many = gaps();
  for (int i = 0; i < 5000; ++i) many.features.push_back(many.features[0]);
  const FileSizeLimit limit(200'000);
  EXPECT_THAT(output_error([&] { write_geopackage(m_folder / "a.gpkg", {many}, m_crs); }),
              HasSubstr("a.gpkg: cannot be written: "));
  EXPECT_THAT(output_error([&] { write_geojson(m_folder / "a.geojson", many, m_crs); }),
              HasSubstr("a.geojson: cannot be written: "));
  EXPECT_THAT(output_error([&] { write_csv(m_folder / "a.csv", many, m_crs); }),
              HasSubstr("a.csv: cannot be written: File too large"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(VectorWriter, RefusesValuesThatDoNotFitTheirFields) {
  OutputLayer layer = gaps();
  layer.features[0].values[1] = "text";
  EXPECT_THROW(write_geopackage(m_folder / "a.gpkg", {layer}, m_crs), std::invalid_argument);
  layer.features[0].values = {"a", 1.0, std::int64_t{1}, "one too many"};
  EXPECT_THROW(write_csv(m_folder / "a.csv", layer, m_crs), std::invalid_argument);
  EXPECT_THAT(files(), IsEmpty());
}

}  // namespace
}  // namespace gigacity::geo
