// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "model/explanation.hpp"
#include "runtimes/jvm/users_classes.hpp"

namespace leakproof {

/// A frame with this module is the name of a thread.
constexpr std::string_view thread_module = "thread";

/// The Java threads in the output of Thread.print, as holdings of the series "threads". Threads
/// with the same stack and, apart from numbers, the same name are one: "pool-12-thread-1" is
/// "pool-N-thread-N". That name is the first frame, with `thread_module` as its module. Frames of
/// libraries have `library_module` as theirs.
std::vector<Holding> threads_in(std::string_view dump, const UsersClasses& = UsersClasses());

/// Is this frame of such a thread of the user's code?
bool is_the_users(const Place& frame);

}  // namespace leakproof
