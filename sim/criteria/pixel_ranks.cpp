// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/pixel_ranks.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>

namespace gigacity::criteria {

namespace {

constexpr std::size_t most_steps = std::numeric_limits<std::uint8_t>::max();

/// The nearest first: sides before corners.
constexpr std::array<Pixel, 8> around{
    {{0, -1}, {-1, 0}, {1, 0}, {0, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}}};

/// A pixel of which the area has a part but not the centre, and the one that speaks for it.
struct Sliver {
  std::size_t pixel = 0;
  std::optional<Pixel> spokesman;
};

}  // namespace

std::uint8_t steps_met(std::span<const double> at_least, float value) {
  std::uint8_t met = 0;
  while (met < at_least.size() && static_cast<double>(value) >= at_least[met]) ++met;
  return met;
}

RankLayout::RankLayout(std::span<const MeasuredService> services) {
  for (const auto& service : services) {
    for (const auto& metric : service.metrics) {
      const std::size_t steps = metric.thresholds.size();
      const bool sound = !metric.conditions.empty() && steps <= most_steps &&
                         std::ranges::all_of(metric.conditions, [&](const Condition& condition) {
                           return condition.values && condition.at_least.size() == steps;
                         });
      if (!sound)
        throw std::invalid_argument("metric " + metric.name +
                                    ": every condition needs a raster and one value for each step");
      m_metrics.push_back(&metric);
      m_first.push_back(m_bins);
      m_bins += steps + 1;
    }
  }
}

PixelRanks::PixelRanks(const RankLayout& layout, const City& city, const Window& tile,
                       const Raster<double>& area)
    : m_layout(&layout), m_inside(tile.size(), 0) {
  Window window = tile;
  auto inside = city.inside->read(window);
  const auto is_sliver = [&](std::size_t i) { return area.values()[i] > 0.0 && m_inside[i] == 0; };
  std::vector<Sliver> slivers;
  for (std::size_t i = 0; i < m_inside.size(); ++i) {
    m_inside[i] = inside.values()[i] == 1.0F ? 1 : 0;
    if (is_sliver(i)) slivers.push_back({i, std::nullopt});
  }
  const auto pixel_of = [&](std::size_t i) {
    const auto width = static_cast<std::size_t>(tile.width);
    return Pixel{static_cast<int>(i % width), static_cast<int>(i / width)};
  };
  const auto at_the_side = [&](const Sliver& sliver) {
    const Pixel p = pixel_of(sliver.pixel);
    return p.column == 0 || p.row == 0 || p.column == tile.width - 1 || p.row == tile.height - 1;
  };
  if (std::ranges::any_of(slivers, at_the_side)) {
    window = tile.inflated(1).intersection(city.grid.full());
    inside = city.inside->read(window);
  }
  const Pixel shift{tile.column - window.column, tile.row - window.row};
  for (auto& sliver : slivers) {
    const Pixel p = pixel_of(sliver.pixel);
    for (const auto& [columns, rows] : around) {
      const Pixel beside{p.column + shift.column + columns, p.row + shift.row + rows};
      if (!Window{0, 0, window.width, window.height}.contains(beside.column, beside.row) ||
          inside.at(beside) != 1.0F)
        continue;
      sliver.spokesman = beside;
      break;
    }
  }

  // A raster serves several metrics.
  std::map<const RasterSource*, Raster<float>> read;
  for (const auto* metric : layout.metrics()) {
    auto& ranks = m_ranks.emplace_back(tile.size(), static_cast<std::uint8_t>(most_steps));
    std::vector<std::uint8_t> spoken_for(slivers.size(), static_cast<std::uint8_t>(most_steps));
    for (const auto& condition : metric->conditions) {
      auto found = read.find(condition.values.get());
      if (found == read.end())
        found = read.emplace(condition.values.get(), condition.values->read(window)).first;
      const auto& values = found->second;
      const auto note = [&](std::uint8_t& rank, float value) {
        rank = std::min(rank, steps_met(condition.at_least, value));
      };
      auto rank = ranks.begin();
      for (int row = 0; row < tile.height; ++row)
        for (const float value : values.row(row + shift.row)
                                     .subspan(static_cast<std::size_t>(shift.column),
                                              static_cast<std::size_t>(tile.width)))
          note(*rank++, value);
      for (std::size_t s = 0; s < slivers.size(); ++s)
        note(spoken_for[s], slivers[s].spokesman ? values.at(*slivers[s].spokesman) : no_value);
    }
    for (std::size_t s = 0; s < slivers.size(); ++s) ranks[slivers[s].pixel] = spoken_for[s];
  }
}

}  // namespace gigacity::criteria
