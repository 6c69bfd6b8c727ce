// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "attribution/owners.hpp"
#include "attribution/user_code.hpp"
#include "model/explanation.hpp"
#include "model/finding.hpp"

namespace leakproof {

/// Attributes the measured growth, of memory and of each series that holdings name, to the lines
/// that a runtime reports. Requires at least
/// three explanations, `fetches` apart; the runtime was first asked as many before. An owner has
/// grown between all of them. Stacks with the same frames from the user's first line outwards are
/// one owner, which has the stack of them that grew most.
Ownership attribute(std::span<const Finding>, std::span<const Explanation>, std::int64_t fetches,
                    const UserCode& = UserCode());

/// The fraction of a leaking series that these owners explain.
double explained_share(const Ownership&, const Finding&);

/// The finding of a leak that a runtime can explain, else null.
const Finding* leak_of_runtime(std::span<const Finding>);

/// Does this series count memory that a runtime can explain?
bool is_of_runtime(const Finding&);

}  // namespace leakproof
