// SPDX-License-Identifier: Apache-2.0
// Gaps of area: contiguous uncovered pixels as polygons. Patches are cut at the finest units'
// borders, so that each belongs to one unit, and at blocks of 1024 pixels, so that memory does not
// depend on the area.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/parallel.hpp"
#include "sim/criteria/gap_parts.hpp"
#include "sim/criteria/radio_reason.hpp"
#include "sim/criteria/stated_scale.hpp"
#include "sim/criteria/wording.hpp"

namespace gigacity::criteria {

namespace {

constexpr int block_side = 1024;
constexpr std::size_t blocks_in_flight = 4;

/// A contiguous patch, or the small ones of a unit in a block.
struct Patch {
  Gap gap;
  std::vector<Pixel> pixels;  ///< of the whole grid
  std::int64_t patches = 1;
};

struct BlockResult {
  std::vector<Patch> listed;
  std::map<std::int32_t, Patch> small;  ///< by finest unit, -1 for none
};

/// Everything about a block's pixels that patches need.
struct Block {
  Window window;
  RadioBlock radio;
  std::vector<Raster<float>> zones;
  Raster<double> residents;  ///< scaled to what units state
  Raster<char> open;         ///< 1: uncovered and not yet in a patch

  std::int32_t unit(std::size_t level, Pixel p) const {
    const float value = zones[level].at(p);
    return std::isnan(value) ? -1 : static_cast<std::int32_t>(value);
  }
  std::int32_t finest_unit(Pixel p) const { return zones.empty() ? -1 : unit(zones.size() - 1, p); }
};

/// Nothing where the window holds none of the area.
std::optional<Block> read_block(const GapTask& task, const Window& window) {
  const auto& city = *task.results.city;
  const auto inside = city.inside->read(window);
  if (std::ranges::find(inside.values(), 1.0F) == inside.values().end()) return std::nullopt;
  const auto& layers = *layers_of(task);
  const auto& scale = task.measured.residents;
  Block block;
  block.window = window;
  block.radio = RadioBlock(layers, window);
  for (const auto& level : city.admin) block.zones.push_back(level.zone->read(window));
  std::optional<Raster<float>> people;
  if (city.people) people = city.people->read(window);

  const auto grid = city.grid.part(window);
  block.residents = Raster<double>(grid, 0.0);
  block.open = Raster<char>(grid, 0);
  for (int r = 0; r < window.height; ++r) {
    for (int c = 0; c < window.width; ++c) {
      const Pixel p{c, r};
      if (inside.at(p) != 1.0F || passes(test_of(task), block.radio.at(p))) continue;
      const bool lived_in = people && people->at(p) > 0.0F;
      if (lived_in) {
        const auto unit =
            scale.level < 0 ? -1 : block.unit(static_cast<std::size_t>(scale.level), p);
        block.residents.at(p) = static_cast<double>(people->at(p)) * scale.factor_of(unit);
      }
      block.open.at(p) = lived_in || task.scope.every_pixel ? 1 : 0;
    }
  }
  return block;
}

/// The four-connected open pixels of one finest unit that hold `seed`; closes them. Coordinates of
/// the block.
std::vector<Pixel> take_patch(Block& block, Pixel seed) {
  const auto unit = block.finest_unit(seed);
  std::vector<Pixel> pixels{seed};
  block.open.at(seed) = 0;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const Pixel p = pixels[i];
    for (const Pixel q : {Pixel{p.column, p.row - 1}, Pixel{p.column - 1, p.row},
                          Pixel{p.column + 1, p.row}, Pixel{p.column, p.row + 1}}) {
      if (q.column < 0 || q.row < 0 || q.column >= block.window.width ||
          q.row >= block.window.height)
        continue;
      if (block.open.at(q) == 0 || block.finest_unit(q) != unit) continue;
      block.open.at(q) = 0;
      pixels.push_back(q);
    }
  }
  return pixels;
}

/// At each level the unit that most of the patch's residents (then pixels) live in; lower index on
/// a tie.
std::vector<std::int32_t> main_units(const Block& block, const std::vector<Pixel>& pixels) {
  std::vector<std::int32_t> units;
  for (std::size_t level = 0; level < block.zones.size(); ++level) {
    std::map<std::int32_t, std::pair<double, std::int64_t>> weights;
    for (const Pixel p : pixels) {
      auto& weight = weights[block.unit(level, p)];
      weight.first += block.residents.at(p);
      ++weight.second;
    }
    const auto lighter = [](const auto& a, const auto& b) { return a.second < b.second; };
    units.push_back(std::max_element(weights.begin(), weights.end(), lighter)->first);
  }
  return units;
}

class AreaGaps {
 public:
  explicit AreaGaps(const GapTask& task)
      : m_task(task),
        m_radio(task.results, task.scope.technology, task.options),
        m_ratio(*task.results.city, task.measured),
        m_pixel_m2(task.results.city->grid.pixel_m * task.results.city->grid.pixel_m) {}

