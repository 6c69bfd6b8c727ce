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

/// "2/4": the second of four. Throws UsageError.
ShardNumber parse_shard(const std::string& text);

/// The environment variables of a process.
using Variables = std::map<std::string, std::string>;

/// The share that an engine gives to this process by the variables that it sets: a job
/// array of Slurm, an Indexed Job of Kubernetes (together with LEAKPROOF_SHARDS), a
/// parallel job of GitLab, a sharded GoogleTest. Nothing where none of them sets any.
/// Throws UsageError where the values contradict each other.
std::optional<ShardNumber> shard_from(const Variables&);

/// As the options say, or else the variables; 1 of 1 where neither does, and for git
/// bisect, where every process makes all trials. Throws UsageError.
ShardNumber shard_of(const RunOptions&, const Variables&);

/// All trials of a run, and the shard that makes each.
struct SharedPlan {
  std::vector<Trial> trials{};    // in order, each with its place
  std::vector<double> seconds{};  // that each is expected to take; 1 where nothing is known
  std::vector<int> shard_of{};    // from 1
  std::string digest{};           // differs where anything makes this another plan
};

/// Shares the trials of a run with these options out. `earlier` results of the same
/// trials say how long each takes, so that the shares take about the same time.
SharedPlan share_out(std::vector<Trial> trials, int shards, const TrialOptions&,
                     const std::vector<Result>& earlier = {});

/// The trials of one shard, from 1: the longest first, so that none of them is waited
/// for at the end, and else in their order.
std::vector<Trial> share_of(const SharedPlan&, int shard);

}  // namespace leakproof
