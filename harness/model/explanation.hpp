// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// What a runtime has kept of what was allocated in one place of a script.
struct Holding {
  std::int64_t bytes = 0;
  std::int64_t count = 0;      // of allocations; 0: not known
  std::vector<Place> stack{};  // innermost first, never empty
};

/// A list, a dictionary and the like, by what it goes by in the script.
struct Container {
  std::string name{};
  std::int64_t length = 0;
};

/// What a runtime itself says of who holds what.
struct Explanation {
  std::string source{};  // the means by which it knows, in a word
  std::vector<Holding> holdings{};
  std::vector<Container> containers{};
};

}  // namespace leakproof
