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
  std::string said_by{};  // the environment variable that set it; empty: the user did
};

/// What becomes of a run whose trials are inconclusive.
enum class OnInconclusive { fail, warn };

/// The properties that all trials of a run share.
struct RunInfo {
  std::string version{};
  std::uint64_t seed = 0;
  int jobs = 1;
  bool declared = false;  // rulings are compared with what the clients declare
  OnInconclusive inconclusive = OnInconclusive::fail;
  std::size_t trials = 0;          // in this run
  std::size_t planned_trials = 0;  // in all shards together
  ShardNumber shard{};
  std::string plan{};  // a digest, equal for all shards of one plan
};

}  // namespace leakproof
