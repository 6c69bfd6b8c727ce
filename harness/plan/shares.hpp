// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

namespace leakproof {

/// Who makes which trial, as a number from 0 below `shards` for each. Of trials that
/// take so many seconds the longest are given out first, each to whoever has least so
/// far: no share is longer than 4/3 of the best possible (Graham 1969). Trials that
/// take the same go round by their order. Requires shards ≥ 1.
std::vector<int> shares(std::span<const double> seconds, int shards);

}  // namespace leakproof
