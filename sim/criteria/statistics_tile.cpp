// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/statistics_tile.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/line_pixels.hpp"
#include "core/polygon_cover.hpp"
#include "sim/criteria/outline_edges.hpp"
#include "sim/criteria/stated_scale.hpp"

namespace gigacity::criteria {

namespace {

/// The city, where levels are numbered.
constexpr std::int32_t whole_city = -1;

class TileSummer {
 public:
  TileSummer(const StatisticsCity& statistics, const Window& tile, const Raster<double>& area)
      : m_statistics(statistics),
        m_city(*statistics.city),
        m_tile(tile),
        m_box(m_city.grid.part(tile).box()),
        m_area(area),
        m_ranks(*statistics.layout, m_city, tile, area) {
    for (const auto& units : statistics.outlines) m_levels.emplace_back(units, area);
  }

  TileSums run(const TileFeatures& features) {
    add_pixels();
    for (const auto b : features.buildings) add_building(b);
    for (const auto& segment : features.roads) add_road(segment);
    for (const auto& run : features.runs) count_feature(run);
    return std::move(m_sums);
  }

 private:
  std::span<double> bins(std::int32_t level, std::int32_t unit, Quantity quantity,
                         std::int32_t kind = 0, std::int32_t stated = -1) {
    const std::size_t row = level == whole_city
                                ? UnitRows::city_row
                                : m_statistics.rows->row(static_cast<std::size_t>(level), unit);
    auto& sums = m_sums.sums[{row, quantity, kind, stated}];
    sums.resize(m_statistics.layout->bins());
    return sums;
  }

  std::int32_t levels() const { return static_cast<std::int32_t>(m_levels.size()); }
  const UnitShares& at(std::int32_t level) const {
    return m_levels[static_cast<std::size_t>(level)];
  }

  /// Of a pixel's people that live in a unit, as many as are scaled by each unit of the stating level.
  std::vector<PixelPart> parts_of(std::int32_t level, std::size_t pixel) const {
    if (level == whole_city) return {{-1, m_area.values()[pixel]}};
    if (at(level).undivided(pixel)) return {{at(level).unit(pixel), 1.0}};
    const auto parts = at(level).parts(pixel);
    return {parts.begin(), parts.end()};
  }

  bool undivided(std::size_t pixel) const {
    return m_area.values()[pixel] >= 1.0 &&
           std::ranges::all_of(m_levels,
                               [pixel](const UnitShares& l) { return l.undivided(pixel); });
  }
  bool same_units(std::size_t a, std::size_t b) const {
    return std::ranges::all_of(m_levels,
                               [=](const UnitShares& l) { return l.unit(a) == l.unit(b); });
  }

  void add_pixels() {
    std::optional<Raster<float>> people;
    if (m_city.people) people = m_city.people->read(m_tile);
    const auto people_of = [&](std::size_t i) {
      return people && people->values()[i] > 0.0F ? static_cast<double>(people->values()[i]) : 0.0;
    };
    const auto width = static_cast<std::size_t>(m_tile.width);
    const std::size_t pixels = m_tile.size();
    for (std::size_t i = 0; i < pixels;) {
      if (m_area.values()[i] <= 0.0) {
        ++i;
      } else if (!undivided(i)) {
        add_divided(i, people_of(i));
        ++i;
      } else {
        const std::size_t end_of_row = (i / width + 1) * width;
        std::size_t end = i + 1;
        while (end < end_of_row && undivided(end) && same_units(i, end)) ++end;
        add_run(i, end, people_of);
        i = end;
      }
    }
  }

  /// Pixels side by side that lie wholly in the same units.
  template <class People>
  void add_run(std::size_t begin, std::size_t end, const People& people_of) {
    const auto& layout = *m_statistics.layout;
    m_pixels.assign(layout.bins(), 0.0);
    m_people.assign(layout.bins(), 0.0);
    bool anybody = false;
    for (std::size_t i = begin; i < end; ++i) anybody = anybody || people_of(i) > 0.0;
    for (std::size_t m = 0; m < layout.metrics().size(); ++m) {
      const auto ranks = m_ranks.of(m);
      const std::size_t first = layout.first_bin(m);
      for (std::size_t i = begin; i < end; ++i) m_pixels[first + ranks[i]] += 1.0;
      if (!anybody) continue;
      for (std::size_t i = begin; i < end; ++i) m_people[first + ranks[i]] += people_of(i);
    }
    const std::int32_t stated =
        m_statistics.stated_level < 0 ? -1 : at(m_statistics.stated_level).unit(begin);
    for (std::int32_t level = whole_city; level < levels(); ++level) {
      const std::int32_t unit = level == whole_city ? -1 : at(level).unit(begin);
      add_all(m_pixels, bins(level, unit, Quantity::area_km2));
      if (anybody) add_all(m_people, bins(level, unit, Quantity::people, 0, stated));
    }
  }

