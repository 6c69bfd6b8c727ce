// SPDX-License-Identifier: MIT
#pragma once

#include "cli/run_options.hpp"

namespace leakproof::cli {

/// `leakproof controls`: whether the detectors detect, on this machine, today.
int controls_command(const RunOptions&);

}  // namespace leakproof::cli
