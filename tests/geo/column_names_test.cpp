// SPDX-License-Identifier: Apache-2.0
// Names of columns as spreadsheets and planning tools write them, and CSV files without a header.
#include <cstdlib>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/layer_reader.hpp"
#include "tests/geo/layer_support.hpp"

namespace gigacity::geo {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class ColumnNames : public LayerTest {
 protected:
  static FieldSpec height() {
    auto spec = number("height_m");
    spec.aliases = {"antenna height", "挂高"};
    spec.unit = "m";
    return spec;
  }
  std::optional<double> height_from(const std::string& column) const {
    const auto r = read(write("c.csv", "lon,lat,\"" + column + "\"\n117,35,31.5\n"),
                        schema(GeometryKind::point, {height()}));
    EXPECT_EQ(r.errors(), "") << column;
    return r.features.empty() ? std::nullopt : r.features[0].number("height_m");
  }
};

TEST_F(ColumnNames, IgnoreCaseBlanksSeparatorsAndUnitsInBrackets) {
  for (const std::string column :
       {"height_m", "HEIGHT M", "Antenna Height", "antenna_height", "Antenna-Height (m)",
        "ANTENNAHEIGHT[metres]", "Antenna Height (m) (AGL)", "挂高", "挂高（米）", "挂高(m)",
        "挂高 【必填】", "\xEF\xBB\xBF挂高\xE3\x80\x80(米)"})
    EXPECT_EQ(height_from(column), 31.5) << column;
  for (const std::string column : {"tower height", "挂", "(m)", "height"})
    EXPECT_EQ(height_from(column), std::nullopt) << column;
}

TEST_F(ColumnNames, APlainNameGoesBeforeOneThatOnlyResemblesIt) {
  const auto r = read(write("c.csv", "lon,lat,Height M,height_m\n117,35,1,2\n"),
                      schema(GeometryKind::point, {height()}));
  ASSERT_THAT(r.features, SizeIs(1));
  EXPECT_EQ(r.features[0].number("height_m"), 2.0);
}

TEST_F(ColumnNames, AnotherUnitIsAnErrorNotAValue) {
  const auto r = read(write("c.csv", "lon,lat,Antenna Height (ft)\n117,35,100\n"),
                      schema(GeometryKind::point, {height()}));
  EXPECT_THAT(r.errors(), HasSubstr("field Antenna Height (ft): states the unit ft; height_m is "
                                    "in m (convert the column"));
}

TEST_F(ColumnNames, FindCoordinates) {
  for (const std::string columns : {"经度(度),纬度(度)", "Longitude (WGS84),Latitude (WGS84)",
                                    "小区经度,小区纬度", "LON,LAT", "Long [°],Lat [°]"}) {
    const auto r =
        read(write("c.csv", columns + "\n117,35\n"), schema(GeometryKind::point, {height()}));
    EXPECT_EQ(r.errors(), "") << columns;
    EXPECT_THAT(r.features, SizeIs(1)) << columns;
  }
}

TEST_F(ColumnNames, ADatumThatTheyStateMustBeTheLayers) {
  const std::string source = write("c.csv", "经度(GCJ02),纬度(GCJ02)\n117,35\n");
  EXPECT_THAT(read(source, schema(GeometryKind::point)).errors(),
              HasSubstr("says that its coordinates are gcj02; the scenario reads them as wgs84 "
                        "(set datum = \"gcj02\""));
  auto displaced = from(source);
  displaced.datum = MapDatum::gcj02;
  EXPECT_EQ(read(displaced, schema(GeometryKind::point)).errors(), "");
  displaced.source = write("d.csv", "经度(百度坐标),纬度(百度坐标)\n117,35\n");
  EXPECT_THAT(read(displaced, schema(GeometryKind::point)).errors(), HasSubstr("are bd09"));
}

TEST_F(ColumnNames, OfAFileWithoutHeader) {
  auto source = from(write("c.csv", "LTE,117,35,30\nLTE,117.001,35,\nLTE,117.002,35,x\n"));
  source.columns = {"radio", "lon", "lat", "height_m", "more"};
  const auto r = read(source, schema(GeometryKind::point, {height(), text("radio")}));
  ASSERT_THAT(r.features, SizeIs(3));
  EXPECT_EQ(r.features[0].id, "line 1");
  EXPECT_EQ(r.features[0].number("height_m"), 30.0);
  EXPECT_EQ(r.features[1].text_or("radio", ""), "LTE");
  EXPECT_THAT(r.errors(), HasSubstr("feature line 3: field height_m: is 'x'"));

  // With one, the file's own names and order count.
  source.source = write("d.csv", "height_m,lat,lon\n30,35,117\n");
  const auto named = read(source, schema(GeometryKind::point, {height()}));
  EXPECT_EQ(named.errors(), "");
  ASSERT_THAT(named.features, SizeIs(1));
  EXPECT_EQ(named.features[0].id, "line 2");
  EXPECT_EQ(named.features[0].number("height_m"), 30.0);
}

TEST_F(ColumnNames, OfAGzippedFile) {
  const std::string plain = write("c.csv", "lon,lat,height_m\n117,35,30\n");
  ASSERT_EQ(std::system(("gzip -k " + plain).c_str()), 0);  // NOLINT: a fixed command
  const auto r = read(plain + ".gz", schema(GeometryKind::point, {height()}));
  EXPECT_EQ(r.errors(), "");
  ASSERT_THAT(r.features, SizeIs(1));
  EXPECT_EQ(r.features[0].id, "line 2");
}

}  // namespace
}  // namespace gigacity::geo
