// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/expected_outcome.hpp"

namespace leakproof {

using server::ExpectedOutcome;

/// How the origin behaves, as far as a trial must know it.
struct Scenario {
  std::string name{};
  std::string group{};
  std::string summary{};
  ExpectedOutcome expected_outcome = ExpectedOutcome::whole_reply;
  bool has_body = true;                   // is there anything to hoard?
  bool is_known = true;                   // false: only the user knows the expected outcome
  int requests_per_fetch = 1;             // of a client that follows redirects; 0: none arrives
  int connections_per_fetch = 0;          // at least; of a scenario that sees no requests
  std::optional<std::int64_t> horizon{};  // its own, where a fetch is expensive
};

}  // namespace leakproof
