// SPDX-License-Identifier: MIT
#pragma once

#include "torture/fault_target.hpp"

namespace leakproof::torture {

enum class Outcome {
  unreached,    // the fetch was over before the call that was to fail
  failed,       // the fetch, and nothing else
  got_through,  // the fetch succeeded in spite of it
  accused,
};

/// What a client is accused of.
enum class Harm { none, breaks, leaves_something, does_not_recover };

/// What came of making one call fail, several times over.
struct FaultExperiment {
  Outcome outcome = Outcome::unreached;
  Harm harm = Harm::none;
  Holdings left{};      // behind at each try: the least of them
  std::string broke{};  // how; then the last lines of the worker's standard error
  std::string call{};
  std::vector<Frame> stack{};
};

/// Makes the same calls fail at each of several tries. What a client sets up at
/// a failure once, or until some cache is full, is not held against it: only
/// what is left at each of ten tries. Nor are fetches that fail because the
/// worker has run out of something before: a fresh one has to fail, too.
FaultExperiment make_fail(FaultTarget&, const FaultOrder&);

}  // namespace leakproof::torture
