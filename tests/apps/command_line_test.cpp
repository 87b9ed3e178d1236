// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <functional>
#include <new>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "apps/cli/program.hpp"
#include "apps/cli/text_table.hpp"
#include "core/diagnostic.hpp"
#include "geo/output_error.hpp"

namespace gigacity::apps {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::vector<Option> options = {
    {"output", 'o', "DIR", "folder"},
    {"set", 0, "KEY=VALUE", "override", "", {}, true},
    {"form", 0, "F", "form", "a", {"a", "b"}},
    {"quiet", 'q', "", "less"},
    {"help", 'h', "", "help"},
};

Arguments parse(const std::vector<std::string>& words) {
  return parse_arguments(words, {{"SCENARIO", "the scenario file"}}, options);
}

std::string usage_error(const std::vector<std::string>& words) {
  try {
    parse(words);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Arguments, TakeOptionsInAnyPlaceAndForm) {
  const auto a = parse({"-o", "out", "city.toml", "--set", "a=1", "--set=b=2", "-q", "--form=b"});
  EXPECT_EQ(a.text("SCENARIO"), "city.toml");
  EXPECT_EQ(a.text("output"), "out");
  EXPECT_THAT(a.texts("set"), ElementsAre("a=1", "b=2"));
  EXPECT_TRUE(a.has("quiet"));
  EXPECT_FALSE(a.has("help"));
  EXPECT_EQ(a.text("form"), "b");
  EXPECT_EQ(a.text("quiet"), std::nullopt);
}

TEST(Arguments, AreCheckedAgainstTheTable) {
  EXPECT_EQ(usage_error({"city.toml", "--outptu", "x"}),
            "unknown option --outptu; did you mean --output?");
  EXPECT_THAT(usage_error({"city.toml", "--zzzzzz"}), StartsWith("unknown option --zzzzzz"));
  EXPECT_THAT(usage_error({"city.toml", "--out", "x"}), HasSubstr("unknown option --out"))
      << "no guessing: a new option must not change what an old script means";
  EXPECT_THAT(usage_error({"city.toml", "-x"}), HasSubstr("unknown option -x"));
  EXPECT_THAT(usage_error({"city.toml", "--output"}), HasSubstr("--output"));
  EXPECT_EQ(usage_error({"city.toml", "-o", "a", "-o", "b"}), "--output is given more than once");
  EXPECT_EQ(usage_error({"city.toml", "--form", "c"}), "--form is \"c\"; expected one of a, b");
  EXPECT_EQ(usage_error({}), "SCENARIO is missing: the scenario file");
  EXPECT_EQ(usage_error({"a.toml", "b.toml"}), "superfluous argument \"b.toml\"");
  EXPECT_THAT(usage_error({"city.toml", "--quiet=yes"}), HasSubstr("--quiet"));
}

TEST(Arguments, WithHelpNothingIsRequired) {
  EXPECT_TRUE(parse({"--help"}).has("help"));
}

TEST(Arguments, IntegersHaveARange) {
  const auto integer = [](const std::string& text) {
    return Arguments({{"threads", {text}}}).integer("threads", 1, 64);
  };
  EXPECT_EQ(integer("1"), 1);
  EXPECT_EQ(integer("64"), 64);
  for (const char* bad : {"0", "65", "-1", "2.5", "two", "", "99999999999999999999"})
    EXPECT_THROW(integer(bad), UsageError) << bad;
  EXPECT_EQ(Arguments({}).integer("threads", 1, 64), std::nullopt);
}

TEST(Arguments, NumbersHaveARange) {
  const auto number = [](const std::string& text) {
    return Arguments({{"height", {text}}}).number("height", -1.5, 64.0);
  };
  EXPECT_EQ(number("-1.5"), -1.5);
  EXPECT_EQ(number("6.4e1"), 64.0);
  for (const char* bad : {"65", "-1.6", "two", "", "nan", "inf", "1,5"})
    EXPECT_THROW(number(bad), UsageError) << bad;
  EXPECT_EQ(Arguments({}).number("height", 0.0, 1.0), std::nullopt);
}

TEST(Arguments, SomeMayBeLeftOut) {
  const std::vector<Positional> positionals{{"MODEL", "one model", false}};
  EXPECT_FALSE(parse_arguments({}, positionals, options).has("MODEL"));
  const std::vector<std::string> words{"itm"};
  EXPECT_EQ(parse_arguments(words, positionals, options).text("MODEL"), "itm");
}

TEST(Arguments, OverridesNeedKeyAndValue) {
  EXPECT_THAT(overrides_of(parse({"x", "--set", "a=1"})), ElementsAre("a=1"));
  EXPECT_THROW(overrides_of(parse({"x", "--set", "a"})), UsageError);
  EXPECT_THROW(overrides_of(parse({"x", "--set", "=1"})), UsageError);
}

/// A command whose work is given by the test.
class FakeCommand final : public Command {
 public:
  explicit FakeCommand(std::function<ExitCode(const Console&)> work) : m_work(std::move(work)) {}
  std::string name() const override { return "work"; }
  std::string summary() const override { return "does some work"; }
  std::string description() const override { return "Does what the test says."; }
  std::vector<std::string> examples() const override { return {"tool work now"}; }
  std::vector<Option> options() const override { return {{"output", 'o', "DIR", "folder", "out"}}; }
  void setup(const Arguments& arguments) override {
    if (arguments.text("output") == "bad") throw UsageError("--output is bad");
  }
  ExitCode run(const Console& console) override { return m_work(console); }

 private:
  std::function<ExitCode(const Console&)> m_work;
};

struct Outcome {
  int code = -1;
  std::string out;
  std::string error;
};

Outcome run(const std::vector<std::string>& words,
            std::function<ExitCode(const Console&)> work = {}) {
  Commands commands;
  commands.push_back(std::make_unique<FakeCommand>(std::move(work)));
  std::ostringstream out;
  std::ostringstream error;
  const auto code = run_program({"tool", "1.2.3", "A tool.", {"libfoo 4.5"}}, commands, words,
                                {out, error, false});
  return {static_cast<int>(code), out.str(), error.str()};
}

template <class Error>
Outcome run_throwing(Error error) {
  return run({"work"}, [error](const Console&) -> ExitCode { throw error; });
}

TEST(Program, WithoutWordsShowsHelpOnStandardError) {
  const auto result = run({});
  EXPECT_EQ(result.code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.error, HasSubstr("Usage: tool COMMAND"));
}

TEST(Program, HelpVersionAndUsageAreResults) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"--help"}, {"-h"}, {"help"}}) {
    const auto result = run(words);
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("work  does some work"));
    EXPECT_EQ(result.error, "");
  }
  EXPECT_EQ(run({"--version"}).out, "tool 1.2.3\nlibfoo 4.5\n");
}

