// SPDX-License-Identifier: MIT
#pragma once

#include "torture/fault_target.hpp"

namespace leakproof::torture {

enum class Outcome {
  unreached,    // the fetch ended before the call to fail
  failed,       // the fetch failed, without harm
  got_through,  // the fetch succeeded despite the fault
  goes_on,      // the program made its next request; its fetch may have failed
  ended,        // the program ended by itself, and not by a signal
  accused,      // the fault does harm
};

/// How the client handles a fault wrongly.
enum class Harm { none, breaks, leaves_something, does_not_recover };

/// The outcome of making one call fail several times.
struct FaultExperiment {
  Outcome outcome = Outcome::unreached;
  Harm harm = Harm::none;
  Holdings left{};      // left behind: the minimum of all tries
  std::string broke{};  // how the worker broke, then the last lines of its standard error
  EndPlace end{};       // where it was then
  std::string call{};
  std::vector<Frame> stack{};
};

/// Makes the same calls fail in several tries. A client may initialise something at its first
/// failure, or fill a cache, so it is accused only of what it leaves behind in each of ten
/// tries. An earlier fault may have broken its worker, so it is accused of not recovering
/// only if a fresh worker does not recover either. Throws NoVerdict or Interrupted.
FaultExperiment make_fail(FaultTarget&, const FaultOrder&);

}  // namespace leakproof::torture
