// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace leakproof {

/// A share of the trials of a plan.
struct ShardNumber {
  int index = 1;  // from 1 to `of`
  int of = 1;
  std::string said_by{};  // the variable of the environment that says so; empty: the user
};

/// What holds for every trial of a run.
struct RunInfo {
  std::string version{};
  std::uint64_t seed = 0;
  int jobs = 1;
  bool declared = false;           // rulings are held against what the clients declare
  std::size_t trials = 0;          // of this run
  std::size_t planned_trials = 0;  // of all shards together
  ShardNumber shard{};
  std::string plan{};  // a digest: that of shards of one plan is the same
};

}  // namespace leakproof
