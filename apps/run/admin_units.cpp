// SPDX-License-Identifier: Apache-2.0
#include "apps/run/admin_units.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/parallel.hpp"
#include "core/text.hpp"
#include "geo/catchments.hpp"
#include "geo/polygons.hpp"

namespace gigacity::apps {

namespace {

/// Borders drawn twice differ by this much of a unit's area without meaning anything.
constexpr double border_tolerance = 0.01;
/// Points nearer to each other than this stand at one place.
constexpr double same_place_m = 0.01;

class LevelBuilder {
 public:
  LevelBuilder(const AdminSection& section, const AdminLevel* parents, const MultiPolygon& area,
               Findings& findings)
      : m_section(section), m_parents(parents), m_area(area), m_findings(findings) {}

  AdminLevel build(const std::vector<geo::Feature>& features) {
    for (const auto& feature : features) add(feature);
    drop_outside_area();
    find_parents();
    drop_points_in_polygons();
    give_catchments();
    complete_names();
    AdminLevel level{m_section.level, {}, m_has_urban_field, nullptr};
    for (auto& entry : m_entries) level.units.push_back(std::move(entry.unit));
    return level;
  }

 private:
  struct Entry {
    AdminUnit unit;
    std::string feature;
    std::optional<MapPoint> point;  ///< of a unit without an outline
  };

  InputLocation at(const Entry& entry) const {
    return {.source = m_section.layer.source,
            .layer = m_section.layer.section,
            .feature = entry.feature};
  }
  InputLocation at_layer() const {
    return {.source = m_section.layer.source, .layer = m_section.layer.section};
  }

  /// For messages: its name, or what else it is known by.
  static std::string called(const Entry& entry) {
    const auto& unit = entry.unit;
    if (!unit.name.empty()) return "'" + unit.name + "'";
    return unit.code.empty() ? "feature " + entry.feature : unit.code;
  }

  void add(const geo::Feature& feature) {
    Entry entry;
    entry.feature = feature.id;
    if (const auto* polygon = std::get_if<MultiPolygon>(&feature.geometry))
      entry.unit.footprint = *polygon;
    else if (const auto* point = std::get_if<MapPoint>(&feature.geometry))
      entry.point = *point;
    entry.unit.name = feature.text_or("name", "");
    entry.unit.code = feature.text_or("code", "");
    entry.unit.residents = feature.number("residents");
    entry.unit.households = feature.number("households");
    if (const auto urban = feature.number("urban")) {
      m_has_urban_field = true;
      entry.unit.urban = *urban != 0.0;
    }
    m_entries.push_back(std::move(entry));
  }

  /// Keeps the entries for which `reason` gives no text; the others are listed with it.
  template <class Reason>
  void drop(const Reason& reason) {
    std::vector<Entry> kept;
    for (auto& entry : m_entries) {
      const std::string why = reason(entry);
      if (why.empty())
        kept.push_back(std::move(entry));
      else
        m_findings.skip(at(entry), why);
    }
    m_entries = std::move(kept);
  }

  void drop_outside_area() {
    if (m_area.empty()) return;
    const geo::PolygonIndex area(std::span(&m_area, 1));
    drop([&](const Entry& entry) -> std::string {
      if (entry.point) return area.index_of(*entry.point) < 0 ? "outside the area" : "";
      const auto overlaps = area.overlaps(entry.unit.footprint);
      if (overlaps.empty()) return "outside the area";
      return overlaps.front().area_m2 < border_tolerance * area_m2(entry.unit.footprint)
                 ? "less than 1 % of it inside the area"
                 : "";
    });
  }

