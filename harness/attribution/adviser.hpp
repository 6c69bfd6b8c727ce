// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "attribution/trial_facts.hpp"
#include "model/advice.hpp"
#include "model/result.hpp"

namespace leakproof {

/// Determines the kind of leak in each trial of a run, and what to do about it. Some kinds
/// can be recognised only with the client's other trials: leaks only on errors, per key, or
/// of the replies. Advice is therefore available after all trials have ended, and does not
/// depend on their order.
class Adviser {
 public:
  /// Stores a few numbers of the result, not the result itself.
  void observe(const Result&);

  /// The advice in the order of the plan, without trials that need none.
  std::vector<TrialAdvice> advice() const;

 private:
  std::vector<TrialFacts> trials_{};
};

}  // namespace leakproof
