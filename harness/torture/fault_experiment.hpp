// SPDX-License-Identifier: MIT
#pragma once

#include "torture/fault_target.hpp"

namespace leakproof::torture {

enum class Outcome {
  unreached,    // the fetch ended before the call that was to fail
  failed,       // the fetch, and nothing else
  got_through,  // the fetch succeeded all the same
  accused,
};

/// What a client is accused of.
enum class Harm { none, breaks, leaves_something, does_not_recover };

/// The outcome of making one call fail several times.
struct FaultExperiment {
  Outcome outcome = Outcome::unreached;
  Harm harm = Harm::none;
  Holdings left{};      // behind: the least of all tries
  std::string broke{};  // how, and then the last lines of the worker's standard error
  std::string call{};
  std::vector<Frame> stack{};
};

/// Makes the same calls fail in each of several tries. A client may set something up at
/// its first failure, or fill a cache: it is accused only of what it leaves behind in each
/// of ten tries. Its worker may have been broken by an earlier fault: it is accused of not
/// recovering only if a fresh worker does not recover either. Throws NoVerdict or
/// Interrupted.
FaultExperiment make_fail(FaultTarget&, const FaultOrder&);

}  // namespace leakproof::torture
