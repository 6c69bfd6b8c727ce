// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/expected_outcome.hpp"

namespace leakproof {

using server::ExpectedOutcome;

/// What a trial must know of the origin's behaviour.
struct Scenario {
  std::string name{};
  std::string group{};
  std::string summary{};
  ExpectedOutcome expected_outcome = ExpectedOutcome::whole_reply;
  bool has_body = true;           // false: a client that keeps bodies keeps nothing here
  bool is_known = true;           // false: only the user knows the expected outcome
  int requests_per_fetch = 1;     // made by a client that follows redirects; 0: none can arrive
  int connections_per_fetch = 0;  // the least, where the scenario sees no requests
  std::optional<std::int64_t> horizon{};  // fetches to the first look, where a fetch is expensive
};

}  // namespace leakproof