  static void add_all(std::span<const double> from, std::span<double> to) {
    for (std::size_t i = 0; i < from.size(); ++i) to[i] += from[i];
  }

  void add_divided(std::size_t pixel, double people) {
    for (std::int32_t level = whole_city; level < levels(); ++level)
      for (const auto& part : parts_of(level, pixel))
        m_ranks.add(pixel, part.share, bins(level, part.unit, Quantity::area_km2));
    if (people <= 0.0) return;
    const double people_per_share = people / m_area.values()[pixel];
    const std::int32_t stated_level = m_statistics.stated_level;
    const auto stated = parts_of(stated_level, pixel);
    for (std::int32_t level = whole_city; level < levels(); ++level) {
      const auto related = [&](std::int32_t unit, std::int32_t stated_unit) {
        if (level == whole_city || stated_level == whole_city) return true;
        return level >= stated_level ? ancestor(m_city, level, unit, stated_level) == stated_unit
                                     : ancestor(m_city, stated_level, stated_unit, level) == unit;
      };
      for_each_common_part(parts_of(level, pixel), stated, related,
                           [&](const PixelPart& part, const PixelPart& by, double share) {
                             m_ranks.add(pixel, share * people_per_share,
                                         bins(level, part.unit, Quantity::people, 0, by.unit));
                           });
    }
  }

  void add_building(std::size_t index) {
    const auto& building = m_city.buildings[index];
    const std::size_t pixel = index_of(nearest_pixel(m_city.grid, building.point));
    const std::array amounts{
        std::pair{Quantity::premises, 1.0},
        std::pair{Quantity::dwellings, static_cast<double>(building.dwellings)},
        std::pair{Quantity::households, m_statistics.households[index]}};
    for (std::int32_t level = whole_city; level < levels(); ++level) {
      const std::int32_t unit =
          level == whole_city ? -1 : unit_of(building.unit, static_cast<std::size_t>(level));
      for (const auto& [quantity, amount] : amounts)
        m_ranks.add(pixel, amount, bins(level, unit, quantity));
    }
  }

  /// Of a pixel of the whole grid that lies in the tile.
  std::size_t index_of(Pixel p) const {
    return m_area.grid().index_of({p.column - m_tile.column, p.row - m_tile.row});
  }

  void add_road(const RoadSegment& segment) {
    const auto& line = m_city.roads[segment.road].line;
    const MapPoint a = line[segment.first_point];
    const MapPoint b = line[segment.first_point + 1];
    const std::int32_t road_class = m_statistics.class_of_road[segment.road];
    const double length = distance_m(a, b);
    for_each_piece(a, b, m_city.grid, [&](const LinePiece& piece) {
      if (!m_tile.contains(piece.pixel.column, piece.pixel.row)) return;
      const std::size_t pixel = index_of(piece.pixel);
      if (m_area.values()[pixel] <= 0.0) return;
      if (undivided(pixel)) {
        add_length(pixel, (piece.to - piece.from) * length, {}, road_class);
        return;
      }
      add_cut(a, b, piece, length, road_class);
    });
  }

  /// `at_point` is there where the pixel is divided.
  void add_length(std::size_t pixel, double metres, const std::optional<MapPoint>& at_point,
                  std::int32_t road_class) {
    m_ranks.add(pixel, metres, bins(whole_city, -1, Quantity::road_km, road_class));
    for (std::int32_t level = 0; level < levels(); ++level) {
      const std::int32_t unit = at(level).undivided(pixel)
                                    ? at(level).unit(pixel)
                                    : unit_of_point(level, pixel, at_point.value());
      m_ranks.add(pixel, metres, bins(level, unit, Quantity::road_km, road_class));
    }
  }

