// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/expected_outcome.hpp"

namespace leakproof {

using server::ExpectedOutcome;

/// The properties of the origin's behaviour that a trial depends on.
struct Scenario {
  std::string name{};
  std::string group{};
  std::string summary{};
  ExpectedOutcome expected_outcome = ExpectedOutcome::whole_reply;
  bool has_body = true;           // false: a client that leaks bodies does not leak here
  bool compressed = false;        // a client that decompresses a reply holds more than is sent
  bool is_known = true;           // false: only the user knows the expected outcome
  int requests_per_fetch = 1;     // by a client that follows redirects; 0: no request can arrive
  int connections_per_fetch = 0;  // the minimum, for scenarios that see no requests
  std::optional<std::int64_t> horizon{};  // fetches before the first look, if a fetch is expensive
};

}  // namespace leakproof
