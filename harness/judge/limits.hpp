// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "model/metric.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

/// Are nine tenths of the descriptors in use? Beyond that, some clients hang and some die.
bool is_near_descriptor_limit(std::int64_t open, std::int64_t limit);

/// Has the client run out of descriptors? `refused` is the number of fetches in the last
/// batch that failed although they should have succeeded.
bool is_at_descriptor_limit(std::int64_t open, std::int64_t limit, std::int64_t refused);

/// How many more fetches a client may make before it would run out of descriptors, if each opened
/// as many as in the fastest of the last batches: 0 or more. Empty if it is not known to: the last
/// four readings did not each rise.
std::optional<std::int64_t> fetches_to_descriptor_limit(std::span<const Sample>,
                                                        std::int64_t limit);

/// Does memory that this metric measures count towards the worker's memory limit?
bool counts_towards_memory_limit(const Metric&);

/// The verdict on a series that reached the limit of its resource, so that no second look can
/// follow: a leak if every window rose at the last look, or if there are at least four readings
/// and each is higher than the one before, however short the run was. Empty otherwise.
std::optional<Verdict> leak_up_to_limit(std::span<const Sample>, const Verdict& last_look);

}  // namespace leakproof
