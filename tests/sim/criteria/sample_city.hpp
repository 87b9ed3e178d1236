// SPDX-License-Identifier: Apache-2.0
// A made-up city in memory, larger than one tile: two admin levels, a strip that belongs to no
// unit, patchy coverage. Everything is drawn from counter-based streams, so every run of the tests
// sees the same city.
#pragma once

#include <vector>

#include "core/city.hpp"
#include "sim/criteria/gaps.hpp"
#include "sim/criteria/measures.hpp"

namespace gigacity::criteria::testing {

MultiPolygon rectangle(double west_m, double south_m, double east_m, double north_m);

/// Owns all that Results points to.
struct SampleCity {
  City city;
  radio::RadioNetwork network;
  fibre::FibrePlant plant;
  fibre::FibreCoverage fibre;
  std::vector<std::int32_t> premises_building;
  RadioLayers nr;
  RadioLayers lte;
  std::map<std::string, double> declared;

  Results results() const;
};

/// Stated residents and households only where `stated`.
SampleCity sample_city(bool stated);

/// Counts hospitals; the usual -105 dBm / -3 dB / 95 % for NR, -110 dBm for LTE.
Profile sample_profile();
Indicator indicator(const std::string& id, const std::string& formula,
                    std::optional<double> at_least, GapKind gaps = GapKind::none);

/// Stands in for geo::polygonise: four-connected areas of ones, each as one rectangle for every run
/// of a row.
std::vector<MultiPolygon> runs_as_polygons(const Raster<float>& mask);

/// Measure of the city's row; fails the test where it is absent.
double city_value(const Measured& measured, const std::string& name);

}  // namespace gigacity::criteria::testing
