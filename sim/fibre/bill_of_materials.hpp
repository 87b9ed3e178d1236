// SPDX-License-Identifier: Apache-2.0
// What the assumed part of the network needs.
#pragma once

#include <span>
#include <vector>

#include "core/graph.hpp"
#include "sim/fibre/built_network.hpp"
#include "sim/fibre/coverage.hpp"

namespace gigacity::fibre {

/// Cables come in these numbers of fibres; more than the largest are several cables.
inline constexpr int cable_sizes[] = {1, 2, 4, 8, 12, 24, 48, 72, 96, 144, 288};

/// The smallest size that holds so many fibres, above 0 and at most the largest.
int cable_size(int fibres);

/// By OLT, then item:
///   "trench or duct"            m       the ways of assumed cables, each once, whoever shares it
///   "feeder cable, 48 fibres"   m       along the routes; likewise "distribution cable"
///   "drop cable, 2 fibres"      m       from box to premises, a fibre for each dwelling
///   "splice closure"            pieces  where assumed feeder or distribution cables branch
///   "distribution box"          pieces  assumed ones
///   "splitter 1:8"              pieces  assumed ones; where boxes are known and their splitters are
///                                       not, one of the port's split for each port in use
///   "optical network terminal"  pieces  one for each dwelling served times the take-up
/// `segments` are in tidy() order.
std::vector<BillItem> bill_of_materials(const FibrePlant& plant, const Graph& roads,
                                        const BuiltNetwork& network,
                                        std::span<const PremisesService> services,
                                        std::span<const Demand> demands,
                                        std::span<const PonPortUse> ports,
                                        const FibreOptions& options);

}  // namespace gigacity::fibre
