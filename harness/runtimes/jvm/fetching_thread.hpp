// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/explanation.hpp"

namespace leakproof {

/// The stack of the thread that waits for a reply, among `threads` (see threads_in()) of a JVM
/// whose request is withheld. Its first frame, "fetch by thread main", has `thread_module` as its
/// module. nullopt if no thread of the user's code waits, or several do in different lines.
std::optional<std::vector<Place>> stack_that_fetches(std::span<const Holding> threads);

}  // namespace leakproof
