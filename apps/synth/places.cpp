// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

#include "apps/synth/noise.hpp"
#include "apps/synth/steps.hpp"

namespace gigacity::apps::synth {

namespace {

MultiPolygon block_outline(const CountyPlan& plan, const Block& block) {
  const MapPoint a = plan.lattice.point_of(block.corner);
  const MapPoint b =
      plan.lattice.point_of({block.corner.column + block.width, block.corner.row + block.height});
  // The street belongs to nobody.
  const double inset = 5.0;
  return {Polygon{{{a.x_m + inset, a.y_m + inset},
                   {b.x_m - inset, a.y_m + inset},
                   {b.x_m - inset, b.y_m - inset},
                   {a.x_m + inset, b.y_m - inset},
                   {a.x_m + inset, a.y_m + inset}},
                  {}}};
}

/// An uneven patch, as a scenic area's boundary runs.
MultiPolygon patch(std::uint64_t seed, MapPoint centre, double radius_m) {
  constexpr int sides = 40;
  Ring shell;
  for (int i = 0; i < sides; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / sides;
    const double x = std::cos(angle);
    const double y = std::sin(angle);
    const double r = radius_m * (1.0 + 0.7 * fractal_noise(seed, 1.3 * x + 0.4, 1.3 * y + 0.4, 3));
    shell.push_back({std::round(centre.x_m + r * x), std::round(centre.y_m + r * y)});
  }
  shell.push_back(shell.front());
  return {Polygon{std::move(shell), {}}};
}

/// What a block of a use is called, in the seat and in a town, and of what kind of key place it is.
struct PlaceWords {
  const char* kind;
  std::array<Name, 4> seat;
  const char* town_roman;
  const char* town_chinese;
};

const std::map<BlockUse, PlaceWords>& place_words() {
  static const std::map<BlockUse, PlaceWords> words{
      {BlockUse::government,
       {"government",
        {{{"Demo County Government", "示范县人民政府"}, {}, {}, {}}},
        "Town Government",
        "镇人民政府"}},
      {BlockUse::hospital,
       {"hospital",
        {{{"Demo County People's Hospital", "示范县人民医院"},
          {"Demo County Hospital of Chinese Medicine", "示范县中医院"},
          {},
          {}}},
        "Town Health Centre",
        "镇卫生院"}},
      {BlockUse::school,
       {"school",
        {{{"Demo County No. 1 High School", "示范县第一中学"},
          {"Demo Experimental Primary School", "示范县实验小学"},
          {"Demo County No. 2 High School", "示范县第二中学"},
          {"Demo Vocational School", "示范县职业学校"}}},
        "Central School",
        "镇中心学校"}},
      {BlockUse::mall,
       {"mall",
        {{{"Central Plaza", "中心广场"}, {"Demo City Mall", "示范城购物中心"}, {}, {}}},
        "Market Hall",
        "镇商贸城"}},
      {BlockUse::university,
       {"university",
        {{{"Demo University", "示范大学"}, {"Demo Teachers' College", "示范师范学院"}, {}, {}}},
        "Campus",
        "校区"}},
      {BlockUse::transport_hub,
       {"transport_hub",
        {{{"Demo Railway Station", "示范火车站"}, {}, {}, {}}},
        "Bus Station",
        "镇汽车站"}}};
  return words;
}

/// The highest hill that stands wholly inside the county.
MapPoint summit(const Relief& relief) {
  const GridSpec& grid = relief.ground().grid();
  MapPoint best = relief.box().centre();
  float highest = 0.0F;
  for (int row = 0; row < grid.height; ++row) {
    for (int column = 0; column < grid.width; ++column) {
      const float height = relief.ground().at({column, row});
      const MapPoint p = grid.centre_of({column, row});
      if (height <= highest || !relief.in_county(p, 1100.0)) continue;
      highest = height;
      best = p;
    }
  }
  return best;
}

}  // namespace

void name_places(const SynthOptions& options, const Relief& relief, CountyPlan& plan) {
  for (const Settlement& s : plan.settlements) {
    std::map<BlockUse, std::size_t> used;
    for (const int index : s.blocks) {
      const Block& block = plan.blocks[static_cast<std::size_t>(index)];
      const auto words = place_words().find(block.use);
      if (words == place_words().end()) continue;
      const PlaceWords& w = words->second;
      const std::size_t number = used[block.use]++;
      Name name = {s.name.roman + " " + w.town_roman, s.name.chinese + w.town_chinese};
      if (s.kind == SettlementKind::seat) {
        if (number >= w.seat.size() || w.seat[number].roman.empty()) continue;
        name = w.seat[number];
      }
      // A health centre is not one of the hospitals that criteria count.
      const bool clinic = block.use == BlockUse::hospital && s.kind == SettlementKind::town;
      plan.places.push_back({name, clinic ? "health_centre" : w.kind, block_outline(plan, block)});
    }
  }
  // The economic park: the seat's industrial blocks, one outline each, under one name.
  for (const int index : plan.settlements.front().blocks) {
    const Block& block = plan.blocks[static_cast<std::size_t>(index)];
    if (block.use != BlockUse::industry) continue;
    const std::string number =
        std::to_string(1 + std::count_if(plan.places.begin(), plan.places.end(),
                                         [](const PlacePlan& p) { return p.kind == "park"; }));
    plan.places.push_back({{"Demo Economic Park, Zone " + number, "示范经济开发区" + number + "区"},
                           "park",
                           block_outline(plan, block)});
  }
  plan.places.push_back({{"Fenghuang Ridge Scenic Area", "凤凰岭风景区"},
                         "scenic_area",
                         patch(options.seed + 77, summit(relief), 520.0)});
  // The shore nearest to the seat, on the land side.
  const MapPoint seat = plan.lattice.point_of(plan.settlements.front().centre);
  const MapPoint lake = centroid(relief.lake());
  const double way = distance_m(seat, lake);
  double along = 0.0;
  while (along < way &&
         relief.lake_distance_m({std::lerp(lake.x_m, seat.x_m, along / way),
                                 std::lerp(lake.y_m, seat.y_m, along / way)}) < 120.0) {
    along += 20.0;
  }
  plan.places.push_back({{"Demo Lake Wetland Scenic Area", "示范湖湿地风景区"},
                         "scenic_area",
                         patch(options.seed + 78,
                               {std::lerp(lake.x_m, seat.x_m, along / way),
                                std::lerp(lake.y_m, seat.y_m, along / way)},
                               190.0)});
}

}  // namespace gigacity::apps::synth
