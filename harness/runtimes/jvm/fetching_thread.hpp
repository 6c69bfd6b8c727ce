// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "model/explanation.hpp"

namespace leakproof {

/// See Explanation::fetching: of `threads` (see groups_of()), the one that waits in a client.
/// Empty if no thread of the user's code waits, or several do in different lines. The first frame,
/// "fetch by thread main", has `thread_module` as its module.
std::vector<Place> stack_that_fetches(std::span<const Holding> threads);

}  // namespace leakproof
