// SPDX-License-Identifier: Apache-2.0
// Archives, compressed files and folders as sources of layers.
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <cpl_vsi.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/vector_writer.hpp"
#include "tests/geo/layer_support.hpp"

namespace gigacity::geo {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

void append(std::string& bytes, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

/// CRC-32 as ZIP has it (reflected polynomial 0xEDB88320).
std::uint32_t crc32_of(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

/// A ZIP archive of stored files, names in whatever encoding, as old programs write it.
std::string zipped(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string bytes;
  std::string directory;
  for (const auto& [name, content] : files) {
    const auto size = static_cast<std::uint32_t>(content.size());
    const auto crc = crc32_of(content);
    std::string common;
    append(common, 20, 2);                             // version
    for (int i = 0; i < 4; ++i) append(common, 0, 2);  // flags, method, time, date
    for (const auto value : {crc, size, size}) append(common, value, 4);
    append(common, static_cast<std::uint32_t>(name.size()), 2);
    append(common, 0, 2);
    const auto offset = static_cast<std::uint32_t>(bytes.size());
    bytes += "PK\3\4" + common + name + content;
    directory += std::string("PK\1\2\24\0", 6) + common;
    append(directory, 0, 4);
    append(directory, 0, 2);
    append(directory, 0, 4);
    append(directory, offset, 4);
    directory += name;
  }
  const auto start = static_cast<std::uint32_t>(bytes.size());
  bytes += directory + "PK\5\6";
  append(bytes, 0, 4);
  for (int i = 0; i < 2; ++i) append(bytes, static_cast<std::uint32_t>(files.size()), 2);
  append(bytes, static_cast<std::uint32_t>(directory.size()), 4);
  append(bytes, start, 4);
  append(bytes, 0, 2);
  return bytes;
}

class LayerSources : public LayerTest {
 protected:
  static std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string geopackage(const std::string& name, const std::vector<std::string>& layers) const {
    std::vector<OutputLayer> out;
    for (const auto& each : layers) {
      OutputLayer layer;
      layer.name = each;
      layer.title = each;
      layer.fields = {{"name"}};
      layer.features = {{MapPoint{500000.0, 3900000.0}, {each}}};
      out.push_back(layer);
    }
    write_geopackage(file(name), out, m_crs);
    return content_of(file(name));
  }
  /// The one feature's name.
  std::string name_in(const std::string& source, const std::string& layer = {}) const {
    auto named = from(source);
    named.layer = layer;
    const auto r = read(named, schema(GeometryKind::point, {text("name")}));
    if (r.features.size() != 1) return r.errors();
    return r.features.front().text_or("name", "?");
  }
};

const std::string sites = "lon,lat,name\n117,35,one\n";

TEST_F(LayerSources, ZippedFiles) {
  EXPECT_EQ(name_in(write("sites.zip", zipped({{"sites.csv", sites}}))), "one");
  EXPECT_EQ(name_in(write("deep.zip", zipped({{"readme.txt", "hello"},
                                              {"data/2024/sites.csv", sites},
                                              {"__MACOSX/data/._sites.csv", "junk"}}))),
            "one");
  EXPECT_EQ(name_in(write("g.zip", zipped({{"in/city.gpkg", geopackage("c.gpkg", {"towns"})}}))),
            "towns");
  EXPECT_EQ(name_in("/vsizip/" + file("g.zip")), "towns") << "as GDAL names it";
  EXPECT_EQ(name_in("/vsizip/" + file("deep.zip") + "/data/2024/sites.csv"), "one");
}

TEST_F(LayerSources, LayerChoosesAFileOfAnArchiveOrALayerInIt) {
  const auto archive =
      write("all.zip", zipped({{"sites.csv", sites},
                               {"east/schools.csv", "lon,lat,name\n117,35,east\n"},
                               {"west/schools.csv", "lon,lat,name\n117,35,west\n"},
                               {"city.gpkg", geopackage("c.gpkg", {"towns", "roads"})}}));
  EXPECT_EQ(name_in(archive, "sites"), "one");
  EXPECT_EQ(name_in(archive, "SITES.csv"), "one");
  EXPECT_EQ(name_in(archive, "east/schools"), "east");
  EXPECT_EQ(name_in(archive, "towns"), "towns");
  EXPECT_THAT(name_in(archive), HasSubstr("all.zip: layer section: holds several files: city.gpkg, "
                                          "east/schools.csv, sites.csv, west/schools.csv"));
  EXPECT_THAT(name_in(archive, "schools"), HasSubstr("holds 'schools' several times"));
  EXPECT_THAT(name_in(archive, "site"), HasSubstr("has no layer 'site'; its files are city.gpkg"));
  EXPECT_THAT(name_in(archive, "site"), HasSubstr("did you mean 'sites'?"));
  EXPECT_THAT(name_in(archive, "city"), HasSubstr("holds several layers: towns, roads"))
      << "a file with layers of its own cannot be chosen by its name alone";
}

TEST_F(LayerSources, NamesInArchivesMayBeChinese) {
  // 济宁/学校.csv in GBK, without a word about the encoding; the same in UTF-8.
  const std::string gbk = "\xBC\xC3\xC4\xFE/\xD1\xA7\xD0\xA3.csv";
  for (const auto& name : {gbk, std::string("济宁/学校.csv")}) {
    const auto archive = write("c.zip", zipped({{name, sites}, {"other.csv", sites}}));
    EXPECT_EQ(name_in(archive, "学校"), "one");
    EXPECT_THAT(name_in(archive), HasSubstr("holds several files: other.csv, 济宁/学校.csv"));
    std::filesystem::remove(archive);
  }
  auto bad = from(write("b.zip", zipped({{gbk, "lon,lat,n\n117,35,x\n"}})));
  EXPECT_THAT(read(bad, schema(GeometryKind::point, {number("n")})).errors(),
              HasSubstr("b.zip/济宁/学校.csv: layer section: feature line 2: field n: is 'x'"));
}

TEST_F(LayerSources, BrokenArchives) {
  EXPECT_THAT(name_in(write("a.zip", "PK but nothing else")),
              HasSubstr("a.zip: layer section: is no archive that can be read"));
  EXPECT_THAT(name_in(write("e.zip", zipped({{"readme.txt", "hello"}}))),
              HasSubstr("is an archive without any layer that OGR can read"));
  EXPECT_THAT(name_in(file("none.zip")), HasSubstr("no such file"));
}

TEST_F(LayerSources, CompressedFiles) {
  const auto gzip = [&](const std::string& name, const std::string& content) {
    VSILFILE* out = VSIFOpenL(("/vsigzip/" + file(name)).c_str(), "wb");
    VSIFWriteL(content.data(), 1, content.size(), out);
    VSIFCloseL(out);
    return file(name);
  };
  EXPECT_EQ(name_in(gzip("sites.csv.gz", sites)), "one");
  const std::string geojson =
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"two"},)"
      R"("geometry":{"type":"Point","coordinates":[117,35]}}]})";
  EXPECT_EQ(name_in(gzip("a.geojson.gz", geojson)), "two");
  EXPECT_EQ(name_in(gzip("c.gpkg.gz", geopackage("c.gpkg", {"towns"}))), "towns");
}

TEST_F(LayerSources, FoldersOfFiles) {
  std::filesystem::create_directories(m_folder / "county");
  write("county/sites.csv", sites);
  EXPECT_EQ(name_in(file("county")), "one");
  geopackage("county/city.gpkg", {"towns"});
  write("county/readme.txt", "hello");
  EXPECT_EQ(name_in(file("county"), "sites"), "one");
  EXPECT_EQ(name_in(file("county"), "towns"), "towns");
  EXPECT_EQ(name_in(file("county"), "city"), "towns");
  EXPECT_THAT(name_in(file("county")), HasSubstr("holds several files: city.gpkg, sites.csv"));
  std::filesystem::create_directories(m_folder / "empty");
  EXPECT_THAT(name_in(file("empty")), HasSubstr("is a folder without any layer that OGR can read"));
}

TEST_F(LayerSources, TheDriversOwnNames) {
  geopackage("city.gpkg", {"towns", "roads"});
  EXPECT_EQ(name_in("GPKG:" + file("city.gpkg"), "roads"), "roads");
}

TEST_F(LayerSources, PositionsInColumnsOfAnyTable) {
  // A table of an archive or database may have no geometry but columns lon and lat: here of numbers.
  const auto vrt = write(
      "t.vrt", "<OGRVRTDataSource><OGRVRTLayer name=\"t\"><SrcDataSource>" +
                   write("t.csv", "lon,lat,name\n117,45,one\n") +
                   "</SrcDataSource><SrcLayer>t</SrcLayer><GeometryType>wkbNone</GeometryType>"
                   "<Field name=\"lon\" type=\"Real\"/><Field name=\"lat\" type=\"Real\"/>"
                   "<Field name=\"name\"/></OGRVRTLayer></OGRVRTDataSource>");
  const auto r = read(vrt, schema(GeometryKind::point, {text("name")}));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(1));
  EXPECT_NEAR(std::get<MapPoint>(r.features.front().geometry).x_m, 500000.0, 1e-6);
  Findings findings;
  const auto extent = layer_extent(from(vrt), findings);
  ASSERT_TRUE(extent);
  EXPECT_DOUBLE_EQ(extent->north_deg, 45.0);
}

}  // namespace
}  // namespace gigacity::geo