  BlockResult run(const Window& window) const {
    BlockResult result;
    auto read = read_block(m_task, window);
    if (!read) return result;
    Block& block = *read;
    for (int r = 0; r < window.height; ++r) {
      for (int c = 0; c < window.width; ++c) {
        if (block.open.at({c, r}) == 0) continue;
        const auto pixels = take_patch(block, {c, r});
        Patch patch = patch_of(block, pixels);
        const bool small =
            patch.gap.area_m2 < m_task.options.minimum_area_m2 && patch.gap.residents < 1.0;
        if (small) {
          const auto [other, added] =
              result.small.try_emplace(block.finest_unit({c, r}), std::move(patch));
          if (!added) add(other->second, patch);
        } else {
          explain(block, pixels, patch.gap);
          result.listed.push_back(std::move(patch));
        }
      }
    }
    return result;
  }

  /// Adds a block's small patches to those of the blocks before.
  static void add(Patch& sum, const Patch& more) {
    sum.gap.residents += more.gap.residents;
    sum.gap.households += more.gap.households;
    sum.gap.area_m2 += more.gap.area_m2;
    sum.patches += more.patches;
    sum.pixels.insert(sum.pixels.end(), more.pixels.begin(), more.pixels.end());
  }

  /// The row that stands for all small patches of a finest unit.
  Gap other(std::int32_t unit, Patch&& sum) const {
    const auto& city = *m_task.results.city;
    Gap gap = std::move(sum.gap);
    gap.id =
        fmt::format("area-{}-other-{}", technology_id(m_task),
                    city.admin.empty() ? "all" : unit_label(city, city.admin.size() - 1, unit));
    gap.measured_unit = std::string("%");
    gap.shortfall = 100.0;
    gap.reason = "scattered";
    gap.reason_text = fmt::format(
        "{} small uncovered patch{}, each under {:g} ha and with less than one resident.",
        sum.patches, sum.patches == 1 ? "" : "es", m_task.options.minimum_area_m2 / 1e4);
    gap.remedy = "What closes the larger patches nearby closes most of these.";
    gap.geometry = polygons(sum.pixels);
    return gap;
  }

  MultiPolygon polygons(const std::vector<Pixel>& pixels) const {
    const auto& grid = m_task.results.city->grid;
    Window box{pixels.front().column, pixels.front().row, 1, 1};
    for (const Pixel p : pixels) {
      const int west = std::min(box.column, p.column);
      const int north = std::min(box.row, p.row);
      box = {west, north, std::max(box.end_column(), p.column + 1) - west,
             std::max(box.end_row(), p.row + 1) - north};
    }
    // Small patches of a unit may lie far apart: a mask each time they leave a block keeps memory
    // bounded.
    if (box.size() > static_cast<std::size_t>(block_side) * block_side)
      return polygons_by_block(pixels);
    Raster<float> mask(grid.part(box), no_value);
    for (const Pixel p : pixels) mask.at({p.column - box.column, p.row - box.row}) = 1.0F;
    MultiPolygon all;
    for (auto& part : m_task.polygonise(mask)) all.insert(all.end(), part.begin(), part.end());
    return all;
  }

