// SPDX-License-Identifier: MIT
#pragma once

#include "options/run_options.hpp"

namespace leakproof {

/// `leakproof controls`: whether the detectors detect, on this machine, today.
int controls_command(const RunOptions&);

}  // namespace leakproof
