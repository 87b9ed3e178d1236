// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <fmt/format.h>

#include "apps/cli/output_folder.hpp"
#include "apps/cli/program.hpp"
#include "apps/gigacity/commands.hpp"
#include "apps/gigacity/summary_text.hpp"
#include "apps/run/run.hpp"

namespace gigacity::apps {

namespace {

class RunCommand final : public Command {
 public:
  std::string name() const override { return "run"; }
  std::string summary() const override {
    return "simulate, judge, list the gaps, write the report";
  }
  std::string description() const override {
    return "Reads the scenario and its layers, simulates radio and fibre coverage, judges the "
           "criteria, and "
           "writes rasters, the gap list, run.json and report.html. The output folder appears "
           "whole or not at "
           "all; results of an earlier run in it are replaced.";
  }
  std::vector<std::string> examples() const override {
    return {"gigacity run city/scenario.toml",
            "gigacity run city/scenario.toml -o results --set radio.radius_km=3"};
  }
  std::vector<Positional> positionals() const override {
    return {{"SCENARIO", "the scenario file (TOML)"}};
  }
  std::vector<Option> options() const override {
    std::vector<Option> options = scenario_options();
    options.push_back(
        {"output", 'o', "DIR", "folder for the results", "the scenario's output.folder"});
    options.push_back(
        {"exact", 0, "",
         "each pixel by its own profile instead of the radial sweep: slow; the same as "
         "radio.geometry = \"exact\""});
    options.push_back({"baseline", 'b', "DIR", "an earlier run's folder to compare with",
                       "the scenario's baseline"});
    options.push_back(
        {"fail-on-gap", 0, "", "end with exit code 4 where the criteria are not met"});
    return options;
  }
  void setup(const Arguments& arguments) override {
    m_scenario = *arguments.text("SCENARIO");
    m_overrides = overrides_of(arguments);
    if (arguments.has("exact")) m_overrides.emplace_back("radio.geometry=\"exact\"");
    m_output = arguments.text("output");
    m_baseline = arguments.text("baseline");
    m_fail_on_gap = arguments.has("fail-on-gap");
  }

  ExitCode run(const Console& console) override {
    Scenario scenario = read_scenario(m_scenario, m_overrides);
    if (m_baseline) scenario.baseline = *m_baseline;
    OutputFolder output(m_output ? std::filesystem::path(*m_output) : scenario.output_folder,
                        "run.json");
    for (const auto& notice : output.notices()) console.log.info(notice);
    const RunSummary summary =
        apps::run(scenario, {data_folder(), output.path(), console.program}, console.progress);
    output.commit();
    console.log.report(summary.findings);
    console.out << summary_text(scenario.name, summary)
                << fmt::format("Results: {}\nReport:  {}\n", output.destination().string(),
                               (output.destination() / "report.html").string());
    const bool failed = m_fail_on_gap && summary.outcome == criteria::Outcome::fail;
    return failed ? ExitCode::not_met : ExitCode::done;
  }

 private:
  std::filesystem::path m_scenario;
  std::vector<std::string> m_overrides;
  std::optional<std::string> m_output;
  std::optional<std::string> m_baseline;
  bool m_fail_on_gap = false;
};

}  // namespace

std::unique_ptr<Command> run_command() {
  return std::make_unique<RunCommand>();
}

}  // namespace gigacity::apps
