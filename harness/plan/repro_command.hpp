// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/trial.hpp"
#include "options/run_options.hpp"

namespace leakproof {

/// The command that makes this one trial of a run again, to be pasted into a
/// shell where the run was started.
std::string again(const RunOptions&, const Trial&);

}  // namespace leakproof
