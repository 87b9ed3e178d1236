// SPDX-License-Identifier: Apache-2.0
// ITU-R P.525-4: free-space attenuation.
#pragma once

namespace gigacity::propagation {

/// Wavelength in vacuum, metres.
double wavelength_m(double frequency_mhz);

/// Free-space basic transmission loss between isotropic antennas, dB (P.525-4 eq. 3: 20
/// log10(4πd/λ), of which eq. 4 is the rounded practical form). Antennas nearer than 1 m count as 1
/// m apart.
double free_space_loss_db(double distance_m, double frequency_mhz);

}  // namespace gigacity::propagation
