// SPDX-License-Identifier: Apache-2.0
// The radio network: Site ▸ Sector ▸ Cell, as 3GPP and planners use the words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/point.hpp"
#include "sim/propagation/antenna.hpp"

namespace gigacity::radio {

enum class Technology { lte, nr };

/// In the order in which results for both are kept, and of their indices there.
inline constexpr std::array technologies{Technology::nr, Technology::lte};
constexpr std::size_t index_of(Technology technology) {
  return technology == Technology::nr ? 0 : 1;
}

/// "LTE", "NR".
const char* to_string(Technology technology);

struct Site {
  std::string id;
  std::string name;
  std::string operator_name;  ///< or several: operators_named()
  MapPoint point;
};

/// An antenna face of a site.
struct Sector {
  std::int32_t site = 0;     ///< index into RadioNetwork::sites
  double height_m = 30.0;    ///< of the antenna's centre above ground
  double azimuth_deg = 0.0;  ///< clockwise from grid north
  propagation::Tilts tilts;
  propagation::Antenna antenna;
  /// Shared antennas are equal where they are one.
  friend bool operator==(const Sector&, const Sector&) = default;
};

/// Gain of a sector's antenna towards an azimuth, clockwise from grid north, and an elevation.
double gain_dbi(const Sector& sector, double azimuth_deg, double elevation_deg);

/// Shares of a carrier's symbols, 0 to 1. A paired carrier (FDD) has all of one frequency for either.
struct SymbolShares {
  double downlink = 1.0;
  double uplink = 1.0;
  friend bool operator==(const SymbolShares&, const SymbolShares&) = default;
};

/// One carrier on one sector.
struct Cell {
  std::string id;
  std::int32_t sector = 0;  ///< index into RadioNetwork::sectors
  Technology technology = Technology::nr;
  double frequency_mhz = 3500.0;  ///< downlink centre
  double bandwidth_mhz = 100.0;
  double power_dbm = 49.0;      ///< total at the antenna port, feeder loss already taken off
  double load = 0.5;            ///< share of resource elements in use, for interference, 0 to 1
  double feeder_loss_db = 0.0;  ///< that was taken off the power, for the record
  int layers = 2;               ///< that one user gets at most, downlink, 1 to 8
  SymbolShares symbols{};
  std::optional<double> uplink_load{};  ///< share of the uplink that others use; absent: as `load`
  std::string operator_name{};          ///< empty: the site's
};

/// Sites, sectors and cells in the order of their ids; each sector's and cell's parent precedes it.
struct RadioNetwork {
  std::vector<Site> sites;
  std::vector<Sector> sectors;
  std::vector<Cell> cells;
};

inline constexpr int subcarriers_per_block = 12;  ///< TS 36.211 §6.2.3, TS 38.211 §4.4.4.1

/// N_RB of TS 36.101 table 5.6-1, TS 38.101-1 table 5.3.2-1 (15 or 30 kHz) or TS 38.101-2 table
/// 5.3.2-1 (120 kHz). Throws std::invalid_argument for a combination that is in no table.
int resource_blocks(Technology technology, double spacing_khz, double bandwidth_mhz);
/// Of the cell's carrier.
int resource_blocks(const Cell& cell);

/// Subcarriers of the carrier: 12 × N_RB. Spacing: LTE 15 kHz; NR 15 kHz below 3 GHz up to 20 MHz,
/// 120 kHz from 24.25 GHz, else 30 kHz. Throws std::invalid_argument for a bandwidth that is not in
/// the table.
int subcarriers(Technology technology, double frequency_mhz, double bandwidth_mhz);
double subcarrier_spacing_khz(Technology technology, double frequency_mhz, double bandwidth_mhz);

/// The widest channel that fits into a block of spectrum; 0.25 MHz that the block lacks do not count,
/// because operators' blocks are cut a little short where older carriers stood. Nothing where none fits.
std::optional<double> widest_channel_mhz(Technology technology, double frequency_mhz,
                                         double block_mhz);

/// Energy per resource element at the antenna port, which is what RSRP counts (TS 38.215 §5.1.1,
/// TS 36.214 §5.1.1): power − 10 log10(subcarriers), dBm.
double reference_signal_power_dbm(const Cell& cell);

}  // namespace gigacity::radio
