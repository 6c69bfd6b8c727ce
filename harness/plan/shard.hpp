// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "options/run_options.hpp"

namespace leakproof {

/// "2/4": the second of four. Throws UsageError.
ShardNumber parse_shard(const std::string& text);

/// The share that an engine gives to this process, by what it sets in the
/// environment: a job array of Slurm, an Indexed Job of Kubernetes (together with
/// LEAKPROOF_SHARDS), a parallel job of GitLab, a sharded GoogleTest. Nothing where
/// there is none. Throws UsageError where what is set makes no sense.
std::optional<ShardNumber> shard_from(
    const std::function<const char*(const char* name)>& environment);

/// The whole plan, and who makes what of it.
struct SharedPlan {
  std::vector<Trial> trials{};    // all of them, in order, each with its place
  std::vector<double> seconds{};  // that each is expected to take; 1 where no timings are given
  std::vector<int> shard_of{};    // from 1
  std::string digest{};           // of all that makes this another plan
};

/// As the options say, or else the environment; 1 of 1 where neither does, and of a
/// run for git bisect. Throws UsageError.
ShardNumber shard_of(const RunOptions&);

/// Shares the trials of a run with these options out, by its timings where there are
/// any. Throws UsageError where these cannot be read.
SharedPlan share_out(std::vector<Trial> trials, int shards, const RunOptions&);

/// The trials of one shard, from 1: those that take longest first, so that none of
/// them is waited for at the end, and else in their order.
std::vector<Trial> share_of(const SharedPlan&, int shard);

}  // namespace leakproof
