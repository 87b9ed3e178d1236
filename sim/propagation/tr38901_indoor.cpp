// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/tr38901_indoor.hpp"

#include <algorithm>
#include <cmath>

#include "sim/propagation/held.hpp"

namespace gigacity::propagation {
namespace {

/// a + b log d_3D + c log f.
struct Line {
  double a, b, c;

  double at(const IndoorLink& link) const {
    return a + b * std::log10(held_distance_m(link.distance_m)) +
           c * std::log10(1e-3 * held_frequency_mhz(link.frequency_mhz));
  }
};

constexpr Line office_los{32.4, 17.3, 20.0};
constexpr Line office_nlos{17.30, 38.3, 24.9};
constexpr Line factory_los{31.84, 21.50, 19.00};
constexpr Line sparse_low_nlos{33.0, 25.5, 20.0};
constexpr Line dense_low_nlos{18.6, 35.7, 20.0};
constexpr Line sparse_high_nlos{32.4, 23.0, 20.0};
constexpr Line dense_high_nlos{33.63, 21.9, 20.0};

bool is_high(FactoryType type) {
  return type == FactoryType::sparse_high || type == FactoryType::dense_high;
}

}  // namespace

double office_line_of_sight_loss_db(const IndoorLink& link) {
  return office_los.at(link);
}

double office_obstructed_loss_db(const IndoorLink& link) {
  return std::max(office_los.at(link), office_nlos.at(link));
}

double office_shadow_fading_db(bool line_of_sight) {
  return line_of_sight ? 3.0 : 8.03;
}

double office_line_of_sight_probability(OfficeType type, double distance_m) {
  const double d = std::max(distance_m, 0.0);
  if (type == OfficeType::mixed) {
    if (d <= 1.2) return 1.0;
    if (d < 6.5) return std::exp(-(d - 1.2) / 4.7);
    return 0.32 * std::exp(-(d - 6.5) / 32.6);
  }
  if (d <= 5.0) return 1.0;
  if (d <= 49.0) return std::exp(-(d - 5.0) / 70.8);
  return 0.54 * std::exp(-(d - 49.0) / 211.7);
}

double factory_line_of_sight_loss_db(const IndoorLink& link) {
  return factory_los.at(link);
}

double factory_obstructed_loss_db(FactoryType type, const IndoorLink& link) {
  const double los = factory_los.at(link);
  switch (type) {
    case FactoryType::sparse_low:
      return std::max(los, sparse_low_nlos.at(link));
    case FactoryType::dense_low:  // no less than among sparse clutter
      return std::max({los, sparse_low_nlos.at(link), dense_low_nlos.at(link)});
    case FactoryType::sparse_high:
      return std::max(los, sparse_high_nlos.at(link));
    case FactoryType::dense_high:
      break;
  }
  return std::max(los, dense_high_nlos.at(link));
}

double factory_shadow_fading_db(FactoryType type, bool line_of_sight) {
  if (line_of_sight) return 4.3;
  switch (type) {
    case FactoryType::sparse_low:
      return 5.7;
    case FactoryType::dense_low:
      return 7.2;
    case FactoryType::sparse_high:
      return 5.9;
    case FactoryType::dense_high:
      break;
  }
  return 4.0;
}

double factory_line_of_sight_probability(FactoryType type, double distance_m,
                                         const FactoryClutter& clutter,
                                         const FactoryHeights& heights) {
  const double r = std::clamp(clutter.density, 1e-6, 1.0 - 1e-6);
  double k_subsce = -held_height_m(clutter.size_m) / std::log(1.0 - r);
  if (is_high(type)) {
    const double h_c = held_height_m(clutter.height_m);
    const double h_ut = std::clamp(heights.terminal_m, 0.0, 0.99 * h_c);
    const double h_bs = std::clamp(heights.base_m, h_c, 1e6);
    k_subsce *= (h_bs - h_ut) / (h_c - h_ut);
  }
  return std::exp(-std::max(distance_m, 0.0) / k_subsce);
}

}  // namespace gigacity::propagation
