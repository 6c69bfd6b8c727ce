// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "model/result.hpp"

namespace leakproof {

/// How the fetches after a verdict are divided. Each epoch is long enough for a leak of
/// one block in twenty fetches to show in it, where time and limits allow.
struct Epochs {
  std::uint32_t count = 8;
  std::int64_t fetches = 20;  // in each epoch
  std::int64_t grace = 20;    // fetches after the last epoch, in which what is to be freed is

  bool operator==(const Epochs&) const = default;
};

/// Fitted into so many fetches and the trial's horizon. No epochs where fetches are too few.
Epochs epochs_within(std::int64_t fetches, std::int64_t horizon);

/// How many more fetches a worker can make within `seconds`, at the rate and with the
/// growth that the result shows, before it runs into a limit of its plan.
/// `resident_bytes`: of its memory; nothing: not known.
std::int64_t fetches_within_limits(const Result&, double seconds,
                                   std::optional<std::int64_t> resident_bytes);

}  // namespace leakproof
