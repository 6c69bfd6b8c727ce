// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/trial_name.hpp"

namespace leakproof {

/// What kind of leak it is, if it is one, and what to do about it.
struct Advice {
  std::string kind{};        // of a fixed set: "connection never closed", …
  std::string evidence{};    // the numbers that it rests on
  std::string suggestion{};  // one sentence
  std::string example{};     // the bundled adapter that shows how; may be empty
};

/// What to do about one trial of a run.
struct TrialAdvice {
  TrialName trial{};
  Advice advice{};
};

}  // namespace leakproof
