// SPDX-License-Identifier: Apache-2.0
// itm_variability.cpp over vectors.
#include "sim/propagation/batch_itm.hpp"

#include <cmath>
#include <cstddef>

#include "sim/propagation/held.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/propagation/batch_itm.cpp"
#include <hwy/foreach_target.h>

#include "sim/propagation/batch_itm-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {
namespace wide {

HWY_INLINE Real curve_at(const ItmCurve& curve, Real distance_m) {
  const Real u = (distance_m - curve.x2_m) / curve.x3_m;
  const Real v = squared(distance_m / curve.x1_m);
  return (curve.c1 + curve.c2 / (1.0 + squared(u))) * v / (1.0 + v);
}

HWY_INLINE Real variation_db(const ItmVariation& terms, const Paths& paths) {
  const auto horizon_m = [](Real height) {
    return hn::Sqrt((2.0 * variability_radius_m) * height);
  };
  const Real extent_m = horizon_m(paths.effective_transmitter_m) +
                        horizon_m(paths.effective_receiver_m) + terms.extent_m;
  const Real d = paths.distance_m;
  const Real d_e =
      chosen(d < extent_m, variability_scale_m * d / extent_m, variability_scale_m + d - extent_m);
  const Real sigma_t = terms.time_factor * curve_at(terms.time, d_e);
  Real sigma_l = all(0.0);
  if (!terms.eliminate_location) {
    const Real rough = terms.wave_number * irregularity_at(d, paths.irregularity_m);
    sigma_l = 10.0 * rough / (rough + 13.0);
  }
  const Real sigma_s = terms.eliminate_situation ? all(0.0) : 5.0 + 3.0 * exp_of(d_e / -100e3);
  const double z_s = terms.situation_deviate;
  const Real y_t = sigma_t * terms.time_deviate;
  const Real y_l = sigma_l * terms.location_deviate;
  const Real rest =
      squared(sigma_s) + squared(y_t) / (7.8 + z_s * z_s) + squared(y_l) / (24.0 + z_s * z_s);
  const Real median_db = curve_at(terms.median, d_e);
  switch (terms.mode) {
    case ItmVariabilityMode::single_message:
      return median_db + hn::Sqrt(squared(sigma_t) + squared(sigma_l) + rest) * z_s;
    case ItmVariabilityMode::accidental:
      return median_db + y_t + hn::Sqrt(squared(sigma_l) + rest) * z_s;
    case ItmVariabilityMode::mobile:
      return median_db + hn::Sqrt(squared(sigma_t) + squared(sigma_l)) * terms.time_deviate +
             hn::Sqrt(rest) * z_s;
    case ItmVariabilityMode::broadcast:
      break;
  }
  return median_db + y_t + y_l + hn::Sqrt(rest) * z_s;
}

}  // namespace wide

void itm_losses(const ItmBatch::Terms& terms, const ItmLinks& links, std::span<float> loss_db) {
  using namespace wide;
  for (std::size_t first = 0; first < loss_db.size(); first += hn::Lanes(Lanes())) {
    const Paths paths = paths_of(terms, links, first);
    const Real excess_db = reference_db(terms, paths) - variation_db(terms.variation, paths);
    const Real softened_db = excess_db * (29.0 - excess_db) / (29.0 - 10.0 * excess_db);
    store(terms.free_space_db + 2.0 * db_of(1e-3 * paths.distance_m) +
              chosen(excess_db < 0.0, softened_db, excess_db),
          loss_db, first);
  }
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::propagation {

HWY_EXPORT(itm_losses);

ItmBatch::ItmBatch(double frequency_mhz, Polarisation polarisation,
                   const ItmEnvironment& environment, const ItmVariability& variability) {
  const double f = held_frequency_mhz(frequency_mhz);
  m_terms.frequency_mhz = f;
  m_terms.frequency_third = std::cbrt(f);
  m_terms.wave_number = f / mhz_per_wave_number;
  m_terms.impedance = surface_impedance(f, polarisation, environment.ground);
  m_terms.free_space_db = 32.45 + 20.0 * std::log10(f);
  m_terms.variation = itm_variation(f, environment.climate, variability);
}

void ItmBatch::loss_db(const ItmLinks& links, std::span<float> loss_db) const noexcept {
  HWY_DYNAMIC_DISPATCH(itm_losses)(m_terms, links, loss_db);
}

}  // namespace gigacity::propagation
#endif
