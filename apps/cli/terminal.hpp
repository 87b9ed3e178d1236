// SPDX-License-Identifier: Apache-2.0
// Standard error as messages and progress share it: a message never lands in the middle of a
// progress line.
#pragma once

#include <mutex>
#include <ostream>
#include <string_view>

namespace gigacity::apps {

class Terminal {
 public:
  /// `interactive`: a person watches, so that a line may be drawn over.
  Terminal(std::ostream& out, bool interactive) : m_out(out), m_interactive(interactive) {}

  bool interactive() const { return m_interactive; }

  /// A whole line; an open progress line is ended (or cleared, where it can be drawn again) first.
  void print_line(std::string_view text);
  /// Prints `more` where the progress line is still open, else the `whole` line up to here.
  void extend_progress(std::string_view whole, std::string_view more);
  /// Draws the progress line anew in its place.
  void redraw_progress(std::string_view whole);
  /// Ends an open progress line.
  void end_progress();

 private:
  std::mutex m_mutex;
  std::ostream& m_out;
  bool m_interactive;
  bool m_open = false;
};

}  // namespace gigacity::apps
