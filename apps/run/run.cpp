// SPDX-License-Identifier: Apache-2.0
#include "apps/run/run.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include "apps/report/report.hpp"
#include "apps/run/city_rasters.hpp"
#include "apps/run/fibre_simulation.hpp"
#include "apps/run/land_rasters.hpp"
#include "apps/run/load_city.hpp"
#include "apps/run/load_indoor_systems.hpp"
#include "apps/run/load_network.hpp"
#include "apps/run/load_plant.hpp"
#include "apps/run/operators.hpp"
#include "apps/run/outcome.hpp"
#include "apps/run/profile_file.hpp"
#include "apps/run/radio_stage.hpp"
#include "apps/run/range_warnings.hpp"
#include "apps/run/records.hpp"
#include "apps/run/report_map.hpp"
#include "apps/run/scratch_folder.hpp"
#include "apps/run/stage_time.hpp"
#include "apps/run/statistics.hpp"
#include "apps/run/vector_outputs.hpp"
#include "apps/run/verdict_evidence.hpp"
#include "apps/run/verdict_record.hpp"
#include "core/parallel.hpp"
#include "geo/polygons.hpp"
#include "geo/text_file.hpp"

namespace gigacity::apps {

namespace {

/// What was taken off the levels; nothing of what was not.
std::map<std::string, std::string> level_metadata(const RadioSection& radio) {
  std::map<std::string, std::string> metadata;
  const auto state = [&](const char* key, double value) {
    if (value != 0.0) metadata.emplace(key, fmt::format("{:.4g}", value));
  };
  state("body_loss_db", radio.options.body_loss_db);
  state("fading_margin_db", radio.options.fading_margin_db);
  state("edge_probability", radio.link.edge_probability.value_or(0.0));
  return metadata;
}

/// An earlier run that cannot be read is told before hours of work, not after.
void check_baseline(const Scenario& scenario) {
  if (!scenario.baseline.empty()) read_earlier_values(scenario.baseline);
}

/// The run as one object: each stage fills its part of the outcome.
class Run {
 public:
  Run(const Scenario& scenario, const RunOptions& options, Progress& progress)
      : m_scenario(scenario),
        m_options(options),
        m_progress(progress),
        m_scratch(options.output_folder / ".scratch") {}

  RunSummary execute() {
    timed("load", [&] { load(); });
    timed("radio", [&] { simulate_radio(); });
    timed("indoor", [&] { simulate_indoor(); });
    timed("fibre", [&] { simulate_fibre(); });
    timed("criteria", [&] { judge(); });
    const auto judged = judged_city(m_scenario, *m_outcome);
    if (!m_options.verdict_only) {
      timed("statistics", [&] {
        count_coverage(
            m_radio_rasters, [this](const RadioRaster& raster) { return source_of(raster); },
            m_scenario.statistics, *m_outcome, m_progress);
      });
      timed("vectors", [&] { write_vectors(); });
    }
    write_verdict(judged);
    if (!m_options.verdict_only) timed("report", [&] { write_report(judged); });
    write_records();
    m_progress.finish();
    return summary(judged);
  }

 private:
  const City& city() const { return m_outcome->loaded.city; }
  std::filesystem::path out(const std::string& name) const {
    return m_options.output_folder / name;
  }

  template <class Stage>
  void timed(const std::string& name, Stage stage) {
    const double seconds = seconds_of(stage);
    m_outcome->times.push_back({name, seconds});
  }

