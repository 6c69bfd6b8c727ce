// SPDX-License-Identifier: MIT
#pragma once

#include <leakproof/conclusion.hpp>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// What a correct client gets of a fetch in this trial.
ExpectedOutcome expected_outcome(const Trial&);

/// What the client declares should come of the trial. On a scenario that may come
/// out either way, what did come of the fetches decides.
Conclusion expected(const Result&);

}  // namespace leakproof
