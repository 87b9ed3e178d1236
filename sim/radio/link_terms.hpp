// SPDX-License-Identifier: Apache-2.0
// The terms of each model's loss over a link; private to link_loss.
#pragma once

#include <vector>

#include "sim/radio/link_loss.hpp"

namespace gigacity::radio {

/// What the functions below fill in: all but the model's entry.
struct LinkTerms {
  std::vector<LossTerm> terms;
  std::vector<std::string> remarks;
  double basic_db = 0.0;
};

LinkTerms terms_of(const FreeSpaceLink& model, const Link& link);
LinkTerms terms_of(const P526Link& model, const Link& link);
LinkTerms terms_of(const KnifeEdgesLink& model, const Link& link);
LinkTerms terms_of(const P1812Link& model, const Link& link);
LinkTerms terms_of(const ItmLink& model, const Link& link);
LinkTerms terms_of(const Tr38901Link& model, const Link& link);
LinkTerms terms_of(const OkumuraHataLink& model, const Link& link);
LinkTerms terms_of(const Cost231HataLink& model, const Link& link);
LinkTerms terms_of(const EhataLink& model, const Link& link);
LinkTerms terms_of(const SpmLink& model, const Link& link);

/// The scenario of TR 38.901 that a coverage run would choose, unless one is given.
propagation::Environment environment_for(const Tr38901Link& model, const Link& link);

}  // namespace gigacity::radio
