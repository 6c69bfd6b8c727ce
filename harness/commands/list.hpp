// SPDX-License-Identifier: MIT
#pragma once

#include "options/run_options.hpp"

namespace leakproof {

/// `leakproof list`: clients, scenarios, and the resources that are read.
int list_command();

/// `leakproof list --trials`: the trials of a run with these options, and who of how
/// many shards makes which.
int list_trials_command(const RunOptions&);

}  // namespace leakproof
