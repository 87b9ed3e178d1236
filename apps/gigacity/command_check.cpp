// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <fmt/format.h>

#include "apps/cli/output_folder.hpp"
#include "apps/cli/program.hpp"
#include "apps/gigacity/commands.hpp"
#include "apps/gigacity/summary_text.hpp"
#include "apps/run/profile_file.hpp"
#include "apps/run/run.hpp"
#include "apps/run/verdict_record.hpp"

namespace gigacity::apps {

namespace {

class CheckCommand final : public Command {
 public:
  std::string name() const override { return "check"; }
  std::string summary() const override { return "judge a scenario, or an earlier run again"; }
  std::string description() const override {
    return "With a scenario: simulates what the criteria read, judges them, and writes the verdict "
           "with its evidence, but no rasters, layers or report. With the folder of an earlier "
           "run: "
           "judges its measures again, at once, also by a profile with other thresholds or "
           "formulas "
           "(--criteria), and writes nothing. With --baseline it says what became better and "
           "worse. "
           "For pipelines: --fail-on-gap ends with exit code 4 where the criteria are not met.";
  }
  std::vector<std::string> examples() const override {
    return {"gigacity check city/scenario.toml --fail-on-gap",
            "gigacity check results --criteria stricter.toml --baseline results-2025"};
  }
  std::vector<Positional> positionals() const override {
    return {{"WHAT", "the scenario file (TOML), or the folder of an earlier run"}};
  }
  std::vector<Option> options() const override {
    std::vector<Option> options = scenario_options();
    options.push_back({"output", 'o', "DIR", "folder for the verdict of a scenario",
                       "the scenario's output.folder with -verdict"});
    options.push_back({"criteria", 'c', "PROFILE",
                       "a profile's id or file, instead of the one named",
                       "the scenario's, or the run's"});
    options.push_back({"baseline", 'b', "DIR", "an earlier run's folder to compare with",
                       "the scenario's baseline"});
    options.push_back(
        {"fail-on-gap", 0, "", "end with exit code 4 where the criteria are not met"});
    return options;
  }
  void setup(const Arguments& arguments) override {
    m_what = *arguments.text("WHAT");
    m_overrides = overrides_of(arguments);
    m_output = arguments.text("output");
    m_criteria = arguments.text("criteria");
    m_baseline = arguments.text("baseline");
    m_fail_on_gap = arguments.has("fail-on-gap");
    if (std::filesystem::is_directory(m_what) && (m_output || !m_overrides.empty()))
      throw UsageError("--output and --set are for a scenario; an earlier run stays as it is");
  }

  ExitCode run(const Console& console) override {
    const auto outcome =
        std::filesystem::is_directory(m_what) ? check_run(console) : check_scenario(console);
    const bool failed = m_fail_on_gap && outcome == criteria::Outcome::fail;
    return failed ? ExitCode::not_met : ExitCode::done;
  }

 private:
  criteria::Outcome check_run(const Console& console) const {
    const auto file = m_what / "verdict.json";
    std::optional<criteria::Profile> profile;
    if (m_criteria)
      profile =
          read_profile(find_profile(*m_criteria, data_folder(), std::filesystem::current_path()));
    auto judged = read_verdict(file, profile ? &*profile : nullptr);
    compare_with_earlier(m_baseline.value_or(""), judged);
    const auto summary = summary_of(judged);
    console.progress.finish();
    console.out << summary_text(judged.scenario, summary);
    return summary.outcome;
  }

  criteria::Outcome check_scenario(const Console& console) const {
    Scenario scenario = read_scenario(m_what, m_overrides);
    if (m_criteria)
      scenario.criteria =
          find_profile(*m_criteria, data_folder(), std::filesystem::current_path()).string();
    if (m_baseline) scenario.baseline = *m_baseline;
    // Beside the results of `run`, not in their place.
    OutputFolder output(m_output
                            ? std::filesystem::path(*m_output)
                            : std::filesystem::path(scenario.output_folder.string() + "-verdict"),
                        "run.json");
    for (const auto& notice : output.notices()) console.log.info(notice);
    RunOptions options{data_folder(), output.path(), console.program};
    options.verdict_only = true;
    const RunSummary summary = apps::run(scenario, options, console.progress);
    output.commit();
    console.log.report(summary.findings);
    console.out << summary_text(scenario.name, summary)
                << fmt::format("Verdict: {}\n", (output.destination() / "verdict.md").string());
    return summary.outcome;
  }

  std::filesystem::path m_what;
  std::vector<std::string> m_overrides;
  std::optional<std::string> m_output;
  std::optional<std::string> m_criteria;
  std::optional<std::string> m_baseline;
  bool m_fail_on_gap = false;
};

}  // namespace

std::unique_ptr<Command> check_command() {
  return std::make_unique<CheckCommand>();
}

}  // namespace gigacity::apps
