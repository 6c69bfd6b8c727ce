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

/// For what is to be waited for, however busy the machine is.
inline constexpr Watch::Bounds patient{.answer = std::chrono::seconds(60)};

/// For what never comes.
inline constexpr Watch::Bounds impatient{.answer = std::chrono::milliseconds(30)};

/// What a call throws: its message.
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
