// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/console_progress.hpp"

#include <chrono>
#include <sstream>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "apps/cli/log.hpp"

namespace gigacity::apps {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr const char* whole_line = "0...10...20...30...40...50...60...70...80...90...100 - done.";

/// Progress that writes into a string, by a clock that the test moves.
class ConsoleProgressTest : public ::testing::Test {
 protected:
  ConsoleProgress progress(ProgressForm form) {
    return {m_terminal, form, [this] { return m_stop; }, [this] { return m_now; }};
  }
  ConsoleProgress interactive(ProgressForm form = ProgressForm::text) {
    return {m_screen, form, [] { return false; }, [this] { return m_now; }};
  }
  std::string text() const { return m_out.str(); }
  std::vector<nlohmann::json> json_lines() const {
    std::istringstream stream(m_out.str());
    std::vector<nlohmann::json> lines;
    for (std::string line; std::getline(stream, line);)
      lines.push_back(nlohmann::json::parse(line));
    return lines;
  }

  std::ostringstream m_out;
  Terminal m_terminal{m_out, false};
  Terminal m_screen{m_out, true};
  std::chrono::steady_clock::time_point m_now{1h};
  bool m_stop = false;
};

TEST_F(ConsoleProgressTest, PrintsGdalsLineForAnyNumberOfSteps) {
  for (const std::int64_t total : {1, 2, 3, 7, 39, 40, 41, 1000, 123'457}) {
    m_out.str("");
    auto p = progress(ProgressForm::text);
    p.begin("radio", total);
    for (std::int64_t i = 0; i < total; ++i) p.advance();
    p.finish();
    EXPECT_EQ(text(), std::string("radio: ") + whole_line + "\n") << total;
  }
}

TEST_F(ConsoleProgressTest, MarksAppearAsTheirShareIsReached) {
  auto p = progress(ProgressForm::text);
  p.begin("x", 80);
  EXPECT_EQ(text(), "x: 0");
  p.advance();
  EXPECT_EQ(text(), "x: 0");
  p.advance();
  EXPECT_EQ(text(), "x: 0.");
  p.advance(6);
  EXPECT_EQ(text(), "x: 0...10");
  p.advance(72);
  EXPECT_THAT(text(), EndsWith("100"));
  p.finish();
  EXPECT_EQ(text(), std::string("x: ") + whole_line + "\n");
}

TEST_F(ConsoleProgressTest, TheNextStageEndsTheOneBefore) {
  auto p = progress(ProgressForm::text);
  p.begin("a", 10);
  p.advance(3);
  p.begin("b", 0);
  p.advance(1000);
  p.finish();
  EXPECT_EQ(text(), std::string("a: ") + whole_line + "\nb: " + whole_line + "\n");
}

TEST_F(ConsoleProgressTest, StepsBeyondTheTotalDoNoHarm) {
  auto p = progress(ProgressForm::text);
  p.begin("a", 4);
  p.advance(10);
  p.finish();
  EXPECT_EQ(text(), std::string("a: ") + whole_line + "\n");
}

TEST_F(ConsoleProgressTest, StoppedWorkIsNotCalledDone) {
  {
    auto p = progress(ProgressForm::text);
    p.begin("a", 10);
    p.advance(5);
  }
  EXPECT_EQ(text(), "a: 0...10...20...30...40...50\n");
}

TEST_F(ConsoleProgressTest, AMessageStandsOnItsOwnLine) {
  const Log log(m_terminal, LogLevel::info);
  auto p = progress(ProgressForm::text);
  p.begin("a", 4);
  p.advance();
  log.warning("careful");
  p.advance();
  p.advance(2);
  p.finish();
  EXPECT_EQ(text(), std::string("a: 0...10...20..\nwarning: careful\na: ") + whole_line + "\n");
}

TEST_F(ConsoleProgressTest, OnATerminalTheLineIsRedrawnWithRemainingTime) {
  auto p = interactive();
  p.begin("a", 100);
  m_now += 10s;
  p.advance(25);
  EXPECT_THAT(text(), EndsWith("\ra: 0...10...20..  30 s left\x1b[K"));
  m_now += 90s;
  p.advance(5);
  EXPECT_THAT(text(), HasSubstr("3 min 54 s left"));
  p.finish();
  EXPECT_THAT(text(), EndsWith(std::string("\ra: ") + whole_line + "\x1b[K\n"));
}

TEST_F(ConsoleProgressTest, JsonLinesSayHowFarAndHowLong) {
  auto p = progress(ProgressForm::json);
  p.begin("fibre \"x\"", 200);
  m_now += 2s;
  p.advance(50);
  m_now += 1s;
  p.finish();
  const auto lines = json_lines();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0],
            nlohmann::json::parse(R"({"stage":"fibre \"x\"","done":0,"total":200,"fraction":0.0,
                                                "elapsed_s":0.0,"remaining_s":null})"));
  EXPECT_EQ(lines[1],
            nlohmann::json::parse(R"({"stage":"fibre \"x\"","done":50,"total":200,"fraction":0.25,
                                                "elapsed_s":2.0,"remaining_s":6.0})"));
  EXPECT_EQ(lines[2],
            nlohmann::json::parse(R"({"stage":"fibre \"x\"","done":200,"total":200,"fraction":1.0,
                                                "elapsed_s":3.0,"remaining_s":0.0})"));
}

