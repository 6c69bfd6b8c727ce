// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace leakproof {

/// What a correct client gets of a fetch.
enum class ExpectedOutcome {
  whole_reply,  // whatever its status
  error,
  time_out,  // its own
  either,    // a whole reply or an error, as its limits have it
};

/// How the origin behaves, as far as a trial must know it.
struct Scenario {
  std::string name{};
  std::string group{};
  std::string summary{};
  ExpectedOutcome expected_outcome = ExpectedOutcome::whole_reply;
  bool has_body = true;                   // is there anything to hoard?
  bool is_known = true;                   // false: only the user knows what should come of it
  int requests_per_fetch = 1;             // of a client that follows redirects; 0: none arrives
  int connections_per_fetch = 0;          // at least, where that is all that is seen of a fetch
  std::optional<std::int64_t> horizon{};  // its own, where a fetch is dear
};

}  // namespace leakproof
