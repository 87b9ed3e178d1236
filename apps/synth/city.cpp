// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "apps/synth/counties.hpp"
#include "apps/synth/shares.hpp"
#include "apps/synth/steps.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"

namespace gigacity::apps::synth {

namespace {

constexpr double occupied_share = 0.92;
constexpr double mean_household = 2.85;
constexpr double seat_of_urban = 0.63;  ///< of a county's townspeople; the others live in its towns

/// Sizes of the demo county, for which the steps' lengths are made.
constexpr double usual_seat_dwellings = 20'137.0;
constexpr double usual_town_dwellings = 2'975.0;
constexpr double usual_village_dwellings = 572.0;
constexpr double usual_across_m = 12'000.0;

/// Counties are built side by side: only whether to stop passes between them and the user.
class QuietProgress final : public Progress {
 public:
  explicit QuietProgress(const Progress& outer) : m_outer(outer) {}
  void begin(const std::string&, std::int64_t) override {}
  void advance(std::int64_t) override {}
  bool cancelled() const override { return m_outer.cancelled(); }

 private:
  const Progress& m_outer;
};

/// The map of a city of which only a share is made: everything lies nearer to the centre.
class Contraction {
 public:
  Contraction(const CityFacts& facts, const geo::Crs& crs, double share)
      : m_projection(crs), m_centre(m_projection.to_map(facts.centre)), m_scale(std::sqrt(share)) {}
  double scale() const { return m_scale; }
  MapPoint operator()(GeoPoint p) const {
    const MapPoint at = m_projection.to_map(p);
    return {m_centre.x_m + m_scale * (at.x_m - m_centre.x_m),
            m_centre.y_m + m_scale * (at.y_m - m_centre.y_m)};
  }

