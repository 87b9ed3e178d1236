// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <fmt/format.h>

#include "apps/cli/output_folder.hpp"
#include "apps/cli/program.hpp"
#include "apps/cli/text_table.hpp"
#include "apps/gigacity/commands.hpp"
#include "apps/run/fibre_run.hpp"
#include "sim/fibre/unit_statistics.hpp"

namespace gigacity::apps {

namespace {

/// As people read it in a column.
std::string gap_text(fibre::FibreGap gap) {
  switch (gap) {
    case fibre::FibreGap::none:
      return "gigabit-ready";
    case fibre::FibreGap::no_plant:
      return "no plant near enough";
    case fibre::FibreGap::no_route:
      return "no route";
    case fibre::FibreGap::no_port:
      return "no free port";
    case fibre::FibreGap::budget:
      return "loss above the budget";
    case fibre::FibreGap::reach:
      return "beyond reach or split";
    case fibre::FibreGap::differential_reach:
      return "too far beyond the nearest of its port";
    case fibre::FibreGap::below_10g:
      break;
  }
  return "served below 10G";
}

std::string percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string summary_text(const Scenario& scenario, const FibreRunSummary& summary) {
  const auto& all = summary.whole.statistics;
  std::vector<std::vector<std::string>> rows{
      {"dwellings", fmt::format("{}", all.dwellings), ""},
      {"homes passed", fmt::format("{}", all.passed), percent(all.passed, all.dwellings)}};
  for (std::size_t g = 0; g < all.by_gap.size(); ++g)
    if (g == 0 || all.by_gap[g] > 0)
      rows.push_back({gap_text(fibre::all_gaps[g]), fmt::format("{}", all.by_gap[g]),
                      percent(all.by_gap[g], all.dwellings)});
  rows.push_back({"PON ports", fmt::format("{}", all.ports), ""});
  rows.push_back(
      {"of them 10G", fmt::format("{}", all.ports_10g), percent(all.ports_10g, all.ports)});
  rows.push_back(
      {"of them in use", fmt::format("{}", all.ports_used), percent(all.ports_used, all.ports)});
  auto text = fmt::format("{}: fibre to {} premises\n\n{}", scenario.name, all.premises,
                          text_table(rows, {Align::left, Align::right, Align::right}));
  if (summary.bill.empty()) return text;
  std::vector<std::vector<std::string>> items;
  for (const auto& item : summary.bill)
    items.push_back({item.item, fmt::format("{:.0f}", item.quantity), item.unit});
  return text + "\nTo be built:\n" + text_table(items, {Align::left, Align::right});
}

/// Beside the folder of `gigacity run`, whose results would be replaced.
std::filesystem::path usual_output(const Scenario& scenario) {
  auto folder = scenario.output_folder.lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  return folder += "-fibre";
}

class FibreCommand final : public Command {
 public:
  std::string name() const override { return "fibre"; }
  std::string summary() const override { return "simulate fibre alone"; }
  std::string description() const override {
    return "Reads of the scenario what fibre needs (admin units, buildings, roads, fibre plant), "
           "simulates fibre, and writes what `gigacity run` writes of it, with the same contents: "
           "the fibre layers of results.gpkg, fibre_statistics.csv, bill_of_materials.csv, "
           "fibre_gigabit.tif, run.json. Judges no criteria and lists no gaps: layer premises says "
           "why premises are not gigabit-ready. Terrain, land cover, key places and radio are not "
           "opened.";
  }
  std::vector<std::string> examples() const override {
    return {"gigacity fibre city/scenario.toml",
            "gigacity fibre city/scenario.toml -o one-stage --set fibre.first_stage=64"};
  }
  std::vector<Positional> positionals() const override {
    return {{"SCENARIO", "the scenario file (TOML)"}};
  }
  std::vector<Option> options() const override {
    std::vector<Option> options = scenario_options();
    options.push_back({"output", 'o', "DIR", "folder for the results",
                       "the scenario's output.folder with \"-fibre\" behind its name"});
    return options;
  }
  void setup(const Arguments& arguments) override {
    m_scenario = *arguments.text("SCENARIO");
    m_overrides = overrides_of(arguments);
    m_output = arguments.text("output");
  }

  ExitCode run(const Console& console) override {
    const Scenario scenario = read_scenario(m_scenario, m_overrides);
    OutputFolder output(m_output ? std::filesystem::path(*m_output) : usual_output(scenario),
                        "run.json");
    for (const auto& notice : output.notices()) console.log.info(notice);
    const auto summary =
        run_fibre(scenario, {data_folder(), output.path(), console.program}, console.progress);
    output.commit();
    console.log.report(summary.findings);
    console.out << summary_text(scenario, summary)
                << fmt::format("\nResults: {}\n", output.destination().string());
    return ExitCode::done;
  }

 private:
  std::filesystem::path m_scenario;
  std::vector<std::string> m_overrides;
  std::optional<std::string> m_output;
};

}  // namespace

std::unique_ptr<Command> fibre_command() {
  return std::make_unique<FibreCommand>();
}

}  // namespace gigacity::apps
