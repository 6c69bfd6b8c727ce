// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "model/client_usage.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// Identifies a trial: trials with equal names, in one run or in two, are the same trial.
struct TrialName {
  std::string client{};
  std::string scenario{};
  std::uint64_t seed = 0;
  ClientUsage client_usage{};

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a literal 0 in it
  auto operator<=>(const TrialName&) const = default;
};

inline TrialName trial_name_of(const Trial& trial) {
  return {.client = trial.client,
          .scenario = trial.scenario.name,
          .seed = trial.plan.seed,
          .client_usage = trial.client_usage};
}

}  // namespace leakproof
