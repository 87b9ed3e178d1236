// SPDX-License-Identifier: Apache-2.0
#include "geo/crs.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnostic.hpp"
#include "core/random.hpp"
#include "geo/library.hpp"

namespace gigacity::geo {
namespace {

using ::testing::HasSubstr;

std::string error_of(const std::string& definition) {
  try {
    const Crs crs(definition);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Crs, KnowsAuthorityCodes) {
  const Crs crs("EPSG:32650");
  EXPECT_EQ(crs.code(), "EPSG:32650");
  EXPECT_EQ(crs.name(), "WGS 84 / UTM zone 50N");
  EXPECT_FALSE(crs.is_geographic());
  EXPECT_TRUE(crs.is_metric());
}

TEST(Crs, SurvivesAsWkt) {
  const Crs crs("EPSG:4547");
  const Crs again(crs.wkt());
  EXPECT_EQ(again.wkt(), crs.wkt());
  EXPECT_EQ(again.code(), "EPSG:4547");
  EXPECT_EQ(again.name(), "CGCS2000 / 3-degree Gauss-Kruger CM 114E");
  EXPECT_TRUE(again.is_metric());
}

TEST(Crs, TakesProjStrings) {
  const Crs crs("+proj=tmerc +lon_0=117 +k=1 +x_0=500000 +datum=WGS84 +units=m");
  EXPECT_TRUE(crs.is_metric());
  EXPECT_EQ(crs.code(), "");
}

TEST(Crs, TakesTheHorizontalPartOfACompoundCrs) {
  const Crs crs("EPSG:25832+5783");
  EXPECT_TRUE(crs.is_metric());
  EXPECT_EQ(crs.code(), "EPSG:25832");
}

TEST(Crs, IsGeographicForDegrees) {
  for (const char* code : {"EPSG:4326", "OGC:CRS84", "EPSG:4490", "EPSG:4979"}) {
    const Crs crs(code);
    EXPECT_TRUE(crs.is_geographic()) << code;
    EXPECT_FALSE(crs.is_metric()) << code;
  }
}

TEST(Crs, IsNotMetricWhereMetresAreNotMetres) {
  // Web Mercator by its three names, and US survey feet.
  for (const char* definition :
       {"EPSG:3857", "ESRI:102100", "+proj=webmerc +datum=WGS84", "EPSG:2263"}) {
    EXPECT_FALSE(Crs(definition).is_metric()) << definition;
    EXPECT_FALSE(Crs(definition).is_geographic()) << definition;
  }
}

TEST(Crs, IsMetricInEveryZoneOfCgcs2000) {
  for (int code = 4513; code <= 4554; ++code)
    EXPECT_TRUE(Crs("EPSG:" + std::to_string(code)).is_metric()) << code;
}

TEST(Crs, KnowsItsAreaOfUse) {
  const auto box = Crs("EPSG:4527").area_of_use();
  ASSERT_TRUE(box);
  EXPECT_EQ(box->west_deg, 115.5);
  EXPECT_EQ(box->east_deg, 118.5);
  EXPECT_EQ(Crs(Crs("EPSG:4527").wkt()).area_of_use()->west_deg, 115.5) << "also from WKT";
  // New Zealand's continental shelf, over the antimeridian.
  const auto across = Crs("EPSG:3851").area_of_use();
  ASSERT_TRUE(across);
  EXPECT_LT(across->west_deg, 180.0);
  EXPECT_GT(across->east_deg, 180.0);
  EXPECT_FALSE(Crs("+proj=tmerc +lon_0=117 +datum=WGS84").area_of_use());
}

TEST(Crs, IsNotMetricWhereXIsNotEast) {
  EXPECT_FALSE(Crs("EPSG:2053").is_metric()) << "South African Lo29 counts westing and southing";
}

TEST(Crs, SaysWhatIsWrongWithADefinition) {
  EXPECT_THAT(error_of("EPSG:99999"), HasSubstr("'EPSG:99999' is not a coordinate reference"));
  EXPECT_THAT(error_of("EPSG:99999"), HasSubstr("not found"));
  EXPECT_THAT(error_of("EPSG:99999"), HasSubstr("give a code such as EPSG:32650"));
  EXPECT_THAT(error_of("  "), HasSubstr("it is empty"));
  EXPECT_THAT(error_of("+proj=nonsense"), HasSubstr("'+proj=nonsense' is not"));
  EXPECT_THAT(error_of("EPSG:5783"), HasSubstr("no horizontal map coordinates"));
  EXPECT_THAT(error_of("EPSG:9001"), HasSubstr("is not a coordinate reference system"));
}

TEST(UtmZone, FollowsLongitudeAndHemisphere) {
  EXPECT_EQ(utm_zone_of({116.6, 35.4}).code(), "EPSG:32650");
  EXPECT_EQ(utm_zone_of({-51.2, -30.0}).code(), "EPSG:32722");
  EXPECT_EQ(utm_zone_of({0.0, 0.0}).code(), "EPSG:32631");
  EXPECT_EQ(utm_zone_of({-180.0, 10.0}).code(), "EPSG:32601");
  EXPECT_EQ(utm_zone_of({180.0, 10.0}).code(), "EPSG:32601");
  EXPECT_EQ(utm_zone_of({179.999, 10.0}).code(), "EPSG:32660");
  EXPECT_EQ(utm_zone_of({6.0, 45.0}).code(), "EPSG:32632");
  EXPECT_EQ(utm_zone_of({5.999, 45.0}).code(), "EPSG:32631");
}

TEST(UtmZone, KnowsNorwayAndSvalbard) {
  EXPECT_EQ(utm_zone_of({5.3, 60.4}).code(), "EPSG:32632") << "Bergen";
  EXPECT_EQ(utm_zone_of({15.6, 78.2}).code(), "EPSG:32633") << "Longyearbyen";
  EXPECT_EQ(utm_zone_of({22.0, 79.0}).code(), "EPSG:32635");
}

TEST(UtmZone, EndsBeforeThePoles) {
  EXPECT_THROW(utm_zone_of({10.0, 85.0}), InputError);
  EXPECT_THROW(utm_zone_of({10.0, -81.0}), InputError);
  EXPECT_THROW(utm_zone_of({std::nan(""), 40.0}), InputError);
}

// EPSG Guidance Note 7-2, Lambert Azimuthal Equal Area: the worked example for EPSG:3035, to the
// centimetre it is printed with.
TEST(Projection, AgreesWithTheEpsgExampleForLambertAzimuthalEqualArea) {
  const Projection projection(Crs("EPSG:3035"));
  const MapPoint p = projection.to_map({5.0, 50.0});
  EXPECT_NEAR(p.x_m, 3962799.45, 0.006);
  EXPECT_NEAR(p.y_m, 2999718.85, 0.006);
  const GeoPoint back = projection.to_geo({3962799.45, 2999718.85});
  EXPECT_NEAR(back.lon_deg, 5.0, 1e-7);
  EXPECT_NEAR(back.lat_deg, 50.0, 1e-7);
}

// On its central meridian UTM is the meridian arc times 0.9996. WGS 84: 4 984 944.378 m to 45
// degrees, 10 001 965.729 m to the pole (published to the millimetre).
TEST(Projection, ScalesTheMeridianArcInUtm) {
  const Projection projection(Crs("EPSG:32650"));
  const MapPoint p = projection.to_map({117.0, 45.0});
  EXPECT_NEAR(p.x_m, 500000.0, 1e-6);
  EXPECT_NEAR(p.y_m, 0.9996 * 4984944.378, 1e-3);
  EXPECT_NEAR(projection.to_map({117.0, 90.0}).y_m, 0.9996 * 10001965.729, 1e-3);
}

// The CN Tower's published position: 43 deg 38' 33.24" N, 79 deg 23' 13.7" W is 630084 E, 4833438 N
// in zone 17; seconds with one or two decimals are good for about 2 m.
TEST(Projection, PutsTheCnTowerWhereItStands) {
  const Projection projection(utm_zone_of({-79.387, 43.64}));
  const MapPoint p = projection.to_map(
      {-(79.0 + 23.0 / 60.0 + 13.7 / 3600.0), 43.0 + 38.0 / 60.0 + 33.24 / 3600.0});
  EXPECT_NEAR(p.x_m, 630084.0, 2.0);
  EXPECT_NEAR(p.y_m, 4833438.0, 2.0);
}

TEST(Projection, TurnsAxesForTheUser) {
  // EPSG:4547 and EPSG:31468 count northing first; x is east all the same.
  const MapPoint china = Projection(Crs("EPSG:4547")).to_map({114.5, 35.0});
  EXPECT_NEAR(china.x_m, 545642.0, 100.0);
  EXPECT_NEAR(china.y_m, 3875000.0, 2000.0);
  const MapPoint germany = Projection(Crs("EPSG:31468")).to_map({11.57, 49.95});
  EXPECT_NEAR(germany.x_m, 4469000.0, 1000.0);
  EXPECT_NEAR(germany.y_m, 5535000.0, 2000.0);
}

TEST(Projection, ReturnsWhereItCameFrom) {
  const Projection projection(Crs("EPSG:32650"));
  for (const GeoPoint p : {GeoPoint{116.0, 35.0}, GeoPoint{118.3, 36.9}, GeoPoint{115.1, 34.2}}) {
    const GeoPoint back = projection.to_geo(projection.to_map(p));
    EXPECT_NEAR(back.lon_deg, p.lon_deg, 1e-11);
    EXPECT_NEAR(back.lat_deg, p.lat_deg, 1e-11);
  }
}

TEST(Projection, RefusesPointsOutsideItsDomain) {
  const Projection projection(Crs("EPSG:32650"));
  EXPECT_THROW(projection.to_map({116.0, 95.0}), InputError);
  EXPECT_THROW(projection.to_map({std::nan(""), 35.0}), InputError);
  EXPECT_THROW(projection.to_geo({1e12, 1e12}), InputError);
  try {
    projection.to_map({116.0, 95.0});
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("(116, 95) lie outside of 'WGS 84 / UTM zone 50N'"));
  }
}

TEST(Projection, RefusesAnUnknownDatum) {
  // Only an ellipsoid: which way it lies against WGS 84 nobody knows.
  EXPECT_THROW(Projection(Crs("+proj=utm +zone=33 +ellps=bessel")), InputError);
}

TEST(Projection, CanBeMoved) {
  Projection first(Crs("EPSG:32650"));
  const MapPoint p = first.to_map({116.0, 35.0});
  Projection second(std::move(first));
  EXPECT_EQ(second.to_map({116.0, 35.0}), p);
  Projection third(Crs("EPSG:32631"));
  third = std::move(second);
  EXPECT_EQ(third.to_map({116.0, 35.0}), p);
}

// First line of GeodTest.dat (C. Karney, doi:10.5281/zenodo.32156), computed with 200 digits.
TEST(GeodesicDistance, AgreesWithKarneysTestSet) {
  EXPECT_NEAR(
      geodesic_distance_m({0.0, 36.530042355041}, {5.762344694676510456, -48.164270779097768864}),
      9398502.0434687, 1e-6);
}

TEST(GeodesicLine, AgreesWithKarneysTestSet) {
  const auto line =
      geodesic_line({0.0, 36.530042355041}, {5.762344694676510456, -48.164270779097768864});
  EXPECT_NEAR(line.azimuth_deg, 176.125875162171, 1e-9);
  EXPECT_NEAR(line.back_azimuth_deg, 175.334308316285410561 + 180.0, 1e-9);
}

TEST(MapAlong, IsStraightAndTrueInLength) {
  RandomStream random(5, 1);
  std::vector<std::pair<GeoPoint, GeoPoint>> pairs{{{10.0, 50.0}, {11.0, 50.0}},  // due east
                                                   {{10.0, 50.0}, {10.0, 49.0}},  // due south
                                                   {{179.8, -17.0}, {-179.7, -16.9}},
                                                   {{0.0, 0.0}, {0.3, 0.0}}};
  for (int i = 0; i < 100; ++i) {
    const GeoPoint a{random.uniform(-180.0, 180.0), random.uniform(-75.0, 75.0)};
    pairs.push_back(
        {a, {a.lon_deg + random.uniform(-1.0, 1.0), a.lat_deg + random.uniform(-1, 1)}});
  }
  for (const auto& [a, b] : pairs) {
    const Projection projection(map_along(a, b));
    const MapPoint from = projection.to_map(a);
    const MapPoint to = projection.to_map(b);
    const double length_m = geodesic_distance_m(a, b);
    EXPECT_NEAR(distance_m(from, to) / length_m, 1.0, 2e-5) << a.lon_deg << ' ' << a.lat_deg;
    EXPECT_LT(std::abs(to.y_m - from.y_m) / length_m, 1e-2) << a.lon_deg << ' ' << a.lat_deg;
  }
}

TEST(GeodesicDistance, KnowsTheMeridian) {
  EXPECT_NEAR(geodesic_distance_m({10.0, 0.0}, {10.0, 90.0}), 10001965.729, 1e-3);
  EXPECT_DOUBLE_EQ(geodesic_distance_m({10.0, 20.0}, {10.0, 20.0}), 0.0);
}

TEST(Libraries, NameTheirVersions) {
  initialise_libraries();
  EXPECT_THAT(library_versions(), ::testing::MatchesRegex("GDAL 3\\.[0-9.]+, GEOS 3\\.[0-9.]+, "
                                                          "PROJ 9\\.[0-9.]+"));
}

}  // namespace
}  // namespace gigacity::geo
