// SPDX-License-Identifier: Apache-2.0
// Text in the encodings that planners' files come in. The bytes of the Chinese names were made with
// Python's codecs (gbk, gb18030), which share no code with iconv.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gdal.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "geo/vector_writer.hpp"
#include "tests/geo/layer_support.hpp"

namespace gigacity::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// 济宁市 兖州区 学校 漷 in GBK; the last is no character of GB 2312.
const std::string jining_gbk = "\xBC\xC3\xC4\xFE\xCA\xD0";
const std::string yanzhou_gbk = "\xD9\xF0\xD6\xDD\xC7\xF8";
const std::string school_gbk = "\xD1\xA7\xD0\xA3";
const std::string huo_gbk = "\x9D\x74";
// 㙍 and 𠀀: characters of GB 18030 that GBK lacks.
const std::string ext_a_gb18030 = "\x82\x30\xAB\x33";
const std::string ext_b_gb18030 = "\x95\x32\x82\x36";
// 名称 (name)
const std::string name_gbk = "\xC3\xFB\xB3\xC6";

std::vector<std::string> names_of(const Reading& reading) {
  std::vector<std::string> names;
  for (const Feature& feature : reading.features) names.push_back(feature.text_or("name", "?"));
  return names;
}

class Encodings : public LayerTest {
 protected:
  /// A shapefile of points whose .dbf holds the bytes as they are.
  std::string shapefile(const std::vector<std::string>& names, const std::string& cpg = {},
                        unsigned char ldid = 0, const std::string& field = "name") const {
    std::string path = file("towns.shp");
    for (const char* extension : {".shp", ".shx", ".dbf", ".prj", ".cpg"})
      std::filesystem::remove(std::filesystem::path(path).replace_extension(extension));
    const OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(nullptr);
    OSRImportFromEPSG(wgs84, 4326);
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("ESRI Shapefile"), path.c_str(), 0, 0, 0,
                                      GDT_Unknown, nullptr);
    std::string as_it_is = "ENCODING=";
    std::vector<char*> options{as_it_is.data(), nullptr};
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "towns", wgs84, wkbPoint, options.data());
    OGRFieldDefnH definition = OGR_Fld_Create(field.c_str(), OFTString);
    OGR_Fld_SetWidth(definition, 20);
    OGR_L_CreateField(layer, definition, TRUE);
    OGR_Fld_Destroy(definition);
    for (std::size_t i = 0; i < names.size(); ++i) {
      OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
      OGR_F_SetFieldString(feature, 0, names[i].c_str());
      OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
      OGR_G_SetPoint_2D(point, 0, 117.0 + 0.01 * static_cast<double>(i), 35.0);
      OGR_F_SetGeometryDirectly(feature, point);
      EXPECT_EQ(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
      OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    OSRDestroySpatialReference(wgs84);
    std::filesystem::remove(file("towns.cpg"));
    if (!cpg.empty()) write("towns.cpg", cpg);
    std::fstream dbf(file("towns.dbf"), std::ios::in | std::ios::out | std::ios::binary);
    dbf.seekp(29);  // the language driver's id
    dbf.put(static_cast<char>(ldid));
    return path;
  }

  Reading read_names(const std::string& source, const std::string& encoding = {}) const {
    auto layer = from(source);
    layer.encoding = encoding;
    FieldSpec name = text("name");
    name.aliases = {"名称"};
    return read(layer, schema(GeometryKind::point, {name}));
  }
};

TEST_F(Encodings, ShapefileSaysItsOwn) {
  const std::vector<std::string> gbk{jining_gbk, yanzhou_gbk, huo_gbk};
  // "GB2312" of programs that write GBK; Windows' and ESRI's ways to name it.
  for (const char* cpg : {"GBK", "GB2312", "gb18030", "936", "CP936", "ANSI 936", "OEM 936"}) {
    const auto r = read_names(shapefile(gbk, cpg));
    EXPECT_EQ(r.errors() + r.warnings(), "") << cpg;
    EXPECT_THAT(names_of(r), ElementsAre("济宁市", "兖州区", "漷")) << cpg;
  }
  const auto ldid = read_names(shapefile(gbk, "", 0x4D));
  EXPECT_EQ(ldid.errors() + ldid.warnings(), "");
  EXPECT_THAT(names_of(ldid), ElementsAre("济宁市", "兖州区", "漷"));
  const auto utf8 = read_names(shapefile({"济宁市", "㙍", "Grüße"}, "UTF-8"));
  EXPECT_EQ(utf8.errors() + utf8.warnings(), "");
  EXPECT_THAT(names_of(utf8), ElementsAre("济宁市", "㙍", "Grüße"));
  EXPECT_THAT(names_of(read_names(shapefile({"Gr\xFC\xDF"
                                             "e"},
                                            "ISO-8859-1"))),
              ElementsAre("Grüße"));
  EXPECT_THAT(names_of(read_names(shapefile({ext_a_gb18030, ext_b_gb18030}, "GB18030"))),
              ElementsAre("㙍", "𠀀"));
}

