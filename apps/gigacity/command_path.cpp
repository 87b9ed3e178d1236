// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include <fmt/format.h>

#include "apps/cli/output_folder.hpp"
#include "apps/cli/program.hpp"
#include "apps/gigacity/commands.hpp"
#include "apps/path/path_report.hpp"
#include "apps/scenario/key_table.hpp"
#include "core/text.hpp"
#include "geo/text_file.hpp"

namespace gigacity::apps {

namespace {

template <class Value, std::size_t n>
using Words = std::array<std::pair<const char*, Value>, n>;

constexpr Words<propagation::Polarisation, 2> polarisations{
    {{"vertical", propagation::Polarisation::vertical},
     {"horizontal", propagation::Polarisation::horizontal}}};
constexpr Words<propagation::HataArea, 4> areas{{{"city", propagation::HataArea::medium_city},
                                                 {"large-city", propagation::HataArea::large_city},
                                                 {"suburban", propagation::HataArea::suburban},
                                                 {"open", propagation::HataArea::open}}};
constexpr Words<propagation::BuildingType, 2> buildings{
    {{"traditional", propagation::BuildingType::traditional},
     {"thermally-efficient", propagation::BuildingType::thermally_efficient}}};
constexpr Words<propagation::ItmClimate, 7> climates{
    {{"continental-temperate", propagation::ItmClimate::continental_temperate},
     {"equatorial", propagation::ItmClimate::equatorial},
     {"continental-subtropical", propagation::ItmClimate::continental_subtropical},
     {"maritime-subtropical", propagation::ItmClimate::maritime_subtropical},
     {"desert", propagation::ItmClimate::desert},
     {"maritime-temperate-over-land", propagation::ItmClimate::maritime_temperate_over_land},
     {"maritime-temperate-over-sea", propagation::ItmClimate::maritime_temperate_over_sea}}};

template <class Table>
std::vector<std::string> words_of(const Table& table) {
  std::vector<std::string> words;
  for (const auto& [word, value] : table) words.emplace_back(word);
  return words;
}

/// The value of a word that the parser has checked.
template <class Value, std::size_t n>
Value value_of(const Words<Value, n>& table, const std::string& word) {
  for (const auto& [known, value] : table)
    if (word == known) return value;
  return table.front().second;
}

struct Form {
  const char* name;
  std::string (*write)(const PathReport&);
};
constexpr std::array forms{Form{"text", path_text}, Form{"json", path_json}, Form{"csv", path_csv},
                           Form{"svg", path_svg}};

/// Options that are numbers, with what they must lie within.
struct NumberOption {
  const char* name;
  const char* argument;
  const char* help;
  double low;
  double high;
  const char* default_value = "";
};
constexpr std::array numbers{
    NumberOption{"step-m", "M", "on bare terrain: step of the profile", 0.1, 10'000.0,
                 "the terrain's own"},
    NumberOption{"frequency-mhz", "MHZ", "carrier", 0.001, 1e6, "the cell's"},
    NumberOption{"tx-height-m", "M", "transmitter's antenna above ground", 0.01, 10'000.0,
                 "the cell's"},
    NumberOption{"rx-height-m", "M", "receiver's antenna above ground", 0.01, 10'000.0,
                 "the scenario's, or 1.5"},
    NumberOption{"earth-k", "K", "effective earth radius over the true one", 0.1, 1000.0, "4/3"},
    NumberOption{"eirp-dbm", "DBM", "radiated power, for the level received", -200.0, 200.0},
    NumberOption{"rx-gain-dbi", "DBI", "with --eirp-dbm: gain of the receiver's antenna", -100.0,
                 100.0, "0"},
    NumberOption{"time-percent", "P", "of time, p1812 and itm", 0.0, 100.0,
                 "the scenario's, else 50"},
    NumberOption{"location-percent", "P", "of locations, p1812 and itm", 0.0, 100.0, "50"},
    NumberOption{"situation-percent", "P", "of situations, itm", 0.001, 99.999, "50"},
    NumberOption{"delta-n", "N", "lapse rate of refractivity, N-units/km, p1812", 1.0, 200.0,
                 "the scenario's, else 45"},
    NumberOption{"n0", "N", "sea-level refractivity, N-units, p1812 and itm", 200.0, 500.0,
                 "325, 301"},
    NumberOption{"permittivity", "E", "of the ground, relative, itm", 1.0, 100.0, "15"},
    NumberOption{"conductivity", "S", "of the ground, S/m, itm", 1e-6, 100.0, "0.005"},
    NumberOption{"rain-mm-h", "R", "add rain of this rate, P.838", 0.0, 500.0},
    NumberOption{"clutter-percent", "P", "add clutter around the receiver, P.2108, of locations",
                 0.0, 100.0},
    NumberOption{"building-percent", "P", "with --building: of buildings", 0.0, 100.0, "50"},
};

class PathCommand final : public Command {
 public:
  std::string name() const override { return "path"; }
  std::string summary() const override {
    return "one transmitter, one receiver: profile and every loss term";
  }
  std::string description() const override {
    return "Computes the path between two places by a propagation model and says how the loss "
           "comes about: every term by name, what stands in the way, how clear the first Fresnel "
           "zone is, and of a cell the level that arrives. With a scenario the profile is the one "
           "that a run walks; its model is the default. With --terrain there is only ground, and "
           "all models that apply are compared. Out of a model's range is an error.";
  }
  std::vector<std::string> examples() const override {
    return {"gigacity path city/scenario.toml --from S001-1 --to 116.98,35.41",
            "gigacity path city/scenario.toml --from S001-1 --to S014 --model all",
            "gigacity path --terrain N55W003.hgt --from -2.5,55.6 --to -2.3,55.75 "
            "\\\n      --tx-height-m 30 --frequency-mhz 450 --model itm -o link"};
  }
  std::vector<Positional> positionals() const override {
    return {{"SCENARIO", "the scenario file (TOML); or --terrain", false}};
  }

