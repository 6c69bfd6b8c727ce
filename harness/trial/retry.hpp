// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "model/result.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// The trial with twice the horizon, and so twice the fetches, if it stayed inconclusive for all
/// the fetches of its plan. Empty otherwise: after a run that a limit, the client or an
/// unobservable resource cut short, in a plan whose length the user has set, and for controls,
/// which are sized to be decided.
std::optional<Trial> retry_of(const Result&);

}  // namespace leakproof
