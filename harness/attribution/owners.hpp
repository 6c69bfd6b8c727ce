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
  std::string unattributed{};   // what they do not explain, or explain too much; empty: nothing

  /// Adds what another source found.
  void append(Ownership);
};

/// Divides the growth that was measured among the candidates.
Ownership attribute(std::span<const Finding>, std::vector<LeakCandidate>, const Window&);

}  // namespace leakproof
