// SPDX-License-Identifier: Apache-2.0
// What is on each port, and what that leaves to a subscriber.
#pragma once

#include <span>
#include <vector>

#include "sim/fibre/built_network.hpp"
#include "sim/fibre/coverage.hpp"

namespace gigacity::fibre {

/// Sorts the network's lines by OLT, port and demand, and counts the ports of each of the services.
/// One use for each port with any line, in order.
std::vector<PonPortUse> port_uses(std::vector<PortLine>& lines, std::span<PremisesService> services,
                                  const FibreOptions& options);

/// Fills in the rates of premises that are served, from their (first) port.
void add_rates(const FibrePlant& plant, std::span<const PonPortUse> ports,
               const FibreOptions& options, std::span<PremisesService> services);

}  // namespace gigacity::fibre