TEST(Program, HelpOfACommandNamesEveryOptionAndAnExample) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"work", "--help"}, {"work", "-h"}, {"help", "work"}}) {
    const auto result = run(words);
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, StartsWith("Usage: tool work [options]\n"));
    EXPECT_THAT(result.out, HasSubstr("-o, --output DIR  folder (default: out)"));
    for (const auto& option : common_options())
      EXPECT_THAT(result.out, HasSubstr("--" + option.name));
    EXPECT_THAT(result.out, HasSubstr("Example:\n  tool work now\n"));
  }
}

TEST(Program, HelpKeepsToEightyColumns) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"--help"}, {"work", "--help"}}) {
    std::istringstream lines(run(words).out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(Program, JsonUsageHoldsTheSameTables) {
  const auto usage = nlohmann::json::parse(run({"--json-usage"}).out);
  EXPECT_EQ(usage["version"], "1.2.3");
  EXPECT_EQ(usage["commands"][0]["name"], "work");
  EXPECT_EQ(usage["commands"][0]["options"][0],
            nlohmann::json::parse(R"({"name":"output","letter":"o","argument":"DIR","help":"folder",
                                      "default":"out","repeatable":false})"));
  EXPECT_EQ(usage["common_options"].size(), common_options().size());
  EXPECT_EQ(usage["exit_codes"]["75"], "stopped by a signal; nothing was written");
}

TEST(Program, SuggestsTheNearestCommand) {
  const auto result = run({"wokr"});
  EXPECT_EQ(result.code, 2);
  EXPECT_EQ(result.error,
            "error: unknown command \"wokr\"; did you mean work?\n`tool --help` says more\n");
  EXPECT_THAT(run({"zzz"}).error, HasSubstr("expected one of work"));
  EXPECT_THAT(run({"--verison"}).error, HasSubstr("did you mean --version?"));
}

TEST(Program, UsageErrorsComeBeforeAnyWork) {
  bool worked = false;
  const auto work = [&](const Console&) {
    worked = true;
    return ExitCode::done;
  };
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"work", "-o", "bad"},
                                             {"work", "--thread", "2"},
                                             {"work", "--threads", "0"},
                                             {"work", "x"},
                                             {"work", "--quiet", "--progress=json"},
                                             {"work", "--log-level", "loud"}}) {
    const auto result = run(words, work);
    EXPECT_EQ(result.code, 2) << result.error;
    EXPECT_THAT(result.error, HasSubstr("`tool work --help` says more"));
  }
  EXPECT_FALSE(worked);
}

