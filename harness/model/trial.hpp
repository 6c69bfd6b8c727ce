// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <leakproof/client.hpp>

#include "model/client_usage.hpp"
#include "model/plan.hpp"
#include "model/scenario.hpp"

namespace leakproof {

/// When leaks are attributed to owners, which takes additional fetches.
enum class Attribution {
  none,
  unless_declared,  // leaks that the client does not declare
  always,           // all leaks
};

/// One client against one scenario, in its own process.
struct Trial {
  std::string client{};
  std::string about{};  // what the client does, for tables
  Scenario scenario{};
  Expectation expect = Expectation::clean;
  std::string leaks_on{};  // also leaks on these scenarios and groups, separated by commas
  ClientUsage client_usage{};
  Plan plan{};
  bool fetches_from_origin = true;  // false: a control, whose traffic is not audited
  std::string repro_command{};      // the command that repeats only this trial; may be empty
  Attribution attribution = Attribution::none;
  std::vector<std::string> mine{};  // paths of code that is the user's wherever it lies
  std::int64_t place = 0;           // position in the whole plan, from 0
};

}  // namespace leakproof
