// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "environment/local_environment.hpp"
#include "environment/worker_list.hpp"
#include "model/listed_client.hpp"
#include "options/run_options.hpp"

namespace leakproof {

/// What is tried, as the options say. Throws UsageError where they contradict one
/// another, or name what is not there.
Subjects subjects_of(const RunOptions&);

/// The clients that there are to choose from, and what they declare. Starts the
/// worker to ask it, where that is bundled or its declarations are wanted.
std::vector<ListedClient> known_clients(const RunOptions&, const Subjects&);

}  // namespace leakproof
