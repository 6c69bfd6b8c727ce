// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/result.hpp"

namespace leakproof {

/// Combines the results of several runs, in the order in which each trial first occurs. If a
/// trial (client, scenario, client usage and seed) occurs twice, the result with a verdict
/// is kept, or else the later one.
std::vector<Result> merge(const std::vector<std::vector<Result>>& runs);

}  // namespace leakproof
