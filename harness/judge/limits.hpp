// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "model/metric.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

/// Are nine tenths of the descriptors in use? Some clients hang there, and some die.
bool is_near_descriptor_limit(std::int64_t open, std::int64_t limit);

/// Has the client run out of descriptors? `refused` are the fetches that failed in the
/// last batch although a correct client's would not have.
bool is_at_descriptor_limit(std::int64_t open, std::int64_t limit, std::int64_t refused);

/// Does this metric grow in a worker that runs into its memory limit?
bool counts_towards_memory_limit(const Metric&);

/// The verdict on a series that ended at a limit of its resource: a leak if every one of
/// at least four readings is higher than the one before, however short the run was.
std::optional<Verdict> leak_up_to_limit(std::span<const Sample>);

}  // namespace leakproof
