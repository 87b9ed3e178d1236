// SPDX-License-Identifier: Apache-2.0
// A visitor of a variant, written as one function for each of its kinds.
#pragma once

namespace gigacity {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace gigacity
