// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "attribution/leak_candidate.hpp"
#include "model/finding.hpp"
#include "model/owner.hpp"

namespace leakproof {

struct Ownership {
  std::vector<Owner> owners{};  // series by series, the largest first
  std::string unattributed{};   // a sentence on missing or surplus growth; may be empty

  /// Adds the owners from another source.
  void append(Ownership);
};

/// Attributes the measured growth to the candidates.
Ownership attribute(std::span<const Finding>, std::vector<LeakCandidate>, const Window&);

/// Is much of the growth in memory not explained by allocations of most epochs, and is there memory
/// from few of them? A block for every hundredth fetch is in all of twice as many epochs.
bool needs_more_epochs(std::span<const Finding>, const OutstandingAllocations&, const Window&);

}  // namespace leakproof