  void find_parents() {
    if (m_parents == nullptr) return;
    const geo::PolygonIndex parents(footprints_of(*m_parents));
    std::vector<std::string> without;
    std::vector<std::string> in_several;
    for (auto& entry : m_entries) {
      if (entry.point) {
        entry.unit.parent = parents.index_of(*entry.point);
        continue;
      }
      const auto overlaps = parents.overlaps(entry.unit.footprint);
      entry.unit.parent = geo::PolygonIndex::largest(overlaps);
      if (entry.unit.parent < 0) without.push_back(called(entry));
      if (auto shares = shares_of(entry, overlaps); !shares.empty())
        in_several.push_back(std::move(shares));
    }
    drop([&](const Entry& entry) {
      return entry.point && entry.unit.parent < 0 ? fmt::format("a point in no {}", m_parents->name)
                                                  : std::string();
    });
    if (!without.empty())
      m_findings.warning({at_layer(),
                          fmt::format("{} of the level {} lie in no {}: {}", without.size(),
                                      m_section.level, m_parents->name, listed(without)),
                          "they count for the whole city only; check both levels' outlines"});
    if (!in_several.empty())
      m_findings.warning(
          {at_layer(),
           fmt::format("{} of the level {} do not lie within one {}: {}", in_several.size(),
                       m_section.level, m_parents->name, listed(in_several)),
           fmt::format("each counts for the {} that holds most of it; their pixels and buildings "
                       "count where they are",
                       m_parents->name)});
  }

  /// "'Hill' (71 % in 'North', 29 % in 'South')" where a unit reaches beyond its parent, else
  /// nothing.
  std::string shares_of(const Entry& entry,
                        const std::vector<geo::PolygonIndex::Overlap>& overlaps) const {
    const double whole_m2 = area_m2(entry.unit.footprint);
    std::vector<std::string> shares;
    bool within_one = overlaps.empty();
    for (const auto& [parent, shared_m2] : overlaps) {
      const double share = shared_m2 / whole_m2;
      within_one = within_one || share >= 1.0 - border_tolerance;
      if (share >= 0.5 * border_tolerance)
        shares.push_back(fmt::format("{:.0f} % in '{}'", 100.0 * share,
                                     m_parents->units[static_cast<std::size_t>(parent)].name));
    }
    return within_one ? "" : fmt::format("{} ({})", called(entry), joined(shares, ", "));
  }

  /// A place that the layer has as a point and as an outline is one unit.
  void drop_points_in_polygons() {
    m_outlines.clear();
    std::vector<std::string> names;
    for (const auto& entry : m_entries) {
      if (entry.point) continue;
      m_outlines.push_back(entry.unit.footprint);
      names.push_back(called(entry));
    }
    if (m_outlines.empty() || m_outlines.size() == m_entries.size()) return;
    const geo::PolygonIndex outlines(m_outlines);
    drop([&](const Entry& entry) {
      const auto outline = entry.point ? outlines.index_of(*entry.point) : -1;
      return outline < 0 ? std::string()
                         : fmt::format("a point within the outline of {}",
                                       names[static_cast<std::size_t>(outline)]);
    });
  }

  void give_catchments() {
    std::map<std::int32_t, std::vector<std::size_t>> by_parent;
    for (std::size_t i = 0; i < m_entries.size(); ++i)
      if (m_entries[i].point) by_parent[m_entries[i].unit.parent].push_back(i);
    if (by_parent.empty()) return;
    if (m_parents == nullptr && m_area.empty() && !m_section.point_radius_m) {
      m_findings.error({at_layer(),
                        "holds points; how far their units reach is not known without an area",
                        "give [area], or point_radius_m of this [[admin]]"});
      return;
    }
    bool distinct = true;
    for (const auto& [parent, members] : by_parent)
      distinct = no_two_at_one_place(members) && distinct;
    if (!distinct) return;
    const std::vector<std::pair<std::int32_t, std::vector<std::size_t>>> groups(by_parent.begin(),
                                                                                by_parent.end());
    parallel_for(groups.size(),
                 [&](std::size_t g) { share_out(groups[g].first, groups[g].second); });
    drop([](const Entry& entry) -> std::string {
      return entry.unit.footprint.empty() ? "a point with no area left to it" : "";
    });
  }

