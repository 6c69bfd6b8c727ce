// SPDX-License-Identifier: MIT
#pragma once

#include <exception>

namespace leakproof {

/// The user wants to stop: the trial under way is dropped.
class Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

}  // namespace leakproof
