// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "model/owner.hpp"
#include "model/trial_name.hpp"

namespace leakproof {

/// The kind of leak that a trial shows, and what to do about it.
struct Advice {
  std::string kind{};              // one of a fixed set: "connection never closed", …
  std::string evidence{};          // the numbers that support it
  std::string suggestion{};        // one sentence
  std::optional<Place> line{};     // of the user's code, to be changed
  bool line_only_fetches = false;  // where what leaks is made is not known

  bool operator==(const Advice&) const = default;
};

/// Advice on one trial of a run.
struct TrialAdvice {
  TrialName trial{};
  Advice advice{};

  bool operator==(const TrialAdvice&) const = default;
};

}  // namespace leakproof
