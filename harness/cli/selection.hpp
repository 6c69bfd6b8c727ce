// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <leakproof/engine.hpp>

#include "cli/run_options.hpp"
#include "cli/worker_list.hpp"

namespace leakproof::cli {

/// Every chosen client against every chosen scenario, as often as asked for.
/// Throws UsageError where a name is not known, and says which was meant.
std::vector<Trial> select_trials(const RunOptions&, const std::vector<ListedClient>& known);

/// The origin's scenarios in the harness's words.
std::vector<Scenario> scenarios();

}  // namespace leakproof::cli
