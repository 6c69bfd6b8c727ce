// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/result.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// How the fetches after a verdict are divided. Each epoch is long enough for a
/// leak of one block in twenty fetches to show in it, where there is time and room.
struct Epochs {
  std::uint32_t count = 8;
  std::int64_t fetches = 20;  // of each
  std::int64_t grace = 20;    // what is to go goes in so many more
};

/// Fitted into the fetches that there is room for, and into the trial's horizon.
Epochs epochs_within(std::int64_t fetches, std::int64_t horizon);

/// Are owners to be looked for, of a trial with these findings?
bool wants_owners(const Result&);

/// The second phase of a trial that leaks: some more fetches, of which is noted
/// who made what stays. Writes owners and what they leave open into the result,
/// and leaves all else in it. False if the worker was lost in it and is of no more
/// use. Throws Interrupted.
bool find_owners(Result&, Environment&, Origin&, Worker&);

}  // namespace leakproof
