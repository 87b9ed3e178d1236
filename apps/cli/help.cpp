// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/help.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/text.hpp"

namespace gigacity::apps {

namespace {

constexpr std::size_t page_width = 80;

constexpr std::array exit_codes = {
    std::pair{ExitCode::done, "done"},
    std::pair{ExitCode::input, "the input, or the place for the output, is at fault"},
    std::pair{ExitCode::usage, "the command line is at fault"},
    std::pair{ExitCode::internal, "internal error, or out of memory"},
    std::pair{ExitCode::not_met, "criteria not met (only with --fail-on-gap)"},
    std::pair{ExitCode::stopped, "stopped by a signal; nothing was written"},
};

/// Words filled into lines, each after the first indented.
std::string filled(const std::string& text, std::size_t indent, std::size_t column) {
  std::istringstream words(text);
  std::string out;
  std::size_t used = column;
  for (std::string word; words >> word;) {
    if (!out.empty() && used + 1 + word.size() > page_width) {
      out += '\n' + std::string(indent, ' ');
      used = indent;
    } else if (!out.empty()) {
      out += ' ';
      ++used;
    }
    out += word;
    used += word.size();
  }
  return out;
}

/// Terms on the left, what they mean on the right, aligned.
std::string definitions(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::size_t width = 0;
  for (const auto& [term, meaning] : entries) width = std::max(width, term.size());
  std::string out;
  const std::size_t column = width + 4;
  for (const auto& [term, meaning] : entries)
    out += fmt::format("  {:<{}}  {}\n", term, width, filled(meaning, column, column));
  return out;
}

std::string option_help(const Option& option) {
  std::string text = option.help;
  if (!option.choices.empty()) text += ": " + joined(option.choices, ", ");
  if (option.repeatable) text += "; may be repeated";
  if (!option.default_value.empty()) text += fmt::format(" (default: {})", option.default_value);
  return text;
}

std::string option_table(const std::vector<Option>& options) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& option : options) {
    std::string term = option.letter == 0 ? "    " : fmt::format("-{}, ", option.letter);
    term += "--" + option.name;
    if (!option.argument.empty()) term += " " + option.argument;
    entries.emplace_back(std::move(term), option_help(option));
  }
  return definitions(entries);
}

nlohmann::ordered_json as_json(const Option& option) {
  nlohmann::ordered_json json;
  json["name"] = option.name;
  if (option.letter != 0) json["letter"] = std::string(1, option.letter);
  json["argument"] = nullptr;
  if (!option.argument.empty()) json["argument"] = option.argument;
  json["help"] = option.help;
  if (!option.default_value.empty()) json["default"] = option.default_value;
  if (!option.choices.empty()) json["choices"] = option.choices;
  json["repeatable"] = option.repeatable;
  return json;
}

nlohmann::ordered_json as_json(const std::vector<Option>& options) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& option : options) list.push_back(as_json(option));
  return list;
}

}  // namespace

std::string version_text(const ProgramInfo& program) {
  return fmt::format("{} {}\n{}\n", program.name, program.version, joined(program.libraries, "\n"));
}

std::string program_help(const ProgramInfo& program, const Commands& commands) {
  std::vector<std::pair<std::string, std::string>> entries;
  entries.reserve(commands.size());
  for (const auto& command : commands) entries.emplace_back(command->name(), command->summary());
  std::vector<std::pair<std::string, std::string>> codes;
  codes.reserve(exit_codes.size());
  for (const auto& [code, meaning] : exit_codes)
    codes.emplace_back(fmt::format("{}", static_cast<int>(code)), meaning);
  return fmt::format(
      "Usage: {0} COMMAND [options]\n\n{1}\n\nCommands:\n{2}\nOptions:\n{3}\nExit codes:\n{4}\n"
      "{0} COMMAND --help says more about a command.\n",
      program.name, program.description, definitions(entries),
      definitions({{"-h, --help", "this help"},
                   {"    --version", "versions of the program and its libraries"},
                   {"    --json-usage", "all commands and options as JSON"}}),
      definitions(codes));
}

std::string usage_of(const ProgramInfo& program, const Command& command) {
  std::string usage = fmt::format("{} {}", program.name, command.name());
  for (const auto& positional : command.positionals())
    usage += " " + (positional.required ? positional.name : "[" + positional.name + "]");
  return usage + " [options]";
}

std::string command_help(const ProgramInfo& program, const Command& command) {
  std::string text = fmt::format("Usage: {}\n\n{}\n\n", usage_of(program, command),
                                 filled(command.description(), 0, 0));
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& positional : command.positionals())
    entries.emplace_back(positional.name, positional.help);
  if (!entries.empty()) text += definitions(entries) + "\n";
  text += fmt::format("Options:\n{}\nCommon options:\n{}\n", option_table(command.options()),
                      option_table(common_options()));
  const auto examples = command.examples();
  text += examples.size() == 1 ? "Example:\n" : "Examples:\n";
  for (const auto& example : examples) text += fmt::format("  {}\n", example);
  return text;
}

std::string json_usage(const ProgramInfo& program, const Commands& commands) {
  nlohmann::ordered_json json;
  json["program"] = program.name;
  json["version"] = program.version;
  json["description"] = program.description;
  json["commands"] = nlohmann::ordered_json::array();
  for (const auto& command : commands) {
    nlohmann::ordered_json entry;
    entry["name"] = command->name();
    entry["summary"] = command->summary();
    entry["description"] = command->description();
    entry["usage"] = usage_of(program, *command);
    entry["positionals"] = nlohmann::ordered_json::array();
    for (const auto& [name, help, required] : command->positionals())
      entry["positionals"].push_back({{"name", name}, {"help", help}, {"required", required}});
    entry["options"] = as_json(command->options());
    entry["examples"] = command->examples();
    json["commands"].push_back(std::move(entry));
  }
  json["common_options"] = as_json(common_options());
  for (const auto& [code, meaning] : exit_codes)
    json["exit_codes"][fmt::format("{}", static_cast<int>(code))] = meaning;
  return json.dump(2) + "\n";
}

}  // namespace gigacity::apps