  /// A piece of a road in a pixel that borders pass: cut where it meets them.
  void add_cut(MapPoint a, MapPoint b, const LinePiece& piece, double length,
               std::int32_t road_class) {
    const std::size_t pixel = index_of(piece.pixel);
    const bool at_the_edge = m_area.values()[pixel] < 1.0;
    m_cuts.assign({piece.from, piece.to});
    if (at_the_edge) edges_of_area().add_crossings(a, b, piece.from, piece.to, m_cuts);
    for (std::int32_t level = 0; level < levels(); ++level) {
      if (at(level).undivided(pixel)) continue;
      for (const auto& part : at(level).parts(pixel))
        if (part.unit >= 0)
          edges_of(level, part.unit).add_crossings(a, b, piece.from, piece.to, m_cuts);
    }
    std::ranges::sort(m_cuts);
    for (std::size_t i = 0; i + 1 < m_cuts.size(); ++i) {
      const double middle = 0.5 * (m_cuts[i] + m_cuts[i + 1]);
      const MapPoint p{a.x_m + middle * (b.x_m - a.x_m), a.y_m + middle * (b.y_m - a.y_m)};
      if (at_the_edge && !edges_of_area().contains(p)) continue;
      add_length(pixel, (m_cuts[i + 1] - m_cuts[i]) * length, p, road_class);
    }
  }

  /// Among units that together have all of the pixel a point on a border that they draw a hair apart goes to the
  /// one that has most of it.
  std::int32_t unit_of_point(std::int32_t level, std::size_t pixel, MapPoint p) {
    const auto parts = at(level).parts(pixel);
    for (const auto& part : parts)
      if (part.unit >= 0 && edges_of(level, part.unit).contains(p)) return part.unit;
    if (parts.back().unit < 0) return -1;
    return std::ranges::max_element(parts, {}, &PixelPart::share)->unit;
  }

  const OutlineEdges& edges_of_area() {
    if (!m_edges_of_area) m_edges_of_area.emplace(m_city.area, m_box.min_y_m, m_box.max_y_m);
    return *m_edges_of_area;
  }
  const OutlineEdges& edges_of(std::int32_t level, std::int32_t unit) {
    const auto found = m_edges.find({level, unit});
    if (found != m_edges.end()) return found->second;
    const auto& units = m_statistics.outlines[static_cast<std::size_t>(level)];
    return m_edges
        .emplace(std::pair{level, unit},
                 OutlineEdges(*units.outline[static_cast<std::size_t>(unit)], m_box.min_y_m,
                              m_box.max_y_m))
        .first->second;
  }

  void count_feature(const FeatureRun& feature) {
    const auto& layout = *m_statistics.layout;
    auto& counts = m_sums.features[feature.feature];
    counts.resize(layout.bins());
    for (int column = feature.run.begin; column < feature.run.end; ++column) {
      const std::size_t pixel = index_of({column, feature.run.row});
      if (!m_ranks.inside(pixel)) continue;
      for (std::size_t m = 0; m < layout.metrics().size(); ++m)
        ++counts[layout.first_bin(m) + m_ranks.of(m)[pixel]];
    }
  }

  const StatisticsCity& m_statistics;
  const City& m_city;
  Window m_tile;
  MapBox m_box;
  const Raster<double>& m_area;
  PixelRanks m_ranks;
  std::vector<UnitShares> m_levels;
  TileSums m_sums;
  std::vector<double> m_pixels;
  std::vector<double> m_people;
  std::vector<double> m_cuts;
  std::optional<OutlineEdges> m_edges_of_area;
  std::map<std::pair<std::int32_t, std::int32_t>, OutlineEdges> m_edges;
};

}  // namespace

Pixel nearest_pixel(const GridSpec& grid, MapPoint p) {
  const Pixel pixel = grid.pixel_of(p);
  return {std::clamp(pixel.column, 0, grid.width - 1), std::clamp(pixel.row, 0, grid.height - 1)};
}

TileSums sum_tile(const StatisticsCity& statistics, const Window& tile,
                  const TileFeatures& features) {
  Raster<double> area(statistics.city->grid.part(tile));
  add_cover(statistics.city->area, area);
  // A city's box holds many a tile without any of its ground.
  if (features.buildings.empty() &&
      std::ranges::none_of(area.values(), [](double share) { return share > 0.0; }))
    return {};
  return TileSummer(statistics, tile, area).run(features);
}

}  // namespace gigacity::criteria
