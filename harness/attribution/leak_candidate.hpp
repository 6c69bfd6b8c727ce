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
  std::int64_t lost = 0;  // calls that were not tracked, for want of room
  Ledger traffic{};       // what the origin saw meanwhile
};

/// What one stack has left behind: a possible owner of a leak.
struct LeakCandidate {
  AllocationGroup allocations{};
  NamedStack stack{};
  std::vector<std::string> descriptor_kinds{};  // what each is now: "ESTABLISHED", "pipe", …
};

/// Does it leave something behind again and again, from early on? What is left in most
/// epochs, and not in the last ones alone: a buffer that is freed and filled again has
/// allocations of its last filling only.
bool lasts(const AllocationGroup&, const Window&);

/// Joins those that are one owner: of one kind, the same from the caller of a system
/// library outwards, and entering it by the same function. The stack of the largest
/// represents all. Those without a stack are left out.
std::vector<LeakCandidate> merged(std::vector<LeakCandidate>);

}  // namespace leakproof
