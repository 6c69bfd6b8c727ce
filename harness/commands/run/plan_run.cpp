// SPDX-License-Identifier: MIT
#include "commands/run/plan_run.hpp"

#include <unistd.h>

#include <string_view>

#include "model/result.hpp"
#include "plan/selection.hpp"
#include "report/read_run.hpp"

namespace leakproof::commands {
namespace {

Variables process_variables() {
  Variables result;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const auto equals = text.find('=');
    if (equals == text.npos) continue;
    result.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return result;
}

}  // namespace

RunPlan plan_run(const RunOptions& options, const WorkerCommand& worker) {
  const ShardNumber shard = shard_of(options, process_variables());
  std::vector<Result> earlier;
  if (!options.timings.empty()) earlier = read_run(options.timings).results;
  return {.all = share_out(select_trials(options.trials, known_clients(options.trials, worker)),
                           shard.of, options.trials, earlier),
          .shard = shard};
}

}  // namespace leakproof::commands
