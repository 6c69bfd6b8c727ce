// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

namespace leakproof {

/// Shares out trials that take `seconds` each: the shard that makes each trial, from 0
/// to `shards` - 1. The longest are given out first, each to the shard with the least so
/// far: no share takes longer than 4/3 of the best possible (Graham 1969). Trials that
/// take the same time go round in their order. Requires shards ≥ 1.
std::vector<int> shares(std::span<const double> seconds, int shards);

}  // namespace leakproof