 private:
  MultiPolygon polygons_by_block(const std::vector<Pixel>& pixels) const {
    std::map<std::pair<int, int>, std::vector<Pixel>> blocks;
    for (const Pixel p : pixels) blocks[{p.row / block_side, p.column / block_side}].push_back(p);
    MultiPolygon all;
    for (const auto& [key, part] : blocks) {
      const auto more = polygons(part);
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }

  Patch patch_of(const Block& block, const std::vector<Pixel>& pixels) const {
    const auto& city = *m_task.results.city;
    Patch patch;
    for (const Pixel p : pixels) {
      patch.pixels.push_back({p.column + block.window.column, p.row + block.window.row});
      patch.gap.residents += block.residents.at(p);
    }
    const auto units = main_units(block, pixels);
    const MapPoint first = city.grid.centre_of(patch.pixels.front());
    patch.gap.id = fmt::format("area-{}-{}-{}", technology_id(m_task), std::lround(first.x_m),
                               std::lround(first.y_m));
    patch.gap.name = units.empty() || units.back() < 0
                         ? std::string()
                         : city.admin.back().units[static_cast<std::size_t>(units.back())].name;
    patch.gap.admin_codes = admin_codes(city, units);
    patch.gap.requirement = requirement_text(test_of(m_task), m_task.scope.technology, "");
    patch.gap.households = m_ratio.households(patch.gap.residents, units);
    patch.gap.area_m2 = static_cast<double>(pixels.size()) * m_pixel_m2;
    return patch;
  }

  void explain(const Block& block, const std::vector<Pixel>& pixels, Gap& gap) const {
    const auto& city = *m_task.results.city;
    const auto grid = city.grid.part(block.window);
    MapPoint middle;
    for (const Pixel p : pixels) {
      const MapPoint centre = grid.centre_of(p);
      middle.x_m += centre.x_m / static_cast<double>(pixels.size());
      middle.y_m += centre.y_m / static_cast<double>(pixels.size());
    }
    RadioSamples samples(test_of(m_task), middle, grid);
    for (const Pixel p : pixels) samples.add(p, block.radio.at(p));
    m_radio.explain(samples, gap);
    if (gap.measured_unit == "%")
      gap.shortfall = 100.0 - gap.measured;  // of a patch every pixel is lacking
  }

  const GapTask& m_task;
  RadioExplainer m_radio;
  HouseholdRatio m_ratio;
  double m_pixel_m2;
};

/// Residents that a unit states and the map does not place: nobody can say whether they are
/// covered.
void add_unlocated(const GapTask& task, std::vector<Gap>& gaps) {
  const auto& city = *task.results.city;
  const auto& scale = task.measured.residents;
  for (std::size_t u = 0; u < scale.unlocated.size(); ++u) {
    if (scale.unlocated[u] == 0.0) continue;
    const auto units = lineage(city, scale.level, static_cast<std::int32_t>(u));
    const auto level = static_cast<std::size_t>(scale.level);
    const auto& unit = city.admin[level].units[u];
    Gap gap;
    gap.id = fmt::format("area-{}-unlocated-{}", technology_id(task),
                         unit_label(city, level, static_cast<std::int32_t>(u)));
    gap.name = unit.name;
    gap.admin_codes = admin_codes(city, units);
    gap.requirement = requirement_text(test_of(task), task.scope.technology, "");
    gap.measured_unit = std::string("%");
    gap.shortfall = 100.0;
    gap.residents = scale.unlocated[u];
    gap.households = unit.households.value_or(0.0);
    gap.reason = "unlocated";
    gap.reason_text = fmt::format(
        "{:.0f} residents are stated here, but nothing on the map says where they live.",
        scale.unlocated[u]);
    gap.remedy = "Complete the buildings layer for this unit.";
    gap.geometry = unit.footprint;
    gaps.push_back(std::move(gap));
  }
}

}  // namespace

std::vector<Gap> area_gaps(const GapTask& task, Progress& progress) {
  const auto& city = *task.results.city;
  if (!layers_of(task) || (!task.scope.every_pixel && !city.people)) return {};
  const AreaGaps areas(task);
  const auto blocks = tiles_of(city.grid, block_side);
  std::vector<Gap> gaps;
  std::map<std::int32_t, Patch> small;
  progress.begin(fmt::format("gaps: {}", task.indicator.id),
                 static_cast<std::int64_t>(blocks.size()));
  parallel_ordered<BlockResult>(
      blocks.size(), blocks_in_flight,
      [&](std::size_t i) {
        progress.throw_if_cancelled();
        return areas.run(blocks[i]);
      },
      [&](std::size_t, BlockResult&& result) {
        for (auto& patch : result.listed) {
          patch.gap.geometry = areas.polygons(patch.pixels);
          gaps.push_back(std::move(patch.gap));
        }
        for (auto& [unit, patch] : result.small) {
          const auto [sum, added] = small.try_emplace(unit, std::move(patch));
          if (!added) AreaGaps::add(sum->second, patch);
        }
        progress.advance();
      });
  for (auto& [unit, patch] : small) gaps.push_back(areas.other(unit, std::move(patch)));
  if (!task.scope.every_pixel) add_unlocated(task, gaps);
  return gaps;
}

}  // namespace gigacity::criteria
