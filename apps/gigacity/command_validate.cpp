// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <fmt/format.h>

#include "apps/cli/program.hpp"
#include "apps/cli/text_table.hpp"
#include "apps/gigacity/commands.hpp"
#include "apps/run/run.hpp"
#include "core/passwords.hpp"

namespace gigacity::apps {

namespace {

std::string summary_text(const Scenario& scenario, const ValidationSummary& summary) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& layer : summary.layers)
    rows.push_back(
        {layer.section, fmt::format("{}", layer.features), without_passwords(layer.source)});
  return fmt::format("{}: ok, {} x {} pixels of {} m, {}\n\n{}", scenario.name, summary.grid.width,
                     summary.grid.height, summary.grid.pixel_m, summary.crs,
                     text_table(rows, {Align::left, Align::right}));
}

class ValidateCommand final : public Command {
 public:
  std::string name() const override { return "validate"; }
  std::string summary() const override {
    return "check the scenario and its layers, simulate nothing";
  }
  std::string description() const override {
    return "Loads and checks the scenario, every layer and the criteria profile, and says what is "
           "wrong and "
           "where: file, layer, feature, field. Simulates nothing and writes no file. Ends with "
           "exit code 1 "
           "where something must be put right first.";
  }
  std::vector<std::string> examples() const override {
    return {"gigacity validate city/scenario.toml"};
  }
  std::vector<Positional> positionals() const override {
    return {{"SCENARIO", "the scenario file (TOML)"}};
  }
  std::vector<Option> options() const override { return scenario_options(); }
  void setup(const Arguments& arguments) override {
    m_scenario = *arguments.text("SCENARIO");
    m_overrides = overrides_of(arguments);
  }

  ExitCode run(const Console& console) override {
    const Scenario scenario = read_scenario(m_scenario, m_overrides);
    const ValidationSummary summary =
        validate(scenario, {data_folder(), {}, console.program}, console.progress);
    console.log.report(summary.findings);
    summary.findings.throw_if_errors();
    console.out << summary_text(scenario, summary);
    return ExitCode::done;
  }

 private:
  std::filesystem::path m_scenario;
  std::vector<std::string> m_overrides;
};

}  // namespace

std::unique_ptr<Command> validate_command() {
  return std::make_unique<ValidateCommand>();
}

}  // namespace gigacity::apps
