// SPDX-License-Identifier: Apache-2.0
#include "apps/synth/shares.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace gigacity::apps::synth {

std::vector<std::int64_t> shared_out(std::int64_t total, const std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<std::int64_t> shares(weights.size(), 0);
  std::vector<std::pair<double, std::size_t>> remainders;
  std::int64_t left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double share = sum > 0.0
                             ? static_cast<double>(total) * weights[i] / sum
                             : static_cast<double>(total) / static_cast<double>(weights.size());
    shares[i] = static_cast<std::int64_t>(share);
    left -= shares[i];
    remainders.emplace_back(static_cast<double>(shares[i]) - share, i);
  }
  std::ranges::sort(remainders);
  for (std::size_t i = 0; left > 0; i = (i + 1) % remainders.size(), --left)
    ++shares[remainders[i].second];
  return shares;
}

}  // namespace gigacity::apps::synth
