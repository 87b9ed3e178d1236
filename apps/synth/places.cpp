// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "apps/synth/noise.hpp"
#include "apps/synth/steps.hpp"

namespace gigacity::apps::synth {

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

namespace {

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

/// What a block of a use is called, in the seat and in a town, and of what kind key place it is.
/// {0} is the county's name, {1} its kind.
struct PlaceWords {
  const char* kind;
  std::vector<Name> seat;
  const char* town_roman;
  const char* town_chinese;
};

const std::map<BlockUse, PlaceWords>& place_words() {
  static const std::map<BlockUse, PlaceWords> words{
      {BlockUse::government,
       {"government", {{"{0} {1} Government", "{0}{1}人民政府"}}, "Town Government", "镇人民政府"}},
      {BlockUse::hospital,
       {"hospital",
        {{"{0} {1} People's Hospital", "{0}{1}人民医院"},
         {"{0} {1} Hospital of Chinese Medicine", "{0}{1}中医院"}},
        "Town Health Centre",
        "镇卫生院"}},
      {BlockUse::school,
       {"school",
        {{"{0} {1} No. 1 High School", "{0}{1}第一中学"},
         {"{0} Experimental Primary School", "{0}{1}实验小学"},
         {"{0} {1} No. 2 High School", "{0}{1}第二中学"},
         {"{0} Vocational School", "{0}{1}职业学校"}},
        "Central School",
        "镇中心学校"}},
      {BlockUse::mall,
       {"mall",
        {{"Central Plaza", "中心广场"}, {"{0} City Mall", "{0}城购物中心"}},
        "Market Hall",
        "镇商贸城"}},
      {BlockUse::university,
       {"university",
        {{"{0} University", "{0}大学"}, {"{0} Teachers' College", "{0}师范学院"}},
        "Campus",
        "校区"}},
      {BlockUse::transport_hub,
       {"transport_hub", {{"{0} Railway Station", "{0}火车站"}}, "Bus Station", "镇汽车站"}}};
  return words;
}

/// The `number`-th place of its sort in the seat; numbered where there are more than names.
Name seat_place(const CountyTask& task, const std::vector<Name>& words, std::size_t number) {
  const Name& w = words[number % words.size()];
  Name name{fmt::format(fmt::runtime(w.roman), task.name.roman, task.kind.roman),
            fmt::format(fmt::runtime(w.chinese), task.name.chinese, task.kind.chinese)};
  if (const std::size_t round = number / words.size(); round > 0) {
    name.roman += fmt::format(" {}", round + 1);
    name.chinese += fmt::format("{}", round + 1);
  }
  return name;
}

/// The highest hill that stands wholly inside the county; nothing in a plain.
std::optional<MapPoint> summit(const Relief& relief, const Territory& territory,
                               const CountyPlan& plan) {
  const GridSpec& grid = relief.ground().grid();
  const Lattice& lattice = plan.lattice;
  MapBox box;
  box.add(lattice.point_of({0, 0}));
  box.add(lattice.point_of({lattice.columns - 1, lattice.rows - 1}));
  const Window window = grid.window_of(box);
  std::optional<MapPoint> best;
  float highest = 0.0F;
  for (int row = window.row; row < window.end_row(); ++row) {
    for (int column = window.column; column < window.end_column(); ++column) {
      const float height = relief.ground().at({column, row});
      if (height <= highest) continue;
      const MapPoint p = grid.centre_of({column, row});
      if (!territory.holds(p, 1100.0 * plan.task.margins)) continue;
      highest = height;
      best = p;
    }
  }
  constexpr double least_m = 60.0;
  return best && relief.hill_m(*best) >= least_m ? best : std::nullopt;
}

}  // namespace

void name_places(const Relief& relief, const Territory& territory, CountyPlan& plan) {
  const CountyTask& task = plan.task;
  for (const Settlement& s : plan.settlements) {
    std::map<BlockUse, std::size_t> used;
    for (const int index : s.blocks) {
      const Block& block = plan.blocks[static_cast<std::size_t>(index)];
      const auto words = place_words().find(block.use);
      if (words == place_words().end()) continue;
      const PlaceWords& w = words->second;
      const std::size_t number = used[block.use]++;
      Name name = {s.name.roman + " " + w.town_roman, s.name.chinese + w.town_chinese};
      if (s.kind == SettlementKind::seat) name = seat_place(task, w.seat, number);
      // A health centre is not one of the hospitals that criteria count.
      const bool clinic = block.use == BlockUse::hospital && s.kind == SettlementKind::town;
      plan.places.push_back({name, clinic ? "health_centre" : w.kind, block_outline(plan, block)});
    }
  }
  // The economic park: the seat's industrial blocks, one outline each, under one name.
  int zones = 0;
  for (const int index : plan.settlements.front().blocks) {
    const Block& block = plan.blocks[static_cast<std::size_t>(index)];
    if (block.use != BlockUse::industry) continue;
    ++zones;
    plan.places.push_back({{fmt::format("{} Economic Park, Zone {}", task.name.roman, zones),
                            fmt::format("{}经济开发区{}区", task.name.chinese, zones)},
                           "park",
                           block_outline(plan, block)});
  }
  if (const auto hill = summit(relief, territory, plan))
    plan.places.push_back({{"Fenghuang Ridge Scenic Area", "凤凰岭风景区"},
                           "scenic_area",
                           patch(task.seed + 77, *hill, 520.0)});
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
  const MapPoint shore{std::lerp(lake.x_m, seat.x_m, along / way),
                       std::lerp(lake.y_m, seat.y_m, along / way)};
  if (!territory.holds(shore, 0.0)) return;
  plan.places.push_back(
      {{task.name.roman + " Lake Wetland Scenic Area", task.name.chinese + "湖湿地风景区"},
       "scenic_area",
       patch(task.seed + 78, shore, 190.0)});
}

}  // namespace gigacity::apps::synth
