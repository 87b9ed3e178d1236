// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "apps/path/path_report.hpp"
#include "apps/path/profile_axes.hpp"
#include "sim/propagation/free_space.hpp"

namespace gigacity::apps {

namespace {

constexpr double width_px = 1000.0;
constexpr double height_px = 540.0;
constexpr PlotBox plot{72.0, 74.0, 972.0, 440.0};
constexpr double label_px = 12.0;
/// More points than that cannot be told apart.
constexpr std::size_t most_drawn = 1800;
constexpr int zone_points = 120;
constexpr double inner_zone = 0.6;

/// Light and dark, as the viewer is.
constexpr const char* style = R"(<style>
svg { --paper: #ffffff; --ink: #24292f; --soft: #6e7781; --grid: #e4e7eb; --ground: #b08d63;
      --earth: #8a6a45; --clutter: #7fa36b; --sight: #0969da; --blocked: #cf222e; --zone: #54aeff;
      --ray: #bc4c00; --edge: #8250df;
      font-family: system-ui, "Noto Sans", "DejaVu Sans", sans-serif; font-size: 12px }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --grid: #262c36; --ground: #6b5638;
        --earth: #a98a60; --clutter: #4d7340; --sight: #58a6ff; --blocked: #ff7b72; --zone: #388bfd;
        --ray: #f0883e; --edge: #bc8cff } }
.paper { fill: var(--paper) }
text { fill: var(--ink) }
.title { font-size: 17px; font-weight: 600 }
.soft { fill: var(--soft) }
.label { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round }
.grid { stroke: var(--grid); stroke-width: 1 }
.axis { stroke: var(--soft); stroke-width: 1 }
.ground { fill: var(--ground); stroke: var(--earth); stroke-width: 1.2 }
.clutter { fill: var(--clutter) }
.zone { fill: var(--zone); fill-opacity: .16; stroke: var(--zone); stroke-width: 1 }
.inner { fill: none; stroke: var(--zone); stroke-width: 1; stroke-dasharray: 5 4 }
.sight { stroke: var(--sight); stroke-width: 1.8 }
.blocked { stroke: var(--blocked); stroke-width: 1.8 }
.ray { fill: none; stroke: var(--ray); stroke-width: 1.2; stroke-dasharray: 7 4 }
.mast { stroke: var(--ink); stroke-width: 2 }
.dot { fill: var(--ink) }
.edge { fill: var(--edge); stroke: var(--paper); stroke-width: 1.5 }
.leader { stroke: var(--soft); stroke-width: .8 }
</style>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // What XML cannot hold at all.
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

struct DrawnPoint {
  double distance_m = 0.0;
  double ground_m = 0.0;   ///< on the effective earth
  double surface_m = 0.0;  ///< the same
};

/// The profile as it is drawn: of each group of points the highest.
std::vector<DrawnPoint> drawn(const radio::Link& link) {
  const auto& profile = link.profile;
  const std::size_t group = (profile.size() - 1) / most_drawn + 1;
  std::vector<DrawnPoint> points;
  for (std::size_t begin = 0; begin < profile.size(); begin += group) {
    const std::size_t end = std::min(begin + group, profile.size());
    const bool last = end == profile.size();
    DrawnPoint point{profile.step_m * static_cast<double>(last ? end - 1 : begin), -1e9, -1e9};
    for (std::size_t i = begin; i < end; ++i) {
      const double bulge = radio::earth_bulge_m(link, profile.step_m * static_cast<double>(i));
      const double ground = profile.ground_m[i] + bulge;
      const double surface = profile.surface_m[i] + bulge;
      point.ground_m = std::max(point.ground_m, ground);
      point.surface_m = std::max({point.surface_m, ground, std::isnan(surface) ? ground : surface});
    }
    points.push_back(point);
  }
  points.front().distance_m = 0.0;
  return points;
}

class Picture {
 public:
  explicit Picture(const PathReport& report)
      : m_report(report),
        m_link(report.link()),
        m_points(drawn(m_link)),
        m_labels({plot.left + 4.0, plot.top + 2.0, plot.right - 4.0, plot.bottom - 2.0}) {
    set_axes();
  }

