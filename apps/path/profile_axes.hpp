// SPDX-License-Identifier: Apache-2.0
// Where on a picture a distance and a height lie, and where words fit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gigacity::apps {

/// One direction of a picture, in its pixels; `low` lies at `from_px`.
struct PlotAxis {
  double low = 0.0;
  double high = 1.0;
  double from_px = 0.0;
  double to_px = 1.0;

  double at(double value) const {
    return from_px + (value - low) / (high - low) * (to_px - from_px);
  }
};

/// Multiples of 1, 2 or 5 times a power of ten within the axis, at most `most` of them.
std::vector<double> ticks_of(const PlotAxis& axis, int most);

/// Width of a text on the picture, px, near enough to keep words apart.
double text_width_px(std::string_view text, double font_px);

/// A rectangle on the picture, y downwards.
struct PlotBox {
  double left = 0.0;
  double top = 0.0;
  double right = 0.0;
  double bottom = 0.0;

  bool overlaps(const PlotBox& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

/// Finds places for words so that none lies on another, nor on the line from another to its point.
class LabelPlacer {
 public:
  explicit LabelPlacer(const PlotBox& frame) : m_frame(frame) {}
  void block(const PlotBox& box) { m_taken.push_back(box); }
  /// The nearest free box of that size above the point, or one that is much nearer below it, centred
  /// where the frame allows; the way to the point is free too, if that can be had. Both are taken
  /// from now on.
  PlotBox place(double x, double y, double width, double height);

 private:
  bool is_free(const PlotBox& box) const;

  PlotBox m_frame;
  std::vector<PlotBox> m_taken;
};

}  // namespace gigacity::apps
