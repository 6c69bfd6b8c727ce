// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/trial_name.hpp"

namespace leakproof {

/// "scoped × plain, seed 1", and how the client is used where that is not the default.
std::string words(const TrialName&);

}  // namespace leakproof