TEST_F(Encodings, ShapefileThatSaysNothingIsJudgedByItsBytes) {
  const std::vector<std::string> gbk{jining_gbk, yanzhou_gbk, school_gbk, jining_gbk + huo_gbk};
  // 0x57 stands for "this computer's encoding", and so does "System".
  for (const auto& [cpg, ldid] : {std::pair("", 0), std::pair("", 0x57), std::pair("System", 0)}) {
    const auto r = read_names(shapefile(gbk, cpg, static_cast<unsigned char>(ldid)));
    EXPECT_EQ(r.errors(), "") << cpg << ldid;
    EXPECT_THAT(r.warnings(), HasSubstr("read as GBK (state it: encoding = \"GBK\")"));
    EXPECT_THAT(names_of(r), ElementsAre("济宁市", "兖州区", "学校", "济宁市漷"));
  }
  const auto utf8 = read_names(shapefile({"济宁市", "漷"}));
  EXPECT_EQ(utf8.errors() + utf8.warnings(), "");
  EXPECT_THAT(names_of(utf8), ElementsAre("济宁市", "漷"));

  const std::string latin1 =
      "Gr\xFC\xDF"
      "e";
  const auto unknown = read_names(shapefile({latin1}));
  EXPECT_THAT(unknown.errors(),
              HasSubstr("does not say its encoding; its text is neither UTF-8 nor GBK (state it"));
  EXPECT_THAT(names_of(read_names(shapefile({latin1}, "", 0x57))), ElementsAre("Grüße"))
      << "what the driver takes 0x57 for, where the bytes do not tell otherwise";
}

TEST_F(Encodings, TheScenarioGoesBeforeTheSource) {
  const auto r = read_names(shapefile({jining_gbk}, "ISO-8859-1"), "gbk");
  EXPECT_EQ(r.errors() + r.warnings(), "");
  EXPECT_THAT(names_of(r), ElementsAre("济宁市"));
  EXPECT_THAT(names_of(read_names(shapefile({"\x93\x8C\x8B\x9E"}), "Shift_JIS")),
              ElementsAre("東京"));
}

TEST_F(Encodings, NamesOfFieldsAreText) {
  const auto declared = read_names(shapefile({jining_gbk}, "GBK", 0, name_gbk));
  EXPECT_EQ(declared.errors(), "");
  EXPECT_THAT(names_of(declared), ElementsAre("济宁市"));
  auto mapped = from(shapefile({jining_gbk, yanzhou_gbk}, "", 0, name_gbk));
  mapped.fields = {{"name", "名称"}};
  EXPECT_THAT(names_of(read(mapped, schema(GeometryKind::point, {text("name")}))),
              ElementsAre("济宁市", "兖州区"));
}

TEST_F(Encodings, FiltersCompareRecodedText) {
  for (const auto& source : {shapefile({jining_gbk, yanzhou_gbk}),
                             write("p.csv", "lon,lat,name\n117,35," + jining_gbk + "\n117,35.1," +
                                                yanzhou_gbk + "\n")}) {
    auto filtered = from(source);
    filtered.where = "name = '兖州区'";
    const auto r = read(filtered, schema(GeometryKind::point, {text("name")}));
    EXPECT_EQ(r.errors(), "");
    EXPECT_THAT(names_of(r), ElementsAre("兖州区"));
  }
}

TEST_F(Encodings, CsvFilesOfSpreadsheets) {
  const std::string utf8 = "经度,纬度,名称\n117,35,济宁市\n117.1,35,㙍\n";
  const auto utf16 = [&](bool little) {
    // The characters above are of the basic plane: one unit each.
    std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char16_t c : std::u16string(u"经度,纬度,名称\r\n117,35,济宁市\r\n117.1,35,㙍\r\n")) {
      const char low = static_cast<char>(c & 0xFFU);
      const char high = static_cast<char>(c >> 8U);
      bytes += little ? std::string{low, high} : std::string{high, low};
    }
    return bytes;
  };
  for (const auto& content : {utf8, "\xEF\xBB\xBF" + utf8, utf16(true), utf16(false)}) {
    const auto r = read_names(write("p.csv", content));
    EXPECT_EQ(r.errors() + r.warnings(), "");
    EXPECT_THAT(names_of(r), ElementsAre("济宁市", "㙍"));
    ASSERT_FALSE(r.features.empty());
    EXPECT_EQ(r.features.back().id, "line 3");
  }
  // 经度,纬度,名称
  const std::string gbk = "\xBE\xAD\xB6\xC8,\xCE\xB3\xB6\xC8," + name_gbk + "\r\n117,35,\"" +
                          jining_gbk + "\"\r\n\r\n117.1,35," + yanzhou_gbk + "\r\n";
  const auto silent = read_names(write("p.csv", gbk));
  EXPECT_EQ(silent.errors(), "");
  EXPECT_THAT(silent.warnings(), HasSubstr("p.csv: layer section: does not say its encoding; its "
                                           "text is not UTF-8 and was read as GBK"));
  EXPECT_THAT(names_of(silent), ElementsAre("济宁市", "兖州区"));
  EXPECT_EQ(silent.features.back().id, "line 4") << "as in the file, not in a copy of it";
  const auto stated = read_names(write("p.csv", gbk), "GBK");
  EXPECT_EQ(stated.errors() + stated.warnings(), "");
  EXPECT_THAT(names_of(stated), ElementsAre("济宁市", "兖州区"));
  EXPECT_THAT(names_of(read_names(write("p.csv", "lon,lat,name\n117,35," + ext_a_gb18030 +
                                                     "\n117,35," + ext_b_gb18030 + huo_gbk + "\n"),
                                  "GB18030")),
              ElementsAre("㙍", "𠀀漷"));
}

