// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/batch_diffraction.hpp"

#include <cmath>

#include "sim/propagation/free_space.hpp"
#include "sim/propagation/held.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/propagation/batch_diffraction.cpp"
#include <hwy/foreach_target.h>

#include "sim/propagation/batch_diffraction-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

void bullington_losses(std::span<const float> distance_m, std::span<const float> nu_root_m,
                       double inverse_root_wavelength, std::span<float> loss_db) {
  for_each_block(loss_db.size(), [&](Block block) {
    const Vector nu = times(load(nu_root_m, block), inverse_root_wavelength);
    store(bullington_db(nu, load(distance_m, block)), loss_db, block);
  });
}

void knife_edge_losses(std::span<const float> nu, std::span<float> loss_db) {
  for_each_block(loss_db.size(), [&](Block block) {
    store(knife_edge_db(load(nu, block)), loss_db, block);
  });
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::propagation {
namespace {

GroundTerms ground_terms(double frequency_ghz, Polarisation polarisation,
                         const GroundConstants& ground) {
  const double eps = ground.relative_permittivity;
  const double loss = 18.0 * ground.conductivity_s_per_m / frequency_ghz;
  const double k_h =
      0.036 / std::cbrt(frequency_ghz) / std::sqrt(std::hypot(eps - 1.0, loss));  // eq. 29a
  const double k =
      polarisation == Polarisation::horizontal ? k_h : k_h * std::hypot(eps, loss);  // eq. 29b
  return {std::log2(k), std::log2(21.88 * std::cbrt(frequency_ghz)),
          std::log2(0.9575 * std::cbrt(frequency_ghz * frequency_ghz))};
}

}  // namespace

HWY_EXPORT(bullington_losses);
HWY_EXPORT(knife_edge_losses);

void bullington_losses_db(std::span<const float> distance_m, std::span<const float> nu_root_m,
                          double wavelength_m, std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(bullington_losses)
  (distance_m, nu_root_m, 1.0 / std::sqrt(held_wavelength_m(wavelength_m)), loss_db);
}

void knife_edge_losses_db(std::span<const float> nu, std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(knife_edge_losses)(nu, loss_db);
}

DiffractionTerms::DiffractionTerms(double carrier_mhz, Polarisation polarisation) {
  const double frequency_mhz = held_frequency_mhz(carrier_mhz);
  const double lambda = wavelength_m(frequency_mhz);
  land = ground_terms(1e-3 * frequency_mhz, polarisation, propagation::land);
  sea = ground_terms(1e-3 * frequency_mhz, polarisation, propagation::sea);
  inverse_root_wavelength = 1.0 / std::sqrt(lambda);
  clearance_per_root = 17.456 / std::sqrt(1000.0) * std::sqrt(lambda);
}

}  // namespace gigacity::propagation
#endif
