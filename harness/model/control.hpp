// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof {

/// What became of one planted leak or non-leak.
struct Control {
  std::string name{};
  bool found = false;  // the leak was found; of the non-leak: nothing was
  std::string reason{};
};

}  // namespace leakproof
