// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "interposer/supervisor/allocation_tracker.hpp"
#include "model/code_names.hpp"
#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/metric.hpp"
#include "model/owner.hpp"

namespace leakproof {

/// The fetches in which survivors were made, in epochs of equal length.
struct Window {
  std::int64_t fetches = 0;
  std::uint32_t epochs = 0;
  std::int64_t lost = 0;  // calls of which no note could be taken
  Ledger traffic{};       // what the origin saw meanwhile
};

/// Survivors, and what is known of them besides their addresses.
struct LeakCandidate {
  AllocationGroup survivors{};
  NamedStack stack{};
  std::vector<std::string> kinds{};  // of descriptors: what each is now
};

/// Does it leave something behind again and again, from early on? What is freed
/// and filled again has survivors of the last filling alone.
bool lasts(const AllocationGroup&, const Window&);

struct Ownership {
  std::vector<Owner> owners{};  // resource by resource, the greatest first
  std::string unattributed{};   // what these leave open, or have too much; empty: nothing
};

/// Holds suspects against the growth that was measured. Stacks are one owner
/// that are the same from the caller of a system library outwards, and enter it
/// by the same function; then the stack of the greatest of them speaks for all.
Ownership attribute(std::span<const Finding>, std::vector<LeakCandidate>, const Window&);

/// The series of that kind that decides and leaks; null where none does.
const Finding* leak_of(std::span<const Finding>, MetricKind, Unit);

/// What owners are looked for of, in a trial with these findings.
bool needs(std::span<const Finding>, ResourceKind);

}  // namespace leakproof
