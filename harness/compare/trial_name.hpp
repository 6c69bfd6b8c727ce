// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/trial_name.hpp"

namespace leakproof {

/// "scoped × plain, seed 1", followed by the client usage if it is not the default.
std::string words(const TrialName&);

}  // namespace leakproof
