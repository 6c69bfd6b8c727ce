// SPDX-License-Identifier: MIT
#pragma once

#include <leakproof/conclusion.hpp>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// The outcome of a fetch by a correct client in this trial.
ExpectedOutcome expected_outcome(const Trial&);

/// The ruling that the client declares for this trial. If fetches may succeed or fail in the
/// scenario, the declaration is evaluated for what they did.
Conclusion expected(const Result&);

}  // namespace leakproof
