// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/route_tasks.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/parallel.hpp"
#include "sim/fibre/route_load.hpp"
#include "sim/fibre/route_tree.hpp"

namespace gigacity::fibre {

namespace {

// A search keeps a word for each node of the graph: some tasks share one.
constexpr std::size_t tasks_of_a_search = 256;

void append(const RouteTask& task, const RouteTree& tree, std::vector<RouteSegment>& segments) {
  RouteLoad load(*task.network, task.source, tree);
  for (std::size_t i = 0; i < task.targets.size(); ++i) {
    const auto& target = task.targets[i];
    const auto& way = tree.ways[i];
    if (way.distance_m == std::numeric_limits<double>::infinity()) continue;
    load.add(way.stop, -1, target.fibres, target.dwellings);
  }
  load.append(task.kind, task.assumed, task.olt, segments);
}

auto part_of(const RouteSegment& s) {
  return std::tuple(s.assumed, s.edge, s.kind, s.olt, s.from_m, s.to_m);
}

}  // namespace

std::vector<RouteSegment> segments_of(const std::vector<RouteTask>& tasks,
                                      const Progress& progress) {
  const auto chunks = (tasks.size() + tasks_of_a_search - 1) / tasks_of_a_search;
  std::vector<std::vector<RouteSegment>> of_chunk(chunks);
  parallel_for(chunks, [&](std::size_t c) {
    std::optional<RouteSearch> search;
    const Graph* searched = nullptr;
    std::vector<EdgePosition> targets;
    const auto end = std::min((c + 1) * tasks_of_a_search, tasks.size());
    for (auto t = c * tasks_of_a_search; t < end; ++t) {
      const auto& task = tasks[t];
      progress.throw_if_cancelled();
      if (searched != task.network) search.emplace(*task.network);
      searched = task.network;
      targets.clear();
      for (const auto& target : task.targets) targets.push_back(target.at);
      append(
          task,
          with_stops_at_targets(task.source, search->from(task.source, targets, progress), targets),
          of_chunk[c]);
    }
  });
  std::vector<RouteSegment> all;
  for (const auto& segments : of_chunk) all.insert(all.end(), segments.begin(), segments.end());
  return all;
}

void tidy(std::vector<RouteSegment>& segments) {
  std::ranges::sort(segments, [](const auto& a, const auto& b) { return part_of(a) < part_of(b); });
  std::size_t last = 0;
  for (std::size_t i = 1; i < segments.size(); ++i) {
    if (part_of(segments[i]) == part_of(segments[last])) {
      segments[last].fibres += segments[i].fibres;
      segments[last].dwellings += segments[i].dwellings;
    } else {
      segments[++last] = segments[i];
    }
  }
  if (!segments.empty()) segments.resize(last + 1);
}

}  // namespace gigacity::fibre
