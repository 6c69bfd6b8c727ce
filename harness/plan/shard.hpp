// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "options/run_options.hpp"

namespace leakproof {

/// Parses "2/4", the second of four shards. Throws UsageError.
ShardNumber parse_shard(const std::string& text);

/// The environment variables of a process.
using Variables = std::map<std::string, std::string>;

/// The shard that a batch system assigns to this process by environment variables: a Slurm
/// job array, a Kubernetes Indexed Job (with LEAKPROOF_SHARDS), a parallel GitLab job, or a
/// sharded GoogleTest. Empty if none of the variables is set. Throws UsageError if the values
/// contradict each other.
std::optional<ShardNumber> shard_from(const Variables&);

/// The shard from the options, or else from the variables. 1 of 1 if neither sets it, and
/// with --bisect, because each process then runs all trials. Throws UsageError.
ShardNumber shard_of(const RunOptions&, const Variables&);

/// All trials of a run, and the shard that runs each.
struct SharedPlan {
  std::vector<Trial> trials{};    // in order, with `place` set
  std::vector<double> seconds{};  // the expected duration of each; 1 without earlier results
  std::vector<int> shard_of{};    // from 1
  std::string digest{};           // equal for equal plans
};

/// Distributes the trials of a run with these options to shards. Durations in `earlier`
/// results of the same trials balance the shards.
SharedPlan share_out(std::vector<Trial> trials, int shards, const TrialOptions&,
                     const std::vector<Result>& earlier = {});

/// The trials of one shard (from 1). The longest come first, so that no long trial starts
/// last; equally long ones stay in order.
std::vector<Trial> share_of(const SharedPlan&, int shard);

}  // namespace leakproof
