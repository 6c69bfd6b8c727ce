// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// Memory allocated at one place in a script that the runtime still holds, or what a series counts
/// there: the tasks that wait at a line.
struct Holding {
  std::string metric{};  // the series that it explains; empty: memory
  std::int64_t bytes = 0;
  std::int64_t count = 0;  // allocations, or what the series counts; 0: unknown
  // In the last explanation: how many of the bytes were allocated before each of them, itself
  // included. Then those before it do not report this memory.
  std::vector<std::int64_t> survived{};
  std::vector<Place> stack{};  // innermost first, never empty
  // In the last explanation: where what it counts was started, see started_by; empty: unknown.
  std::vector<Place> origin{};
};

/// A list, dictionary or other container that the script can name.
struct Container {
  std::string name{};
  std::int64_t length = 0;  // or what it has received since the first explanation
  bool since_first = false;
  std::vector<Place> newest{};  // where its newest item was created, innermost first; may be empty
};

/// A managed runtime's report on what holds memory.
struct Explanation {
  std::string source{};  // how the runtime measured it, as one word
  std::vector<Holding> holdings{};
  std::vector<Container> containers{};
  // The stack of the thread that waits for a reply, see fetch_by; empty: unknown.
  std::vector<Place> fetching{};
};

}  // namespace leakproof
