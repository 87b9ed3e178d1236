// SPDX-License-Identifier: Apache-2.0
// Long work reports how far it is and asks whether it should stop. The library does not know how
// progress is shown: `apps` decides.
#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace gigacity {

/// Thrown by work that was told to stop.
class Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("stopped on request") {}
};

/// Receives progress. All functions may be called from any thread.
class Progress {
 public:
  virtual ~Progress() = default;
  /// A stage with `total` steps begins; it ends the one before. 0 steps: length unknown.
  virtual void begin(const std::string& stage, std::int64_t total) = 0;
  virtual void advance(std::int64_t steps = 1) = 0;
  /// The last stage is done; what follows on the console is no progress.
  virtual void finish() {}
  virtual bool cancelled() const = 0;

  void throw_if_cancelled() const {
    if (cancelled()) throw Cancelled();
  }
};

/// Shows nothing; stops when told to. For tests and for callers without a user.
class SilentProgress final : public Progress {
 public:
  void begin(const std::string&, std::int64_t) override {}
  void advance(std::int64_t) override {}
  bool cancelled() const override { return m_cancelled; }
  void cancel() { m_cancelled = true; }

 private:
  std::atomic<bool> m_cancelled = false;
};

}  // namespace gigacity
