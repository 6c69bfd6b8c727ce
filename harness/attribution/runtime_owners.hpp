// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "attribution/owners.hpp"
#include "model/explanation.hpp"
#include "model/finding.hpp"

namespace leakproof {

/// Divides the growth that was measured among the lines that a runtime names. Takes three
/// or more explanations, `fetches` apart. An owner has grown each time. Stacks are one owner
/// if they are the same from the first line outside of the runtime and its packages
/// outwards.
Ownership attribute(std::span<const Finding>, std::span<const Explanation>, std::int64_t fetches);

/// The leak that a runtime can explain, else null.
const Finding* leak_of_runtime(std::span<const Finding>);

/// Can a runtime explain this series?
bool is_of_runtime(const Finding&);

}  // namespace leakproof