TEST(Program, KeepsResultsAndProgressApart) {
  const auto work = [](const Console& console) {
    console.progress.begin("stage", 1);
    console.log.info("news");
    console.log.debug("details");
    console.out << "result by " << console.program << '\n';
    return ExitCode::done;
  };
  const auto result = run({"work"}, work);
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.out, "result by tool 1.2.3\n");
  EXPECT_THAT(result.error, HasSubstr("stage: 0...10"));
  EXPECT_THAT(result.error, HasSubstr("100 - done.\n"));
  EXPECT_THAT(result.error, HasSubstr("news"));
  EXPECT_EQ(run({"work", "--quiet"}, work).error, "");
  EXPECT_THAT(run({"work", "--log-level=debug", "--progress=none"}, work).error,
              "news\ndebug: details\n");
}

TEST(Program, InputErrorsAreListedAndCounted) {
  const auto result =
      run_throwing(InputError({Diagnostic{{"a.toml", "", "", "x", 3, 4}, "is wrong", "fix it"},
                               Diagnostic{{}, "is missing", ""}}));
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.error,
            "error: a.toml:3:4: field x: is wrong (fix it)\nerror: is missing\n2 errors\n");
  EXPECT_EQ(result.out, "");
}

TEST(Program, EveryFailureHasItsExitCode) {
  EXPECT_EQ(run_throwing(geo::OutputError("out/x.tif: disk full")).code, 1);
  EXPECT_EQ(run_throwing(geo::OutputError("out/x.tif: disk full")).error,
            "error: out/x.tif: disk full\n");
  EXPECT_EQ(run_throwing(UsageError("no")).code, 2);
  EXPECT_EQ(run_throwing(std::runtime_error("boom")).code, 3);
  EXPECT_EQ(run_throwing(std::runtime_error("boom")).error, "error: internal error: boom\n");
  EXPECT_EQ(run_throwing(std::bad_alloc()).code, 3);
  EXPECT_THAT(run_throwing(std::bad_alloc()).error, HasSubstr("out of memory"));
  EXPECT_EQ(run_throwing(Cancelled()).code, 75);
  EXPECT_EQ(run_throwing(Cancelled()).error, "stopped; nothing was written\n");
  EXPECT_EQ(run({"work"}, [](const Console&) { return ExitCode::not_met; }).code, 4);
}

TEST(Program, ResultsThatCannotBeWrittenAreAnError) {
  const auto result = run({"work"}, [](const Console& console) {
    console.out.setstate(std::ios::badbit);
    return ExitCode::done;
  });
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.error, "error: standard output could not be written\n");
}

void work_under_signals(int count) {
  const auto result = run({"work", "--quiet"}, [count](const Console& console) {
    for (int i = 0; i < count; ++i) std::raise(SIGTERM);
    console.progress.throw_if_cancelled();
    return ExitCode::done;
  });
  std::_Exit(result.code);
}

TEST(ProgramDeathTest, TheFirstSignalStopsAtTheNextCheck) {
  EXPECT_EXIT(work_under_signals(0), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(work_under_signals(1), ::testing::ExitedWithCode(75), "");
}

TEST(ProgramDeathTest, TheSecondSignalEndsAtOnce) {
  EXPECT_EXIT(work_under_signals(2), ::testing::ExitedWithCode(128 + SIGTERM), "");
}

TEST(TextTable, AlignsColumns) {
  EXPECT_EQ(text_table({{"a", "1", "x"}, {"bbb", "20", ""}}, {Align::left, Align::right}),
            "a     1  x\nbbb  20\n");
  EXPECT_EQ(text_table({}), "");
}

TEST(TextTable, CountsChineseAsTwoColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("\u6d4e\u5b81"), 4U);
  EXPECT_EQ(display_width("\u00e9\u2265"), 2U);
  EXPECT_EQ(text_table({{"\u6d4e\u5b81", "x"}, {"abcd", "y"}}), "\u6d4e\u5b81  x\nabcd  y\n");
}

TEST(TextTable, TakesBrokenUtf8) {
  EXPECT_EQ(display_width("\xe6"), 1U);
  EXPECT_EQ(display_width("\xff\xfe"), 1U);
}

}  // namespace
}  // namespace gigacity::apps
