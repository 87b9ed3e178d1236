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

constexpr const char* city_preset = "jining";
constexpr double mean_household = 2.85;
constexpr double occupied_share = 0.92;

void check(const SynthOptions& o) {
  const auto expect = [](bool holds, const char* option, const char* range) {
    if (!holds)
      throw UsageError(fmt::format("synth: {} is out of range; expected {}", option, range));
  };
  expect(o.share >= 0.01 && o.share <= 1.0, "share", "0.01 to 1");
  expect(o.share == 1.0 || o.preset == city_preset, "share",
         "1: only the preset \"jining\" has parts");
  if (o.as_built && o.preset == city_preset)
    throw UsageError("synth: plant as built is made for a lone county, not for a city");
  if (o.lte && o.preset != city_preset)
    throw UsageError("synth: --lte is for the preset \"jining\"; a lone county has 4G anyway");
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

synth::Lattice lattice_over(const MapBox& box) {
  synth::Lattice lattice;
  lattice.west_m = box.min_x_m;
  lattice.south_m = box.min_y_m;
  lattice.columns = static_cast<int>(box.width_m() / lattice.step_m) + 1;
  lattice.rows = static_cast<int>(box.height_m() / lattice.step_m) + 1;
  return lattice;
}

/// A lone county, its roads leaving it on three sides.
synth::CountyTask task_of(const SynthOptions& o, const MapBox& box, const synth::Lattice& lattice) {
  synth::CountyTask task;
  task.seed = o.seed;
  task.code = "370899";
  task.name = {"Demo", "示范"};
  task.kind = {"County", "县"};
  task.operator_name = "Demo Mobile";
  task.seat = {box.min_x_m + 0.37 * box.width_m(), box.min_y_m + 0.55 * box.height_m()};
  task.dwellings = static_cast<int>(o.residents / mean_household / occupied_share);
  task.towns = o.towns;
  task.villages = o.villages;
  task.as_built = o.as_built;
  const auto node_at = [&](double u, double v) {
    return synth::Node{std::clamp(static_cast<int>(u * lattice.columns), 1, lattice.columns - 2),
                       std::clamp(static_cast<int>(v * lattice.rows), 1, lattice.rows - 2)};
  };
  task.exits.hub = node_at(0.54, 0.42);
  task.exits.motorway = {node_at(0.0, 0.30), node_at(0.62, 1.0)};
  task.exits.primary = {node_at(0.0, 0.62), node_at(0.30, 1.0)};
  return task;
}

synth::Synthesis lone_county(const SynthOptions& options, const geo::Crs& crs, Progress& progress) {
  const MapBox box = county_box(options, crs);
  synth::Landform form;
  form.summit_m = options.summit_m;
  synth::Synthesis made{synth::Relief(options.seed, form, box, nullptr, progress), {}};
  made.plan.lake = {"Demo Lake", "示范湖"};
  synth::CountyPlan& county = made.plan.counties.emplace_back();
  county.lattice = lattice_over(box);
  county.task = task_of(options, box, county.lattice);
  synth::build_county(made.relief, synth::Territory(made.relief), county, progress);
  return made;
}

}  // namespace

const std::vector<std::string>& presets() {
  static const std::vector<std::string> names{"demo", city_preset};
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
  const bool city = options.preset == city_preset;
  const synth::CityFacts facts = synth::jining();
  const geo::Crs crs = geo::utm_zone_of(city ? facts.centre : options.centre);
  synth::Synthesis made =
      city ? synth::city_of(options, facts, crs, progress) : lone_county(options, crs, progress);
  progress.throw_if_cancelled();

  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) throw geo::OutputError(fmt::format("{}: {}", folder.string(), failed.message()));
  synth::write_city(folder, made.relief, crs, made.plan,
                    synth::scenario_text(options, made.plan, crs.code()), progress);
}

}  // namespace gigacity::apps
