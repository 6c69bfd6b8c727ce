// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/listed_client.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "options/run_options.hpp"

namespace leakproof {

/// Every chosen client against every chosen scenario, as often as asked for.
/// Throws UsageError where a name is not known, and says which was meant.
std::vector<Trial> select_trials(const RunOptions&, const std::vector<ListedClient>& known);

/// The origin's scenarios in the harness's words, group by group.
std::vector<Scenario> scenarios();

/// Those of these names, which may be groups', in the order of their naming, each
/// once. Where none is given: the ones to compare clients on. Throws UsageError where
/// a name is not known.
std::vector<Scenario> named_scenarios(const std::vector<std::string>& names);

/// What named_scenarios() takes for this one and no other: its name, or GROUP/NAME where
/// a group is called the same.
std::string own_name(const Scenario&);

}  // namespace leakproof
