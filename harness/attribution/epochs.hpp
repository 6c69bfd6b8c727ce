// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "model/result.hpp"

namespace leakproof {

/// The division of the fetches after a verdict. If time and limits allow, each epoch is long
/// enough to see past a client's own pool, and to show a leak of one block in twenty fetches.
struct Epochs {
  static constexpr std::int64_t longest = 60;  // fetches

  static constexpr std::uint32_t most = 4;

  std::uint32_t count = most;
  std::int64_t fetches = longest;  // in each epoch
  std::int64_t grace = longest;    // after the last epoch, in which temporary blocks are freed

  bool operator==(const Epochs&) const = default;
};

/// Fits epochs into `fetches` and the trial's horizon. The count is 0 if fetches are too few.
Epochs epochs_within(std::int64_t fetches, std::int64_t horizon);

/// What a worker has used of its resources.
struct Usage {
  std::optional<std::int64_t> resident_bytes{};    // empty: unknown, as if it had no more memory
  std::optional<std::int64_t> free_descriptors{};  // empty: unknown, as if it had opened none
};

/// How many more fetches a worker can make within `seconds` before it reaches a limit of its
/// plan or of its process, given the rate and growth in the result.
std::int64_t fetches_within_limits(const Result&, double seconds, const Usage&);

}  // namespace leakproof
