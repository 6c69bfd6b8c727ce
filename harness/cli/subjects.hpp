// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "cli/local_bench.hpp"
#include "cli/run_options.hpp"
#include "cli/worker_list.hpp"

namespace leakproof::cli {

/// What is tried, as the options say. Throws UsageError where they contradict one
/// another, or name what is not there.
Subjects subjects_of(const RunOptions&);

/// The clients that there are to choose from, and what they declare. Starts the
/// worker to ask it, where that is bundled or its declarations are wanted.
std::vector<ListedClient> known_clients(const RunOptions&, const Subjects&);

}  // namespace leakproof::cli
