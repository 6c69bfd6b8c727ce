// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof {

/// The outcome of one control: a planted leak, or a planted case that does not leak.
struct Control {
  std::string name{};
  bool found = false;  // the verdict is right: a leak was found, a non-leak was not accused
  std::string reason{};
};

}  // namespace leakproof
