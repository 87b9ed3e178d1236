// SPDX-License-Identifier: Apache-2.0
#include "apps/run/working_crs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/library.hpp"

namespace gigacity::apps {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Choice {
  std::string code;
  std::string error;
  std::string warning;
};

Choice choice(const std::string& crs, const std::array<double, 4>& bbox_deg) {
  geo::initialise_libraries();
  Scenario scenario;
  scenario.file = "city.toml";
  scenario.area.crs = crs;
  scenario.area.bbox_deg = bbox_deg;
  Findings findings;
  Choice out;
  try {
    out.code = working_crs(scenario, findings).code();
  } catch (const InputError& error) {
    out.error = error.what();
  }
  for (const auto& warning : findings.warnings()) out.warning += to_string(warning);
  return out;
}

constexpr std::array<double, 4> jining{115.87, 34.43, 117.6, 35.98};

TEST(WorkingCrs, IsTheUtmZoneOfTheCentreUnlessOneIsNamed) {
  EXPECT_EQ(choice("", jining).code, "EPSG:32650");
  for (const char* code : {"EPSG:32650", "EPSG:4527", "EPSG:4548", "EPSG:4509"}) {
    const Choice c = choice(code, jining);
    EXPECT_EQ(c.code, code);
    EXPECT_EQ(c.error + c.warning, "") << code;
  }
}

TEST(WorkingCrs, MayBeThatOfTheZoneBeside) {
  // A district that lies over the edge of a UTM zone, and Kirkenes in Norway's zone 33.
  EXPECT_EQ(choice("", {119.9, 35.0, 120.3, 35.5}).warning, "");
  const Choice norway = choice("EPSG:25833", {29.5, 69.4, 30.9, 69.9});
  EXPECT_EQ(norway.code, "EPSG:25833");
  EXPECT_EQ(norway.error, "");
}

TEST(WorkingCrs, IsWarnedAboutWhereTheAreaGoesBeyond) {
  const Choice c = choice("EPSG:4548", {118.0, 35.0, 119.5, 36.0});
  EXPECT_EQ(c.code, "EPSG:4548");
  EXPECT_THAT(
      c.warning,
      HasSubstr("city.toml: layer area: field crs: 'CGCS2000 / 3-degree Gauss-Kruger CM 117E' "
                "is for longitude 115.5 to 118.5, latitude"));
  // 1.75 degrees off the meridian at 35.5 degrees: (0.03054 * 0.8141)^2 / 2.
  EXPECT_THAT(c.warning,
              HasSubstr("the area, longitude 118 to 119.5, latitude 35 to 36, goes beyond; at its "
                        "centre lengths on 'CGCS2000 / 3-degree Gauss-Kruger CM 117E' are off by "
                        "0.031 %"));
  EXPECT_THAT(choice("", {100.0, 30.0, 120.0, 40.0}).warning, HasSubstr("goes beyond"))
      << "no UTM zone is made for twenty degrees";
}

TEST(WorkingCrs, IsRefusedWhereItIsMadeForElsewhere) {
  EXPECT_THAT(choice("EPSG:32631", jining).error,
              HasSubstr("'WGS 84 / UTM zone 31N' is for longitude 0 to 6, latitude 0 to 84; the "
                        "area, longitude 115.87 to 117.6, latitude 34.43 to 35.98, lies"));
  EXPECT_THAT(choice("EPSG:32631", jining).error,
              HasSubstr("leave the key out for 'WGS 84 / UTM zone 50N'"));
}

TEST(WorkingCrs, IsRefusedWhereItsMetresAreNone) {
  // World Mercator: 1 / cos 35.2, 22 % too long. Without an area of use: two zones too far east.
  EXPECT_THAT(choice("EPSG:3395", jining).error,
              HasSubstr("lengths on 'WGS 84 / World Mercator' are "
                        "off by 22 %"));
  EXPECT_THAT(choice("+proj=tmerc +lon_0=90 +datum=WGS84", jining).error, HasSubstr("are off by"));
  EXPECT_THAT(choice("+proj=tmerc +lon_0=105 +datum=WGS84", jining).warning,
              HasSubstr("are off by 1.4 %"));
}

TEST(WorkingCrs, GoesOverTheAntimeridian) {
  const std::array<double, 4> fiji{177.0, -19.0, -179.0, -16.0};
  EXPECT_EQ(choice("", fiji).code, "EPSG:32760");
  EXPECT_EQ(choice("", fiji).warning, "");
  const MultiPolygon area = polygon_of_box(fiji, geo::Crs("EPSG:32760"));
  ASSERT_THAT(area, SizeIs(1));
  // 4 degrees by 3: cos 17.5 * 6378 km * 0.0698 by 110.7 km * 3, within a percent.
  EXPECT_NEAR(area_m2(area), 424.6e3 * 332.0e3, 0.01 * 424.6e3 * 332.0e3);
  EXPECT_THAT(choice("", {-179.0, -19.0, -178.0, -16.0}).error, IsEmpty());
}

}  // namespace
}  // namespace gigacity::apps
