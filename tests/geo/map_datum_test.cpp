// SPDX-License-Identifier: Apache-2.0
#include "geo/map_datum.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "geo/crs.hpp"

namespace gigacity::geo {
namespace {

constexpr auto wgs84 = MapDatum::wgs84;
constexpr auto gcj02 = MapDatum::gcj02;
constexpr auto bd09 = MapDatum::bd09;

/// Calls `visit` on a grid of points, whose step divides no wavelength of the displacement.
template <class Visit>
void for_each_grid_point(const GeoBox& box, double step_deg, const Visit& visit) {
  for (double lon = box.west_deg; lon < box.east_deg; lon += step_deg)
    for (double lat = box.south_deg; lat < box.north_deg; lat += step_deg)
      visit(GeoPoint{lon, lat});
}

constexpr GeoBox china{73.4, 3.8, 135.1, 53.6};
constexpr GeoBox jining{115.86, 34.43, 117.6, 35.99};

struct Pair {
  std::string name;
  GeoPoint from;
  GeoPoint to;
};

// Expected values in the tests of two implementations, googollee/eviltransform (the three cities)
// and wandergis/coordtransform (the fourth), as printed: rounding of the last digit.
TEST(MapDatum, DisplacesAsPublishedImplementationsDo) {
  const std::array<Pair, 4> pairs{
      {{"Shanghai", {121.5272106, 31.1774276}, {121.531541859215, 31.17530398364597}},
       {"Shenzhen", {113.912316, 22.543847}, {113.9171764808363, 22.540796131694766}},
       {"Beijing", {116.377817, 39.911954}, {116.38404722455657, 39.91334545536069}},
       {"Tiananmen", {116.404, 39.915}, {116.41024449916938, 39.91640428150164}}}};
  for (const Pair& pair : pairs) {
    const GeoPoint p = converted(pair.from, wgs84, gcj02);
    EXPECT_NEAR(p.lon_deg, pair.to.lon_deg, 1e-12) << pair.name;
    EXPECT_NEAR(p.lat_deg, pair.to.lat_deg, 1e-12) << pair.name;
  }
  const GeoPoint baidu = converted({116.404, 39.915}, gcj02, bd09);
  EXPECT_NEAR(baidu.lon_deg, 116.41036949371029, 1e-12);
  EXPECT_NEAR(baidu.lat_deg, 39.92133699351021, 1e-12);
}

// Seats of cities as map services give them, from the test data of hujiulong/gcoord. The services'
// own transformation is secret: the public formula meets it within a metre.
TEST(MapDatum, AgreesWithMapServices) {
  struct City {
    std::string name;
    GeoPoint in_wgs84;
    GeoPoint in_gcj02;
    GeoPoint in_bd09;
  };
  const std::array<City, 8> cities{
      {{"Zhumadian",
        {114.0164322, 33.0133556},
        {114.022306, 33.0115324},
        {114.0287781, 33.0176697}},
       {"Nagqu", {92.0499619, 31.4784436}, {92.0512438, 31.4762063}, {92.0576832, 31.4824421}},
       {"Jiuquan", {98.4937175, 39.7319946}, {98.4943595, 39.7328234}, {98.5008441, 39.7388949}},
       {"Heihe", {127.5209846, 50.2434852}, {127.528304, 50.2451332}, {127.5347994, 50.2510922}},
       {"Shantou", {116.6775114, 23.3567569}, {116.6819735, 23.3540964}, {116.6885014, 23.3598884}},
       {"Tai'an", {117.0815563, 36.2000071}, {117.0876215, 36.2002574}, {117.0941183, 36.2062086}},
       {"Xuzhou", {117.2783824, 34.2070649}, {117.2841311, 34.2057734}, {117.290706, 34.2115378}},
       {"Qinzhou",
        {108.6503952, 21.9828281},
        {108.6541485, 21.9799392},
        {108.6607283, 21.9856319}}}};
  for (const City& city : cities) {
    EXPECT_LT(geodesic_distance_m(converted(city.in_wgs84, wgs84, gcj02), city.in_gcj02), 1.0)
        << city.name;
    EXPECT_LT(geodesic_distance_m(converted(city.in_gcj02, gcj02, wgs84), city.in_wgs84), 1.0)
        << city.name;
    // Seven decimals are good for a centimetre.
    EXPECT_LT(geodesic_distance_m(converted(city.in_gcj02, gcj02, bd09), city.in_bd09), 0.02)
        << city.name;
    EXPECT_LT(geodesic_distance_m(converted(city.in_bd09, bd09, wgs84), city.in_wgs84), 1.0)
        << city.name;
  }
}

TEST(MapDatum, IsUndoneToAMicrometre) {
  for (const MapDatum datum : {gcj02, bd09}) {
    double worst_m = 0.0;
    const auto check = [&](GeoPoint published) {
      const GeoPoint undone = converted(published, datum, wgs84);
      worst_m = std::max(worst_m, geodesic_distance_m(converted(undone, wgs84, datum), published));
    };
    for_each_grid_point(china, 0.173, check);
    for_each_grid_point(jining, 0.0137, check);
    // On the meridian of 105 degrees the formula has a square root's vertical tangent.
    for (double off_deg = 1e-15; off_deg < 1e-3; off_deg *= 3.0)
      for (const double sign : {-1.0, 0.0, 1.0}) check({105.0 + sign * off_deg, 30.0});
    EXPECT_LT(worst_m, 1e-6) << to_string(datum);
  }
}

TEST(MapDatum, ConvertsBetweenAnyTwo) {
  const GeoPoint p{116.6, 35.4};
  const GeoPoint g = converted(p, wgs84, gcj02);
  const GeoPoint b = converted(p, wgs84, bd09);
  EXPECT_EQ(converted(g, gcj02, bd09), b);
  EXPECT_LT(geodesic_distance_m(converted(b, bd09, gcj02), g), 1e-6);
  EXPECT_EQ(converted(p, wgs84, wgs84), p);
  EXPECT_EQ(converted(p, bd09, bd09), p);
}

// County seats of the reference city in GCJ-02, with positions in WGS 84 that others computed, to four
// decimals and +- 5 m; it is known to be 477 to 540 m east, 88 m south to 16 m north.
TEST(MapDatum, DisplacesTheReferenceCityByWhatIsKnown) {
  const std::array<Pair, 11> seats{{{"Rencheng", {116.595261, 35.414828}, {116.5900, 35.4153}},
                                    {"Yanzhou", {116.828996, 35.556445}, {116.8235, 35.5567}},
                                    {"Weishan", {117.12861, 34.809525}, {117.1227, 34.8102}},
                                    {"Yutai", {116.650023, 34.997706}, {116.6447, 34.9985}},
                                    {"Jinxiang", {116.310364, 35.06977}, {116.3048, 35.0703}},
                                    {"Jiaxiang", {116.342885, 35.398098}, {116.3372, 35.3983}},
                                    {"Wenshang", {116.487146, 35.721746}, {116.4816, 35.7218}},
                                    {"Sishui", {117.273605, 35.653216}, {117.2677, 35.6533}},
                                    {"Liangshan", {116.08963, 35.801843}, {116.0838, 35.8017}},
                                    {"Qufu", {116.991885, 35.592788}, {116.9862, 35.5929}},
                                    {"Zoucheng", {116.96673, 35.405259}, {116.9612, 35.4056}}}};
  for (const Pair& seat : seats) {
    const GeoPoint real = converted(seat.from, gcj02, wgs84);
    EXPECT_LT(geodesic_distance_m(real, seat.to), 5.0 + 8.0) << seat.name << ": 8 m of rounding";
    const double east_m = geodesic_distance_m(real, {seat.from.lon_deg, real.lat_deg});
    const double north_m = geodesic_distance_m(real, {real.lon_deg, seat.from.lat_deg});
    EXPECT_GT(seat.from.lon_deg, real.lon_deg) << seat.name;
    EXPECT_GT(east_m, 477.0 - 5.0) << seat.name;
    EXPECT_LT(east_m, 540.0 + 5.0) << seat.name;
    EXPECT_LT(north_m, seat.from.lat_deg < real.lat_deg ? 88.0 + 5.0 : 16.0 + 5.0) << seat.name;
  }
}

TEST(MapDatum, LeavesTheRestOfTheWorldAlone) {
  for (const GeoPoint p :
       {GeoPoint{1.5, 42.5}, GeoPoint{-70.0, -33.0}, GeoPoint{179.9, 35.0}, GeoPoint{72.003, 30.0},
        GeoPoint{137.8348, 30.0}, GeoPoint{100.0, 0.8292}, GeoPoint{100.0, 55.8272}}) {
    for (const MapDatum datum : {gcj02, bd09}) {
      EXPECT_EQ(converted(p, wgs84, datum), p);
      EXPECT_EQ(converted(p, datum, wgs84), p);
    }
  }
}

TEST(MapDatum, JudgesTheEdgeByThePointGiven) {
  // Displaced across the east edge of the box, where no land is: it stays there.
  const GeoPoint inside{137.834, 30.0};
  const GeoPoint across = converted(inside, wgs84, gcj02);
  EXPECT_GT(across.lon_deg, displaced_area.east_deg);
  EXPECT_EQ(converted(across, gcj02, wgs84), across);
}

TEST(MapDatum, HasNames) {
  for (const MapDatum datum : {wgs84, gcj02, bd09})
    EXPECT_EQ(map_datum_named(to_string(datum)), datum);
  EXPECT_EQ(map_datum_named("GCJ02"), std::nullopt);
}

}  // namespace
}  // namespace gigacity::geo
