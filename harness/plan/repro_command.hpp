// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/trial.hpp"
#include "options/trial_options.hpp"

namespace leakproof {

/// The command that repeats this one trial of a run, to be pasted into a shell in the
/// folder in which the run was started. The trial's own seed and scenario go into it.
std::string repro_command(const TrialOptions&, const Trial&);

}  // namespace leakproof
