// SPDX-License-Identifier: Apache-2.0
#include "sim/fibre/passive_losses.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace gigacity::fibre {

double splitter_loss_db(const PassiveLosses& losses, int split) {
  const auto entry = std::ranges::find(losses.splitter_db, split, &std::pair<int, double>::first);
  if (entry == losses.splitter_db.end())
    throw std::invalid_argument(fmt::format("the splitter table has no 1:{} splitter", split));
  return entry->second;
}

double attenuation_db_per_km(const PassiveLosses& losses, double wavelength_nm) {
  if (losses.fibre_type.empty()) return losses.fibre_db_per_km;
  const auto of_type = [&](const FibreAttenuation& row) { return row.type == losses.fibre_type; };
  const auto first = std::ranges::find_if(losses.fibres, of_type);
  const auto end = std::find_if_not(first, losses.fibres.end(), of_type);
  if (first == end)
    throw std::invalid_argument(
        fmt::format("the fibre table has no type \"{}\"", losses.fibre_type));
  const auto above = std::find_if(
      first, end, [&](const FibreAttenuation& row) { return row.wavelength_nm >= wavelength_nm; });
  if (above == first) return first->db_per_km;
  if (above == end) return (end - 1)->db_per_km;
  const auto& low = *(above - 1);
  const double share =
      (wavelength_nm - low.wavelength_nm) / (above->wavelength_nm - low.wavelength_nm);
  return low.db_per_km + share * (above->db_per_km - low.db_per_km);
}

double worst_attenuation_db_per_km(const PassiveLosses& losses, const PonClass& pon_class) {
  if (losses.fibre_type.empty()) return losses.fibre_db_per_km;
  double worst = 0.0;
  for (const auto& window : {pon_class.downstream, pon_class.upstream}) {
    if (window.high_nm <= 0.0) continue;
    for (const double end_nm : {window.low_nm, window.high_nm})
      worst = std::max(worst, attenuation_db_per_km(losses, end_nm));
    // Between its ends the attenuation can only be larger at a row of the table.
    for (const auto& row : losses.fibres)
      if (row.type == losses.fibre_type && row.wavelength_nm > window.low_nm &&
          row.wavelength_nm < window.high_nm)
        worst = std::max(worst, row.db_per_km);
  }
  return worst > 0.0 ? worst : losses.fibre_db_per_km;
}

}  // namespace gigacity::fibre
