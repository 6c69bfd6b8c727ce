// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/trial_name.hpp"

namespace leakproof {

/// What kind of leak a trial shows, if it shows one, and what to do about it.
struct Advice {
  std::string kind{};        // of a fixed set: "connection never closed", …
  std::string evidence{};    // the numbers that it rests on
  std::string suggestion{};  // one sentence
  std::string example{};     // the bundled adapter that shows how; may be empty

  bool operator==(const Advice&) const = default;
};

/// Advice on one trial of a run.
struct TrialAdvice {
  TrialName trial{};
  Advice advice{};

  bool operator==(const TrialAdvice&) const = default;
};

}  // namespace leakproof
