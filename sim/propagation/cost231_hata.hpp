// SPDX-License-Identifier: Apache-2.0
// COST-231 Hata: "Digital mobile radio towards future generation systems", COST 231 final report
// (1999), §4.4.1, eq. 4.4.3, which takes Hata's model to 1500 ... 2000 MHz.
#pragma once

#include "sim/propagation/okumura_hata.hpp"

namespace gigacity::propagation {

/// C_m, dB: 3 in metropolitan centres (`HataArea::large_city`), else 0.
double cost231_city_loss_db(HataArea area);

/// Basic transmission loss, dB: eq. 4.4.3, with a(h_m) of medium-sized cities everywhere as the
/// report has it. It knows cities only; suburbs and open areas take Hata's corrections, as is usual.
double cost231_hata_loss_db(HataArea area, const HataLink& link);

}  // namespace gigacity::propagation
