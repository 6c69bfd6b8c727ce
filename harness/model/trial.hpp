// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <leakproof/client.hpp>

#include "model/client_usage.hpp"
#include "model/plan.hpp"
#include "model/scenario.hpp"

namespace leakproof {

/// When it is looked for who holds what a client leaks, which takes some more fetches.
enum class Attribution {
  none,
  unless_declared,  // of a leak that the client does not declare
  always,           // of any leak
};

/// One client against one scenario, in a process of its own.
struct Trial {
  std::string client{};
  std::string about{};  // what the client does, for tables
  Scenario scenario{};
  Expectation expect = Expectation::clean;
  std::string leaks_on{};  // besides: scenarios and groups, separated by commas
  ClientUsage client_usage{};
  Plan plan{};
  bool fetches_from_origin = true;  // false: a control, whose traffic is not audited
  std::string repro_command{};      // the command that repeats it alone; may be empty
  Attribution attribution = Attribution::none;
  std::int64_t place = 0;  // in the whole plan, from 0
};

}  // namespace leakproof
