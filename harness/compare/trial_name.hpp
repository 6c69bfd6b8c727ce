// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "model/client_usage.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// What makes two trials of one run, or of two, the same trial.
struct TrialName {
  std::string client{};
  std::string scenario{};
  std::uint64_t seed = 0;
  ClientUsage client_usage{};

  bool operator==(const TrialName&) const = default;
};

bool operator<(const TrialName&, const TrialName&);

TrialName name_of(const Trial&);

/// "scoped × plain, seed 1", and the circumstances where there are any.
std::string words(const TrialName&);

}  // namespace leakproof