TEST_F(Encodings, LinesOfRecodedFilesAreThoseOfTheFile) {
  auto layer = from(write("p.csv", "lon,lat,name,n\n117,35,\"" + jining_gbk + "\n" + school_gbk +
                                       "\",1\n117,35," + jining_gbk + ",x\n"));
  const auto r = read(layer, schema(GeometryKind::point, {text("name"), number("n")}));
  EXPECT_THAT(r.errors(), HasSubstr("p.csv: layer p: feature line 4: field n: is 'x'"));
}

TEST_F(Encodings, LargeFilesAreRecodedInPieces) {
  // Characters lie across the borders of blocks of 64 KiB, whatever their size.
  std::string content = "lon,lat,name\n";
  for (std::size_t i = 0; i < 20'000; ++i)
    content += "117,35,x" + std::string(i % 3, 'y') + jining_gbk + "\n";
  const auto r = read_names(write("pieces.csv", content));
  EXPECT_EQ(r.errors(), "");
  ASSERT_EQ(r.features.size(), 20'000U);
  EXPECT_TRUE(std::ranges::all_of(r.features, [](const Feature& feature) {
    return feature.text_or("name", "").ends_with("y济宁市") ||
           feature.text_or("name", "") == "x济宁市";
  }));
  // By its name: tests that run beside this one have copies of theirs in the same folder.
  EXPECT_TRUE(std::ranges::none_of(std::filesystem::directory_iterator(::testing::TempDir()),
                                   [](const auto& entry) {
                                     return entry.path().filename().string().starts_with(
                                                "gigacity-") &&
                                            std::filesystem::exists(entry.path() / "pieces.csv");
                                   }))
      << "the copy is gone";
}

TEST_F(Encodings, AsksWhereNothingIsCertain) {
  const std::string latin1 =
      "lon,lat,name\n117,35,a\n117,35,Gr\xFC\xDF"
      "e\n";
  const auto unknown = read_names(write("p.csv", latin1));
  EXPECT_THAT(unknown.errors(),
              HasSubstr("p.csv:3:1: layer section: does not say its encoding; its "
                        "text is neither UTF-8 nor GBK"));
  EXPECT_THAT(unknown.features, IsEmpty());
  EXPECT_THAT(names_of(read_names(write("p.csv", latin1), "latin1")), ElementsAre("a", "Grüße"));
  // 台北市 in Big5: every pair of bytes is valid GBK, but mostly nothing that anybody writes.
  const auto big5 = "lon,lat,name\n117,35,\xA5\x78\xA5\x5F\xA5\xAB\n";
  EXPECT_THAT(read_names(write("p.csv", big5)).errors(), HasSubstr("neither UTF-8 nor GBK"));
  EXPECT_THAT(names_of(read_names(write("p.csv", big5), "big5")), ElementsAre("台北市"));

  const std::string zeros("l\0o\0n\0,\0l\0a\0t\0\n\0001\0,\0002\0\n\0", 24);
  EXPECT_THAT(read_names(write("p.csv", zeros)).errors(), HasSubstr("encoding = \"UTF-16LE\""));
  EXPECT_THAT(read_names(write("p.csv", "\xEF\xBB\xBFlon,lat\n117,35\n"), "GBK").errors(),
              HasSubstr("begins with the byte order mark of UTF-8, so it is not GB18030"));
}

TEST_F(Encodings, CountsWhatIsNoCharacter) {
  const auto stated = read_names(write("p.csv", "lon,lat,name\n117,35,a\xFF\xFF\n"), "UTF-8");
  EXPECT_EQ(stated.errors(), "");
  EXPECT_THAT(stated.warnings(), HasSubstr("2 bytes are no UTF-8 text and were replaced"));
  EXPECT_THAT(names_of(stated), ElementsAre("a\xEF\xBF\xBD\xEF\xBF\xBD"));
  // Where a field's width cuts through a character.
  const auto cut = read_names(shapefile({"济宁市济宁市\xE6\xB5"}, "UTF-8"));
  EXPECT_THAT(cut.warnings(), HasSubstr("field name: 1 values are not UTF-8 text"));
  const auto cut_gbk =
      read_names(shapefile({jining_gbk + jining_gbk + jining_gbk + "x" + jining_gbk, jining_gbk}));
  EXPECT_EQ(cut_gbk.errors(), "");
  ASSERT_EQ(cut_gbk.features.size(), 2U);
  EXPECT_EQ(cut_gbk.features[1].text_or("name", ""), "济宁市");
}

TEST_F(Encodings, RefusesNamesThatNobodyKnows) {
  const auto r = read_names(write("p.csv", "lon,lat\n117,35\n"), "GBKK");
  EXPECT_THAT(r.errors(), HasSubstr("field encoding: 'GBKK' is no known character encoding (did "
                                    "you mean 'GBK'?)"));
  EXPECT_THAT(read_names(write("p.csv", "lon,lat\n117,35\n"), "ASCII//IGNORE").errors(),
              HasSubstr("is no known character encoding"));
}

TEST_F(Encodings, MapInfoTables) {
  const auto tab = [&](const std::string& charset) {
    for (const char* extension : {"tab", "dat", "map", "id"})
      std::filesystem::remove(file(std::string("t.") + extension));
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("MapInfo File"), file("t.tab").c_str(), 0,
                                      0, 0, GDT_Unknown, nullptr);
    const OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(nullptr);
    OSRImportFromEPSG(wgs84, 4326);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "t", wgs84, wkbPoint, nullptr);
    OGRFieldDefnH definition = OGR_Fld_Create("name", OFTString);
    OGR_L_CreateField(layer, definition, TRUE);
    OGR_Fld_Destroy(definition);
    for (const auto& name : {jining_gbk, yanzhou_gbk}) {
      OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
      OGR_F_SetFieldString(feature, 0, name.c_str());
      OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
      OGR_G_SetPoint_2D(point, 0, 117.0, 35.0);
      OGR_F_SetGeometryDirectly(feature, point);
      EXPECT_EQ(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
      OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    OSRDestroySpatialReference(wgs84);
    std::ifstream in(file("t.tab"), std::ios::binary);
    std::string header((std::istreambuf_iterator<char>(in)), {});
    const std::string neutral = "Neutral";
    header.replace(header.find(neutral), neutral.size(), charset);
    return write("t.tab", header);
  };
  const auto declared = read_names(tab("WindowsSimpChinese"));
  EXPECT_EQ(declared.errors() + declared.warnings(), "");
  EXPECT_THAT(names_of(declared), ElementsAre("济宁市", "兖州区"));
  const auto silent = read_names(tab("Neutral"));
  EXPECT_THAT(silent.warnings(), HasSubstr("was read as GBK"));
  EXPECT_THAT(names_of(silent), ElementsAre("济宁市", "兖州区"));
  const auto stated = read_names(tab("Neutral"), "GBK");
  EXPECT_EQ(stated.errors() + stated.warnings(), "");
  EXPECT_THAT(names_of(stated), ElementsAre("济宁市", "兖州区"));
}

TEST_F(Encodings, NamesSurviveTheRoundTrip) {
  const auto source = write("p.csv", "lon,lat,name\n117,35," + jining_gbk + "\n117,35," +
                                         yanzhou_gbk + "\n117,35," + huo_gbk + "\n117,35," +
                                         ext_a_gb18030 + "\n117,35," + ext_b_gb18030 + "\n");
  const auto r = read_names(source, "GB18030");
  const std::vector<std::string> expected{"济宁市", "兖州区", "漷", "㙍", "𠀀"};
  ASSERT_EQ(names_of(r), expected);
  OutputLayer layer;
  layer.name = "gaps";
  layer.title = "gaps";
  layer.fields = {{"name"}};
  for (const Feature& feature : r.features)
    layer.features.push_back({feature.geometry, {feature.text_or("name", "")}});
  write_geopackage(file("results.gpkg"), {layer}, m_crs);
  write_geojson(file("gaps.geojson"), layer, m_crs);
  write_csv(file("gaps.csv"), layer, m_crs);
  for (const char* output : {"results.gpkg", "gaps.geojson", "gaps.csv"}) {
    const auto back = read_names(file(output));
    EXPECT_EQ(back.errors() + back.warnings(), "") << output;
    EXPECT_EQ(names_of(back), expected) << output;
  }
}

}  // namespace
}  // namespace gigacity::geo
