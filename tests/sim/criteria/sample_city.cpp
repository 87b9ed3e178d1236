// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/criteria/sample_city.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/random.hpp"
#include "core/units.hpp"
#include "sim/radio/coverage.hpp"

namespace gigacity::criteria::testing {

namespace {

constexpr GridSpec grid{500'000.0, 4'000'000.0, 10.0, 620, 540};
constexpr std::uint64_t seed = 20230901;
constexpr int margin = 5;   ///< pixels outside the area along every edge
constexpr int strip = 580;  ///< columns from here on belong to no unit

std::shared_ptr<const RasterSource> raster(const std::function<float(Pixel)>& value) {
  Raster<float> out(grid, no_value);
  for (int r = 0; r < grid.height; ++r)
    for (int c = 0; c < grid.width; ++c) out.at({c, r}) = value({c, r});
  return std::make_shared<MemoryRasterSource>(std::move(out));
}

bool is_inside(Pixel p) {
  return p.column >= margin && p.row >= margin && p.column < grid.width - margin &&
         p.row < grid.height - margin;
}

double draw(std::uint64_t stream, Pixel p) {
  return RandomStream(seed + stream, grid.index_of(p)).uniform();
}

/// Draws that are alike within blocks of 12 pixels, so that coverage comes in patches.
double patchy(std::uint64_t stream, Pixel p) {
  const Pixel block{p.column / 12, p.row / 12};
  return 0.85 * draw(stream, block) + 0.15 * draw(stream + 1, p);
}

/// County 0 and 1 left and right of column 300; towns of 100 columns each.
std::int32_t town_of(Pixel p) {
  return p.column >= strip ? -1 : p.column / 100;
}
std::int32_t county_of(Pixel p) {
  return p.column >= strip ? -1 : (p.column < 300 ? 0 : 1);
}

float zone_value(std::int32_t unit) {
  return unit < 0 ? no_value : static_cast<float>(unit);
}

MultiPolygon columns(int begin, int end) {
  const auto box = grid.box();
  return rectangle(grid.west_m + 10.0 * begin, box.min_y_m, grid.west_m + 10.0 * end, box.max_y_m);
}

RadioLayers layers(std::uint64_t stream, std::int32_t cells) {
  const auto status = [stream](Pixel p) {
    if (!is_inside(p)) return radio::PixelStatus::outside;
    const double d = patchy(stream, p);
    if (d < 0.04) return radio::PixelStatus::no_cell;
    if (d < 0.06) return radio::PixelStatus::below_floor;
    return d < 0.065 ? radio::PixelStatus::no_terrain : radio::PixelStatus::covered;
  };
  const auto if_covered = [status](Pixel p, float value) {
    return status(p) == radio::PixelStatus::covered ? value : no_value;
  };
  RadioLayers out;
  out.status = raster([&](Pixel p) { return static_cast<float>(status(p)); });
  out.rsrp_dbm = raster(
      [&](Pixel p) { return if_covered(p, rounded_level(-112.0 + 40.0 * patchy(stream + 2, p))); });
  out.sinr_db = raster(
      [&](Pixel p) { return if_covered(p, rounded_level(-6.0 + 25.0 * patchy(stream + 4, p))); });
  out.best_server =
      raster([&](Pixel p) { return if_covered(p, static_cast<float>((p.column / 40) % cells)); });
  return out;
}

void add_admin(SampleCity& sample, bool stated) {
  AdminLevel county{"county", {}, false, raster([](Pixel p) { return zone_value(county_of(p)); })};
  AdminLevel town{"town", {}, true, raster([](Pixel p) { return zone_value(town_of(p)); })};
  for (int i = 0; i < 2; ++i) {
    AdminUnit unit;
    unit.code = fmt::format("C{}", i);
    unit.name = fmt::format("County {}", i);
    unit.footprint = i == 0 ? columns(0, 300) : columns(300, strip);
    county.units.push_back(unit);
  }
  for (int i = 0; i < 6; ++i) {
    AdminUnit unit;
    unit.code = fmt::format("T{}", i);
    unit.name = fmt::format("Town {}", i);
    unit.footprint = columns(100 * i, std::min(100 * i + 100, strip));
    unit.parent = i / 3;
    unit.urban = i % 2 == 0;
    if (stated) {
      unit.residents = 10'000.0 + 1'000.0 * i;
      unit.households = 4'000.0 + 300.0 * i;
    }
    town.units.push_back(unit);
  }
  sample.city.admin = {county, town};
}

std::vector<std::int32_t> units_of(MapPoint p) {
  const Pixel pixel = grid.pixel_of(p);
  return {county_of(pixel), town_of(pixel)};
}

MapPoint random_point(std::uint64_t stream, std::uint64_t object) {
  RandomStream random(seed + stream, object);
  const double x = random.uniform(grid.west_m + 200.0, grid.box().max_x_m - 200.0);
  return {x, random.uniform(grid.box().min_y_m + 200.0, grid.north_m - 200.0)};
}

void add_features(SampleCity& sample) {
  for (std::uint64_t i = 0; i < 60; ++i) {
    KeyPlace place;
    place.id = fmt::format("P{}", i);
    place.name = fmt::format("Place {}", i);
    place.kind = i % 3 == 0 ? "bus stop" : "Hospital";
    place.point = random_point(100, i);
    const double half_m = RandomStream(seed + 101, i).uniform(3.0, 60.0);
    place.footprint = rectangle(place.point.x_m - half_m, place.point.y_m - half_m,
                                place.point.x_m + half_m, place.point.y_m + half_m);
    place.unit = units_of(place.point);
    sample.city.places.push_back(place);
  }
  for (std::uint64_t i = 0; i < 900; ++i) {
    RandomStream random(seed + 102, i);
    Building building;
    building.id = fmt::format("B{}", i);
    building.point = random_point(103, i);
    building.footprint = rectangle(building.point.x_m - 8.0, building.point.y_m - 8.0,
                                   building.point.x_m + 8.0, building.point.y_m + 8.0);
    building.dwellings = random.index(12);  // some have none
    building.households = 0.9 * building.dwellings;
    building.residents = 2.5 * building.dwellings;
    building.unit = units_of(building.point);
    sample.city.buildings.push_back(building);
  }
}

void add_fibre(SampleCity& sample) {
  using fibre::FibreGap;
  fibre::PonClass xgs;
  xgs.id = "xgs-pon-n1";
  xgs.ten_gigabit_class = true;
  xgs.maximum_reach_km = 20.0;
  fibre::PonClass gpon;
  gpon.id = "g-pon-b+";
  sample.plant.classes = {xgs, gpon};
  sample.plant.losses.splitter_db = {{16, 13.5}, {32, 16.5}, {64, 19.7}};
  for (std::uint64_t i = 0; i < 6; ++i) {
    fibre::OpticalLineTerminal olt;
    olt.id = fmt::format("O{}", i);
    olt.point = random_point(104, i);
    olt.cards = {{.pon_class = i == 5 ? 1 : 0, .ports = 8, .split = 64}};
    sample.plant.olts.push_back(olt);
  }
  const std::array causes{FibreGap::none,     FibreGap::none,     FibreGap::none,
                          FibreGap::no_plant, FibreGap::no_route, FibreGap::no_port,
                          FibreGap::budget,   FibreGap::reach,    FibreGap::below_10g};
  for (std::size_t b = 0; b < sample.city.buildings.size(); ++b) {
    if (sample.city.buildings[b].dwellings == 0) continue;
    RandomStream random(seed + 105, b);
    fibre::PremisesService service;
    service.gap = causes[static_cast<std::size_t>(random.index(static_cast<int>(causes.size())))];
    const bool unserved = service.gap == FibreGap::no_plant || service.gap == FibreGap::no_route;
    service.olt = unserved ? -1 : service.gap == FibreGap::below_10g ? 5 : random.index(5);
    service.card = service.olt < 0 ? -1 : 0;
    service.split = service.olt < 0 ? 0 : 64;
    service.route_m = random.uniform(500.0, 24'000.0);
    service.loss_db = 26.0 + random.uniform(0.0, 8.0);
    service.margin_db = 29.0 - service.loss_db;
    sample.premises_building.push_back(static_cast<std::int32_t>(b));
    sample.fibre.premises.push_back(service);
  }
}

void add_network(SampleCity& sample) {
  for (std::int32_t s = 0; s < 12; ++s) {
    const auto id = fmt::format("S{:02}", s);
    // The last one stands outside the area: it serves, but is no station of this city.
    const MapPoint point = s == 11 ? MapPoint{grid.west_m - 500.0, grid.north_m - 500.0}
                                   : random_point(106, static_cast<std::uint64_t>(s));
    sample.network.sites.push_back({id, id, "A", point});
    sample.network.sectors.push_back({s, 30.0, 0.0, {0.0, 3.0}, {}});
    const int cells = s % 3;  // none, one NR, or one NR and one LTE
    for (int c = 0; c < cells; ++c) {
      const auto technology = c == 0 ? radio::Technology::nr : radio::Technology::lte;
      sample.network.cells.push_back(
          {fmt::format("{}-{}", id, c), s, technology, 3500.0, 100.0, 49.0, 0.5});
    }
  }
}

SampleCity made_city(bool stated) {
  SampleCity sample;
  sample.city.grid = grid;
  sample.city.area = columns(0, grid.width);
  sample.city.inside = raster([](Pixel p) { return is_inside(p) ? 1.0F : no_value; });
  sample.city.people = raster([](Pixel p) {
    const bool lived_in = is_inside(p) && patchy(10, p) > 0.55;
    return lived_in ? static_cast<float>(3.0 * draw(12, p)) : 0.0F;
  });
  sample.city.terrain = raster([](Pixel p) { return p.column % 100 > 90 ? 90.0F : 20.0F; });
  sample.city.surface = raster([](Pixel p) {
    return p.column % 100 > 90 ? 90.0F : p.row % 25 == 0 ? 60.0F : 20.0F;
  });
  add_admin(sample, stated);
  add_features(sample);
  add_network(sample);
  add_fibre(sample);
  const auto cells = static_cast<std::int32_t>(sample.network.cells.size());
  sample.nr = layers(30, cells);
  sample.lte = layers(50, cells);
  sample.declared = {{"broadband_users", 30'000.0}, {"broadband_users_500m", 9'000.0}};
  return sample;
}

}  // namespace

MultiPolygon rectangle(double west_m, double south_m, double east_m, double north_m) {
  return {{{{west_m, south_m},
            {east_m, south_m},
            {east_m, north_m},
            {west_m, north_m},
            {west_m, south_m}},
           {}}};
}

Results SampleCity::results() const {
  Results results;
  results.city = &city;
  results.network = &network;
  results.nr = nr;
  results.lte = lte;
  results.plant = &plant;
  results.fibre = &fibre;
  results.premises_building = premises_building;
  results.declared = declared;
  return results;
}

SampleCity sample_city(bool stated) {
  static const SampleCity with = made_city(true);
  static const SampleCity without = made_city(false);
  return stated ? with : without;
}

Profile sample_profile() {
  Profile profile;
  profile.id = "sample";
  profile.file = "sample.toml";
  profile.lte.rsrp_dbm = -110.0;
  profile.key_place_kinds = {"hospital"};
  profile.indicators = {
      indicator("places", "100 * key_places_reached_nr / key_places", 80.0, GapKind::key_place),
      indicator("places4", "100 * key_places_reached_lte / key_places", 80.0, GapKind::key_place),
      indicator("villages", "100 * villages_reached_nr / villages", 80.0, GapKind::village),
      indicator("homes", "100 * households_gigabit / households", 80.0, GapKind::premises),
      indicator("urban_homes", "100 * urban_households_gigabit / urban_households", 80.0,
                GapKind::premises),
      indicator("buildings", "premises_gigabit / premises", 0.8, GapKind::premises),
      indicator("people", "100 * residents_covered_nr / residents", 95.0, GapKind::area),
      indicator("land", "100 * area_covered_lte_km2 / area_km2", 90.0, GapKind::area),
      indicator("fast", "100 * broadband_users_500m / broadband_users", 25.0),
  };
  return profile;
}

Indicator indicator(const std::string& id, const std::string& formula,
                    std::optional<double> at_least, GapKind gaps) {
  Indicator out;
  out.id = id;
  out.formula = formula;
  out.threshold = at_least;
  out.comparison = at_least ? Comparison::at_least : Comparison::report_only;
  out.gaps = gaps;
  return out;
}

std::vector<MultiPolygon> runs_as_polygons(const Raster<float>& mask) {
  Raster<char> open(mask.grid(), 0);
  for (std::size_t i = 0; i < open.values().size(); ++i)
    open.values()[i] = mask.values()[i] == 1.0F ? 1 : 0;
  std::vector<MultiPolygon> areas;
  const auto full = mask.grid().full();
  for (int r = 0; r < mask.height(); ++r) {
    for (int c = 0; c < mask.width(); ++c) {
      if (open.at({c, r}) == 0) continue;
      std::vector<Pixel> pixels{{c, r}};
      open.at({c, r}) = 0;
      for (std::size_t i = 0; i < pixels.size(); ++i) {
        const Pixel p = pixels[i];
        for (const Pixel q : {Pixel{p.column + 1, p.row}, Pixel{p.column - 1, p.row},
                              Pixel{p.column, p.row + 1}, Pixel{p.column, p.row - 1}}) {
          if (!full.contains(q.column, q.row) || open.at(q) == 0) continue;
          open.at(q) = 0;
          pixels.push_back(q);
        }
      }
      MultiPolygon area;
      const double half_m = 0.5 * mask.grid().pixel_m;
      for (const Pixel p : pixels) {
        const MapPoint m = mask.grid().centre_of(p);
        const auto square =
            rectangle(m.x_m - half_m, m.y_m - half_m, m.x_m + half_m, m.y_m + half_m);
        area.push_back(square.front());
      }
      areas.push_back(std::move(area));
    }
  }
  return areas;
}

double city_value(const Measured& measured, const std::string& name) {
  const auto& values = measured.units.front().measures.values;
  const auto found = values.find(name);
  if (found != values.end()) return found->second.value;
  ADD_FAILURE() << "the city has no measure " << name;
  return -1.0;
}

}  // namespace gigacity::criteria::testing
