// SPDX-License-Identifier: Apache-2.0
#include "sim/radio/band_loss.hpp"

#include "core/overloaded.hpp"
#include "sim/propagation/batch_diffraction.hpp"
#include "sim/propagation/free_space.hpp"
#include "sim/radio/level_rows.hpp"
#include "sim/radio/sweep_links.hpp"

namespace gigacity::radio {
namespace {

void add(std::span<const float> summand, std::span<float> sum) {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += summand[i];
}

}  // namespace

SweepGeometry geometry_of(const CoverageOptions& options) {
  switch (options.model) {
    case Model::free_space:
      break;
    case Model::itm:
      return SweepGeometry::itm;
    case Model::p526:
      return SweepGeometry::surface_diffraction;
    case Model::knife_edges:
      return SweepGeometry::knife_edges;
    case Model::p1812:
      return options.time_percent < 50.0 ? SweepGeometry::p1812
                                         : SweepGeometry::surface_diffraction;
    case Model::tr38901:
      return SweepGeometry::ground_diffraction;
  }
  return SweepGeometry::line_of_sight;
}

BandLoss::BandLoss(const CoverageOptions& options, double antenna_height_m, double frequency_mhz)
    : m_frequency_mhz(frequency_mhz) {
  switch (options.model) {
    case Model::free_space:
      break;
    case Model::itm:
      m_terms = propagation::ItmBatch(frequency_mhz, propagation::Polarisation::vertical,
                                      itm_environment_of(options), itm_variability_of(options));
      break;
    case Model::p526:
      m_terms = propagation::SphereTerms(frequency_mhz, propagation::Polarisation::vertical,
                                         effective_earth_radius_m(options));
      break;
    case Model::knife_edges:
      m_terms = KnifeEdges();
      break;
    case Model::p1812:
      m_terms =
          propagation::P1812Batch(p1812_question(options, frequency_mhz), climate_of(options));
      break;
    case Model::tr38901:
      m_terms = propagation::Terms38901(
          environment_of(options, antenna_height_m),
          {0.0, antenna_height_m, options.receiver_height_m, frequency_mhz});
      break;
  }
}

void BandLoss::loss_db(const SweepQuestion& question, double pixel_m, const SweptPaths& paths,
                       std::span<float> scratch, std::span<float> loss_db) const {
  const auto free_space = [&] {
    slant_distances_m(paths.distance_m, paths.receiver_m, question.transmitter_height_m, scratch);
    propagation::free_space_losses_db(scratch, m_frequency_mhz, loss_db);
  };
  std::visit(
      Overloaded{
          [&](FreeSpace) { free_space(); },
          [&](const propagation::SphereTerms& terms) {
            free_space();
            propagation::delta_bullington_losses_db(
                terms, diffraction_links(question, pixel_m, paths), scratch);
            add(scratch, loss_db);
          },
          [&](KnifeEdges) {
            free_space();
            propagation::knife_edges_losses_db(knife_edges_links(paths),
                                               propagation::wavelength_m(m_frequency_mhz), scratch);
            add(scratch, loss_db);
          },
          [&](const propagation::P1812Batch& p1812) {
            if (question.geometry == SweepGeometry::p1812)
              p1812.loss_db(p1812_links(question, pixel_m, paths), loss_db);
            else
              p1812.diffraction_loss_db(diffraction_links(question, pixel_m, paths), loss_db);
          },
          [&](const propagation::ItmBatch& itm) {
            itm.loss_db(itm_links(question, paths), loss_db);
          },
          [&](const propagation::Terms38901& terms) {
            propagation::losses_38901_db(terms, paths.distance_m, paths.in_sight, loss_db);
            propagation::bullington_losses_db(paths.distance_m, paths.nu_root_m,
                                              propagation::wavelength_m(m_frequency_mhz), scratch);
            add(scratch, loss_db);
          }},
      m_terms);
}

}  // namespace gigacity::radio
