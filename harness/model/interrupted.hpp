// SPDX-License-Identifier: MIT
#pragma once

#include <exception>

namespace leakproof {

/// Thrown when the user interrupts the run. The current trial is discarded.
class Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

}  // namespace leakproof
