// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/listed_client.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "options/trial_options.hpp"

namespace leakproof {

/// Every selected client against every selected scenario, repeated as the options require.
/// Clients are selected from `known`. Throws UsageError with the closest known name if a name
/// is unknown.
std::vector<Trial> select_trials(const TrialOptions&, const std::vector<ListedClient>& known);

/// The scenarios of the origin, sorted by group.
std::vector<Scenario> scenarios();

/// The scenarios that these names of scenarios or groups select, each once, in the order of
/// the names. Without names: the group "basic". Throws UsageError if a name is unknown.
std::vector<Scenario> named_scenarios(const std::vector<std::string>& names);

/// A program after -- is paced by its requests. Does the origin see none of its own in this
/// scenario, so that only a worker can be tested? select_trials() leaves such a scenario out
/// for a program, unless it is selected by its own name.
bool needs_worker(const Scenario&);

/// Throws UsageError if a program after -- cannot be tested in one of these, or if there are none.
void require_requests(const std::vector<Trial>&);

/// A name that selects only this scenario: its own, or GROUP/NAME if a group has the same
/// name.
std::string own_name(const Scenario&);

}  // namespace leakproof
