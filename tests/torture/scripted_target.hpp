// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "torture/fault_target.hpp"

namespace leakproof::testing {

/// A target whose attempts are computed by a script. `tries` is the number of the attempt
/// since the last start, from 1.
class ScriptedTarget final : public torture::FaultTarget {
 public:
  using Script = std::function<torture::Attempt(const FaultOrder&, int tries)>;

  explicit ScriptedTarget(Script script) : script_(std::move(script)) {}

  torture::Attempt attempt(const FaultOrder& order) override {
    ++attempts;
    return script_(order, ++tries_);
  }
  void restart() override {
    tries_ = 0;
    ++starts;
  }

  int attempts = 0;
  int starts = 0;

 private:
  Script script_;
  int tries_ = 0;
};

/// An attempt in which the call failed.
inline torture::Attempt fired(torture::Attempt attempt = {}) {
  attempt.fault = {.reached = 1, .fired = true, .call = "allocation", .stack = {}};
  return attempt;
}

}  // namespace leakproof::testing
