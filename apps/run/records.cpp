// SPDX-License-Identifier: Apache-2.0
#include "apps/run/records.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "apps/run/checksum.hpp"
#include "apps/run/fibre_layers.hpp"
#include "apps/run/fibre_statistics.hpp"
#include "apps/run/indoor_layers.hpp"
#include "apps/run/statistics.hpp"
#include "core/text.hpp"
#include "core/units.hpp"
#include "geo/library.hpp"
#include "geo/source_name.hpp"
#include "sim/propagation/model_info.hpp"

namespace gigacity::apps {

namespace {

using nlohmann::ordered_json;

/// Records name inputs without their folders: the same run gives the same bytes wherever it lies.
std::string file_names(const std::vector<std::string>& sources) {
  std::vector<std::string> names;
  names.reserve(sources.size());
  for (const auto& source : sources) names.push_back(geo::recorded_source(source));
  return joined(names, ", ");
}

ordered_json skipped_records(const Findings& findings) {
  auto records = ordered_json::array();
  for (const auto& skipped : findings.skipped())
    records.push_back({{"source", geo::recorded_source(skipped.source)},
                       {"layer", skipped.layer},
                       {"reason", skipped.reason},
                       {"count", skipped.count},
                       {"features", skipped.features}});
  return records;
}

ordered_json warning_records(const Findings& findings) {
  auto records = ordered_json::array();
  for (auto warning : findings.warnings()) {
    warning.where.source = geo::recorded_source(warning.where.source);
    records.push_back(to_string(warning));
  }
  return records;
}

ordered_json input_records(const Scenario& scenario, const RunOutcome& outcome) {
  auto records = ordered_json::array();
  // A city's layers often lie in one file.
  std::map<std::filesystem::path, std::string> checksums;
  const auto checksum = [&](const std::filesystem::path& file) {
    const auto [entry, fresh] = checksums.try_emplace(file);
    if (fresh) entry->second = sha256_of(file);
    return entry->second;
  };
  const auto add = [&](const std::string& section, const std::string& source, ordered_json features,
                       ordered_json datum = nullptr) {
    records.push_back({{"section", section},
                       {"source", geo::recorded_source(source)},
                       {"sha256", checksum(geo::local_file_of(source))},
                       {"features", std::move(features)},
                       {"datum", std::move(datum)}});
  };
  add("scenario", scenario.file.string(), nullptr);
  const auto add_rasters = [&](const geo::RasterLayer& layer) {
    for (const auto& source : layer.sources) add(layer.section, source, nullptr);
  };
  add_rasters(scenario.terrain.ground);
  add_rasters(scenario.terrain.surface);
  if (scenario.landcover) {
    add_rasters(scenario.landcover->raster);
    add("landcover.classes", outcome.land.cover_table->file, nullptr);
  }
  if (scenario.population) add_rasters(scenario.population->raster);
  for (const auto& layer : outcome.loaded.layers)
    add(layer.section, layer.source, layer.features,
        layer.datum ? ordered_json(geo::to_string(*layer.datum)) : ordered_json(nullptr));
  if (outcome.is_judged()) add("criteria", outcome.profile.file, nullptr);
  return records;
}

/// "bilinear; 12 pixels filled, 0 of 100 without data".
std::string on_the_grid(const geo::WarpStatistics& statistics) {
  return fmt::format("{}; {} pixels filled, {} of {} without data",
                     joined(statistics.resampling, ", "), statistics.filled,
                     statistics.without_data, statistics.pixels);
}

/// What stands on the ground, as far as the model sees it.
void add_surface_details(const Scenario& scenario, const RunOutcome& outcome,
                         std::vector<std::pair<std::string, std::string>>& details) {
  const auto& land = outcome.land;
  std::vector<std::string> parts;
  if (land.surface_model) {
    details.emplace_back("Surface model",
                         fmt::format("{}, {}", file_names(scenario.terrain.surface.sources),
                                     on_the_grid(*land.surface_model)));
    parts.emplace_back("the surface model where it has data and is higher than the ground");
  }
  if (scenario.buildings)
    parts.push_back(
        fmt::format("buildings where they cover at least {:g} of a pixel, by their "
                    "mean height{}",
                    scenario.buildings->minimum_cover,
                    land.surface_model ? " (assumed heights give way to the model)" : ""));
  if (land.cover) {
    details.emplace_back("Land cover",
                         fmt::format("{}, {}; {}", file_names(scenario.landcover->raster.sources),
                                     land.cover_table->title, on_the_grid(*land.cover)));
    parts.emplace_back(scenario.buildings ? "elsewhere the clutter height of the land cover, none "
                                            "for built-up classes"
                                          : "elsewhere the clutter height of the land cover");
  }
  details.emplace_back("Surface", parts.empty() ? "bare ground" : joined(parts, "; "));
  const auto& city = outcome.city().grid;
  const auto& whole = outcome.city().terrain->grid();
  if (whole != city)
    details.emplace_back(
        "Terrain beyond the area",
        fmt::format("{} × {} pixels, as far as the sites outside it", whole.width, whole.height));
}

ordered_json measure_or_null(const RunOutcome& outcome, const std::string& name) {
  const auto& values = outcome.measured.units.front().measures.values;
  const auto found = values.find(name);
  return found == values.end() ? ordered_json(nullptr) : ordered_json(found->second.value);
}

/// How many buildings have their height from where, the surest origin first.
std::vector<std::pair<HeightOrigin, std::int64_t>> height_origins(const City& city) {
  std::vector<std::pair<HeightOrigin, std::int64_t>> counts;
  for (const auto origin : {HeightOrigin::measured, HeightOrigin::storeys,
                            HeightOrigin::building_type, HeightOrigin::assumed})
    counts.emplace_back(origin,
                        std::ranges::count(city.buildings, origin, &Building::height_origin));
  return counts;
}

std::string height_origins_as_text(const City& city) {
  std::vector<std::string> parts;
  for (const auto& [origin, count] : height_origins(city)) {
    switch (origin) {
      case HeightOrigin::measured:
        parts.push_back(fmt::format("{} measured", count));
        break;
      case HeightOrigin::storeys:
        parts.push_back(fmt::format("{} from storeys", count));
        break;
      case HeightOrigin::building_type:
        parts.push_back(fmt::format("{} assumed by type of building", count));
        break;
      case HeightOrigin::assumed:
        parts.push_back(fmt::format("{} assumed to be the default", count));
        break;
    }
  }
  return joined(parts, ", ");
}

void add_link_details(const RadioSection& radio,
                      std::vector<std::pair<std::string, std::string>>& details) {
  const auto& link = radio.link;
  const auto& uplink = link.uplink;
  const auto modulation = [](bool qam256) { return qam256 ? "256QAM" : "64QAM"; };
  details.emplace_back(
      "Cell-edge probability",
      link.edge_probability
          ? fmt::format("{:g} % (σ = {:g} dB: {:.2f} dB off RSRP and SINR of the best server)",
                        100.0 * *link.edge_probability, link.shadowing_db,
                        radio.options.fading_margin_db)
          : "50 % (median levels, no fading margin)");
  details.emplace_back("Body loss", fmt::format("{:g} dB", radio.options.body_loss_db));
  details.emplace_back(
      "Rates",
      fmt::format(
          "of one more user beside the load: rate alone × (1 − load); schemes {:g} dB above "
          "Shannon's bound, {:g} dB for each doubling of layers; up to {} (5G), {} (4G), {} "
          "(uplink)",
          link.rates.shannon_gap_db, link.rates.layer_penalty_db, modulation(link.rates.nr_256qam),
          modulation(link.rates.lte_256qam), modulation(link.rates.uplink_256qam)));
  details.emplace_back("Unpaired carriers", fmt::format("5G {}, 4G {}, where the sites do not say",
                                                        link.nr_tdd_pattern, link.lte_tdd_pattern));
  details.emplace_back(
      "Uplink", fmt::format("terminal {:g} dBm, P0 {:g} dBm, α {:g}; base station's noise figure "
                            "{:g} dB, interference over noise {:g} dB; downlink's path loss",
                            uplink.power_dbm, uplink.p0_dbm, uplink.alpha, uplink.noise_figure_db,
                            uplink.interference_margin_db));
}

/// "3gpp-38901 (12 sectors), 742215_T04, measured cuts weighted (3 sectors)".
std::string antennas_as_text(const radio::RadioNetwork& network,
                             propagation::CutInterpolation interpolation) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& sector : network.sectors) {
    std::string kind;
    if (std::holds_alternative<std::shared_ptr<const propagation::MeasuredAntenna>>(sector.antenna))
      kind = interpolation == propagation::CutInterpolation::sum ? ", measured cuts added"
                                                                 : ", measured cuts weighted";
    if (std::holds_alternative<std::shared_ptr<const propagation::PanelAntenna>>(sector.antenna))
      kind = ", TR 38.901 7.3 panel, strongest beam";
    ++counts[propagation::name_of(sector.antenna) + kind];
  }
  std::vector<std::string> parts;
  for (const auto& [name, count] : counts)
    parts.push_back(fmt::format("{} ({} sectors)", name, count));
  return listed(parts);
}