  std::string drawing() {
    m_out = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:g} {1:g}" width="{0:g}" height="{1:g}" role="img">
<title>{2}</title>
)",
        width_px, height_px, escaped(title()));
    m_out += style;
    print(R"(<clipPath id="plot"><rect x="{:g}" y="{:g}" width="{:g}" height="{:g}"/></clipPath>)",
          plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
    print(R"(<rect width="{:g}" height="{:g}" class="paper"/>)", width_px, height_px);
    words(plot.left, 30.0, "title", title());
    words(plot.left, 52.0, "soft", subtitle());
    draw_axes();
    m_out += "<g clip-path=\"url(#plot)\">\n";
    draw_zone(1.0, "zone");
    draw_land();
    draw_zone(inner_zone, "inner");
    draw_rays();
    draw_line_of_sight();
    m_out += "</g>\n";
    block_line();
    draw_edges();
    draw_ends();
    draw_legend();
    return m_out + "</svg>\n";
  }

 private:
  template <class... Values>
  void print(fmt::format_string<Values...> form, Values&&... values) {
    fmt::format_to(std::back_inserter(m_out), form, std::forward<Values>(values)...);
    m_out += '\n';
  }
  void words(double x, double y, const char* kind, const std::string& text,
             const char* anchor = "start") {
    print(R"(<text x="{:.1f}" y="{:.1f}" class="{}" text-anchor="{}">{}</text>)", x, y, kind,
          anchor, escaped(text));
  }
  void line(double x1, double y1, double x2, double y2, const char* kind) {
    print(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>)", x1, y1, x2, y2,
          kind);
  }
  double x_of(double distance_m) const { return m_x.at(distance_m); }
  double y_of(double height_m) const { return m_y.at(height_m); }
  double distance_m() const { return m_link.profile.distance_m(); }

  std::string title() const {
    const auto& path = m_report.path;
    return fmt::format("{} to {}, {:g} MHz", path.from.name, path.to.name, path.frequency_mhz);
  }

  std::string subtitle() const {
    const auto& g = m_report.geometry;
    std::string text = fmt::format("{:.3f} km, {}", 1e-3 * g.distance_m,
                                   g.line_of_sight ? "in sight" : "obstructed");
    if (g.tightest) {
      text += fmt::format("; first Fresnel zone {:.0f} % clear at {:.2f} km",
                          100.0 * g.tightest->share(), 1e-3 * g.tightest->point.distance_m);
    }
    if (m_report.losses.size() == 1) {
      const auto& loss = m_report.losses.front();
      text += fmt::format("; {}: {:.1f} dB", loss.model->name, m_report.total_db(loss));
      if (const auto level = m_report.level_dbm(loss))
        text += fmt::format(", {} {:.1f} dBm", m_report.level->quantity, *level);
    }
    return text;
  }

  void set_axes() {
    double low = std::numeric_limits<double>::infinity();
    double high = std::max(m_link.ends.transmitter_m(), m_link.ends.receiver_m());
    for (const DrawnPoint& p : m_points) {
      low = std::min(low, p.ground_m);
      high = std::max(high, p.surface_m);
    }
    if (m_report.bullington) {
      const auto& b = *m_report.bullington;
      high = std::max(high, b.height_m + radio::earth_bulge_m(m_link, b.distance_m));
    }
    // A wide Fresnel zone may not press the land flat.
    const double range = std::max(high - low, 10.0);
    const double half = 0.5 * distance_m();
    const double zone_top = radio::line_height_m(m_link, half) +
                            radio::fresnel_radius_m(half, half, m_link.frequency_mhz);
    high = std::max(high, std::min(zone_top, high + 0.6 * range));
    m_x = {0.0, distance_m(), plot.left, plot.right};
    m_y = {low - 0.12 * (high - low) - 1.0, high + 0.16 * (high - low) + 1.0, plot.bottom,
           plot.top};
  }

  void draw_axes() {
    const bool in_km = distance_m() >= 2000.0;
    const double unit_m = in_km ? 1000.0 : 1.0;
    for (const double tick : ticks_of(m_y, 8)) {
      line(plot.left, y_of(tick), plot.right, y_of(tick), "grid");
      words(plot.left - 8.0, y_of(tick) + 4.0, "soft", fmt::format("{:g}", tick), "end");
    }
    const PlotAxis x{0.0, distance_m() / unit_m, plot.left, plot.right};
    for (const double tick : ticks_of(x, 10)) {
      line(x.at(tick), plot.top, x.at(tick), plot.bottom, "grid");
      line(x.at(tick), plot.bottom, x.at(tick), plot.bottom + 5.0, "axis");
      words(x.at(tick), plot.bottom + 20.0, "soft", fmt::format("{:g}", tick), "middle");
    }
    line(plot.left, plot.bottom, plot.right, plot.bottom, "axis");
    line(plot.left, plot.top, plot.left, plot.bottom, "axis");
    words(plot.right, plot.bottom + 40.0, "soft", fmt::format("distance, {}", in_km ? "km" : "m"),
          "end");
    words(plot.left - 8.0, plot.top - 8.0, "soft", "m", "end");
    const double bulge = radio::earth_bulge_m(m_link, 0.5 * distance_m());
    words(plot.left, plot.bottom + 40.0, "soft",
          fmt::format(
              "heights above the datum, and up to {:.{}f} m of the earth's bulge (k = {:.4g})",
              bulge, bulge < 10.0 ? 1 : 0, m_report.path.options.effective_earth_radius_factor));
  }

  void draw_land() {
    std::string surface = fmt::format("M{:.1f},{:.1f}", plot.left, plot.bottom);
    std::string ground = surface;
    for (const DrawnPoint& p : m_points) {
      fmt::format_to(std::back_inserter(surface), "L{:.1f},{:.1f}", x_of(p.distance_m),
                     y_of(p.surface_m));
      fmt::format_to(std::back_inserter(ground), "L{:.1f},{:.1f}", x_of(p.distance_m),
                     y_of(p.ground_m));
    }
    const std::string end = fmt::format("L{:.1f},{:.1f}Z", plot.right, plot.bottom);
    if (has_clutter()) print(R"(<path class="clutter" d="{}{}"/>)", surface, end);
    print(R"(<path class="ground" d="{}{}"/>)", ground, end);
  }

  bool has_clutter() const {
    return std::ranges::any_of(m_points,
                               [](const DrawnPoint& p) { return p.surface_m > p.ground_m; });
  }

  void draw_zone(double share, const char* kind) {
    std::string upper;
    std::string lower;
    for (int i = 0; i <= zone_points; ++i) {
      // Closer together towards the ends, where the zone is round.
      const double t = 0.5 - 0.5 * std::cos(3.14159265358979 * i / zone_points);
      const double at = t * distance_m();
      const double half =
          share * radio::fresnel_radius_m(at, distance_m() - at, m_link.frequency_mhz);
      const double centre = radio::line_height_m(m_link, at);
      upper += fmt::format("{}{:.1f},{:.1f}", i == 0 ? "M" : "L", x_of(at), y_of(centre + half));
      lower = fmt::format("L{:.1f},{:.1f}", x_of(at), y_of(centre - half)) + lower;
    }
    print(R"(<path class="{}" d="{}{}Z"/>)", kind, upper, lower);
  }

  void draw_line_of_sight() {
    line(x_of(0.0), y_of(m_link.ends.transmitter_m()), x_of(distance_m()),
         y_of(m_link.ends.receiver_m()), m_report.geometry.line_of_sight ? "sight" : "blocked");
  }

  double on_effective_earth(double distance_m, double height_m) const {
    return height_m + radio::earth_bulge_m(m_link, distance_m);
  }

  void draw_rays() {
    if (!m_report.bullington) return;
    const auto& b = *m_report.bullington;
    print(R"(<path class="ray" d="M{:.1f},{:.1f}L{:.1f},{:.1f}L{:.1f},{:.1f}"/>)", x_of(0.0),
          y_of(m_link.ends.transmitter_m()), x_of(b.distance_m),
          y_of(on_effective_earth(b.distance_m, b.height_m)), x_of(distance_m()),
          y_of(m_link.ends.receiver_m()));
  }

  void draw_end(double at_m, double ground_m, double top_m, const std::string& text) {
    const double x = x_of(at_m);
    line(x, y_of(ground_m), x, y_of(top_m), "mast");
    print(R"(<circle cx="{:.1f}" cy="{:.1f}" r="3.5" class="dot"/>)", x, y_of(top_m));
    label(x, y_of(top_m), text, false);
  }

  /// Words keep off the line between the antennas, and off its ends.
  void block_line() {
    constexpr int pieces = 100;
    constexpr double clear_px = 5.0;
    for (int i = 0; i <= pieces; ++i) {
      const double at = distance_m() * i / pieces;
      const double x = x_of(at);
      const double y = y_of(radio::line_height_m(m_link, at));
      m_labels.block({x - clear_px, y - clear_px, x + clear_px, y + clear_px});
    }
  }

  void draw_ends() {
    const auto& ends = m_link.ends;
    draw_end(0.0, ends.transmitter_ground_m, ends.transmitter_m(),
             fmt::format("{}, {:g} m", m_report.path.from.name, ends.transmitter_height_m));
    draw_end(distance_m(), ends.receiver_ground_m, ends.receiver_m(),
             fmt::format("{}, {:g} m", m_report.path.to.name, ends.receiver_height_m));
  }

  void label(double x, double y, const std::string& text, bool leader) {
    const double width = text_width_px(text, label_px);
    const PlotBox box = m_labels.place(x, y, width, label_px + 4.0);
    const double middle = 0.5 * (box.left + box.right);
    if (leader) {
      const bool above = box.bottom < y;
      line(x, y, std::clamp(x, box.left, box.right), above ? box.bottom : box.top, "leader");
    }
    words(middle, box.bottom - 4.0, "label", text, "middle");
  }

  struct Mark {
    double x = 0.0;
    double y = 0.0;
    std::string text;
  };

  /// Edges, from the left.
  std::vector<Mark> marks() const {
    std::vector<Mark> marks;
    const auto add = [&](double distance, double height, std::string text) {
      marks.push_back(
          {x_of(distance), y_of(on_effective_earth(distance, height)), std::move(text)});
    };
    if (m_report.bullington) {
      const auto& b = *m_report.bullington;
      add(b.distance_m, b.height_m, "Bullington point");
    }
    const double wavelength = propagation::wavelength_m(m_link.frequency_mhz);
    const auto add_knife = [&](const propagation::KnifeEdge& edge, const char* kind) {
      if (std::isfinite(edge.nu_root_m))
        add(edge.distance_m, edge.height_m,
            fmt::format("{}, ν = {:.2f}", kind, propagation::nu_of(edge, wavelength)));
    };
    add_knife(m_report.knife_edges.principal, "principal edge");
    add_knife(m_report.knife_edges.transmitter_side, "secondary edge");
    add_knife(m_report.knife_edges.receiver_side, "secondary edge");
    std::ranges::stable_sort(marks, {}, &Mark::x);
    return marks;
  }

  void draw_edges() {
    const auto all = marks();
    for (const Mark& m : all) m_labels.block({m.x - 6.0, m.y - 6.0, m.x + 6.0, m.y + 6.0});
    for (const Mark& m : all) label(m.x, m.y, m.text, true);
    for (const Mark& m : all)
      print(R"(<path class="edge" d="M{0:.1f},{1:.1f}l6,10h-12z"/>)", m.x, m.y - 5.0);
  }

  void draw_legend() {
    struct Entry {
      const char* kind;
      const char* text;
      bool area;
    };
    std::vector<Entry> entries{{"ground", "ground", true}};
    if (has_clutter()) entries.push_back({"clutter", "buildings and trees", true});
    entries.push_back({m_report.geometry.line_of_sight ? "sight" : "blocked",
                       "line between the antennas", false});
    entries.push_back({"zone", "first Fresnel zone", true});
    entries.push_back({"inner", "0.6 of it", false});
    if (m_report.bullington) entries.push_back({"ray", "horizon rays", false});
    double x = plot.left;
    const double y = height_px - 22.0;
    for (const auto& [kind, text, area] : entries) {
      if (area)
        print(R"(<rect x="{:.1f}" y="{:.1f}" width="22" height="11" class="{}"/>)", x, y - 9.5,
              kind);
      else
        line(x, y - 4.0, x + 22.0, y - 4.0, kind);
      words(x + 28.0, y, "soft", text);
      x += 28.0 + text_width_px(text, label_px) + 16.0;
    }
  }

  const PathReport& m_report;
  radio::Link m_link;
  std::vector<DrawnPoint> m_points;
  LabelPlacer m_labels;
  PlotAxis m_x;
  PlotAxis m_y;
  std::string m_out;
};

}  // namespace

std::string path_svg(const PathReport& report) {
  return Picture(report).drawing();
}

}  // namespace gigacity::apps
