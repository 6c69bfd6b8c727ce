// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/finding.hpp"

namespace leakproof {

/// Growth of private memory that live heap and mapped bytes do not explain is the
/// allocator's, not the client's. Where all three are observed and clean, private memory
/// that grew and is informational is renamed: no longer a leak, and not clean either, as
/// it did grow.
void name_retention(std::span<Finding> findings);

/// Was it renamed so?
bool is_retention(const Finding&);

}  // namespace leakproof
