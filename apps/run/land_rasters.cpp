// SPDX-License-Identifier: Apache-2.0
#include "apps/run/land_rasters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include <fmt/format.h>

#include "apps/run/building_heights.hpp"
#include "core/text.hpp"
#include "geo/scratch_raster.hpp"

namespace gigacity::apps {

namespace {

/// Around a site outside the city's grid: where its ground is looked for, and a pixel to round in.
constexpr int around_site_pixels = 4;
/// Voids are filled over no more pixels than this, whatever their size in metres: memory.
constexpr int longest_fill_pixels = 1024;

/// How far a surface model lies above the ground, as a histogram of decimetres.
class HeightDifferences {
 public:
  void add(float difference_m) {
    const double bin = std::floor((difference_m + range_m) / bin_m);
    const double last = static_cast<double>(m_counts.size()) - 1.0;
    ++m_counts[static_cast<std::size_t>(std::clamp(bin, 0.0, last))];
    ++m_total;
  }
  /// The difference that this share of the pixels does not exceed.
  double quantile_m(double share) const {
    std::int64_t below = 0;
    std::size_t bin = 0;
    const double wanted = share * static_cast<double>(m_total);
    while (bin + 1 < m_counts.size()) {
      below += m_counts[bin];
      if (static_cast<double>(below) >= wanted) break;
      ++bin;
    }
    return (static_cast<double>(bin) + 0.5) * bin_m - range_m;
  }
  bool empty() const { return m_total == 0; }

 private:
  static constexpr double range_m = 200.0;
  static constexpr double bin_m = 0.1;
  std::array<std::int64_t, 4000> m_counts{};
  std::int64_t m_total = 0;
};

/// Of this building, not of its type or of any.
bool has_own_height(const Building& building) {
  return building.height_origin == HeightOrigin::measured ||
         building.height_origin == HeightOrigin::storeys;
}

std::vector<StandingBody> bodies_of(const City& city, bool assumed_too) {
  std::vector<StandingBody> bodies;
  for (const auto* buildings : {&city.buildings, &city.obstacles})
    for (const auto& building : *buildings)
      if (assumed_too || has_own_height(building))
        bodies.push_back({&building.footprint, building.height_m});
  return bodies;
}

class LandMaker {
 public:
  LandMaker(const Scenario& scenario, const GridSpec& grid, std::filesystem::path scratch,
            LoadedCity& loaded, Progress& progress, Findings& findings)
      : m_scenario(scenario),
        m_grid(grid),
        m_scratch(std::move(scratch)),
        m_loaded(loaded),
        m_progress(progress),
        m_findings(findings),
        m_counted(*window_within(loaded.city.grid, grid)) {}

  LandRecord make(std::optional<LandCoverTable> table) {
    m_record.cover_table = std::move(table);
    make_ground();
    if (!m_scenario.terrain.surface.sources.empty()) make_surface_model();
    if (m_scenario.landcover) make_clutter();
    make_surface();
    return std::move(m_record);
  }

 private:
  City& city() { return m_loaded.city; }

  std::shared_ptr<const RasterSource> warped(const geo::RasterLayer& layer, const std::string& name,
                                             geo::WarpOptions options,
                                             geo::WarpStatistics& statistics) {
    options.counted = m_counted;
    const auto file = m_scratch / (name + ".tif");
    statistics =
        geo::warp_onto_grid(layer, m_grid, m_loaded.crs, options, file, m_progress, m_findings);
    m_findings.throw_if_errors();
    return std::make_shared<geo::FileRasterSource>(file);
  }

  std::shared_ptr<const RasterSource> made(
      const std::string& name, const std::function<Raster<float>(const Window&)>& tile) {
    m_progress.begin(name, static_cast<std::int64_t>(tiles_of(m_grid).size()));
    return geo::make_scratch_raster(m_scratch / (name + ".tif"), m_grid, m_loaded.crs, tile,
                                    m_progress);
  }

  void make_ground() {
    city().terrain =
        warped(m_scenario.terrain.ground, "terrain",
               {.fill_reach_pixels = fill_reach_pixels(m_scenario.terrain, m_grid.pixel_m)},
               m_record.ground);
  }

  void make_surface_model() {
    m_surface_model = warped(m_scenario.terrain.surface, "surface-model",
                             {.resampling = geo::surface_rule, .partial = true},
                             m_record.surface_model.emplace());
    check_datum();
  }

