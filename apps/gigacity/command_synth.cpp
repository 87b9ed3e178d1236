// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include "apps/cli/output_folder.hpp"
#include "apps/gigacity/commands.hpp"
#include "apps/synth/synth.hpp"

namespace gigacity::apps {

namespace {

class SynthCommand final : public Command {
 public:
  std::string name() const override { return "synth"; }
  std::string summary() const override {
    return "make a synthetic county or city to try things on";
  }
  std::string description() const override {
    return "Makes a synthetic county as a planner would have it: terrain, people, buildings, "
           "roads, radio "
           "sites and fibre plant, and the scenario that uses them. Preset \"jining\" is a whole "
           "city "
           "with the sizes of the real one: its counties, people, villages and 5G sites; with "
           "--share "
           "a smaller one of the same density. The same preset, seed and share give the same "
           "files.";
  }
  std::vector<std::string> examples() const override {
    return {"gigacity synth -o demo && gigacity run demo/scenario.toml",
            "gigacity synth --preset jining --share 0.1 -o tenth"};
  }
  std::vector<Option> options() const override {
    return {{"preset", 0, "NAME", "size of the county", presets().front(), presets()},
            {"seed", 0, "N", "seed of everything random", fmt::format("{}", SynthOptions{}.seed)},
            {"share", 0, "X",
             "share of the city's area, people and networks, 0.01 to 1; with preset jining", "1"},
            {"lte", 0, "", "4G on every site, too; with preset jining (a county has it anyway)"},
            {"as-built", 0, "",
             "fibre plant as it is built too: cards, splitters, cables, closures, drops; not with "
             "preset jining"},
            {"output", 'o', "DIR", "folder to make (required); absent or empty"}};
  }
  void setup(const Arguments& arguments) override {
    m_options = preset_options(arguments.text("preset").value_or(presets().front()));
    constexpr auto any = std::numeric_limits<std::int64_t>::max();
    if (const auto seed = arguments.integer("seed", 0, any))
      m_options.seed = static_cast<std::uint64_t>(*seed);
    if (const auto share = arguments.number("share", 0.01, 1.0)) m_options.share = *share;
    m_options.as_built = arguments.has("as-built");
    m_options.lte = arguments.has("lte");
    const auto output = arguments.text("output");
    if (!output) throw UsageError("--output DIR is missing: the folder to make");
    m_output = *output;
  }

  ExitCode run(const Console& console) override {
    OutputFolder output(m_output, "");
    for (const auto& notice : output.notices()) console.log.info(notice);
    synthesise(m_options, output.path(), console.progress);
    output.commit();
    console.out << (output.destination() / "scenario.toml").string() << '\n';
    return ExitCode::done;
  }

 private:
  SynthOptions m_options;
  std::filesystem::path m_output;
};

}  // namespace

std::unique_ptr<Command> synth_command() {
  return std::make_unique<SynthCommand>();
}

}  // namespace gigacity::apps
