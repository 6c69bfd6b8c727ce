// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/result.hpp"

namespace leakproof {

/// The results of several runs as those of one, in the order in which each trial first
/// occurs. A trial that occurs twice (the same client, scenario, client usage and seed)
/// counts once: a result with a verdict wins, otherwise the later one.
std::vector<Result> merge(const std::vector<std::vector<Result>>& runs);

}  // namespace leakproof
