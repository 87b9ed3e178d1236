// SPDX-License-Identifier: Apache-2.0
// The network as the coverage engine computes with it: antennas that hang together, and the cells on them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/radio/band_loss.hpp"
#include "sim/radio/level_rows.hpp"
#include "sim/radio/network.hpp"
#include "sim/radio/service.hpp"

namespace gigacity::radio {

/// Cells of one technology on one frequency, and where results are asked for by operator, of the same ones.
struct Carrier {
  Technology technology = Technology::nr;
  double frequency_mhz = 0.0;
  std::vector<std::string> operators;  ///< sorted; empty: of whomever
  friend bool operator==(const Carrier&, const Carrier&) = default;
};

/// Whether cells of a carrier are of a service.
bool serves(const Carrier& carrier, const Service& service);

/// Whether cells of the carriers interfere with each other, whoever's they are.
bool interfere(const Carrier& a, const Carrier& b);

struct Server {
  RowCell cell;
  Sector sector;
  friend bool operator==(const Server&, const Server&) = default;
};

/// Cells of one station that share a carrier, and with it the path loss.
struct Band {
  double frequency_mhz = 0.0;
  std::size_t carrier = 0;  ///< index into Stations::carriers
  BandLoss loss;
  std::vector<Server> servers;
};

/// The antennas of a site that hang at one height: they share the geometry of every path.
struct Station {
  std::int32_t site = 0;
  MapPoint point;
  double ground_m = 0.0;
  double height_m = 0.0;
  std::vector<Band> bands;
};

/// Whether two stations of runs with the same options have the same cells, and give every pixel the same.
bool same(const Station& a, const Station& b);

/// All stations, and those near a place without a look at the others.
class Stations {
 public:
  /// `ground_m`: of each site; cells of those without ground take no part.
  Stations(const RadioNetwork& network, std::span<const std::optional<double>> ground_m,
           const CoverageOptions& options);

  std::span<const Carrier> carriers() const { return m_carriers; }
  std::span<const Station> all() const {
    return m_stations;
  }  ///< from south to north, a site's side by side
  std::span<const std::int32_t> cells_without_ground() const { return m_without_ground; }

  /// Stations from which a point of the box is at most `radius_m` away.
  std::vector<const Station*> reaching(const MapBox& box, double radius_m) const;

 private:
  std::vector<Carrier> m_carriers;
  std::vector<Station> m_stations;
  std::vector<std::int32_t> m_without_ground;
};

}  // namespace gigacity::radio
