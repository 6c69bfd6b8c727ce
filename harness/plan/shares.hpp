// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

namespace leakproof {

/// Distributes trials with durations `seconds`: returns the shard of each trial, from 0 to
/// `shards` - 1. Assigns the longest trial first, each to the shard with the least total, so
/// that no shard takes longer than 4/3 of the optimum (Graham 1969). Equally long trials are
/// assigned round-robin in their order. Requires shards ≥ 1.
std::vector<int> shares(std::span<const double> seconds, int shards);

}  // namespace leakproof
