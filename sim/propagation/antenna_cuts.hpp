// SPDX-License-Identifier: Apache-2.0
// Measured antennas: a horizontal and a vertical cut, as manufacturers publish them in Planet's MSI
// format, and the gain in between.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.hpp"
#include "sim/propagation/antenna_direction.hpp"

namespace gigacity::propagation {

/// Attenuation below the maximum, dB, for each whole degree: index 0 is the boresight, then
/// clockwise in the horizontal cut and downwards in the vertical one (90 is the nadir, 270 the
/// zenith).
using AntennaCut = std::array<float, 360>;

struct AntennaCuts {
  std::string name;
  double gain_dbi = 0.0;
  AntennaCut horizontal_db{};
  AntennaCut vertical_db{};
  std::optional<double> frequency_mhz;
  std::optional<double> electrical_tilt_deg;  ///< already in the cuts
};

/// How the two cuts make a pattern. `sum`: both attenuations added, right for antennas whose cuts
/// are independent. `weighted`: the vertical cut's front half fades into its back half with the
/// azimuth, so that behind the antenna the vertical cut's own back lobe counts; what Atoll does.
enum class CutInterpolation { sum, weighted };

/// Between whole degrees attenuations are interpolated linearly. The direction is in the antenna's
/// frame (`in_tilted_frame` for a mechanical tilt).
double gain_dbi(const AntennaCuts& cuts, Direction direction, CutInterpolation interpolation);

/// Reads an MSI (.msi, .pln, .ant) text, tolerantly, as the dialects of manufacturers need: a first
/// line without the token NAME, keys in any case, GAIN in dBd unless it says dBi, cuts with
/// negative signs, steps other than one degree (interpolated), tilt in its own key or in the name
/// ("_T04", "2deg"). What cannot be meant (a cut missing or with gaps, no gain) is an error with its
/// line; what is doubtful (a pattern that radiates more than it is fed) a warning. Empty where
/// there were errors.
std::optional<AntennaCuts> read_msi(std::string_view text, const std::string& source,
                                    Findings& findings);

}  // namespace gigacity::propagation
