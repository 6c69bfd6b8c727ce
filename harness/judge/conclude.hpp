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

/// Growth of private memory that live heap and mapped bytes do not explain is
/// the allocator's, not the client's. Where all three are observed and clean, a
/// stand-in that grew and does not decide is renamed: no longer a leak, and not
/// clean either, as it did grow.
void name_retention(std::span<Finding> findings);

/// Whether it was renamed so.
bool is_retention(const Finding&);

}  // namespace leakproof
