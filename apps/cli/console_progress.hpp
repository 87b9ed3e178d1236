// SPDX-License-Identifier: Apache-2.0
// Progress for people (GDAL's dots, which QGIS reads too) and for programs (JSON lines).
#pragma once

#include <chrono>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "apps/cli/terminal.hpp"
#include "core/progress.hpp"

namespace gigacity::apps {

enum class ProgressForm { text, json, none };

/// "text", "json", "none".
std::optional<ProgressForm> progress_form_of(std::string_view name);

/// text: "stage: 0...10...20 ... 100 - done." a stage, with the remaining time where a person
/// watches. json: an object a line, {"stage","done","total","fraction","elapsed_s","remaining_s"},
/// at most five a second besides the first and the last of a stage; what is not known is null.
class ConsoleProgress final : public Progress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  ConsoleProgress(Terminal& terminal, ProgressForm form, std::function<bool()> stopped,
                  Clock clock = std::chrono::steady_clock::now);
  /// A stage that has not ended is left without its "done".
  ~ConsoleProgress() override;

  void begin(const std::string& stage, std::int64_t total) override;
  /// Cheap: one atomic addition, but where there is something to show.
  void advance(std::int64_t steps = 1) override;
  bool cancelled() const override { return m_stopped(); }
  void finish() override;

 private:
  void end_stage();
  void show(bool ended);
  void show_dots(std::int64_t done, bool ended);
  void show_line(std::int64_t done, bool ended);
  void show_json(std::int64_t done, bool ended);
  bool too_soon() const;
  double elapsed_s() const;
  std::optional<double> remaining_s(std::int64_t done) const;

  Terminal& m_terminal;
  ProgressForm m_form;
  std::function<bool()> m_stopped;
  Clock m_clock;

  std::atomic<std::int64_t> m_done = 0;
  /// Number of steps from which there is something to show.
  std::atomic<std::int64_t> m_next = std::numeric_limits<std::int64_t>::max();

  std::mutex m_mutex;  ///< guards what follows
  bool m_running = false;
  std::string m_stage;
  std::int64_t m_total = 0;
  int m_marks = -1;  ///< of dots_in_line, shown so far
  std::chrono::steady_clock::time_point m_started;
  std::chrono::steady_clock::time_point m_shown;
};

}  // namespace gigacity::apps
