// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/propagation/clutter_vectors.hpp"

#include <array>
#include <span>

#include "sim/propagation/p2108.hpp"
#include "sim/propagation/p2109.hpp"
#include "sim/propagation/p676.hpp"
#include "tests/sim/propagation/vector_file.hpp"

namespace gigacity::propagation {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view height_gain_file =
    "p2108/NTIA_p2108-test-data/HeightGainTerminalCorrectionModelTestData.csv";
constexpr std::string_view terrestrial_file =
    "p2108/NTIA_p2108-test-data/TerrestrialStatisticalModelTestData.csv";
constexpr std::string_view slant_path_file =
    "p2108/NTIA_p2108-test-data/AeronauticalStatisticalModelTestData.csv";

struct Refusal {
  int return_code = 0;
  Quantity quantity = Quantity::frequency_mhz;
};

/// The columns after a row's figures: return code, loss.
P2108Case case_of(const VectorRow& row, std::string_view variant, std::size_t code_column,
                  std::span<const Refusal> refusals) {
  P2108Case c{row.place, variant, {}, static_cast<int>(row.number(code_column))};
  for (const Refusal& refusal : refusals)
    if (refusal.return_code == c.return_code) c.refused = refusal.quantity;
  if (c.return_code == 0) c.expected_db = row.number(code_column + 1);
  return c;
}

VectorSet p2108_set(const std::vector<P2108Case>& cases, std::string_view model,
                    std::string_view file, std::size_t expected_rows) {
  constexpr double printed_db = 0.05 + 1e-9;
  VectorSet set{model, file, "losses, dB", printed_db, expected_rows, cases.size()};
  for (const P2108Case& c : cases)
    if (c.return_code == 0) set.figures.push_back({c.place, c.expected_db, c.computed_db});
  return set;
}

}  // namespace

std::vector<P2108Case> read_p2108_height_gain(const fs::path& folder) {
  constexpr std::array refusals{
      Refusal{32, Quantity::frequency_mhz}, Refusal{33, Quantity::receiver_height_m},
      Refusal{34, Quantity::street_width_m}, Refusal{35, Quantity::clutter_height_m}};
  std::vector<P2108Case> out;
  for (const VectorRow& row : read_vectors(folder / height_gain_file)) {
    P2108Case c = case_of(row, "height gain", 5, refusals);
    c.link.frequency_mhz = 1000.0 * row.number(0);
    c.link.receiver_height_m = row.number(1);
    c.link.street_width_m = row.number(2);
    c.link.clutter_height_m = row.number(3);
    c.computed_db = height_gain_correction_db(
        c.link.frequency_mhz, {c.link.receiver_height_m, c.link.clutter_height_m,
                               c.link.street_width_m, static_cast<ClutterType>(row.number(4))});
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<P2108Case> read_p2108_terrestrial(const fs::path& folder) {
  constexpr std::array refusals{Refusal{48, Quantity::frequency_mhz},
                                Refusal{49, Quantity::distance_m},
                                Refusal{50, Quantity::location_percent}};
  std::vector<P2108Case> out;
  for (const VectorRow& row : read_vectors(folder / terrestrial_file)) {
    P2108Case c = case_of(row, "terrestrial", 3, refusals);
    c.link.frequency_mhz = 1000.0 * row.number(0);
    c.link.distance_m = 1000.0 * row.number(1);
    c.link.location_percent = row.number(2);
    c.computed_db = terrestrial_clutter_loss_db(c.link.frequency_mhz, c.link.distance_m,
                                                c.link.location_percent);
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<P2108Case> read_p2108_slant_path(const fs::path& folder) {
  constexpr std::array refusals{Refusal{64, Quantity::frequency_mhz},
                                Refusal{65, Quantity::elevation_deg},
                                Refusal{66, Quantity::location_percent}};
  std::vector<P2108Case> out;
  for (const VectorRow& row : read_vectors(folder / slant_path_file)) {
    P2108Case c = case_of(row, "slant path", 3, refusals);
    c.link.frequency_mhz = 1000.0 * row.number(0);
    c.link.elevation_deg = row.number(1);
    c.link.location_percent = row.number(2);
    c.computed_db = slant_path_clutter_loss_db(c.link.frequency_mhz, c.link.elevation_deg,
                                               c.link.location_percent);
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<VectorSet> p2108_vectors(const fs::path& folder) {
  return {p2108_set(read_p2108_height_gain(folder), "P.2108-1 height gain", height_gain_file, 23),
          p2108_set(read_p2108_terrestrial(folder), "P.2108-1 terrestrial", terrestrial_file, 12),
          p2108_set(read_p2108_slant_path(folder), "P.2108-1 slant path", slant_path_file, 13)};
}

// Closed formulas in double precision, hence 1e-6 dB.
std::vector<VectorSet> p2109_vectors(const fs::path& folder) {
  VectorSet set{"P.2109-1", "crc-covlib/iturp2109/validation.csv", "losses, dB", 1e-6, 31'250};
  for (const VectorRow& row : read_vectors(folder / set.file)) {
    set.figures.push_back(
        {row.place, row.number(4),
         building_entry_loss_db(1000.0 * row.number(0), row.number(1),
                                static_cast<BuildingType>(row.number(2)), row.number(3))});
    ++set.rows;
  }
  return {std::move(set)};
}

// The pressure is that of the dry air. Levels reach 10⁴ dB/km.
std::vector<VectorSet> p676_vectors(const fs::path& folder) {
  VectorSet set{"P.676-13", "crc-covlib/iturp676/validation.csv", "attenuations, dB/km", 1e-6,
                10'000};
  for (const VectorRow& row : read_vectors(folder / set.file)) {
    const GasAttenuation gas =
        gas_attenuation(1000.0 * row.number(0), {.dry_pressure_hpa = row.number(1),
                                                 .temperature_k = row.number(3),
                                                 .water_vapour_g_per_m3 = row.number(2)});
    set.figures.push_back({row.place + " dry", row.number(4), gas.dry_db_per_km});
    set.figures.push_back({row.place + " water", row.number(5), gas.water_vapour_db_per_km});
    ++set.rows;
  }
  return {std::move(set)};
}

}  // namespace gigacity::propagation
