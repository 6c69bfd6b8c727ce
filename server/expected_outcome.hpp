// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof::server {

/// What a correct client makes of a fetch.
enum class ExpectedOutcome {
  whole_reply,  // whatever its status
  error,
  time_out,  // the client's own
  either,    // a whole reply or an error, depending on the client's limits
};

}  // namespace leakproof::server
