// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"
#include "runtimes/jvm/thread_dump.hpp"
#include "runtimes/jvm/users_classes.hpp"

namespace leakproof {

/// Where a thread was started, and by which thread.
struct ThreadStart {
  std::int64_t parent = 0;
  std::string parent_name{};
  std::vector<Place> stack{};  // functions and lines
};

using ThreadStarts = std::map<std::int64_t, ThreadStart>;  // by the number of the new thread

/// The events jdk.ThreadStart in what `jfr print` prints. What is not whole is left out.
ThreadStarts thread_starts_in(std::string_view printed);

/// Adds to each of the holdings that are threads (see groups_of()) where most of these were
/// started. If no code of the user's started them, the stack that started the thread which did
/// follows. A recording has no files: those of the user's and of the JDK's frames are guessed.
void add_origins(std::span<const JavaThread>, const ThreadStarts&, const UsersClasses&,
                 std::vector<Holding>&);

}  // namespace leakproof
