// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "apps/synth/steps.hpp"

namespace gigacity::apps::synth {

namespace {

/// {0} headline, {1} name, {2} description, {3} coarsest level, {4} sections above the county, {5} CRS, {6} resolution, {7}
/// to {13} subscribers and what is declared beside them, {14} floors, {15} plant as it is built.
constexpr const char* scenario_template =
    R"(# {0}
# Everything in this folder is invented; names, people and networks exist nowhere.
# Run it with:  gigacity run scenario.toml

schema = 1

[scenario]
name = "{1}"
description = "{2}"
criteria = "cn-gigabit-city-2023"   # a profile of data/criteria, or the path of your own

# What is computed, and on which grid. The CRS may be left out: the area's UTM zone is used then.
[area]
source = "city.gpkg"
layer = "{3}"
crs = "{5}"
resolution_m = {6}

# Ground heights above sea level; several files are mosaicked: source = ["north.tif", "south.tif"].
[terrain]
source = "terrain.tif"

# Administrative units, coarsest first. With residents and households here, no [population] is needed.
# In fields, our name stands left, the layer's right; fields of the same name need not be listed.
{4}[[admin]]
level = "county"
source = "city.gpkg"
layer = "county"
fields = {{ code = "code", name = "name", residents = "residents", households = "households", urban = "urban" }}

[[admin]]
level = "town"
source = "city.gpkg"
layer = "towns"
fields = {{ code = "code", name = "name", residents = "residents", households = "households", urban = "urban" }}

[[admin]]
level = "village"
source = "city.gpkg"
layer = "villages"
fields = {{ code = "code", name = "name", residents = "residents", households = "households", urban = "urban" }}

# Buildings shadow radio waves and hold the people: residents are shared out by dwellings.
[buildings]
source = "city.gpkg"
layer = "buildings"
fields = {{ id = "id", height_m = "height_m", levels = "floors", dwellings = "dwellings" }}
default_height_m = 9.0
metres_per_level = 3.0
default_dwellings = 1

# Fibre is routed along the roads.
[roads]
source = "city.gpkg"
layer = "roads"
fields = {{ id = "id", class = "class" }}

# Key places: what must be covered whatever else is. There may be several [[places]].
[[places]]
source = "city.gpkg"
layer = "places"
where = "kind <> 'school'"
fields = {{ id = "id", name = "name", kind = "kind", deep_spaces = "deep_spaces", basements = "basements" }}
point_radius_m = 100.0

[[places]]
source = "city.gpkg"
layer = "places"
where = "kind = 'school'"
fields = {{ id = "id", name = "name", deep_spaces = "deep_spaces", basements = "basements" }}
kind = "school"

[radio]
model = "3gpp-38901"       # or "p526", "free-space"
radius_km = 4.0            # a cell is computed out to here
rx_height_m = 1.5
noise_figure_db = 9.0
floor_dbm = -140.0

# One row for each cell; sites and sectors follow from site_id, height, azimuth and tilt.
[radio.sites]
source = "sites.csv"

# Inside buildings: floors whose level is wanted, and the car parks and lifts of the key places that have them.
[radio.indoor]
{14}

[radio.indoor.systems]
source = "indoor_systems.csv"

[fibre]
pon_class = "xgs-pon-n1"   # of OLTs that do not say
maximum_snap_m = 300.0     # from a building to the nearest road
maximum_drop_m = 500.0     # from a distribution box to a building, along the roads

[fibre.olts]
source = "olts.csv"

[fibre.boxes]
source = "boxes.csv"
{15}
# What no simulation can tell: declared by the operators and the administration.
[subscribers]
broadband_users = {7}
broadband_users_100m = {8}
broadband_users_500m = {9}
broadband_users_1000m = {10}
mobile_users = {11}
mobile_users_5g = {12}
application_cases = 2      # industry networks on 5G or gigabit fibre that were published as examples
{13}

[output]
folder = "out"
)";

constexpr const char* city_level = R"([[admin]]
level = "city"
source = "city.gpkg"
layer = "city"
fields = {{ code = "code", name = "name", residents = "residents", households = "households", urban = "urban" }}

)";

constexpr const char* as_built = R"(
# Plant as it is built: boxes hang on splitters, these on ports; legs follow the cables, premises stay on their box.
[fibre.cards]
source = "cards.csv"

[fibre.splitters]
source = "splitters.csv"

[fibre.cables]
source = "cables.csv"

[fibre.closures]
source = "closures.csv"

[fibre.premises]
source = "drops.csv"
)";

}  // namespace

std::string scenario_text(const SynthOptions& options, const CityPlan& plan,
                          const std::string& crs_code) {
  const UnitPlan& whole = plan.city ? *plan.city : plan.counties.front().county;
  const auto households = static_cast<double>(whole.households);
  const auto residents = static_cast<double>(whole.residents);
  std::size_t sites = 0;
  std::size_t olts = 0;
  for (const CountyPlan& county : plan.counties) {
    for (std::size_t i = 0; i < county.cells.size(); ++i) {
      if (i == 0 || county.cells[i].site_id != county.cells[i - 1].site_id) ++sites;
    }
    olts += county.olts.size();
  }
  std::string command =
      fmt::format("gigacity synth --preset {} --seed {}", options.preset, options.seed);
  if (options.share < 1.0) command += fmt::format(" --share {}", options.share);
  if (options.as_built) command += " --as-built";
  if (options.lte) command += " --lte";
  const std::string land = "a plain, hills in the east, a lake in the south";
  const auto described = [&](const std::string& what) {
    return fmt::format("A synthetic {} of {} residents: {}, {} radio sites, {} OLTs", what,
                       whole.residents, land, sites, olts);
  };
  const auto rounded = [](double value) { return std::llround(value / 10.0) * 10; };
  const std::string name = whole.name.roman + " (" + whole.name.chinese + ")";
  return fmt::format(
      fmt::runtime(scenario_template),
      plan.city ? fmt::format("{}: a synthetic city with the sizes of the real one, made by `{}`.",
                              name, command)
                : fmt::format("{}: a synthetic county made by `{}`.", name, command),
      plan.city ? "Synthetic " + whole.name.roman : whole.name.roman,
      plan.city ? described(fmt::format("city of {} counties", plan.counties.size()))
                : described("county"),
      plan.city ? "city" : "county", plan.city ? fmt::format(fmt::runtime(city_level)) : "",
      crs_code, fmt::format("{:.1f}", options.resolution_m), rounded(0.94 * households),
      rounded(0.93 * households), rounded(0.29 * households), rounded(0.17 * households),
      rounded(1.04 * residents), rounded(0.47 * residents),
      fmt::format("data_centres = {}\nstandard_racks = {}", plan.data_centres, plan.standard_racks),
      plan.city
          ? "floors = []                # [1, 4, 10]: of every building; takes as long as the map "
            "of the streets"
          : "floors = [1, 4, 10]        # levels in every building",
      options.as_built ? as_built : "");
}

}  // namespace gigacity::apps::synth
