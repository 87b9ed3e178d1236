// SPDX-License-Identifier: Apache-2.0
// Rows of receivers as vectors, compiled once for each kind of processor: whole vectors, and a rest
// that is padded with its first receiver, so that a lane never computes what nobody asked for.
// Each lane is on its own: a result does not depend on the length of the row or its place in it.
#if defined(GIGACITY_BATCH_LANES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIGACITY_BATCH_LANES_INL
#undef GIGACITY_BATCH_LANES_INL
#else
#define GIGACITY_BATCH_LANES_INL
#endif

#include <algorithm>
#include <cstddef>
#include <span>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace gigacity::propagation::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::ScalableTag<float>;
using Vector = hn::Vec<Lanes>;
using Mask = hn::Mask<Lanes>;

/// Receivers `first` ... `first + count − 1` of a row; at most one vector of them.
struct Block {
  std::size_t first = 0;
  std::size_t count = 0;
};

constexpr std::size_t most_lanes = HWY_MAX_BYTES / sizeof(float);

HWY_INLINE Vector all(double value) {
  return hn::Set(Lanes(), static_cast<float>(value));
}

HWY_INLINE Vector load(std::span<const float> row, Block block) {
  const float* from = row.data() + block.first;
  HWY_ALIGN float padded[most_lanes];
  if (block.count < hn::Lanes(Lanes())) {
    std::fill_n(std::copy_n(from, block.count, padded), hn::Lanes(Lanes()) - block.count, *from);
    from = padded;
  }
  return hn::LoadU(Lanes(), from);
}

/// The row, or the same value for all where there is none.
HWY_INLINE Vector load_or(std::span<const float> row, Block block, Vector otherwise) {
  return row.empty() ? otherwise : load(row, block);
}

HWY_INLINE void store(Vector values, std::span<float> row, Block block) {
  if (block.count == hn::Lanes(Lanes())) {
    hn::StoreU(values, Lanes(), row.data() + block.first);
    return;
  }
  HWY_ALIGN float padded[most_lanes];
  hn::StoreU(values, Lanes(), padded);
  std::copy_n(padded, block.count, row.data() + block.first);
}

template <class OfBlock>
HWY_INLINE void for_each_block(std::size_t receivers, OfBlock of_block) {
  const std::size_t lanes = hn::Lanes(Lanes());
  for (std::size_t i = 0; i < receivers; i += lanes)
    of_block(Block{i, std::min(lanes, receivers - i)});
}

}  // namespace gigacity::propagation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