  void load() {
    Findings findings;
    auto profile = read_profile(
        find_profile(m_scenario.criteria, m_options.data_folder, m_scenario.file.parent_path()));
    criteria::check(profile);
    check_baseline(m_scenario);
    m_outcome.emplace(RunOutcome{.loaded = load_city(m_scenario, m_progress, findings),
                                 .profile = std::move(profile)});
    m_outcome->city_name = m_scenario.name;
    const MapBox area = bounds(city().area);
    if (m_scenario.radio) {
      m_outcome->network = load_network(*m_scenario.radio, m_outcome->loaded.crs,
                                        area.inflated(m_scenario.radio->options.radius_m),
                                        m_outcome->loaded.layers, findings);
      m_outcome->budget = m_scenario.radio->budget_question();
      m_indoor_systems = load_indoor_systems(*m_scenario.radio, m_outcome->loaded, findings);
    }
    if (m_scenario.fibre)
      load_fibre(*m_scenario.fibre, m_options.data_folder, *m_outcome, findings);
    findings.throw_if_errors();
    if (m_scenario.radio) {
      warn_of_ranges(m_outcome->network, *m_scenario.radio, city().grid.pixel_m, findings);
      warn_of_operators(m_outcome->network, *m_scenario.radio, findings);
    }
    m_outcome->land =
        add_land(m_scenario, land_grid(city().grid, m_outcome->network), m_options.data_folder,
                 m_scratch.path(), m_outcome->loaded, m_progress, findings);
    add_rasters(m_scenario, m_scratch.path(), m_outcome->loaded, m_progress, findings);
    m_outcome->findings = std::move(findings);
    m_outcome->results.city = &city();
    m_outcome->results.declared = m_scenario.declared;
    if (!m_options.verdict_only) write_rasters_of_the_city();
  }

  RasterFolder rasters_in(const std::filesystem::path& folder) const {
    return {folder, city().grid, m_outcome->loaded.crs};
  }
  RasterFolder rasters() const { return rasters_in(m_options.output_folder); }
  void list(const RasterOutput& raster) { m_outcome->files.push_back({raster.file, raster.title}); }

  void write_rasters_of_the_city() {
    write_raster(people_output(), *city().people);
    if (!city().clutter) return;
    const auto output = landcover_output();
    write_raster(output, *city().clutter);
    m_map_rasters.push_back(output);
  }

  /// Delivers the part of a raster that lies on the city's grid.
  void write_raster(const RasterOutput& output, const RasterSource& source) {
    list(output);
    auto raster = rasters().writer(output);
    const Window part = *window_within(city().grid, source.grid());
    for (const auto& tile : tiles_of(city().grid))
      raster.write(tile, source.read(tile.shifted(part.column, part.row)));
    raster.finish(m_progress);
  }

  void simulate_radio() {
    if (!m_scenario.radio) return;
    m_outcome->results.network = &m_outcome->network;
    auto options = coverage_options();
    if (m_scenario.radio->traffic)
      m_outcome->traffic = solve_traffic(*m_scenario.radio, options, city(), m_outcome->network,
                                         m_outcome->findings, m_progress);
    if (m_options.verdict_only) options.per_operator = false;
    ask_for(wanted_layers(), options);
    const radio::CoverageEngine engine(m_outcome->network, *city().terrain, *city().surface,
                                       *city().inside, options);
    report_idle_cells(engine);
    const auto& link = m_scenario.radio->link;
    const auto& indoor = m_scenario.radio->indoor;
    const bool efficient = indoor && indoor->thermally_efficient;
    const RadioRastersWanted wanted{.layers = wanted_layers(),
                                    .per_operator = options.per_operator,
                                    .building = efficient
                                                    ? propagation::BuildingType::thermally_efficient
                                                    : propagation::BuildingType::traditional,
                                    .delivered = rasters(),
                                    .aside = rasters_in(m_scratch.path()),
                                    .rates_judged = criteria::asks_for_rates(m_outcome->profile),
                                    .rates = link.rates,
                                    .uplink = link.uplink,
                                    .level_metadata = level_metadata(*m_scenario.radio)};
    m_radio_rasters = deliver_coverage(engine, m_outcome->network, wanted, m_progress);
    for (const auto& raster : m_radio_rasters) {
      const bool of_any = !raster.service.operator_name;
      if (raster.delivered) {
        list(raster.output);
        if (raster.layer != RadioLayer::status && (of_any || raster.layer == RadioLayer::rsrp))
          m_map_rasters.push_back(raster.output);
      }
      if (of_any)
        add(raster, raster.service.technology == radio::Technology::nr ? m_outcome->results.nr
                                                                       : m_outcome->results.lte);
    }
  }