  bool no_two_at_one_place(std::vector<std::size_t> members) {
    const auto point = [&](std::size_t i) { return *m_entries[i].point; };
    std::ranges::stable_sort(members, {}, [&](std::size_t i) { return point(i).x_m; });
    bool distinct = true;
    for (std::size_t k = 0; k < members.size(); ++k) {
      for (std::size_t m = k + 1; m < members.size(); ++m) {
        if (point(members[m]).x_m - point(members[k]).x_m > same_place_m) break;
        if (distance_m(point(members[m]), point(members[k])) > same_place_m) continue;
        const auto [first, second] = std::minmax(members[k], members[m]);
        m_findings.error({at(m_entries[second]),
                          fmt::format("{} stands at the same place as {} (feature {})",
                                      called(m_entries[second]), called(m_entries[first]),
                                      m_entries[first].feature),
                          "correct its coordinates, or leave one of the two out"});
        distinct = false;
      }
    }
    return distinct;
  }

  /// What the points of one parent share.
  MultiPolygon region_of(std::int32_t parent, const std::vector<std::size_t>& members) const {
    MultiPolygon region = m_area;
    if (parent >= 0) region = m_parents->units[static_cast<std::size_t>(parent)].footprint;
    if (region.empty()) {
      std::vector<MultiPolygon> discs;
      for (const auto i : members)
        discs.push_back(disc(*m_entries[i].point, *m_section.point_radius_m));
      region = geo::union_of(discs);
    }
    std::vector<MultiPolygon> taken;
    const MapBox box = bounds(region);
    for (const auto& outline : m_outlines)
      if (bounds(outline).intersects(box)) taken.push_back(outline);
    return taken.empty() ? region : geo::difference_of(region, geo::union_of(taken));
  }

  void share_out(std::int32_t parent, const std::vector<std::size_t>& members) {
    std::vector<MapPoint> points;
    for (const auto i : members) points.push_back(*m_entries[i].point);
    auto catchments = geo::catchments_of(points, region_of(parent, members));
    for (std::size_t k = 0; k < members.size(); ++k) {
      auto& footprint = m_entries[members[k]].unit.footprint;
      footprint = std::move(catchments[k]);
      if (m_section.point_radius_m)
        footprint = geo::intersection_of(footprint, disc(points[k], *m_section.point_radius_m));
    }
  }

  void complete_names() {
    std::map<std::string, int> uses;
    for (const auto& entry : m_entries) {
      ++uses[entry.unit.name];
      if (!entry.unit.code.empty() && entry.unit.code != entry.unit.name) ++uses[entry.unit.code];
    }
    std::vector<std::string> unnamed;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
      auto& unit = m_entries[i].unit;
      if (unit.code.empty()) {
        const bool unique = !unit.name.empty() && uses[unit.name] == 1;
        unit.code = unique ? unit.name : fmt::format("{}-{}", m_section.level, i + 1);
      }
      if (!unit.name.empty()) continue;
      unnamed.push_back(unit.code);
      unit.name = unit.code;
    }
    if (unnamed.empty()) return;
    m_findings.warning(
        {at_layer(),
         fmt::format("{} of the level {} have no name; their codes stand for it: {}",
                     unnamed.size(), m_section.level, listed(unnamed)),
         "fill the names in, or say which field holds them: fields = { name = \"...\" }"});
  }

  const AdminSection& m_section;
  const AdminLevel* m_parents;
  const MultiPolygon& m_area;
  Findings& m_findings;
  std::vector<Entry> m_entries;
  std::vector<MultiPolygon> m_outlines;  ///< footprints of the units that have one
  bool m_has_urban_field = false;
};

}  // namespace

AdminLevel admin_level_of(const std::vector<geo::Feature>& features, const AdminSection& section,
                          const AdminLevel* parents, const MultiPolygon& area, Findings& findings) {
  return LevelBuilder(section, parents, area, findings).build(features);
}

std::vector<MultiPolygon> footprints_of(const AdminLevel& level) {
  std::vector<MultiPolygon> footprints;
  footprints.reserve(level.units.size());
  for (const auto& unit : level.units) footprints.push_back(unit.footprint);
  return footprints;
}

}  // namespace gigacity::apps