  /// A surface model that lies below the ground, or nowhere near it, has other heights' zero.
  void check_datum() {
    constexpr double below_m = -5.0;
    constexpr double above_m = 15.0;
    HeightDifferences differences;
    for (const Window& tile : tiles_of(m_grid)) {
      const Window seen = tile.intersection(m_counted);
      if (seen.empty()) continue;
      const auto ground = city().terrain->read(seen);
      const auto model = m_surface_model->read(seen);
      for (std::size_t i = 0; i < seen.size(); ++i) {
        const float difference_m = model.values()[i] - ground.values()[i];
        if (!std::isnan(difference_m)) differences.add(difference_m);
      }
    }
    if (differences.empty()) return;
    const double median_m = differences.quantile_m(0.5);
    const double lowest_m = differences.quantile_m(0.05);
    const auto& layer = m_scenario.terrain.surface;
    const InputLocation where{.source = layer.sources.front(), .layer = layer.section};
    const char* hint = "check that both have the same vertical datum (geoid or ellipsoid)";
    if (median_m < below_m)
      m_findings.warning(
          {where,
           fmt::format("lies below the terrain: the median difference is {:.1f} m", median_m),
           hint});
    else if (lowest_m > above_m)
      m_findings.warning({where,
                          fmt::format("lies above the terrain everywhere: 95 % of its pixels by "
                                      "more than {:.1f} m",
                                      lowest_m),
                          hint});
  }

  void make_clutter() {
    const auto& table = *m_record.cover_table;
    m_classes = warped(m_scenario.landcover->raster, "landcover-classes",
                       {.resampling = geo::class_rule, .heights = false}, m_record.cover.emplace());
    std::mutex mutex;
    city().clutter = made("clutter", [&](const Window& w) {
      auto clutter = m_classes->read(w);
      std::map<int, std::int64_t> unknown;
      for (int row = 0; row < w.height; ++row) {
        for (int column = 0; column < w.width; ++column) {
          float& value = clutter.at({column, row});
          if (std::isnan(value)) continue;
          const auto* known = table.find(value);
          const auto code = static_cast<int>(std::lround(std::clamp(value, -1e9F, 1e9F)));
          if (known == nullptr && std::ranges::find(table.no_data, code) != table.no_data.end()) {
            value = no_value;
            continue;
          }
          if (known == nullptr && m_counted.contains(w.column + column, w.row + row))
            ++unknown[code];
          value = static_cast<float>(known == nullptr ? Clutter::open : known->category);
        }
      }
      const std::lock_guard lock(mutex);
      for (const auto& [code, count] : unknown) m_record.unknown_codes[code] += count;
      return clutter;
    });
    warn_of_unknown_codes();
  }

  void warn_of_unknown_codes() {
    if (m_record.unknown_codes.empty()) return;
    constexpr std::size_t most_listed = 20;
    std::int64_t pixels = 0;
    std::vector<std::string> words;
    for (const auto& [code, count] : m_record.unknown_codes) {
      pixels += count;
      if (words.size() < most_listed) words.push_back(fmt::format("{} ({} pixels)", code, count));
    }
    if (m_record.unknown_codes.size() > most_listed) words.emplace_back("...");
    const auto& layer = m_scenario.landcover->raster;
    m_findings.warning(
        {{.source = layer.sources.front(), .layer = layer.section},
         fmt::format("{} pixels of the area have codes that {} does not know; they "
                     "are taken as open: {}",
                     pixels, m_record.cover_table->file, joined(words, ", ")),
         "name the table of these classes, or one of your own, in landcover.classes"});
  }

  /// Of the land cover; nothing where there is none. Built-up classes stand for buildings that
  /// nobody knows: where there is a layer of buildings, streets and yards stay open.
  float clutter_height_m(float code) const {
    const auto* known = m_record.cover_table->find(code);
    if (known == nullptr || (m_scenario.buildings && info_of(known->category).built_up))
      return 0.0F;
    return static_cast<float>(known->height_m);
  }

