// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"

namespace leakproof {

struct Judgement {
  Conclusion ruling = Conclusion::inconclusive;
  std::string reason{};  // one sentence that a person can act on
};

/// Combines the findings of a trial into its ruling. The trial leaks if any deciding series
/// leaks. It is clean if at least one series decides and all deciding series are clean. A trial is
/// called invalid elsewhere: worker/failure_text.hpp names where.
Judgement conclude(std::span<const Finding> findings);

}  // namespace leakproof
