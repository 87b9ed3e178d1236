// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace gigacity::geo {

/// An output could not be written whole: disk full, no permission ... Names the file and the reason.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace gigacity::geo
