// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/result.hpp"

namespace leakproof {

/// The results of several runs as those of one: the order is that of their first
/// naming. The same trial twice (client, scenario,
/// circumstances and seed) counts once: with a verdict rather than without, and of two alike the
/// later one.
std::vector<Result> merge(const std::vector<std::vector<Result>>& runs);

}  // namespace leakproof