/// Where loads come from, and how well they are known.
std::string load_as_text(const Scenario& scenario, const RunOutcome& outcome) {
  if (!outcome.traffic)
    return "each cell's own share of resource elements (layer cells, field load)";
  const auto& user = scenario.radio->traffic->user;
  const auto& traffic = *outcome.traffic;
  const auto& solved = traffic.solved;
  return fmt::format(
      "solved from traffic (load coupling): {:g} users a resident, {:g} GB a month, {:g} % of a "
      "day in the busy hour, {:g} % of it on NR where LTE serves too; {:.4g} Mbit/s asked for at "
      "{} "
      "points, of which {:.4g} are carried, {:.4g} find no cell; {} iterations, last change "
      "{:.1g}; {} cells overloaded",
      user.users_per_resident, user.gb_per_month, 100.0 * user.busy_hour_share,
      100.0 * scenario.radio->traffic->nr_share, traffic.demand_mbps, traffic.points,
      traffic.carried_mbps(), traffic.unserved_mbps, solved.iterations, solved.largest_change,
      traffic.overloaded_cells());
}

ordered_json load_record(const RunOutcome& outcome) {
  if (!outcome.traffic) return {{"origin", "given"}};
  const auto& traffic = *outcome.traffic;
  return {{"origin", "traffic"},
          {"demand_mbps", traffic.demand_mbps},
          {"carried_mbps", traffic.carried_mbps()},
          {"unserved_mbps", traffic.unserved_mbps},
          {"points", traffic.points},
          {"iterations", traffic.solved.iterations},
          {"largest_change", traffic.solved.largest_change},
          {"converged", traffic.solved.converged},
          {"overloaded_cells", traffic.overloaded_cells()}};
}

