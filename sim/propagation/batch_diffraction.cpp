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
  for_each_block(loss_db.size(),
                 [&](Block block) { store(knife_edge_db(load(nu, block)), loss_db, block); });
}

void knife_edges_losses(const KnifeEdgesLinks& links, double inverse_root_wavelength,
                        std::span<float> loss_db) {
  for_each_block(loss_db.size(), [&](Block block) {
    const auto edge_db = [&](std::span<const float> nu_root_m) {
      return knife_edge_db(times(load(nu_root_m, block), inverse_root_wavelength));
    };
    const Vector sides_db =
        hn::Add(edge_db(links.transmitter_side_nu_root_m), edge_db(links.receiver_side_nu_root_m));
    const Vector more_db = hn::Add(sides_db, muladd(load(links.distance_m, block), 4e-5, 10.0));
    store(with_share(edge_db(links.principal_nu_root_m), more_db), loss_db, block);
  });
}

void delta_bullington_losses(const SphereTerms& terms, const DiffractionLinks& links,
                             std::span<float> loss_db) {
  for_each_block(loss_db.size(), [&](Block block) {
    const SmoothEarths earths = smooth_earths(links, block, hn::Zero(Lanes()));
    store(delta_bullington_db(terms, earths, load(links.nu_root_m, block)), loss_db, block);
  });
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::propagation {
namespace {

GroundTerms ground_terms(double frequency_ghz, Polarisation polarisation, double radius_km,
                         const GroundConstants& ground) {
  const double eps = ground.relative_permittivity;
  const double loss = 18.0 * ground.conductivity_s_per_m / frequency_ghz;
  const double k_h = 0.036 / std::cbrt(radius_km * frequency_ghz) /
                     std::sqrt(std::hypot(eps - 1.0, loss));  // eq. 29a
  const double k =
      polarisation == Polarisation::horizontal ? k_h : k_h * std::hypot(eps, loss);  // eq. 29b
  return {k * k, 2.0 + 20.0 * std::log10(k),
          21.88e-3 * std::cbrt(frequency_ghz / (radius_km * radius_km)),
          0.9575 * std::cbrt(frequency_ghz * frequency_ghz / radius_km)};
}

}  // namespace

HWY_EXPORT(bullington_losses);
HWY_EXPORT(knife_edge_losses);
HWY_EXPORT(knife_edges_losses);
HWY_EXPORT(delta_bullington_losses);

void bullington_losses_db(std::span<const float> distance_m, std::span<const float> nu_root_m,
                          double wavelength_m, std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(bullington_losses)
  (distance_m, nu_root_m, 1.0 / std::sqrt(held_wavelength_m(wavelength_m)), loss_db);
}

void knife_edge_losses_db(std::span<const float> nu, std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(knife_edge_losses)(nu, loss_db);
}

void knife_edges_losses_db(const KnifeEdgesLinks& links, double wavelength_m,
                           std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(knife_edges_losses)
  (links, 1.0 / std::sqrt(held_wavelength_m(wavelength_m)), loss_db);
}

void delta_bullington_losses_db(const SphereTerms& terms, const DiffractionLinks& links,
                                std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(delta_bullington_losses)(terms, links, loss_db);
}

SphereTerms::SphereTerms(double frequency_mhz, Polarisation polarisation, double effective_radius_m)
    : radius_m(effective_radius_m) {
  const double f_mhz = held_frequency_mhz(frequency_mhz);
  const double lambda = wavelength_m(f_mhz);
  land = ground_terms(1e-3 * f_mhz, polarisation, 1e-3 * radius_m, propagation::land);
  sea = ground_terms(1e-3 * f_mhz, polarisation, 1e-3 * radius_m, propagation::sea);
  inverse_root_wavelength = 1.0 / std::sqrt(lambda);
  clearance_per_root = 17.456 / std::sqrt(1000.0) * std::sqrt(lambda);
}

}  // namespace gigacity::propagation
#endif
