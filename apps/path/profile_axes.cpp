// SPDX-License-Identifier: Apache-2.0
#include "apps/path/profile_axes.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "apps/cli/text_table.hpp"

namespace gigacity::apps {

std::vector<double> ticks_of(const PlotAxis& axis, int most) {
  const double least_step = (axis.high - axis.low) / most;
  const double decade = std::pow(10.0, std::floor(std::log10(least_step)));
  double step = 10.0 * decade;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * decade < least_step) continue;
    step = factor * decade;
    break;
  }
  std::vector<double> ticks;
  const auto first = static_cast<int>(std::ceil(axis.low / step - 1e-9));
  for (int i = first; i * step <= axis.high + 1e-9 * step; ++i) ticks.push_back(i * step);
  return ticks;
}

double text_width_px(std::string_view text, double font_px) {
  constexpr double column_px = 0.58;  // of a font pixel: sans-serif, with some air
  return column_px * font_px * static_cast<double>(display_width(text));
}

namespace {

/// What lies between a label and the mark of its point.
PlotBox way_to(const PlotBox& box, double x, double y) {
  constexpr double mark_px = 7.0;
  if (box.bottom < y) return {x - 2.0, box.bottom, x + 2.0, y - mark_px};
  return {x - 2.0, y + mark_px, x + 2.0, box.top};
}

}  // namespace

bool LabelPlacer::is_free(const PlotBox& box) const {
  return std::ranges::none_of(m_taken, [&](const PlotBox& b) { return b.overlaps(box); });
}

PlotBox LabelPlacer::place(double x, double y, double width, double height) {
  constexpr double gap_px = 14.0;
  constexpr double step_px = 4.0;
  // Over the land there is more room than on it: a place below must be that much nearer.
  constexpr double prefer_above_px = 80.0;
  const double left =
      std::clamp(x - 0.5 * width, m_frame.left, std::max(m_frame.left, m_frame.right - width));
  const auto box_at = [&](double top) { return PlotBox{left, top, left + width, top + height}; };
  const auto fits = [&](const PlotBox& box, bool with_way) {
    return box.top >= m_frame.top && box.bottom <= m_frame.bottom && is_free(box) &&
           (!with_way || is_free(way_to(box, x, y)));
  };
  const auto found = [&](bool with_way) -> std::optional<PlotBox> {
    const double reach_px = m_frame.bottom - m_frame.top + prefer_above_px;
    for (double off = 0.0; off < reach_px; off += step_px) {
      const PlotBox above = box_at(y - gap_px - height - off);
      if (fits(above, with_way)) return above;
      const PlotBox below = box_at(y + gap_px + off - prefer_above_px);
      if (off >= prefer_above_px && fits(below, with_way)) return below;
    }
    return std::nullopt;
  };
  auto box = found(true);
  if (!box) box = found(false);
  if (!box) box = box_at(y - gap_px - height);
  m_taken.push_back(*box);
  m_taken.push_back(way_to(*box, x, y));
  return *box;
}

}  // namespace gigacity::apps
