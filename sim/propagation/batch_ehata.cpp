// SPDX-License-Identifier: Apache-2.0
#include "sim/propagation/batch_ehata.hpp"

#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/propagation/batch_ehata.cpp"
#include <hwy/foreach_target.h>

#include "sim/propagation/batch_wide-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

void ehata_losses(const EhataMedianTerms& terms, const EhataLinks& links,
                  std::span<float> loss_db) {
  using namespace wide;
  const auto& [n_0, n_1, n_2] = terms.far_exponent;
  for (std::size_t first = 0; first < loss_db.size(); first += hn::Lanes(Lanes())) {
    const Real d_m = held(load(links.distance_m, first), 1.0, 1e9);
    const Real h_b =
        held(load(links.effective_base_m, first), ehata_least_base_m, ehata_most_base_m);
    const Real h_m = held(load(links.effective_mobile_m, first), 0.01, 1e6);
    const Real log_d = log10_of(1e-3 * d_m);
    const Real log_h_b = log10_of(h_b);
    const Real n_l = ehata_near_exponent[0] + ehata_near_exponent[1] * log_h_b;
    const Real n_h = n_0 + log_h_b * (n_1 + log_h_b * n_2);
    const Real gains_db = 13.82 * log_h_b + 3.2 * squared(log10_of(11.75 * h_m));
    Real out_db = terms.near_db + (10.0 * n_l + 20.0) * log_d;
    const Mask far = log_d > (2.0 * n_h + 0.1 * terms.between_db) / (n_h - n_l);
    if (!none(far)) {
      const Real ray2 = squared(d_m) + squared(h_b - h_m);
      out_db = chosen(far, terms.far_db + db_of(ray2) + 10.0 * n_h * (log_d - 2.0), out_db);
    }
    store(out_db - gains_db, loss_db, first);
  }
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gigacity::propagation {

HWY_EXPORT(ehata_losses);

void ehata_median_losses_db(const EhataMedianTerms& terms, const EhataLinks& links,
                            std::span<float> loss_db) noexcept {
  HWY_DYNAMIC_DISPATCH(ehata_losses)(terms, links, loss_db);
}

}  // namespace gigacity::propagation
#endif
