// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <hwy/highway.h>

namespace gigacity::propagation {

/// Calls `test(name)` for every kind of processor that this one can stand in for.
template <class Test>
void on_every_processor(Test test) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    test(hwy::TargetName(target));
  }
  hwy::SetSupportedTargetsForTest(0);  // all that the processor has
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace gigacity::propagation
