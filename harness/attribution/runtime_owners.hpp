// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "attribution/owners.hpp"
#include "model/explanation.hpp"
#include "model/finding.hpp"

namespace leakproof {

/// Holds what a runtime said, at least three times and `fetches` apart, against the
/// growth that was measured. An owner has grown each time. Stacks are one owner that
/// are the same from the first line outside of the runtime and its packages outwards.
Ownership attribute(std::span<const Finding>, std::span<const Explanation>, std::int64_t fetches);

/// The leak that a runtime's holdings may explain; null where there is none.
const Finding* leak_of_runtime(std::span<const Finding>);

/// Is this one of the series that they are a part of?
bool is_of_runtime(const Finding&);

}  // namespace leakproof