  std::vector<Option> options() const override {
    std::vector<Option> options = scenario_options();
    options.push_back({"terrain", 0, "RASTER", "bare ground, without a scenario", "", {}, true});
    options.push_back({"from", 0, "PLACE", "transmitter: a cell, a site, or LON,LAT (required)"});
    options.push_back({"to", 0, "PLACE", "receiver: the same (required)"});
    options.push_back(
        {"model", 0, "NAME", "propagation model", "the scenario's, or all", path_model_names()});
    for (const auto& n : numbers)
      options.push_back({n.name, 0, n.argument, n.help, n.default_value});
    const auto add_words = [&](const char* name, const char* argument, const char* help,
                               std::vector<std::string> words) {
      const std::string first = words.front();
      options.push_back({name, 0, argument, help, first, std::move(words)});
    };
    add_words("polarisation", "P", "p1812, itm and rain", words_of(polarisations));
    add_words("climate", "C", "itm", words_of(climates));
    add_words("area", "A", "okumura-hata, cost231-hata, ehata", words_of(areas));
    options.push_back({"environment", 0, "E", "3gpp-38901", "the scenario's",
                       find_key("radio.environment")->values});
    options.push_back({"gases", 0, "", "add the air's gases, P.676"});
    options.push_back(
        {"building", 0, "TYPE", "add building entry, P.2109", "", words_of(buildings)});
    options.push_back(
        {"beyond-range", 0, "", "compute outside of a model's range, with a warning"});
    options.push_back({"format", 0, "FORM", "what to print", "text", form_names()});
    options.push_back({"output", 'o', "DIR", "folder for path.txt, path.json, path.csv, path.svg"});
    return options;
  }

  void setup(const Arguments& arguments) override {
    take_ground(arguments);
    take_ends(arguments);
    take_settings(arguments);
    take_additional(arguments);
    m_request.model = arguments.text("model").value_or("");
    m_request.beyond_range = arguments.has("beyond-range");
    m_form = arguments.text("format").value_or("text");
    m_output = arguments.text("output");
  }

  ExitCode run(const Console& console) override {
    std::optional<OutputFolder> output;
    if (m_output) output.emplace(*m_output, "path.json");
    const PathReport report =
        path_report(load_path(m_request, data_folder(), console.progress), m_request);
    console.log.report(report.path.findings);
    if (output) {
      for (const auto& form : forms)
        geo::write_text(output->path() / file_of(form), form.write(report));
      output->commit();
    }
    for (const auto& form : forms)
      if (m_form == form.name) console.out << form.write(report);
    return ExitCode::done;
  }

