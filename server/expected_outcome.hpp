// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof::server {

/// How a fetch of this scenario must end for a correct client. The load audit marks a trial
/// invalid if the client's fetches end otherwise.
enum class ExpectedOutcome {
  whole_reply,  // success, with any status code
  error,        // failure
  time_out,     // failure, because the client's own time-out has expired
  either,       // success and failure are both correct, depending on the client's limits, or
                // on whether it parses the body
};

}  // namespace leakproof::server
