// SPDX-License-Identifier: Apache-2.0
#include "geo/ground_lengths.hpp"

#include <gtest/gtest.h>

namespace gigacity::geo {
namespace {

// By `geod +ellps=WGS84 -I` of PROJ, in metres to four decimals.
TEST(GroundLengths, AreThoseOfGeod) {
  const Crs crs("EPSG:32650");
  const Projection projection(crs);
  const std::vector<MapPoint> nodes{projection.to_map({116.93, 35.40}),
                                    projection.to_map({116.94, 35.40}),
                                    projection.to_map({116.93, 35.41})};
  const Graph map(nodes, {{0, 1, 1.0}, {0, 2, 1.0}, {1, 2, 1.0}});
  const auto ground = with_ground_lengths(map, crs);
  constexpr double millimetre =
      0.001;  // By `geod +ellps=WGS84 -I` of PROJ, in metres to four decimals.
  EXPECT_NEAR(ground.edges()[0].length_m, 908.4170, millimetre);
  EXPECT_NEAR(ground.edges()[1].length_m, 1109.4801, millimetre);
  EXPECT_NEAR(ground.edges()[2].length_m, 1433.8988, millimetre);
  EXPECT_EQ(ground.nodes().size(), 3U);
}

}  // namespace
}  // namespace gigacity::geo
