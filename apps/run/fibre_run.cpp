// SPDX-License-Identifier: Apache-2.0
#include "apps/run/fibre_run.hpp"

#include <optional>
#include <string>
#include <utility>

#include "apps/run/city_rasters.hpp"
#include "apps/run/fibre_simulation.hpp"
#include "apps/run/fibre_statistics.hpp"
#include "apps/run/load_city.hpp"
#include "apps/run/population.hpp"
#include "apps/run/records.hpp"
#include "apps/run/scratch_folder.hpp"
#include "apps/run/stage_time.hpp"
#include "apps/run/vector_outputs.hpp"
#include "geo/text_file.hpp"

namespace gigacity::apps {

namespace {

class FibreRun {
 public:
  FibreRun(const Scenario& scenario, const RunOptions& options, Progress& progress)
      : m_scenario(of_fibre_alone(scenario)), m_options(options), m_progress(progress) {}

  FibreRunSummary execute() {
    timed("load", [&] { load(); });
    timed("fibre", [&] { simulate_fibre(*m_scenario.fibre, *m_outcome, m_progress); });
    if (m_scenario.fibre_raster) timed("raster", [&] { write_raster(); });
    timed("vectors", [&] { write_vectors(); });
    geo::write_text(m_options.output_folder / "run.json",
                    run_record(m_scenario, *m_outcome, m_options).dump(2) + "\n");
    m_progress.finish();
    return {m_outcome->fibre_units.front(), bill_totals(*m_outcome->fibre),
            m_outcome->loaded.layers, m_outcome->findings};
  }

 private:
  template <class Stage>
  void timed(const std::string& name, const Stage& stage) {
    const double seconds = seconds_of(stage);
    m_outcome->times.push_back({name, seconds});
  }

  void load() {
    Findings findings;
    m_outcome.emplace(RunOutcome{.loaded = load_city(m_scenario, m_progress, findings)});
    m_outcome->city_name = m_scenario.name;
    m_outcome->results.city = &m_outcome->city();
    load_fibre(*m_scenario.fibre, m_options.data_folder, *m_outcome, findings);
    findings.throw_if_errors();
    share_out_households(findings);
    m_outcome->findings = std::move(findings);
  }

  void share_out_households(Findings& findings) {
    auto& loaded = m_outcome->loaded;
    if (!loaded.population) {
      share_out_people(
          loaded.city,
          m_scenario.population ? m_scenario.population->persons_per_household : std::nullopt,
          findings);
      return;
    }
    const ScratchFolder scratch(m_options.output_folder / ".scratch");
    add_rasters(m_scenario, scratch.path(), loaded, m_progress, findings);
    // They go with the folder.
    loaded.city.inside = nullptr;
    loaded.city.people = nullptr;
    for (auto& level : loaded.city.admin) level.zone = nullptr;
  }

  void write_raster() {
    const auto output = fibre_output();
    write_fibre_raster(*m_outcome,
                       {m_options.output_folder, m_outcome->city().grid, m_outcome->loaded.crs},
                       m_progress);
    m_outcome->files.push_back({output.file, output.title});
  }

  void write_vectors() {
    auto files =
        write_fibre_outputs(*m_outcome, m_scenario.vectors, m_options.output_folder, m_progress);
    m_outcome->files.insert(m_outcome->files.end(), files.begin(), files.end());
  }

  Scenario m_scenario;
  const RunOptions& m_options;
  Progress& m_progress;
  std::optional<RunOutcome> m_outcome;
};

}  // namespace

Scenario of_fibre_alone(Scenario scenario) {
  scenario.terrain = {};
  scenario.landcover.reset();
  scenario.places.clear();
  scenario.radio.reset();
  scenario.rasters.clear();
  scenario.declared.clear();
  if (scenario.population && !scenario.population->persons_per_household)
    scenario.population->raster = {};
  return scenario;
}

FibreRunSummary run_fibre(const Scenario& scenario, const RunOptions& options, Progress& progress) {
  if (!scenario.fibre)
    throw InputError(Diagnostic{{.source = scenario.file.string(), .layer = "fibre"},
                                "the scenario says nothing of fibre",
                                "add [fibre] with its OLTs"});
  return FibreRun(scenario, options, progress).execute();
}

}  // namespace gigacity::apps
