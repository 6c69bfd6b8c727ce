// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"
#include "runtimes/jvm/users_classes.hpp"

namespace leakproof {

/// A frame with this module is the name of a thread.
constexpr std::string_view thread_module = "thread";

/// A Java thread, in the output of Thread.print.
struct JavaThread {
  std::int64_t id = 0;  // 0: unknown
  /// The first frame is its name without numbers, "pool-N-thread-N", with `thread_module` as its
  /// module. Frames of libraries have `library_module` as theirs.
  std::vector<Place> stack{};
};

std::vector<JavaThread> java_threads_in(std::string_view dump,
                                        const UsersClasses& = UsersClasses());

/// As holdings of the series "threads". Those with the same stack, and so the same name, are one.
std::vector<Holding> groups_of(std::span<const JavaThread>);

/// "pool-12-thread-1" → "pool-N-thread-N"
std::string without_numbers(std::string_view name);

/// Have these the same functions, files and lines?
bool is_same_stack(std::span<const Place>, std::span<const Place>);

/// Is this frame of such a thread of the user's code?
bool is_the_users(const Place& frame);

}  // namespace leakproof
