// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/listed_client.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "options/trial_options.hpp"

namespace leakproof {

/// Every chosen client against every chosen scenario, as often as the options say.
/// `known` are the clients to choose from. Throws UsageError where a name is not known,
/// and suggests the nearest.
std::vector<Trial> select_trials(const TrialOptions&, const std::vector<ListedClient>& known);

/// The origin's scenarios, group by group.
std::vector<Scenario> scenarios();

/// The scenarios that these names of scenarios or groups stand for, each once, in the
/// order of the names. No name stands for the group "basic". Throws UsageError where a
/// name is not known.
std::vector<Scenario> named_scenarios(const std::vector<std::string>& names);

/// The name that stands for this scenario alone: its own, or GROUP/NAME where a group
/// has the same.
std::string own_name(const Scenario&);

}  // namespace leakproof
