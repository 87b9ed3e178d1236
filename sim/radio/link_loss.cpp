// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/link_loss.hpp"

#include <algorithm>
#include <cmath>

#include "core/overloaded.hpp"
#include "core/units.hpp"
#include "sim/propagation/p2108.hpp"
#include "sim/propagation/p676.hpp"
#include "sim/propagation/p838.hpp"
#include "sim/radio/link_terms.hpp"

namespace gigacity::radio {
namespace {

using namespace propagation;

EhataArea ehata_area_of(HataArea area) {
  switch (area) {
    case HataArea::suburban:
      return EhataArea::suburban;
    case HataArea::open:
      return EhataArea::rural;
    case HataArea::large_city:
    case HataArea::medium_city:
      break;
  }
  return EhataArea::urban;
}

/// P.838 counts the wave's tilt from the horizontal.
double tilt_deg(Polarisation polarisation) {
  return polarisation == Polarisation::horizontal ? 0.0 : 90.0;
}

}  // namespace

std::vector<LinkModel> link_models(const LinkSettings& s) {
  const double time_percent = s.time_percent.value_or(50.0);
  const double itm_n0 = s.n0.value_or(ItmEnvironment{}.n0);
  const double p1812_n0 = s.n0.value_or(RadioClimate{}.n0);
  return {FreeSpaceLink{},
          P526Link{},
          KnifeEdgesLink{},
          P1812Link{{s.delta_n.value_or(RadioClimate{}.delta_n), p1812_n0, s.latitude_deg},
                    s.polarisation,
                    time_percent,
                    s.location_percent,
                    s.clutter_height_m},
          ItmLink{{s.climate, itm_n0, s.ground},
                  {.time_percent = time_percent,
                   .location_percent = s.location_percent,
                   .situation_percent = s.situation_percent},
                  s.polarisation},
          Tr38901Link{s.environment},
          OkumuraHataLink{s.area},
          Cost231HataLink{s.area},
          EhataLink{ehata_area_of(s.area)},
          SpmLink{}};
}

const ModelInfo& info_of(const LinkModel& model, const Link& link) {
  const auto name = std::visit(
      Overloaded{[](const FreeSpaceLink&) { return "free-space"; },
                 [](const P526Link&) { return "p526"; },
                 [](const KnifeEdgesLink&) { return "p526-knife-edges"; },
                 [](const P1812Link&) { return "p1812"; }, [](const ItmLink&) { return "itm"; },
                 [](const Tr38901Link&) { return "3gpp-38901"; },
                 [](const OkumuraHataLink&) { return "okumura-hata"; },
                 [](const Cost231HataLink&) { return "cost231-hata"; },
                 [](const EhataLink&) { return "ehata"; }, [](const SpmLink&) { return "spm"; }},
      model);
  const auto* tr38901 = std::get_if<Tr38901Link>(&model);
  return *find_model(name, tr38901 != nullptr ? to_string(environment_for(*tr38901, link)) : "");
}

LinkFigures figures_of(const LinkModel& model, const Link& link) {
  LinkFigures figures{.frequency_mhz = link.frequency_mhz,
                      .distance_m = link.profile.distance_m(),
                      .transmitter_height_m = link.ends.transmitter_height_m,
                      .receiver_height_m = link.ends.receiver_height_m};
  if (const auto* p1812 = std::get_if<P1812Link>(&model)) {
    figures.time_percent = p1812->time_percent;
    figures.location_percent = p1812->location_percent;
  } else if (const auto* itm = std::get_if<ItmLink>(&model)) {
    figures.time_percent = itm->variability.time_percent;
    figures.location_percent = itm->variability.location_percent;
  } else if (std::holds_alternative<Tr38901Link>(model)) {
    figures.clutter_height_m = RuralSurroundings{}.building_height_m;
    figures.street_width_m = RuralSurroundings{}.street_width_m;
  }
  return figures;
}

LinkLoss link_loss(const LinkModel& model, const Link& link) {
  auto terms = std::visit([&](const auto& of) { return terms_of(of, link); }, model);
  return {&info_of(model, link), std::move(terms.terms), std::move(terms.remarks),
          std::max(terms.basic_db, 0.0)};
}

std::vector<AdditionalLoss> additional_losses(const AdditionalLosses& asked, const Link& link) {
  const double f = link.frequency_mhz;
  const double slant_m =
      std::hypot(link.profile.distance_m(), link.ends.transmitter_m() - link.ends.receiver_m());
  const double elevation_deg = degrees(
      std::atan2(link.ends.transmitter_m() - link.ends.receiver_m(), link.profile.distance_m()));
  LinkFigures figures = figures_of(FreeSpaceLink{}, link);
  figures.elevation_deg = elevation_deg;
  std::vector<AdditionalLoss> out;
  const auto add = [&](const char* model, const char* variant, LossTerm term,
                       const LinkFigures& of) {
    term.summand = true;
    out.push_back({find_model(model, variant), std::move(term), of});
  };
  if (asked.gases) {
    add("p676", "",
        {"A", "gases, mean global air at sea level", "P.676-13 eq. 10", gas_loss_db(f, slant_m)},
        figures);
  }
  if (asked.rain_mm_per_h) {
    const double per_km = rain_attenuation_db_per_km(f, *asked.rain_mm_per_h,
                                                     {elevation_deg, tilt_deg(asked.polarisation)});
    add("p838", "", {"γ_R d", "rain over the whole path", "P.838-3 eq. 1", per_km * 1e-3 * slant_m},
        figures);
  }
  if (asked.clutter_percent) {
    LinkFigures at = figures;
    at.location_percent = *asked.clutter_percent;
    add("p2108", "terrestrial",
        {"L_ctt", "clutter around the receiver", "P.2108-1 §3.2",
         terrestrial_clutter_loss_db(f, link.profile.distance_m(), *asked.clutter_percent)},
        at);
  }
  if (asked.building) {
    LinkFigures at = figures;
    at.location_percent = asked.building_percent;
    add("p2109", "",
        {"L_BEL", "into the receiver's building", "P.2109-1 §3",
         building_entry_loss_db(f, asked.building_percent, *asked.building, elevation_deg)},
        at);
  }
  return out;
}

}  // namespace gigacity::radio
