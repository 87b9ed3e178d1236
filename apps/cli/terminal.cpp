// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/terminal.hpp"

namespace gigacity::apps {

namespace {

constexpr std::string_view start_of_line = "\r";
constexpr std::string_view clear_to_end = "\x1b[K";

}  // namespace

void Terminal::print_line(std::string_view text) {
  const std::lock_guard lock(m_mutex);
  if (m_open) {
    if (m_interactive)
      m_out << start_of_line << clear_to_end;
    else
      m_out << '\n';
  }
  m_out << text << '\n' << std::flush;
  m_open = false;
}

void Terminal::extend_progress(std::string_view whole, std::string_view more) {
  const std::lock_guard lock(m_mutex);
  m_out << (m_open ? more : whole) << std::flush;
  m_open = true;
}

void Terminal::redraw_progress(std::string_view whole) {
  const std::lock_guard lock(m_mutex);
  m_out << start_of_line << whole << clear_to_end << std::flush;
  m_open = true;
}

void Terminal::end_progress() {
  const std::lock_guard lock(m_mutex);
  if (m_open) m_out << '\n' << std::flush;
  m_open = false;
}

}  // namespace gigacity::apps
