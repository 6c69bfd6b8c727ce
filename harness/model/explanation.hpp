// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// What a runtime still holds of what one place of a script allocated.
struct Holding {
  std::int64_t bytes = 0;
  std::int64_t count = 0;      // allocations; 0: not known
  std::vector<Place> stack{};  // innermost first, never empty
};

/// A list, dictionary or the like, by its name in the script.
struct Container {
  std::string name{};
  std::int64_t length = 0;
};

/// A managed runtime's own account of who holds what.
struct Explanation {
  std::string source{};  // the means by which it knows, in a word
  std::vector<Holding> holdings{};
  std::vector<Container> containers{};
};

}  // namespace leakproof
