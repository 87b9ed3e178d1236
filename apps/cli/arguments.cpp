// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "apps/cli/command.hpp"
#include "core/diagnostic.hpp"
#include "core/text.hpp"

namespace gigacity::apps {

namespace {

namespace po = boost::program_options;

po::options_description described(const std::vector<Option>& options) {
  po::options_description all;
  for (const auto& option : options) {
    const std::string names =
        option.letter == 0 ? option.name : fmt::format("{},{}", option.name, option.letter);
    if (option.argument.empty())
      all.add_options()(names.c_str(), "");
    else
      all.add_options()(names.c_str(), po::value<std::vector<std::string>>(), "");
  }
  return all;
}

std::string nearest_option(const std::string& given, const std::vector<Option>& options) {
  std::vector<std::string> names(options.size());
  std::ranges::transform(options, names.begin(), &Option::name);
  const auto bare = given.substr(std::min(given.size(), given.find_first_not_of('-')));
  const auto nearest = nearest_word(bare.substr(0, bare.find('=')), names);
  return nearest ? fmt::format("; did you mean --{}?", *nearest) : "";
}

void check_choice(const Option& option, const std::string& value) {
  if (option.choices.empty() || std::ranges::find(option.choices, value) != option.choices.end())
    return;
  throw UsageError(fmt::format("--{} is \"{}\"; expected one of {}", option.name, value,
                               joined(option.choices, ", ")));
}

po::parsed_options parsed(std::span<const std::string> words, const std::vector<Option>& options,
                          const po::options_description& known) {
  constexpr int style =
      po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  try {
    return po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
        .options(known)
        .style(style)
        .run();
  } catch (const po::unknown_option& error) {
    const auto given = error.get_option_name();
    throw UsageError(fmt::format("unknown option {}{}", given, nearest_option(given, options)));
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
}

}  // namespace

const std::vector<Option>& scenario_options() {
  static const std::vector<Option> options = {
      {"set", 0, "KEY=VALUE", "override a key of the scenario file", "", {}, true},
  };
  return options;
}

const std::vector<Option>& common_options() {
  static const std::vector<Option> options = {
      {"threads", 0, "N", "number of threads", "all processors"},
      {"quiet", 'q', "", "no progress, and only errors and warnings"},
      {"progress",
       0,
       "FORM",
       "form of progress on standard error",
       "text",
       {"text", "json", "none"}},
      {"log-level",
       0,
       "LEVEL",
       "messages down to this level",
       "info",
       {"error", "warning", "info", "debug"}},
      {"help", 'h', "", "this help"},
  };
  return options;
}

std::optional<std::string> Arguments::text(const std::string& name) const {
  const auto found = m_values.find(name);
  if (found == m_values.end() || found->second.empty()) return std::nullopt;
  return found->second.front();
}

std::vector<std::string> Arguments::texts(const std::string& name) const {
  const auto found = m_values.find(name);
  return found == m_values.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::int64_t> Arguments::integer(const std::string& name, std::int64_t low,
                                               std::int64_t high) const {
  const auto given = text(name);
  if (!given) return std::nullopt;
  std::int64_t value = 0;
  const char* end = given->data() + given->size();
  const auto [stop, error] = std::from_chars(given->data(), end, value);
  if (error != std::errc() || stop != end || value < low || value > high) {
    throw UsageError(fmt::format("--{} is \"{}\"; expected a whole number from {} to {}", name,
                                 *given, low, high));
  }
  return value;
}

std::optional<double> Arguments::number(const std::string& name, double low, double high) const {
  const auto given = text(name);
  if (!given) return std::nullopt;
  const auto value = parsed_number(*given);
  if (!value || !(*value >= low && *value <= high)) {
    throw UsageError(
        fmt::format("--{} is \"{}\"; expected a number from {} to {}", name, *given, low, high));
  }
  return value;
}

Arguments parse_arguments(std::span<const std::string> words,
                          const std::vector<Positional>& positionals,
                          const std::vector<Option>& options) {
  const auto known = described(options);
  std::map<std::string, std::vector<std::string>> values;
  std::vector<std::string> alone;
  for (const auto& given : parsed(words, options, known).options) {
    if (given.string_key.empty()) {
      alone.insert(alone.end(), given.value.begin(), given.value.end());
      continue;
    }
    const auto option = std::ranges::find(options, given.string_key, &Option::name);
    auto& earlier = values[given.string_key];
    if (!earlier.empty() && !option->repeatable)
      throw UsageError(fmt::format("--{} is given more than once", given.string_key));
    for (const auto& value : given.value) check_choice(*option, value);
    earlier.insert(earlier.end(), given.value.begin(), given.value.end());
  }
  if (values.contains("help")) return Arguments(std::move(values));
  if (alone.size() > positionals.size())
    throw UsageError(fmt::format("superfluous argument \"{}\"", alone[positionals.size()]));
  for (std::size_t i = 0; i < positionals.size(); ++i) {
    const auto& [name, help, required] = positionals[i];
    if (i < alone.size())
      values[name] = {alone[i]};
    else if (required)
      throw UsageError(fmt::format("{} is missing: {}", name, help));
  }
  return Arguments(std::move(values));
}

std::vector<std::string> overrides_of(const Arguments& arguments) {
  auto overrides = arguments.texts("set");
  for (const auto& text : overrides) {
    if (text.find('=') == std::string::npos || text.starts_with('='))
      throw UsageError(fmt::format("--set {}: expected KEY=VALUE, e.g. radio.radius_km=3", text));
  }
  return overrides;
}

}  // namespace gigacity::apps
