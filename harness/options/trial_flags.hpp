// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <cstdint>

#include "options/trial_options.hpp"

namespace leakproof {

// Each function adds options to a command. The values must outlive the parsing.

/// CLIENT, and the options that select the trials.
void add_selection_options(CLI::App&, TrialOptions&);

/// All other options that change a trial.
void add_trial_options(CLI::App&, TrialOptions&);

/// --seed, an integer from 0.
void add_seed_option(CLI::App&, std::uint64_t& seed);

}  // namespace leakproof