TEST_F(ConsoleProgressTest, JsonHasNullForWhatIsNotKnown) {
  auto p = progress(ProgressForm::json);
  p.begin("open end", 0);
  m_now += 1s;
  p.advance(3);
  const auto lines = json_lines();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1],
            nlohmann::json::parse(R"({"stage":"open end","done":3,"total":null,"fraction":null,
                                                "elapsed_s":1.0,"remaining_s":null})"));
}

TEST_F(ConsoleProgressTest, JsonComesAtMostFiveTimesASecond) {
  auto p = progress(ProgressForm::json);
  p.begin("a", 10'000);
  for (int i = 0; i < 10'000; ++i) {
    m_now += 1ms;  // ten seconds in all
    p.advance();
  }
  p.finish();
  const auto count = json_lines().size();
  EXPECT_GE(count, 40U);
  EXPECT_LE(count, 52U);  // 50, and first and last
}

TEST_F(ConsoleProgressTest, NoneShowsNothing) {
  auto p = progress(ProgressForm::none);
  p.begin("a", 10);
  p.advance(10);
  p.finish();
  EXPECT_EQ(text(), "");
}

TEST_F(ConsoleProgressTest, PassesOnTheRequestToStop) {
  const auto p = progress(ProgressForm::none);
  EXPECT_FALSE(p.cancelled());
  m_stop = true;
  EXPECT_TRUE(p.cancelled());
  EXPECT_THROW(p.throw_if_cancelled(), Cancelled);
}

TEST_F(ConsoleProgressTest, ManyThreadsMayAdvance) {
  const Log log(m_terminal, LogLevel::info);
  auto p = progress(ProgressForm::text);
  constexpr int threads = 8;
  constexpr int steps = 5000;
  p.begin("a", std::int64_t{threads} * steps);
  {
    std::vector<std::jthread> all;
    for (int t = 0; t < threads; ++t) {
      all.emplace_back([&] {
        for (int i = 0; i < steps; ++i) p.advance();
      });
    }
  }
  p.finish();
  EXPECT_EQ(text(), std::string("a: ") + whole_line + "\n");
}

TEST(Log, KeepsToItsLevel) {
  std::ostringstream out;
  Terminal terminal(out, false);
  const Log log(terminal, LogLevel::warning);
  log.error("e");
  log.warning("w");
  log.info("i");
  log.debug("d");
  EXPECT_EQ(out.str(), "error: e\nwarning: w\n");
}

TEST(Log, ReportsWarningsAndWhatWasLeftOut) {
  std::ostringstream out;
  Terminal terminal(out, false);
  Findings findings;
  findings.warning({{"a.csv", "", "", "", 0, 0}, "odd", {}});
  findings.skip({"b.gpkg", "b", "3", "", 0, 0}, "empty geometry");
  for (int i = 0; i < 7; ++i)
    findings.skip({"b.gpkg", "b", std::to_string(i), "", 0, 0}, "outside");
  Log(terminal, LogLevel::info).report(findings);
  EXPECT_EQ(out.str(),
            "warning: a.csv: odd\n"
            "warning: b.gpkg: layer b: 1 feature left out: empty geometry (3)\n"
            "warning: b.gpkg: layer b: 7 features left out: outside (0, 1, 2, 3, 4, ...)\n");
}

TEST(Log, KnowsItsLevelsByName) {
  EXPECT_EQ(log_level_of("error"), LogLevel::error);
  EXPECT_EQ(log_level_of("debug"), LogLevel::debug);
  EXPECT_EQ(log_level_of("loud"), std::nullopt);
}

}  // namespace
}  // namespace gigacity::apps
