// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"

namespace leakproof {

struct Judgement {
  Conclusion ruling = Conclusion::inconclusive;
  std::string reason{};  // one sentence a person can act on
};

/// What the findings of a trial come to. One deciding series that leaks makes
/// a leak; it takes all of them, and at least one, to be clean.
Judgement conclude(std::span<const Finding> findings);

}  // namespace leakproof
