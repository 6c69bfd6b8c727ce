// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/trial.hpp"
#include "options/trial_options.hpp"

namespace leakproof {

/// The shell command that repeats one trial of a run with the trial's own scenario and seed.
/// It must be run in the same folder as the original run.
std::string repro_command(const TrialOptions&, const Trial&);

}  // namespace leakproof
