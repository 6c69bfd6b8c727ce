// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/finding.hpp"

namespace leakproof {

/// If heap blocks, heap bytes and mapped bytes are observed and clean, and the allocator's own
/// figures account for the growth of private memory, that growth comes from the allocator and not
/// from the client. Changes the verdict on
/// informational private memory that grew from a leak to inconclusive.
void name_retention(std::span<Finding> findings);

/// Did name_retention() change the verdict of this finding?
bool is_retention(const Finding&);

}  // namespace leakproof
