// SPDX-License-Identifier: MIT
#pragma once

#include "environment/worker_command.hpp"
#include "model/run_info.hpp"
#include "options/run_options.hpp"
#include "plan/shard.hpp"

namespace leakproof::commands {

/// All trials of a run, and the shard that this process runs.
struct RunPlan {
  SharedPlan all{};
  ShardNumber shard{};
};

/// Makes the plan from the options, the worker's list of clients, the file of timings and the
/// environment variables. Throws UsageError.
RunPlan plan_run(const RunOptions&, const WorkerCommand&);

}  // namespace leakproof::commands