ordered_json building_record(const City& city) {
  ordered_json heights = ordered_json::object();
  for (const auto& [origin, count] : height_origins(city))
    heights[std::string(to_string(origin))] = count;
  return {{"count", city.buildings.size()}, {"height_origin", std::move(heights)}};
}

}  // namespace

std::vector<std::pair<std::string, std::string>> model_details(const Scenario& scenario,
                                                               const RunOutcome& outcome,
                                                               const std::string& program) {
  const auto& grid = outcome.city().grid;
  std::vector<std::pair<std::string, std::string>> details{
      {"Tool", program},
      {"Libraries", geo::library_versions()},
      {"Working CRS",
       outcome.loaded.crs.name() +
           (outcome.loaded.crs.code().empty() ? "" : " (" + outcome.loaded.crs.code() + ")")},
      {"Resolution", fmt::format("{:g} m, {} × {} pixels", grid.pixel_m, grid.width, grid.height)}};
  if (outcome.city().terrain) {
    const auto& ground = outcome.land.ground;
    details.emplace_back("Terrain source", file_names(scenario.terrain.ground.sources));
    details.emplace_back("Terrain on the grid",
                         fmt::format("{:.1f} to {:.1f} m above the source's vertical datum, {}",
                                     ground.minimum, ground.maximum, on_the_grid(ground)));
    add_surface_details(scenario, outcome, details);
  }
  if (scenario.buildings)
    details.emplace_back("Heights of buildings", height_origins_as_text(outcome.city()));
  if (scenario.radio) {
    const auto& options = scenario.radio->options;
    const auto* model = propagation::find_model(radio::to_string(options.model));
    const auto add = [&](const char* label, std::string value) {
      details.emplace_back(label, std::move(value));
    };
    add("Propagation model", fmt::format("{}: {}, {}", model->name, model->title, model->citation));
    if (options.model == radio::Model::p1812 || options.model == radio::Model::itm)
      add("Share of time", fmt::format("{:g} % of an average year", options.time_percent));
    add("Paths", options.exact ? "each pixel's own profile" : "radial sweep");
    add("Radius of calculation", fmt::format("{:g} km", options.radius_m / 1000.0));
    add("Receiver height", fmt::format("{:g} m above ground, outdoors", options.receiver_height_m));
    add("Receiver noise figure", fmt::format("{:g} dB", options.noise_figure_db));
    add("Effective earth radius",
        fmt::format("{:.3g} × 6371 km",
                    radio::effective_earth_radius_m(options) / gigacity::earth_radius_m));
    add("Antennas", antennas_as_text(outcome.network, scenario.radio->interpolation));
    add_link_details(*scenario.radio, details);
    add("Load", load_as_text(scenario, outcome));
    if (outcome.indoor)
      std::ranges::move(indoor_details(*scenario.radio, outcome), std::back_inserter(details));
  }
  if (outcome.fibre) std::ranges::move(fibre_details(outcome), std::back_inserter(details));
  return details;
}

