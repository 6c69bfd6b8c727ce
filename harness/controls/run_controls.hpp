// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/control.hpp"
#include "options/run_options.hpp"
#include "posix/interrupt.hpp"

namespace leakproof {

/// Judges the planted leaks and the planted non-leak of leakproof-control with
/// the settings of this run. A detector that misses one proves nothing today.
/// Throws Interrupted.
std::vector<Control> run_controls(const RunOptions&, int jobs, const Interrupt&);

}  // namespace leakproof
