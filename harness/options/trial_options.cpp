// SPDX-License-Identifier: MIT
#include "options/trial_options.hpp"

#include <algorithm>

#include "model/usage_error.hpp"
#include "options/tolerance.hpp"

namespace leakproof {
namespace {

void require_one_scenario_of_your_own(const TrialOptions& options) {
  if (options.replay_file.empty() && options.upstream.empty()) return;
  const bool has_both = !options.replay_file.empty() && !options.upstream.empty();
  if (has_both || !options.scenarios.empty() || options.uses_declarations()) {
    throw UsageError(
        "--replay and --upstream each are a scenario of your own: give one of them, "
        "and leave out --on and --expect declared");
  }
}

void require_program_alone(const TrialOptions& options) {
  if (!options.worker.empty() || !options.clients.empty() || options.uses_declarations()) {
    throw UsageError(
        "a program behind -- is the only client of its run, and declares nothing: "
        "leave out CLIENT, --worker and --expect declared");
  }
  if (options.is_paced() && options.client_usage != ClientUsage{}) {
    throw UsageError(
        "--threads, --thread-each, --cancel-after, --timeout and --lifetime need a worker, which "
        "passes "
        "them on to its clients: a program behind -- runs unmodified");
  }
}

}  // namespace

void require_consistent(const TrialOptions& options) {
  require_one_scenario_of_your_own(options);
  if (options.worker.empty()) std::ranges::for_each(options.tolerances, require_known);
  if (!options.test.empty() && options.program.empty()) {
    throw UsageError(
        "--test needs the command that runs this test, behind --: leakproof run --test NAME -- "
        "COMMAND");
  }
  if (!options.program.empty()) require_program_alone(options);
  if (!options.is_paced() && options.concurrency > 0) {
    throw UsageError(
        "--concurrency is for a program behind --: a worker makes one fetch at a time");
  }
}

}  // namespace leakproof
