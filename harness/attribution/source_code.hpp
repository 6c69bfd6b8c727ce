// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// Reads the text of the first frame of the user's in each owner, and, where a runtime only knows
/// the first line of each function, finds the line itself.
void add_code(std::vector<Owner>&);

}  // namespace leakproof
