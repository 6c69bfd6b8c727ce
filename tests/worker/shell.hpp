// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

#include "posix/process.hpp"
#include "worker/watch.hpp"

namespace leakproof::testing {

inline Command shell(const std::string& script) {
  return {.words = {"/bin/sh", "-c", script}, .environment = {"PATH=/usr/bin:/bin"}};
}

/// For events that must happen, even on a busy machine.
inline constexpr Watch::Bounds patient{.answer = std::chrono::seconds(60)};

/// For events that never happen.
inline constexpr Watch::Bounds impatient{.answer = std::chrono::milliseconds(30)};

/// The message of the exception that a call throws.
template <typename Failure, typename Call>
std::string failure_of(Call call) {
  try {
    call();
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "nothing was thrown";
}

}  // namespace leakproof::testing