 private:
  geo::Projection m_projection;
  MapPoint m_centre;
  double m_scale;
};

std::vector<CountyShape> shapes_of(const CityFacts& facts, const Contraction& place) {
  std::vector<CountyShape> shapes;
  for (const CountyFacts& c : facts.counties)
    shapes.push_back(
        {place(c.from), place(c.to), c.area_km2 * 1e6 * place.scale() * place.scale()});
  return shapes;
}

Landform landform_of(const CityFacts& facts, const Contraction& place, const MapBox& box) {
  const auto share_of = [&](MapPoint p) {
    return MapPoint{(p.x_m - box.min_x_m) / box.width_m(), (p.y_m - box.min_y_m) / box.height_m()};
  };
  const MapPoint from = place(facts.lake_from);
  const MapPoint to = place(facts.lake_to);
  Landform form;
  form.summit_m = facts.summit_m;
  form.lake_centre = share_of({0.5 * (from.x_m + to.x_m), 0.5 * (from.y_m + to.y_m)});
  form.lake_radius_u = 0.5 * distance_m(from, to) / box.width_m();
  form.lake_radius_v = 0.5 * facts.lake_width_km * 1000.0 * place.scale() / box.height_m();
  form.lake_turn_rad = std::atan2(to.y_m - from.y_m, to.x_m - from.x_m);
  form.front_u = share_of(place(facts.hills_begin)).x_m;
  form.valleys.clear();
  for (const GeoPoint head : facts.valley_heads) {
    const MapPoint at = share_of(place(head));
    form.valleys.push_back({at.y_m, at.x_m});
  }
  form.counties_across = std::max(1.0, box.width_m() / usual_across_m);
  form.valley_width = std::max(1.0, 8.0 * place.scale());
  form.piedmont_slope = std::min(form.piedmont_slope, 0.0008 / place.scale());
  form.ranges = true;
  form.hill_pixel_m = box.width_m() < 4.0 * usual_across_m ? 60.0 : 120.0;
  return form;
}

/// How much larger or smaller than usual a place of so many dwellings is.
double room_of(double dwellings, double usual) {
  return std::max(0.3, std::sqrt(dwellings / usual));
}

CountyTask task_of(const CountyFacts& c, const SynthOptions& options) {
  const double share = options.share;
  const auto part = [&](auto whole) { return std::llround(share * static_cast<double>(whole)); };
  CountyTask task;
  task.lte = options.lte;
  task.seed = mixed_bits(options.seed * 1'000'003 + std::stoull(c.code));
  task.code = c.code;
  task.id_prefix = std::string(c.code) + "-";
  task.name = c.name;
  task.kind = c.kind;
  task.residents = part(c.residents);
  task.households = part(c.households);
  task.dwellings =
      static_cast<int>(static_cast<double>(*task.residents) / mean_household / occupied_share);
  task.seat_share = seat_of_urban * c.urban_share;
  task.town_share = (1.0 - seat_of_urban) * c.urban_share;
  task.village_share = 1.0 - c.urban_share;

  // A subdistrict has some 80,000 residents, a community 9,000.
  const double in_the_seat = task.seat_share * static_cast<double>(*task.residents);
  const auto townships = std::max(2, static_cast<int>(part(c.townships)));
  task.subdistricts = std::clamp(static_cast<int>(std::lround(in_the_seat / 80'000.0)), 1,
                                 std::max(1, townships - 2));
  task.towns = std::max(1, townships - task.subdistricts);
  task.village_units = std::max(2, static_cast<int>(part(c.village_units)));
  task.seat_communities = std::clamp(static_cast<int>(std::lround(in_the_seat / 9'000.0)),
                                     task.subdistricts, std::max(1, *task.village_units / 3));
  task.town_communities = *task.village_units >= 6 * task.towns ? 2 : 1;

  task.margins = std::min(1.0, std::sqrt(share * c.area_km2 / 100.0));
  const double villages =
      std::max(1, *task.village_units - task.seat_communities - task.towns * task.town_communities);
  task.room = {room_of(task.seat_share * task.dwellings, usual_seat_dwellings),
               room_of(task.town_share * task.dwellings / task.towns, usual_town_dwellings),
               room_of(task.village_share * task.dwellings / villages, usual_village_dwellings)};
  task.insist = true;
  task.one_house_each = true;
  task.minor_roads = true;
  task.dwellings_per_olt = 1650;
  return task;
}

/// Who of neighbours is joined by motorway: a tree of the shortest ways that reaches all.
std::vector<bool> motorways_of(const std::vector<BorderCrossing>& crossings,
                               const std::vector<MapPoint>& seats) {
  std::vector<std::size_t> order(crossings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto way_m = [&](std::size_t i) {
    return distance_m(seats[static_cast<std::size_t>(crossings[i].a)],
                      seats[static_cast<std::size_t>(crossings[i].b)]);
  };
  std::ranges::stable_sort(order, {}, way_m);
  std::vector<int> tree(seats.size());
  std::iota(tree.begin(), tree.end(), 0);
  std::vector<bool> chosen(crossings.size(), false);
  for (const std::size_t i : order) {
    const int a = tree[static_cast<std::size_t>(crossings[i].a)];
    const int b = tree[static_cast<std::size_t>(crossings[i].b)];
    if (a == b || !crossings[i].motorway) continue;
    chosen[i] = true;
    std::ranges::replace(tree, b, a);
  }
  return chosen;
}

void set_exits(const Counties& counties, const Relief& relief, double scale,
               std::vector<CountyPlan>& plans) {
  std::vector<MapPoint> seats;
  for (CountyPlan& plan : plans) {
    seats.push_back(plan.task.seat);
    const double off_m = 600.0 + 1500.0 * plan.task.room.front();
    plan.task.exits.hub =
        plan.lattice.nearest({plan.task.seat.x_m + off_m, plan.task.seat.y_m - off_m});
    plan.task.exits.hub = {std::clamp(plan.task.exits.hub.column, 1, plan.lattice.columns - 2),
                           std::clamp(plan.task.exits.hub.row, 1, plan.lattice.rows - 2)};
    plan.task.exits.shared = true;
  }
  const auto crossings =
      counties.crossings(seats, 2500.0 * scale, [&](MapPoint p) { return relief.buildable(p); });
  const auto motorways = motorways_of(crossings, seats);
  for (std::size_t i = 0; i < crossings.size(); ++i) {
    for (const int side : {crossings[i].a, crossings[i].b}) {
      CountyPlan& plan = plans[static_cast<std::size_t>(side)];
      const auto local = [&](Node node) {
        return plan.lattice.nearest(counties.lattice().point_of(node));
      };
      plan.task.exits.primary.push_back(local(crossings[i].road));
      if (motorways[i]) plan.task.exits.motorway.push_back(local(*crossings[i].motorway));
    }
  }
}

/// Sites by people, and by the ground that is to be reached.
void share_out_sites(const CityFacts& facts, double share, std::vector<CountyPlan>& plans) {
  constexpr double by_people = 0.7;
  double residents = 0.0;
  double area_km2 = 0.0;
  for (const CountyFacts& c : facts.counties) {
    residents += static_cast<double>(c.residents);
    area_km2 += c.area_km2;
  }
  std::vector<double> weights;
  for (const CountyFacts& c : facts.counties)
    weights.push_back(by_people * static_cast<double>(c.residents) / residents +
                      (1.0 - by_people) * c.area_km2 / area_km2);
  const auto sites = shared_out(std::llround(share * facts.sites_5g), weights);
  for (std::size_t i = 0; i < plans.size(); ++i) plans[i].task.sites = static_cast<int>(sites[i]);
}

void share_out_deep_places(const CityFacts& facts, double share, std::vector<CountyPlan>& plans) {
  std::vector<double> residents;
  for (const CountyFacts& c : facts.counties) residents.push_back(static_cast<double>(c.residents));
  const auto places = shared_out(std::llround(share * facts.deep_coverage_places), residents);
  for (std::size_t i = 0; i < plans.size(); ++i)
    plans[i].task.deep_places = static_cast<int>(places[i]);
}

/// By urban households, as the published share of them is reckoned.
void share_out_urban_ports(const CityFacts& facts, double share, std::vector<CountyPlan>& plans) {
  constexpr int ports_of_a_card = 8;
  std::vector<double> households;
  for (const CountyFacts& c : facts.counties)
    households.push_back(c.urban_share * static_cast<double>(c.households));
  const auto cards =
      shared_out(std::llround(share * facts.urban_ports_10g / ports_of_a_card), households);
  for (std::size_t i = 0; i < plans.size(); ++i)
    plans[i].task.urban_ports = ports_of_a_card * static_cast<int>(cards[i]);
}

UnitPlan city_unit(const CityFacts& facts, const Counties& counties, const CityPlan& plan) {
  UnitPlan city;
  city.code = facts.code;
  city.name = facts.name;
  for (const CountyPlan& county : plan.counties) {
    city.dwellings += county.county.dwellings;
    city.households += county.county.households;
    city.residents += county.county.residents;
  }
  city.footprint = counties.outline_of_the_city();
  return city;
}

}  // namespace

Synthesis city_of(const SynthOptions& options, const CityFacts& facts, const geo::Crs& crs,
                  Progress& progress) {
  const Contraction place(facts, crs, options.share);
  progress.begin("counties", 0);
  const Counties counties(options.seed, shapes_of(facts, place));
  const MapBox& box = counties.box();
  Synthesis made{Relief(
                     options.seed, landform_of(facts, place, box), box,
                     [&](MapPoint p) { return counties.county_at(p) != Labels::nobody; }, progress),
                 {}};
  CityPlan& plan = made.plan;
  plan.lake = facts.lake;
  plan.data_centres = facts.data_centres;
  plan.standard_racks = facts.standard_racks;
  for (std::size_t i = 0; i < facts.counties.size(); ++i) {
    CountyPlan& county = plan.counties.emplace_back();
    county.task = task_of(facts.counties[i], options);
    county.task.seat = place(facts.counties[i].seat);
    county.task.operator_name = facts.name.roman + " Mobile";
    county.lattice = counties.lattice_of(static_cast<int>(i));
  }
  set_exits(counties, made.relief, place.scale(), plan.counties);
  share_out_sites(facts, options.share, plan.counties);
  share_out_deep_places(facts, options.share, plan.counties);
  share_out_urban_ports(facts, options.share, plan.counties);

  progress.begin("settlements, roads and networks",
                 static_cast<std::int64_t>(plan.counties.size()));
  QuietProgress quiet(progress);
  parallel_for(plan.counties.size(), [&](std::size_t i) {
    CountyPlan& county = plan.counties[i];
    build_county(made.relief, Territory(counties, static_cast<int>(i)), county, quiet);
    // What only the steps needed; a city of these would fill the memory.
    county.owner = {};
    county.blocks = {};
    county.settlements = {};
    progress.advance();
  });
  plan.city = city_unit(facts, counties, plan);
  return made;
}

}  // namespace gigacity::apps::synth