 private:
  static std::vector<std::string> form_names() {
    std::vector<std::string> names;
    for (const auto& form : forms) names.emplace_back(form.name);
    return names;
  }
  static std::string file_of(const Form& form) {
    const std::string name = form.name;
    return "path." + (name == "text" ? "txt" : name);
  }

  static std::optional<double> number(const Arguments& arguments, const std::string& name) {
    for (const auto& option : numbers)
      if (name == option.name) return arguments.number(name, option.low, option.high);
    return std::nullopt;
  }

  void take_ground(const Arguments& arguments) {
    if (const auto scenario = arguments.text("SCENARIO")) m_request.scenario = *scenario;
    m_request.terrain = arguments.texts("terrain");
    if (m_request.scenario.has_value() != m_request.terrain.empty())
      throw UsageError("give a SCENARIO, or bare ground with --terrain");
    m_request.overrides = overrides_of(arguments);
    if (!m_request.overrides.empty() && !m_request.scenario)
      throw UsageError("--set changes a scenario; there is none");
    m_request.step_m = number(arguments, "step-m");
    if (m_request.step_m && m_request.scenario)
      throw UsageError("--step-m is for bare terrain; a scenario has area.resolution_m");
  }

  void take_ends(const Arguments& arguments) {
    const auto end = [&](const std::string& option) {
      const auto text = arguments.text(option);
      if (!text) throw UsageError(fmt::format("--{} PLACE is missing", option));
      auto request = end_request(option, *text);
      if (!request.point && !m_request.scenario)
        throw UsageError(fmt::format("--{} is \"{}\"; expected LON,LAT: bare terrain has no sites",
                                     option, *text));
      return request;
    };
    m_request.from = end("from");
    m_request.to = end("to");
    m_request.frequency_mhz = number(arguments, "frequency-mhz");
    m_request.transmitter_height_m = number(arguments, "tx-height-m");
    m_request.receiver_height_m = number(arguments, "rx-height-m");
    m_request.earth_factor = number(arguments, "earth-k");
    const auto gain_dbi = number(arguments, "rx-gain-dbi");
    if (const auto eirp_dbm = number(arguments, "eirp-dbm"))
      m_request.power = {*eirp_dbm, gain_dbi.value_or(0.0)};
    else if (gain_dbi)
      throw UsageError("--rx-gain-dbi needs --eirp-dbm");
    if (m_request.from.point && !m_request.frequency_mhz)
      throw UsageError("--frequency-mhz is missing: the carrier");
    if (m_request.from.point && !m_request.transmitter_height_m)
      throw UsageError("--tx-height-m is missing: the transmitter's antenna above ground");
  }

  void take_settings(const Arguments& arguments) {
    auto& s = m_request.settings;
    const auto set = [&](double& value, const char* option) {
      value = number(arguments, option).value_or(value);
    };
    s.time_percent = number(arguments, "time-percent");
    set(s.location_percent, "location-percent");
    set(s.situation_percent, "situation-percent");
    s.delta_n = number(arguments, "delta-n");
    set(s.ground.relative_permittivity, "permittivity");
    set(s.ground.conductivity_s_per_m, "conductivity");
    s.n0 = number(arguments, "n0");
    s.polarisation = value_of(polarisations, arguments.text("polarisation").value_or(""));
    s.climate = value_of(climates, arguments.text("climate").value_or(""));
    s.area = value_of(areas, arguments.text("area").value_or(""));
    if (const auto environment = arguments.text("environment"))
      s.environment = environment_named(*environment);
  }

  void take_additional(const Arguments& arguments) {
    auto& a = m_request.additional;
    a.gases = arguments.has("gases");
    a.rain_mm_per_h = number(arguments, "rain-mm-h");
    a.clutter_percent = number(arguments, "clutter-percent");
    a.polarisation = m_request.settings.polarisation;
    if (const auto building = arguments.text("building"))
      a.building = value_of(buildings, *building);
    if (const auto percent = number(arguments, "building-percent")) {
      if (!a.building) throw UsageError("--building-percent needs --building");
      a.building_percent = *percent;
    }
  }

  PathRequest m_request;
  std::string m_form;
  std::optional<std::string> m_output;
};

}  // namespace

std::unique_ptr<Command> path_command() {
  return std::make_unique<PathCommand>();
}

}  // namespace gigacity::apps