  std::span<const RadioLayer> wanted_layers() const {
    if (m_options.verdict_only) return {};
    return m_scenario.rasters;
  }

  radio::CoverageOptions coverage_options() const {
    radio::CoverageOptions options = m_scenario.radio->options;
    options.latitude_deg =
        geo::Projection(m_outcome->loaded.crs).to_geo(bounds(city().area).centre()).lat_deg;
    return options;
  }

  void simulate_indoor() {
    if (!m_scenario.radio || !m_scenario.radio->indoor) return;
    auto section = *m_scenario.radio->indoor;
    if (m_options.verdict_only) section.floors.clear();  // no criterion reads them
    const double metres_per_storey =
        m_scenario.buildings.value_or(BuildingsSection{}).metres_per_level;
    m_outcome->indoor =
        simulate_indoors(m_outcome->network, city(), coverage_options(), section, metres_per_storey,
                         std::move(m_indoor_systems), m_progress);
    m_outcome->results.deep = m_outcome->indoor->deep;
  }

  std::shared_ptr<const RasterSource> source_of(const RadioRaster& raster) const {
    return (raster.delivered ? rasters() : rasters_in(m_scratch.path())).read(raster.output);
  }

  void add(const RadioRaster& raster, std::optional<criteria::RadioLayers>& layers) const {
    if (!layers) layers.emplace();
    auto source = source_of(raster);
    switch (raster.layer) {
      case RadioLayer::rsrp:
        layers->rsrp_dbm = std::move(source);
        break;
      case RadioLayer::sinr:
        layers->sinr_db = std::move(source);
        break;
      case RadioLayer::best_server:
        layers->best_server = std::move(source);
        break;
      case RadioLayer::status:
        layers->status = std::move(source);
        break;
      case RadioLayer::downlink_mbps:
        layers->downlink_mbps = std::move(source);
        break;
      case RadioLayer::uplink_mbps:
        layers->uplink_mbps = std::move(source);
        break;
      default:
        break;
    }
  }

  void report_idle_cells(const radio::CoverageEngine& engine) {
    for (const auto cell : engine.cells_without_ground())
      m_outcome->findings.skip(
          {.source = m_scenario.radio->sites.source,
           .layer = "radio.sites",
           .feature = m_outcome->network.cells[static_cast<std::size_t>(cell)].id},
          "no terrain data at or near the site");
  }

  void simulate_fibre() {
    if (!m_outcome->plant) return;
    apps::simulate_fibre(*m_scenario.fibre, *m_outcome, m_progress);
    if (!m_scenario.fibre_raster || m_options.verdict_only) return;
    const auto output = fibre_output();
    list(output);
    m_map_rasters.push_back(output);
    write_fibre_raster(*m_outcome, rasters(), m_progress);
  }

  void judge() {
    m_outcome->measured = criteria::measure(m_outcome->results, m_outcome->profile, m_progress);
    m_outcome->verdict = criteria::judge(m_outcome->profile, m_outcome->measured.units,
                                         criteria::level_names(city()));
    criteria::GapOptions options;
    if (m_scenario.radio) {
      const auto& radio = m_scenario.radio->options;
      options.radius_m = radio.radius_m;
      options.receiver_height_m = radio.receiver_height_m;
      options.effective_earth_radius_factor = radio.effective_earth_radius_factor;
      if (m_scenario.radio->indoor) options.deep = m_scenario.radio->indoor->deep;
    }
    m_outcome->gaps =
        criteria::find_gaps(m_outcome->results, m_outcome->profile, m_outcome->measured, options,
                            &geo::polygonise, m_progress);
  }

  void write_vectors() {
    const auto files =
        write_vector_outputs(*m_outcome, m_scenario.vectors, m_options.output_folder, m_progress);
    m_outcome->files.insert(m_outcome->files.end(), files.begin(), files.end());
  }

