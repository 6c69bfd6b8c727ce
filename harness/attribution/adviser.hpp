// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "attribution/trial_facts.hpp"
#include "model/advice.hpp"
#include "model/result.hpp"

namespace leakproof {

/// Says what kind of leak each trial of a run shows, and what to do about it. Some
/// kinds can be told only by the client's other trials: a leak on errors alone, for each
/// key, or of as much as the client receives. Advice is therefore given once all trials
/// have ended, and does not depend on the order in which they did.
class Adviser {
 public:
  /// Keeps a few numbers of the result, and not the result.
  void observe(const Result&);

  /// In the order of the plan. Trials about which there is nothing to say are left out.
  std::vector<TrialAdvice> advice() const;

 private:
  std::vector<TrialFacts> trials_{};
};

}  // namespace leakproof
