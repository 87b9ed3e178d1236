// SPDX-License-Identifier: Apache-2.0
#include "sim/criteria/zonal_sums.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/parallel.hpp"
#include "sim/criteria/radio_pixels.hpp"

namespace gigacity::criteria {

namespace {

constexpr std::size_t tiles_in_flight = 16;

/// -1 where the raster has no unit.
std::int32_t unit_at(const Raster<float>& zone, Pixel p) {
  const float value = zone.at(p);
  return std::isnan(value) ? -1 : static_cast<std::int32_t>(value);
}

std::optional<RadioBlock> read(const std::optional<RadioLayers>& layers, const Window& tile) {
  if (!layers) return std::nullopt;
  return RadioBlock(*layers, tile);
}

using SumsByRow = std::map<std::pair<std::size_t, std::int32_t>, PixelSums>;

/// Neighbouring pixels mostly share their unit, so the last entry of each level is kept at hand.
class SumsCursor {
 public:
  explicit SumsCursor(SumsByRow& sums) : m_sums(&sums) {}
  PixelSums& at(std::size_t row, std::int32_t stated_unit) {
    if (m_current == nullptr || m_row != row || m_unit != stated_unit) {
      m_row = row;
      m_unit = stated_unit;
      m_current = &(*m_sums)[{row, stated_unit}];
    }
    return *m_current;
  }

 private:
  SumsByRow* m_sums;
  PixelSums* m_current = nullptr;
  std::size_t m_row = 0;
  std::int32_t m_unit = -1;
};

struct TileResult {
  SumsByRow sums;
  std::vector<std::pair<std::size_t, PointUnits>> points;
};

class TileReader {
 public:
  TileReader(const Results& results, const Profile& profile, const UnitRows& rows,
             std::int32_t stated_level)
      : m_results(results), m_profile(profile), m_rows(rows), m_stated_level(stated_level) {}

  TileResult run(const Window& tile, std::span<const std::pair<std::size_t, Pixel>> points) const {
    const auto& city = *m_results.city;
    const auto inside = city.inside->read(tile);
    // A city's box holds many a tile without any of its ground.
    if (points.empty() && std::ranges::find(inside.values(), 1.0F) == inside.values().end())
      return {};
    std::vector<Raster<float>> zones;
    for (const auto& level : city.admin) zones.push_back(level.zone->read(tile));
    const auto nr = read(m_results.nr, tile);
    const auto lte = read(m_results.lte, tile);
    std::optional<Raster<float>> people;
    if (city.people) people = city.people->read(tile);

    TileResult result;
    std::vector<SumsCursor> cursors(zones.size() + 1, SumsCursor(result.sums));
    for (int r = 0; r < tile.height; ++r) {
      for (int c = 0; c < tile.width; ++c) {
        const Pixel p{c, r};
        if (inside.at(p) != 1.0F) continue;
        PixelSums pixel;
        pixel.pixels = 1;
        if (people && people->at(p) > 0.0F) pixel.people = static_cast<double>(people->at(p));
        note_pass(pixel, 0, nr, m_profile.nr, p);
        note_pass(pixel, 1, lte, m_profile.lte, p);
        const std::int32_t stated =
            m_stated_level < 0 ? -1 : unit_at(zones[static_cast<std::size_t>(m_stated_level)], p);
        cursors[0].at(UnitRows::city_row, stated).add(pixel);
        for (std::size_t level = 0; level < zones.size(); ++level)
          cursors[level + 1].at(m_rows.row(level, unit_at(zones[level], p)), stated).add(pixel);
      }
    }
    for (const auto& [index, pixel] : points) {
      const Pixel p{pixel.column - tile.column, pixel.row - tile.row};
      PointUnits units;
      units.inside = inside.at(p) == 1.0F;
      for (const auto& zone : zones) units.unit.push_back(unit_at(zone, p));
      result.points.emplace_back(index, std::move(units));
    }
    return result;
  }

 private:
  static void note_pass(PixelSums& pixel, std::size_t technology,
                        const std::optional<RadioBlock>& tile, const RadioTest& test, Pixel p) {
    if (!tile || !passes(test, tile->at(p))) return;
    pixel.passed[technology] = 1;
    pixel.people_passed[technology] = pixel.people;
  }

  const Results& m_results;
  const Profile& m_profile;
  const UnitRows& m_rows;
  std::int32_t m_stated_level;
};

}  // namespace

UnitRows::UnitRows(const City& city) {
  m_rows.emplace_back(-1, -1);
  for (std::size_t level = 0; level < city.admin.size(); ++level) {
    const auto units = static_cast<std::int32_t>(city.admin[level].units.size());
    m_first.push_back(m_rows.size());
    m_units.push_back(units);
    for (std::int32_t unit = 0; unit < units; ++unit)
      m_rows.emplace_back(static_cast<std::int32_t>(level), unit);
    m_rows.emplace_back(static_cast<std::int32_t>(level), -1);
  }
}

std::size_t UnitRows::row(std::size_t level, std::int32_t unit) const {
  const bool known = unit >= 0 && unit < m_units[level];
  return m_first[level] + static_cast<std::size_t>(known ? unit : m_units[level]);
}

void PixelSums::add(const PixelSums& other) {
  pixels += other.pixels;
  people += other.people;
  for (std::size_t t = 0; t < 2; ++t) {
    passed[t] += other.passed[t];
    people_passed[t] += other.people_passed[t];
  }
}

ZonalSums zonal_sums(const Results& results, const Profile& profile, std::int32_t stated_level,
                     std::span<const MapPoint> points, Progress& progress) {
  const auto& grid = results.city->grid;
  const auto tiles = tiles_of(grid);
  const auto across = static_cast<std::size_t>((grid.width + tile_side - 1) / tile_side);
  std::vector<std::vector<std::pair<std::size_t, Pixel>>> points_of_tile(tiles.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto pixel = grid.pixel_inside(points[i]);
    if (!pixel) continue;
    const auto tile = static_cast<std::size_t>(pixel->row / tile_side) * across +
                      static_cast<std::size_t>(pixel->column / tile_side);
    points_of_tile[tile].emplace_back(i, *pixel);
  }

  const UnitRows rows(*results.city);
  const TileReader reader(results, profile, rows, stated_level);
  ZonalSums total;
  total.points.resize(points.size());
  progress.begin("criteria: areas and people", static_cast<std::int64_t>(tiles.size()));
  parallel_ordered<TileResult>(
      tiles.size(), tiles_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        return reader.run(tiles[i], points_of_tile[i]);
      },
      [&](std::size_t, TileResult&& result) {
        for (const auto& [key, sums] : result.sums) total.sums[key].add(sums);
        for (auto& [index, units] : result.points) total.points[index] = std::move(units);
        progress.advance();
      });
  return total;
}

}  // namespace gigacity::criteria