  void write_verdict(const JudgedCity& judged) {
    const auto file = [&](const std::string& name, const std::string& title) {
      m_outcome->files.push_back({name, title});
      return out(name);
    };
    const auto& crs = m_outcome->loaded.crs;
    geo::write_text(file("verdict.json", "The verdict with its evidence"),
                    verdict_record(judged).dump(2) + "\n");
    geo::write_text(file("verdict.md", "The verdict for people, as Markdown"),
                    verdict_markdown(judged));
    const auto verdict = verdict_table(judged);
    geo::write_csv(file("verdict.csv", verdict.title), verdict, crs);
    const auto evidence = evidence_table(*m_outcome);
    geo::write_csv(file("evidence.csv", evidence.title), evidence, crs);
  }

  void write_report(const JudgedCity& judged) {
    m_outcome->files.push_back({"report.html", "This report"});
    auto data = report_basics(m_scenario, *m_outcome, judged, m_options);
    add_map(data, *m_outcome, m_options.output_folder, m_map_rasters,
            m_scratch.path() / "terrain.tif", m_progress);
    geo::write_text(out("report.html"), report::report_html(data));
  }

  void write_records() {
    geo::write_text(out("run.json"), run_record(m_scenario, *m_outcome, m_options).dump(2) + "\n");
  }

  RunSummary summary(const JudgedCity& judged) const {
    auto summary = summary_of(judged);
    summary.layers = m_outcome->loaded.layers;
    summary.findings = m_outcome->findings;
    return summary;
  }

  const Scenario& m_scenario;
  const RunOptions& m_options;
  Progress& m_progress;
  ScratchFolder m_scratch;
  std::optional<RunOutcome> m_outcome;
  std::vector<RadioRaster> m_radio_rasters;
  std::vector<RasterOutput> m_map_rasters;
  std::vector<radio::IndoorSystem> m_indoor_systems;
};

}  // namespace

RunSummary run(const Scenario& scenario, const RunOptions& options, Progress& progress) {
  return Run(scenario, options, progress).execute();
}

ValidationSummary validate(const Scenario& scenario, const RunOptions& options,
                           Progress& progress) {
  ValidationSummary summary;
  const auto checked = [&](const auto& stage) {
    try {
      stage();
    } catch (const InputError& error) {
      for (const auto& diagnostic : error.diagnostics()) summary.findings.error(diagnostic);
    }
  };
  checked([&] {
    criteria::check(read_profile(
        find_profile(scenario.criteria, options.data_folder, scenario.file.parent_path())));
  });
  checked([&] { check_baseline(scenario); });
  checked([&] {
    auto loaded = load_city(scenario, progress, summary.findings);
    summary.crs = loaded.crs.name();
    summary.grid = loaded.city.grid;
    const MapBox area = bounds(loaded.city.area);
    if (scenario.radio) {
      const auto network =
          load_network(*scenario.radio, loaded.crs, area.inflated(scenario.radio->options.radius_m),
                       loaded.layers, summary.findings);
      warn_of_ranges(network, *scenario.radio, loaded.city.grid.pixel_m, summary.findings);
      warn_of_operators(network, *scenario.radio, summary.findings);
      load_indoor_systems(*scenario.radio, loaded, summary.findings);
    }
    if (scenario.fibre) {
      const auto plant = load_plant(*scenario.fibre, options.data_folder, loaded.crs, area,
                                    loaded.layers, summary.findings);
      load_premises(*scenario.fibre, plant, loaded.city, loaded.layers, summary.findings);
    }
    summary.layers = loaded.layers;
    const ScratchFolder scratch(std::filesystem::temp_directory_path() /
                                fmt::format("gigacity-validate-{}", getpid()));
    check_land(scenario, options.data_folder, scratch.path(), loaded, progress, summary.findings);
  });
  progress.finish();
  return summary;
}

}  // namespace gigacity::apps
