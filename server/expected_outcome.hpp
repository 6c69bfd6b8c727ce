// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof::server {

/// How a fetch of this scenario must end for a correct client. The load audit makes a
/// trial invalid where the client ends otherwise.
enum class ExpectedOutcome {
  whole_reply,  // success, whatever the status code of the reply
  error,        // failure
  time_out,     // failure, because the client's own time limit is over
  either,       // both are correct: it depends on the client's limits, or on whether it
                // parses the body
};

}  // namespace leakproof::server
