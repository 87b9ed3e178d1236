// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/program.hpp"

#include <algorithm>
#include <new>

#include <fmt/format.h>

#include "apps/cli/console_progress.hpp"
#include "apps/cli/signals.hpp"
#include "core/parallel.hpp"
#include "core/text.hpp"
#include "geo/output_error.hpp"

namespace gigacity::apps {

namespace {

constexpr std::int64_t most_threads = 4096;

std::vector<Option> all_options(const Command& command) {
  auto options = command.options();
  options.insert(options.end(), common_options().begin(), common_options().end());
  return options;
}

Command& find_command(const Commands& commands, const std::string& name) {
  const auto found = std::ranges::find(commands, name, [](const auto& c) { return c->name(); });
  if (found != commands.end()) return **found;
  std::vector<std::string> names;
  for (const auto& command : commands) names.push_back(command->name());
  const auto nearest = nearest_word(name, names);
  throw UsageError(fmt::format("unknown command \"{}\"; {}", name,
                               nearest ? fmt::format("did you mean {}?", *nearest)
                                       : "expected one of " + joined(names, ", ")));
}

/// Messages and progress as the common options ask for them.
struct Manners {
  LogLevel level = LogLevel::info;
  ProgressForm progress = ProgressForm::text;
  int threads = 0;
};

Manners manners_of(const Arguments& arguments) {
  Manners manners;
  const bool quiet = arguments.has("quiet");
  if (quiet) manners = {LogLevel::warning, ProgressForm::none, 0};
  if (const auto level = arguments.text("log-level")) manners.level = *log_level_of(*level);
  if (const auto form = arguments.text("progress")) {
    if (quiet && *form != "none") throw UsageError("--quiet and --progress contradict each other");
    manners.progress = *progress_form_of(*form);
  }
  manners.threads = static_cast<int>(arguments.integer("threads", 1, most_threads).value_or(0));
  return manners;
}

ExitCode run_command(const ProgramInfo& program, Command& command,
                     std::span<const std::string> words, const Streams& streams,
                     Terminal& terminal) {
  const auto arguments = parse_arguments(words, command.positionals(), all_options(command));
  if (arguments.has("help")) {
    streams.out << command_help(program, command);
    return ExitCode::done;
  }
  const auto manners = manners_of(arguments);
  command.setup(arguments);

  const Log log(terminal, manners.level);
  catch_stop_signals();
  const ThreadLimit threads(manners.threads);
  ConsoleProgress progress(terminal, manners.progress, stop_requested);
  const auto code = command.run(
      {streams.out, log, progress, fmt::format("{} {}", program.name, program.version)});
  progress.finish();
  return code;
}

ExitCode dispatch(const ProgramInfo& program, const Commands& commands,
                  std::span<const std::string> words, const Streams& streams, Terminal& terminal) {
  if (words.empty()) {
    streams.error << program_help(program, commands);
    return ExitCode::usage;
  }
  const std::string& first = words.front();
  const auto rest = words.subspan(1);
  if (first == "--help" || first == "-h" || (first == "help" && rest.empty())) {
    streams.out << program_help(program, commands);
  } else if (first == "help") {
    streams.out << command_help(program, find_command(commands, rest.front()));
  } else if (first == "--version") {
    streams.out << version_text(program);
  } else if (first == "--json-usage") {
    streams.out << json_usage(program, commands);
  } else if (first.starts_with('-')) {
    const std::vector<std::string> known = {"--help", "--version", "--json-usage"};
    const auto nearest = nearest_word(first, known);
    throw UsageError(fmt::format("unknown option {}; {}", first,
                                 nearest ? fmt::format("did you mean {}?", *nearest)
                                         : "options of a command follow its name"));
  } else {
    return run_command(program, find_command(commands, first), rest, streams, terminal);
  }
  return ExitCode::done;
}

void report_input_error(const InputError& error, const Log& log, Terminal& terminal) {
  for (const auto& diagnostic : error.diagnostics()) log.error(to_string(diagnostic));
  const auto count = error.diagnostics().size();
  terminal.print_line(fmt::format("{} {}", count, count == 1 ? "error" : "errors"));
}

/// How to ask for help about what the words meant.
std::string help_call(const ProgramInfo& program, const Commands& commands,
                      std::span<const std::string> words) {
  for (const auto& command : commands) {
    if (!words.empty() && command->name() == words.front())
      return fmt::format("{} {} --help", program.name, words.front());
  }
  return program.name + " --help";
}

ExitCode run_reported(const ProgramInfo& program, const Commands& commands,
                      std::span<const std::string> words, const Streams& streams,
                      Terminal& terminal) {
  const Log log(terminal, LogLevel::error);
  try {
    const auto code = dispatch(program, commands, words, streams, terminal);
    streams.out.flush();
    if (streams.out) return code;
    log.error("standard output could not be written");
    return ExitCode::input;
  } catch (const InputError& error) {
    report_input_error(error, log, terminal);
    return ExitCode::input;
  } catch (const UsageError& error) {
    log.error(error.what());
    terminal.print_line(fmt::format("`{}` says more", help_call(program, commands, words)));
    return ExitCode::usage;
  } catch (const Cancelled&) {
    terminal.print_line("stopped; nothing was written");
    return ExitCode::stopped;
  } catch (const geo::OutputError& error) {
    log.error(error.what());
    return ExitCode::input;
  } catch (const std::filesystem::filesystem_error& error) {
    log.error(error.what());
    return ExitCode::input;
  } catch (const std::bad_alloc&) {
    log.error("out of memory; use a coarser area.resolution_m, a smaller area, or fewer --threads");
    return ExitCode::internal;
  } catch (const std::exception& error) {
    log.error(fmt::format("internal error: {}", error.what()));
    return ExitCode::internal;
  }
}

}  // namespace

ExitCode run_program(const ProgramInfo& program, const Commands& commands,
                     std::span<const std::string> words, const Streams& streams) noexcept {
  Terminal terminal(streams.error, streams.interactive);
  return run_reported(program, commands, words, streams, terminal);
}

std::filesystem::path data_folder() {
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  return program.parent_path().parent_path() / "share" / "gigacity";
}

}  // namespace gigacity::apps
