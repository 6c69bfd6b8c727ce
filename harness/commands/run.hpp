// SPDX-License-Identifier: MIT
#pragma once

#include "options/run_options.hpp"

namespace leakproof {

/// `leakproof run`: the exit code of what was found. Throws UsageError before
/// anything is run, and what else is broken.
int run_command(const RunOptions&);

}  // namespace leakproof
