// SPDX-License-Identifier: MIT
#pragma once

#include "cli/run_options.hpp"

namespace leakproof::cli {

/// `leakproof run`: the exit code of what was found. Throws UsageError before
/// anything is run, and what else is broken.
int run_command(const RunOptions&);

}  // namespace leakproof::cli
