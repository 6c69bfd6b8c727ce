// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interposer/supervisor/allocation_tracker.hpp"
#include "model/code_names.hpp"
#include "model/ledger.hpp"

namespace leakproof {

/// The fetches whose allocations were tracked, in epochs of equal length.
struct Window {
  std::int64_t fetches = 0;
  std::uint32_t epochs = 0;
  std::int64_t lost = 0;  // calls that were not tracked because the table was full
  Ledger traffic{};       // the origin's counts for these fetches
};

/// The outstanding allocations of one stack, which may own a leak.
struct LeakCandidate {
  AllocationGroup allocations{};
  NamedStack stack{};
  std::vector<std::string> descriptor_kinds{};  // current kind of each: "ESTABLISHED", "pipe", …
};

/// Does the group have outstanding allocations from at least half of the epochs, including an
/// early one? A buffer that is emptied and refilled has them only from its last filling.
bool lasts(const AllocationGroup&, const Window&);

/// Joins candidates that are one owner: they have the same kind, the same frames from the
/// caller of a system library outwards, and call the same function of that library. Keeps the
/// stack of the candidate with the most bytes. Omits candidates without a stack.
std::vector<LeakCandidate> merged(std::vector<LeakCandidate>);

}  // namespace leakproof
