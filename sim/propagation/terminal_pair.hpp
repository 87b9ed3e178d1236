// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gigacity::propagation {

/// One figure for each end of a path.
struct TerminalPair {
  double transmitter = 0.0;
  double receiver = 0.0;

  double sum() const { return transmitter + receiver; }
  double product() const { return transmitter * receiver; }
};

/// The pair of what `f` makes of each end's figures.
template <class F, class... Pairs>
TerminalPair for_each_terminal(F f, const Pairs&... pairs) {
  return {f(pairs.transmitter...), f(pairs.receiver...)};
}

}  // namespace gigacity::propagation