  void make_surface() {
    const double minimum_cover = m_scenario.buildings ? m_scenario.buildings->minimum_cover : 1.0;
    const BuildingHeights buildings(m_grid, bodies_of(city(), true), minimum_cover);
    // A height that was measured from above is better than one that was assumed.
    const BuildingHeights measured(
        m_grid, m_surface_model ? bodies_of(city(), false) : std::vector<StandingBody>(),
        minimum_cover);
    city().surface_has_trees = m_surface_model != nullptr || m_classes != nullptr;
    city().surface = made("surface", [&](const Window& w) {
      auto surface = city().terrain->read(w);
      const auto built = buildings.tile(w);
      const auto model = m_surface_model ? m_surface_model->read(w) : Raster<float>();
      const auto built_measured = m_surface_model ? measured.tile(w) : Raster<float>();
      const auto classes = m_classes ? m_classes->read(w) : Raster<float>();
      for (std::size_t i = 0; i < surface.values().size(); ++i) {
        float& top_m = surface.values()[i];
        const float ground_m = top_m;
        if (m_surface_model && !std::isnan(model.values()[i])) {
          // NaN stays NaN: without ground there is no surface.
          top_m = std::max(ground_m, model.values()[i]);
          if (!std::isnan(built_measured.values()[i]))
            top_m = std::max(top_m, ground_m + built_measured.values()[i]);
        } else if (!std::isnan(built.values()[i])) {
          top_m += built.values()[i];
        } else if (m_classes && !std::isnan(classes.values()[i])) {
          top_m += clutter_height_m(classes.values()[i]);
        }
      }
      return surface;
    });
  }

  const Scenario& m_scenario;
  GridSpec m_grid;
  std::filesystem::path m_scratch;
  LoadedCity& m_loaded;
  Progress& m_progress;
  Findings& m_findings;
  Window m_counted;  ///< the city's grid within the land's
  LandRecord m_record;
  std::shared_ptr<const RasterSource> m_surface_model;
  std::shared_ptr<const RasterSource> m_classes;  ///< codes of the land cover
};

std::optional<LandCoverTable> table_of(const Scenario& scenario,
                                       const std::filesystem::path& data_folder) {
  if (!scenario.landcover) return std::nullopt;
  return read_landcover_table(
      find_landcover_table(scenario.landcover->classes, data_folder, scenario.file.parent_path()));
}

}  // namespace

int fill_reach_pixels(const TerrainSection& terrain, double pixel_m) {
  const double pixels = std::floor(terrain.fill_voids_m / pixel_m);
  return static_cast<int>(std::min<double>(pixels, longest_fill_pixels));
}

GridSpec land_grid(const GridSpec& city, const radio::RadioNetwork& network) {
  Window window = city.full();
  for (const auto& site : network.sites) {
    const Pixel p = city.pixel_of(site.point);
    if (city.full().contains(p.column, p.row)) continue;
    const Window around = Window{p.column, p.row, 1, 1}.inflated(around_site_pixels);
    window = window.united(around);
  }
  return city.part(window);
}

LandRecord add_land(const Scenario& scenario, const GridSpec& land,
                    const std::filesystem::path& data_folder, const std::filesystem::path& scratch,
                    LoadedCity& loaded, Progress& progress, Findings& findings) {
  return LandMaker(scenario, land, scratch, loaded, progress, findings)
      .make(table_of(scenario, data_folder));
}

void check_land(const Scenario& scenario, const std::filesystem::path& data_folder,
                const std::filesystem::path& scratch, const LoadedCity& loaded, Progress& progress,
                Findings& findings) {
  constexpr int coarse_side = 256;
  const GridSpec& grid = loaded.city.grid;
  const double pixel_m = grid.pixel_m * std::max(1.0, std::ceil(std::max(grid.width, grid.height) /
                                                                static_cast<double>(coarse_side)));
  const auto check = [&](const geo::RasterLayer& layer, bool heights, bool partial) {
    geo::warp_onto_grid(layer, aligned_grid(grid.box(), pixel_m), loaded.crs,
                        {.resampling = {}, .heights = heights, .partial = partial},
                        scratch / (layer.section + ".tif"), progress, findings);
  };
  check(scenario.terrain.ground, true, false);
  if (!scenario.terrain.surface.sources.empty()) check(scenario.terrain.surface, true, true);
  if (scenario.landcover) check(scenario.landcover->raster, false, false);
  table_of(scenario, data_folder);
}

}  // namespace gigacity::apps
