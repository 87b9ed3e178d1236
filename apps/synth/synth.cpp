// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/synth.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/synth/steps.hpp"
#include "core/diagnostic.hpp"
#include "core/text.hpp"
#include "geo/output_error.hpp"

namespace gigacity::apps {

namespace {

void check(const SynthOptions& o) {
  const auto expect = [](bool holds, const char* option, const char* range) {
    if (!holds)
      throw UsageError(fmt::format("synth: {} is out of range; expected {}", option, range));
  };
  expect(o.width_km >= 6.0 && o.width_km <= 60.0, "width_km", "6 to 60");
  expect(o.height_km >= 6.0 && o.height_km <= 60.0, "height_km", "6 to 60");
  expect(o.summit_m >= 100.0 && o.summit_m <= 2000.0, "summit_m", "100 to 2000");
  expect(o.towns >= 1 && o.towns <= 60, "towns", "1 to 60");
  expect(o.villages >= 1 && o.villages <= 600, "villages", "1 to 600");
  expect(o.residents >= 10'000 && o.residents <= 3'000'000, "residents", "10000 to 3000000");
  expect(o.resolution_m >= 1.0 && o.resolution_m <= 100.0, "resolution_m", "1 to 100");
  expect(std::abs(o.centre.lat_deg) <= 70.0 && std::abs(o.centre.lon_deg) <= 180.0, "centre",
         "a point between 70° S and 70° N");
}

/// The county's box in map coordinates, on multiples of 120 m so that all lattices line up.
MapBox county_box(const SynthOptions& o, const geo::Crs& crs) {
  const MapPoint centre = geo::Projection(crs).to_map(o.centre);
  constexpr double step_m = 120.0;
  const double width = std::round(o.width_km * 1000.0 / step_m) * step_m;
  const double height = std::round(o.height_km * 1000.0 / step_m) * step_m;
  const double west = std::round((centre.x_m - 0.5 * width) / step_m) * step_m;
  const double south = std::round((centre.y_m - 0.5 * height) / step_m) * step_m;
  return {west, south, west + width, south + height};
}

}  // namespace

const std::vector<std::string>& presets() {
  static const std::vector<std::string> names{"demo"};
  return names;
}

SynthOptions preset_options(const std::string& preset) {
  if (std::find(presets().begin(), presets().end(), preset) == presets().end()) {
    throw UsageError(
        fmt::format("synth: unknown preset \"{}\"; known: {}", preset, joined(presets(), ", ")));
  }
  SynthOptions options;
  options.preset = preset;
  return options;
}

void synthesise(const SynthOptions& options, const std::filesystem::path& folder,
                Progress& progress) {
  check(options);
  const geo::Crs crs = geo::utm_zone_of(options.centre);
  const synth::Relief relief(options, county_box(options, crs), progress);

  synth::CountyPlan plan;
  const MapBox& box = relief.box();
  plan.lattice.west_m = box.min_x_m;
  plan.lattice.south_m = box.min_y_m;
  plan.lattice.columns = static_cast<int>(box.width_m() / plan.lattice.step_m) + 1;
  plan.lattice.rows = static_cast<int>(box.height_m() / plan.lattice.step_m) + 1;
  synth::place_settlements(options, relief, plan);
  synth::name_places(options, relief, plan);
  synth::lay_roads(options, relief, plan, progress);
  synth::divide_county(options, relief, plan);
  synth::plan_radio(options, relief, plan);
  synth::plan_fibre(plan);
  progress.throw_if_cancelled();

  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) throw geo::OutputError(fmt::format("{}: {}", folder.string(), failed.message()));
  synth::write_city(folder, relief, crs, plan, synth::scenario_text(options, plan, crs.code()),
                    progress);
}

}  // namespace gigacity::apps