ordered_json run_record(const Scenario& scenario, const RunOutcome& outcome,
                        const RunOptions& options) {
  ordered_json details = ordered_json::object();
  for (const auto& [label, value] : model_details(scenario, outcome, options.program))
    details[label] = value;
  auto files = ordered_json::array();
  for (const auto& file : outcome.files)
    files.push_back({{"name", file.name},
                     {"title", file.title},
                     {"sha256", sha256_of(options.output_folder / file.name)}});
  auto times = ordered_json::array();
  for (const auto& time : outcome.times)
    times.push_back({{"stage", time.stage}, {"seconds", time.seconds}});
  ordered_json criteria = nullptr;
  if (outcome.is_judged())
    criteria = {{"id", outcome.profile.id}, {"sha256", sha256_of(outcome.profile.file)}};
  const auto& grid = outcome.city().grid;
  return {{"program", options.program},
          {"libraries", geo::library_versions()},
          {"scenario",
           {{"name", scenario.name},
            {"file", scenario.file.filename().string()},
            {"sha256", sha256_of(scenario.file)}}},
          {"criteria", std::move(criteria)},
          {"grid",
           {{"crs", outcome.loaded.crs.code()},
            {"west_m", grid.west_m},
            {"north_m", grid.north_m},
            {"pixel_m", grid.pixel_m},
            {"width", grid.width},
            {"height", grid.height}}},
          {"model_details", std::move(details)},
          {"load", scenario.radio ? load_record(outcome) : ordered_json(nullptr)},
          {"fibre", fibre_record(outcome)},
          {"buildings", building_record(outcome.city())},
          {"inputs", input_records(scenario, outcome)},
          {"outputs", std::move(files)},
          {"skipped", skipped_records(outcome.findings)},
          {"warnings", warning_records(outcome.findings)},
          {"timings", std::move(times)}};
}

nlohmann::ordered_json report_basics(const Scenario& scenario, const RunOutcome& outcome,
                                     const JudgedCity& judged, const RunOptions& options) {
  auto levels = ordered_json::array();
  for (const auto& level : outcome.city().admin) levels.push_back(level.name);
  auto details = ordered_json::array();
  for (const auto& [label, value] : model_details(scenario, outcome, options.program))
    details.push_back({{"label", label}, {"value", value}});
  auto files = ordered_json::array();
  for (const auto& file : outcome.files)
    files.push_back({{"name", file.name}, {"title", file.title}});
  return {{"title", scenario.name},
          {"description", scenario.description},
          {"program", options.program},
          {"scenario_file", scenario.file.filename().string()},
          {"area",
           {{"area_km2", measure_or_null(outcome, "area_km2")},
            {"residents", measure_or_null(outcome, "residents")},
            {"households", measure_or_null(outcome, "households")},
            {"resolution_m", outcome.city().grid.pixel_m},
            {"crs", outcome.loaded.crs.name()}}},
          {"profile", profile_record(outcome.profile)},
          {"baseline", judged.baseline},
          {"outcome", criteria::to_string(outcome.verdict.outcome)},
          {"indicators", indicator_records(judged)},
          {"levels", std::move(levels)},
          {"units", unit_records(judged, false)},
          {"model_details", std::move(details)},
          {"inputs", input_records(scenario, outcome)},
          {"skipped", skipped_records(outcome.findings)},
          {"warnings", warning_records(outcome.findings)},
          {"statistics", statistics_record(outcome)},
          {"fibre", fibre_record(outcome)},
          {"files", std::move(files)}};
}

}  // namespace gigacity::apps
