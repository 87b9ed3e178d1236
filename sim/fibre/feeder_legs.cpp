// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/feeder_legs.hpp"

#include <algorithm>

#include "core/parallel.hpp"
#include "sim/fibre/route_tree.hpp"
#include "sim/fibre/shortest_path.hpp"

namespace gigacity::fibre {

namespace {

// A search keeps a word for each node of the cables: some starts share one.
constexpr std::size_t starts_of_a_search = 64;

/// Measures those of the legs, which start at one place, whose ends lie on the network.
void measure_from(std::span<FeederLeg> legs, const Places& places, const Graph& network,
                  std::optional<Snap> Place::*on, bool as_built, std::optional<RouteSearch>& search,
                  const Progress& progress) {
  const auto& start = place_of(places, legs.front().from).*on;
  if (!start) return;
  std::vector<EdgePosition> targets;
  std::vector<FeederLeg*> wanted;
  for (auto& leg : legs) {
    const auto& end = place_of(places, leg.to).*on;
    if (leg.length_m < std::numeric_limits<double>::infinity() || !end) continue;
    targets.push_back(end->at);
    wanted.push_back(&leg);
  }
  const auto lengths_m = route_lengths_m(network, {start->at, start->offset_m}, targets, progress);
  std::vector<int> closures(wanted.size(), 0);
  if (as_built && !places.closures.empty()) {
    if (!search) search.emplace(network);
    closures =
        places.closures.passed(network, {start->at, start->offset_m}, targets, *search, progress);
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    wanted[i]->closures = closures[i];
    wanted[i]->length_m = lengths_m[i] + (place_of(places, wanted[i]->to).*on)->offset_m;
    wanted[i]->as_built = as_built && wanted[i]->length_m < std::numeric_limits<double>::infinity();
  }
}

}  // namespace

Places places(const FibrePlant& plant, const FibreNetworks& networks, const EdgeIndex& roads,
              const EdgeIndex* cables, double maximum_snap_m, double cable_snap_m) {
  const auto place = [&](MapPoint point) -> Place {
    return {roads.nearest(point, maximum_snap_m),
            cables == nullptr ? std::nullopt : cables->nearest(point, cable_snap_m)};
  };
  Places places;
  for (const auto& olt : plant.olts) places.olts.push_back(place(olt.point));
  for (const auto& box : plant.boxes) places.boxes.push_back(place(box.point));
  const auto box_of_id = box_indices(plant);
  for (const auto& splitter : plant.splitters)
    places.splitters.push_back(
        splitter.box.empty() ? place(splitter.point)
                             : places.boxes[static_cast<std::size_t>(box_of_id.at(splitter.box))]);
  if (cables != nullptr)
    places.closures = CableClosures(plant, *networks.cables, *cables, cable_snap_m);
  return places;
}

const Place& place_of(const Places& places, PlantId id) {
  const auto index = static_cast<std::size_t>(id.index);
  switch (id.part) {
    case PlantPart::olt:
      return places.olts[index];
    case PlantPart::splitter:
      return places.splitters[index];
    case PlantPart::box:
      break;
  }
  return places.boxes[index];
}

void measure(std::vector<FeederLeg>& legs, const Places& places, const FibreNetworks& networks,
             const Progress& progress) {
  std::ranges::sort(legs, [](const auto& a, const auto& b) { return a < b; });
  const auto same = [](const auto& a, const auto& b) { return !(a < b) && !(b < a); };
  legs.erase(std::unique(legs.begin(), legs.end(), same), legs.end());
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < legs.size(); ++i)
    if (i == 0 || !(legs[i].from == legs[i - 1].from)) starts.push_back(i);
  starts.push_back(legs.size());
  const auto chunk = places.closures.empty() ? std::size_t{1} : starts_of_a_search;
  parallel_for((starts.size() - 1 + chunk - 1) / chunk, [&](std::size_t c) {
    std::optional<RouteSearch> search;
    const auto end = std::min((c + 1) * chunk, starts.size() - 1);
    for (auto g = c * chunk; g < end; ++g) {
      const auto group = std::span(legs).subspan(starts[g], starts[g + 1] - starts[g]);
      if (networks.cables != nullptr)
        measure_from(group, places, *networks.cables, &Place::cable, true, search, progress);
      measure_from(group, places, *networks.roads, &Place::road, false, search, progress);
    }
  });
}

}  // namespace gigacity::fibre
