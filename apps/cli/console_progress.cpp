// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/console_progress.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gigacity::apps {

namespace {

/// GDAL's line has 40 marks after its 0: every fourth a number, the others dots.
constexpr int last_mark = 40;
constexpr auto shortest_interval = std::chrono::milliseconds(200);
/// Remaining time is told once it is likely to mean something.
constexpr double settled_after_s = 2.0;

std::string marks_text(int from, int to) {
  std::string text;
  for (int mark = from; mark <= to; ++mark)
    text += mark % 4 == 0 ? fmt::format("{}", mark / 4 * 10) : ".";
  return text;
}

std::string duration_text(double seconds) {
  const auto s = static_cast<std::int64_t>(std::ceil(seconds));
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s % 3600 / 60);
}

double rounded_ms(double seconds) {
  return std::round(seconds * 1000.0) / 1000.0;
}

}  // namespace

std::optional<ProgressForm> progress_form_of(std::string_view name) {
  if (name == "text") return ProgressForm::text;
  if (name == "json") return ProgressForm::json;
  if (name == "none") return ProgressForm::none;
  return std::nullopt;
}

ConsoleProgress::ConsoleProgress(Terminal& terminal, ProgressForm form,
                                 std::function<bool()> stopped, Clock clock)
    : m_terminal(terminal),
      m_form(form),
      m_stopped(std::move(stopped)),
      m_clock(std::move(clock)) {}

ConsoleProgress::~ConsoleProgress() {
  m_terminal.end_progress();
}

void ConsoleProgress::begin(const std::string& stage, std::int64_t total) {
  if (m_form == ProgressForm::none) return;
  const std::lock_guard lock(m_mutex);
  end_stage();
  m_running = true;
  m_stage = stage;
  m_total = std::max<std::int64_t>(0, total);
  m_done = 0;
  m_marks = -1;
  m_started = m_clock();
  m_shown = {};
  show(false);
}

void ConsoleProgress::advance(std::int64_t steps) {
  const std::int64_t done = m_done.fetch_add(steps, std::memory_order_relaxed) + steps;
  if (done < m_next.load(std::memory_order_relaxed)) return;
  const std::lock_guard lock(m_mutex);
  if (m_running) show(false);
}

void ConsoleProgress::finish() {
  const std::lock_guard lock(m_mutex);
  end_stage();
}

void ConsoleProgress::end_stage() {
  if (!m_running) return;
  show(true);
  m_running = false;
  m_next = std::numeric_limits<std::int64_t>::max();
}

void ConsoleProgress::show(bool ended) {
  std::int64_t done = m_done;
  if (m_total > 0) done = ended ? m_total : std::min(done, m_total);
  if (m_form == ProgressForm::json) {
    show_json(done, ended);
  } else if (m_terminal.interactive()) {
    show_line(done, ended);
  } else {
    show_dots(done, ended);
  }
}

void ConsoleProgress::show_dots(std::int64_t done, bool ended) {
  const int marks =
      ended ? last_mark : (m_total > 0 ? static_cast<int>(done * last_mark / m_total) : 0);
  m_next = m_total > 0 && marks < last_mark ? ((marks + 1) * m_total + last_mark - 1) / last_mark
                                            : std::numeric_limits<std::int64_t>::max();
  if (marks == m_marks && !ended) return;
  const std::string end = ended ? " - done." : "";
  m_terminal.extend_progress(fmt::format("{}: {}{}", m_stage, marks_text(0, marks), end),
                             marks_text(m_marks + 1, marks) + end);
  m_marks = marks;
  if (ended) m_terminal.end_progress();
}

void ConsoleProgress::show_line(std::int64_t done, bool ended) {
  const int marks =
      ended ? last_mark : (m_total > 0 ? static_cast<int>(done * last_mark / m_total) : 0);
  m_next = done + std::max<std::int64_t>(1, m_total / 1000);
  if (!ended && marks == m_marks && too_soon()) return;
  std::string line = fmt::format("{}: {}", m_stage, marks_text(0, marks));
  if (ended) {
    line += " - done.";
  } else if (const auto remaining = remaining_s(done);
             remaining && elapsed_s() >= settled_after_s && done < m_total) {
    line += fmt::format("  {} left", duration_text(*remaining));
  }
  m_terminal.redraw_progress(line);
  m_marks = marks;
  m_shown = m_clock();
  if (ended) m_terminal.end_progress();
}

void ConsoleProgress::show_json(std::int64_t done, bool ended) {
  m_next = done + std::max<std::int64_t>(1, m_total / 1000);
  const bool first = m_shown == std::chrono::steady_clock::time_point();
  if (!ended && !first && too_soon()) return;
  nlohmann::ordered_json line;
  line["stage"] = m_stage;
  line["done"] = done;
  line["total"] = m_total > 0 ? nlohmann::ordered_json(m_total) : nullptr;
  if (m_total > 0)
    line["fraction"] = static_cast<double>(done) / static_cast<double>(m_total);
  else
    line["fraction"] = ended ? nlohmann::ordered_json(1.0) : nullptr;
  line["elapsed_s"] = rounded_ms(elapsed_s());
  const auto remaining = ended ? std::optional(0.0) : remaining_s(done);
  line["remaining_s"] = remaining ? nlohmann::ordered_json(rounded_ms(*remaining)) : nullptr;
  m_terminal.print_line(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  m_shown = m_clock();
}

bool ConsoleProgress::too_soon() const {
  return m_clock() - m_shown < shortest_interval;
}

double ConsoleProgress::elapsed_s() const {
  return std::chrono::duration<double>(m_clock() - m_started).count();
}

std::optional<double> ConsoleProgress::remaining_s(std::int64_t done) const {
  if (m_total <= 0 || done <= 0) return std::nullopt;
  return elapsed_s() * static_cast<double>(m_total - done) / static_cast<double>(done);
}

}  // namespace gigacity::apps
