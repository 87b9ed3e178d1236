// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/antenna.hpp"

namespace gigacity::propagation {

double gain_dbi(const Antenna& antenna, Direction direction, const Tilts& tilts) {
  const Direction seen =
      tilts.mechanical_deg == 0.0 ? direction : in_tilted_frame(direction, tilts.mechanical_deg);
  if (const auto* sector = std::get_if<SectorAntenna>(&antenna))
    return gain_dbi(*sector, seen.azimuth_deg, seen.elevation_deg, tilts.electrical_deg);
  if (const auto* measured = std::get_if<std::shared_ptr<const MeasuredAntenna>>(&antenna))
    return gain_dbi((*measured)->cuts, seen, (*measured)->interpolation);
  return gain_dbi(std::get<std::shared_ptr<const PanelAntenna>>(antenna)->array, seen);
}

std::string name_of(const Antenna& antenna) {
  if (const auto* sector = std::get_if<SectorAntenna>(&antenna)) {
    const bool of_tr36814 = sector->side_lobe_db == tr36814_sector.side_lobe_db &&
                            sector->front_to_back_db == tr36814_sector.front_to_back_db;
    return of_tr36814 ? "tr36814" : to_string(sector->pattern);
  }
  if (const auto* measured = std::get_if<std::shared_ptr<const MeasuredAntenna>>(&antenna))
    return (*measured)->cuts.name;
  return std::get<std::shared_ptr<const PanelAntenna>>(antenna)->name;
}

double maximum_gain_dbi(const Antenna& antenna) {
  if (const auto* sector = std::get_if<SectorAntenna>(&antenna)) return sector->gain_dbi;
  if (const auto* measured = std::get_if<std::shared_ptr<const MeasuredAntenna>>(&antenna))
    return (*measured)->cuts.gain_dbi;
  return std::get<std::shared_ptr<const PanelAntenna>>(antenna)->array.maximum_dbi();
}

double beam_gain_db(const Antenna& antenna) {
  const auto* panel = std::get_if<std::shared_ptr<const PanelAntenna>>(&antenna);
  if (panel == nullptr) return 0.0;
  const SteeredArray& array = (*panel)->array;
  return array.maximum_dbi() - array.element_gain_dbi();
}

}  // namespace gigacity::propagation
