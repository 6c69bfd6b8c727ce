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

/// Does memory that this metric measures count towards the worker's memory limit?
bool counts_towards_memory_limit(const Metric&);

/// The verdict on a series that reached the limit of its resource, so that no second look can
/// follow: a leak if every window rose at the last look, or if there are at least four readings
/// and each is higher than the one before, however short the run was. Empty otherwise.
std::optional<Verdict> leak_up_to_limit(std::span<const Sample>, const Verdict& last_look);

}  // namespace leakproof
